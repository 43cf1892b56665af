"""Reference data as staff write it by hand: bodies, people, their memberships, areas, terms, bills, identifiers.

What staff say of a person or a body counts from then on: imports fill blanks there and change nothing else, until
`led_by` is emptied. Other rows follow their source again at its next import.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.db import models, transaction

from hemicycle.record.actions.indexing import OWNERS, note, note_members, note_speaker
from hemicycle.record.errors import StillUsed
from hemicycle.record.models import Identifier, Match, Membership, Organization, ProcedureStep
from hemicycle.record.models.people import BY_STAFF, Mergeable
from hemicycle.rules import audit

# What is a part of its row and goes with it; a proposal that two may be one has no meaning without them.
PARTS = (Identifier, Match)
ELSEWHERE = "elsewhere"


@transaction.atomic
def keep(row: models.Model, *, by: Any) -> list[str]:
    """Save a row as it was filled in; returns the names of the fields that are news."""
    new = row._state.adding
    changed = _differing(row, None if new else type(row)._base_manager.select_for_update().get(pk=row.pk))
    if not changed:
        return []
    if isinstance(row, Mergeable) and "led_by" not in changed:
        row.led_by = BY_STAFF
    row.save()
    _note(row, changed)
    _record("record.enter" if new else "record.correct", row, by, fields=changed)
    return changed


@transaction.atomic
def remove(row: models.Model, *, by: Any) -> None:
    """Delete a row that nothing refers to; raises StillUsed."""
    type(row)._base_manager.select_for_update().get(pk=row.pk)
    if used := uses(row):
        raise StillUsed(", ".join(f"{count} {name}" for name, count in used.items()))
    _note(row, [])
    _record("record.remove", row, by)
    row.delete()


def uses(row: models.Model) -> dict[str, int]:
    """How many rows of each table of the record refer to this one; its own parts are not counted.

    Rows of other apps may be those of an office that nobody here may look into: they are one under "elsewhere".
    """
    counts = Counter[str]()
    for relation in row._meta.get_fields(include_hidden=True):
        table: Any = relation.related_model
        if not relation.auto_created or relation.concrete or issubclass(table, PARTS):
            continue
        speaking = table._base_manager.filter(**{relation.field.name: row.pk})  # type: ignore[union-attr]
        if table._meta.app_label == row._meta.app_label:
            counts[table._meta.model_name] += speaking.count()
        elif speaking.exists():
            counts[ELSEWHERE] = 1
    return {name: count for name, count in counts.items() if count}


def subject(row: models.Model) -> models.Model:
    """The row that the audit entry is about: of a membership its person, of an identifier what it names, of a step its
    bill."""
    if isinstance(row, Membership):
        return row.person
    if isinstance(row, Identifier):
        return row.owner
    if isinstance(row, ProcedureStep):
        return row.document
    return row


def _differing(row: models.Model, stored: models.Model | None) -> list[str]:
    """By name, of what can be filled in."""
    blank = stored or type(row)()
    fields = [field for field in row._meta.concrete_fields if field.editable]
    return [field.name for field in fields if getattr(row, field.attname) != getattr(blank, field.attname)]


def _note(row: models.Model, changed: list[str]) -> None:
    about = subject(row)
    if type(about) in OWNERS:
        note(about)
    if isinstance(row, Membership):
        note_speaker(row.person)
    if isinstance(row, Organization) and "kind" in changed:
        note_members(row)


def _record(action: str, row: models.Model, by: Any, **facts: Any) -> None:
    audit.record(action, by=by, about=subject(row), kind=str(row._meta.model_name), row=str(row.pk), **facts)
