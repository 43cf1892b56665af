"""Rows of a dataset, back where they were: with their keys, in whichever record does not have them otherwise."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import IntegrityError, connection, models

from hemicycle.record.actions.attributing import apply
from hemicycle.record.actions.changes import Changes
from hemicycle.record.actions.indexing import note_owners, owner
from hemicycle.record.errors import DoesNotFit, UnknownReference
from hemicycle.record.models import (
    AgendaItem,
    Attribution,
    Clause,
    Contribution,
    Document,
    DocumentVersion,
    Membership,
    Organization,
    Person,
    ProcedureStep,
    Segment,
    Sitting,
    SpeechText,
    VoteEvent,
)
from hemicycle.record.papers import TableRows
from hemicycle.record.tables.columns import BY_NAME, MODELS, columns
from hemicycle.rules import audit

# SQLite takes 32,766 values in one statement: a row that is added has at most sixteen; one that is changed names its
# key once a column.
ADDED_AT_ONCE, CHANGED_AT_ONCE = 1_000, 250

# Whose entries in the search a row belongs to, and how to get there.
_FOUND_WITH: dict[type[models.Model], tuple[tuple[str, str], ...]] = {
    Person: (("person", "pk"),),
    Organization: (("body", "pk"),),
    Membership: (("person", "person"), ("speaker", "person")),
    Document: (("document", "pk"),),
    ProcedureStep: (("document", "document"),),
    DocumentVersion: (("document", "document"),),
    Clause: (("document", "version__document"),),
    Sitting: (("sitting", "pk"),),
    AgendaItem: (("sitting", "sitting"),),
    Contribution: (("sitting", "sitting"),),
    SpeechText: (("sitting", "contribution__sitting"),),
    Segment: (("sitting", "text_version__contribution__sitting"),),
    VoteEvent: (("sitting", "sitting"),),
}


def put_rows(paper: TableRows) -> Changes:
    """Add rows that are not there, and make those that are say the same; within the caller's transaction.

    Raises DoesNotFit where another row of the record already has what must be one row's alone.
    """
    model, names, changes = BY_NAME[paper.table], paper.columns, Changes()
    values = {row[names.index("id")]: dict(zip(names, row, strict=True)) for row in paper.rows}
    existing = {row["id"]: row for row in model._default_manager.filter(pk__in=list(values)).values(*names)}
    if model is Contribution:
        _keep_attributed(values, existing)
    new = [model(**row) for key, row in values.items() if key not in existing]
    changed = [model(**row) for key, row in values.items() if key in existing and row != existing[key]]
    _write(model, names, new, changed)
    _note(model, (*new, *changed))
    changes.count(paper.table, added=len(new), changed=len(changed), unchanged=len(values) - len(new) - len(changed))
    return changes


def _keep_attributed(values: dict[Any, dict[str, Any]], existing: dict[Any, dict[str, Any]]) -> None:
    """Who speaks as staff said does so whatever a dataset says that was written before."""
    attributed = Contribution.objects.filter(pk__in=existing, attribution__person__isnull=False)
    for key in attributed.values_list("pk", flat=True):
        if "person_id" in values[key]:
            values[key]["person_id"] = existing[key]["person_id"]


def _write(model: type[models.Model], names: Iterable[str], new: list[Any], changed: list[Any]) -> None:
    """Existing rows first: a new row may have what a changed one no longer has."""
    fields = [one.field.name for one in columns(model) if one.name in names and one.name != "id"]
    try:
        if changed and fields:
            model._default_manager.bulk_update(changed, fields, batch_size=CHANGED_AT_ONCE)
        model._default_manager.bulk_create(new, batch_size=ADDED_AT_ONCE)
    except IntegrityError as error:
        raise DoesNotFit(model._meta.model_name) from error


def _note(model: type[models.Model], rows: Iterable[models.Model]) -> None:
    keys = [row.pk for row in rows]
    for kind, path in _FOUND_WITH.get(model, ()) if keys else ():
        found = model._default_manager.filter(pk__in=keys).values_list(path, flat=True).distinct()
        note_owners([owner(kind, key) for key in found])


def conclude(changes: Changes, *, by: Any) -> None:
    """Once all rows are in: refuse those that point nowhere, and tell the audit log. Raises UnknownReference."""
    try:
        connection.check_constraints([model._meta.db_table for model in MODELS])
    except IntegrityError as error:
        raise UnknownReference(str(error)[:200]) from error
    if changes.added["contribution"] or changes.changed["contribution"]:
        for attribution in Attribution.objects.current().newest_first():
            apply(attribution)
    if changes:
        audit.record("record.restore", by=by, about="record", **changes.facts())
