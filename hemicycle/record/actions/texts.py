"""The versions of a bill and their clauses, made to say what the source says, row by row and in place.

A clause keeps its key as long as its eId stands in the version, so that what points at it goes on doing so.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from itertools import pairwise

from django.utils import timezone

from hemicycle.record.actions.changes import Changes, settle
from hemicycle.record.actions.matching import find, name_it
from hemicycle.record.models import Clause, Document, DocumentVersion, VersionStatus
from hemicycle.record.papers import ClauseText, VersionText

_SAID = ["order", "depth", "parent_id", "element", "level", "number", "heading", "text"]
_COLUMNS = ["order", "depth", "parent", "element", "level", "number", "heading", "text"]


def put_versions(bill: Document, texts: Iterable[VersionText], changes: Changes) -> None:
    """Add or update these versions; the newest of each language is the one in force."""
    for text in texts:
        version = _put_version(bill, text, changes)
        _put_clauses(version, text.clauses, changes)


def _put_version(bill: Document, text: VersionText, changes: Changes) -> DocumentVersion:
    version = find(DocumentVersion, "version", text.known_as) or _same_label(bill, text)
    if version is None:
        version = DocumentVersion(document=bill, language=text.language, classification=bill.classification)
    _make_room(bill, version, text.valid_from)
    status = VersionStatus.PROVISIONAL if text.provisional else VersionStatus.FINAL
    settle(version, {"label": text.label, "status": status, "valid_from": text.valid_from}, changes)
    name_it(version, "version", text.known_as)
    _put_in_order(bill, text.language)
    return version


def _same_label(bill: Document, text: VersionText) -> DocumentVersion | None:
    return bill.versions.filter(language=text.language, label=text.label).first()


def _make_room(bill: Document, version: DocumentVersion, begins: date | None) -> None:
    """Keep every step on the way to the new order within the constraints of the table."""
    if version._state.adding:
        for version_in_force in bill.versions.filter(language=version.language).in_force():
            _end(version_in_force, version_in_force.valid_from or timezone.localdate())
    elif begins and version.valid_to and version.valid_to < begins:
        _end(version, begins)


def _put_in_order(bill: Document, language: str) -> None:
    """Let each version end where the next begins, and the last one stand."""
    versions = list(bill.versions.filter(language=language).oldest_first())
    for older, newer in pairwise(versions):
        _end(older, newer.valid_from or older.valid_to or timezone.localdate())
    _end(versions[-1], None)


def _end(version: DocumentVersion, day: date | None) -> None:
    if version.valid_to != day:
        version.valid_to = day
        DocumentVersion.objects.filter(pk=version.pk).update(valid_to=day)


def _put_clauses(version: DocumentVersion, texts: tuple[ClauseText, ...], changes: Changes) -> None:
    existing = {clause.eid: clause for clause in version.clauses.all()}
    wanted = _as_rows(version, texts, existing)
    new = [clause for clause in wanted if clause.eid not in existing]
    changed = [clause for clause in wanted if clause.eid in existing and _differs(clause, existing[clause.eid])]
    gone = existing.keys() - {clause.eid for clause in wanted}
    Clause.objects.bulk_create(new, batch_size=500)
    Clause.objects.bulk_update(changed, _COLUMNS, batch_size=200)
    version.clauses.filter(eid__in=gone).delete()
    unchanged = len(wanted) - len(new) - len(changed)
    changes.count("clause", added=len(new), changed=len(changed), removed=len(gone), unchanged=unchanged)


def _as_rows(version: DocumentVersion, texts: Iterable[ClauseText], existing: Mapping[str, Clause]) -> list[Clause]:
    rows: dict[str, Clause] = {}
    for order, text in enumerate(texts, start=1):
        parent = rows[text.parent] if text.parent else None
        row = Clause(
            version=version, order=order, eid=text.eid, parent=parent, depth=parent.depth + 1 if parent else 0
        )
        if text.eid in existing:
            row.pk = existing[text.eid].pk
        row.element, row.level, row.number = text.element, text.level, text.number
        row.heading, row.text = text.heading, text.text
        rows[text.eid] = row
    return list(rows.values())


def _differs(one: Clause, other: Clause) -> bool:
    return any(getattr(one, name) != getattr(other, name) for name in _SAID)
