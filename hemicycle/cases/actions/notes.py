"""What people of an office write to each other about a case, and who reads it or has it open."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone

from hemicycle.accounts.models import User
from hemicycle.cases.actions import notices
from hemicycle.cases.models import Case, InternalNote, Presence
from hemicycle.rules import audit


@transaction.atomic
def write_note(case: Case, *, text: str, mentioned: Iterable[User] = (), by: User) -> InternalNote:
    """For the people of the office alone; whoever is mentioned gets a notice. ValueError for an empty one."""
    if not text.strip():
        raise ValueError("nothing written")
    note = InternalNote.objects.create(office=case.office, case=case, text=text.strip()[:2000], written_by=by)
    notices.note_mention(case, to=mentioned, by=by)
    audit.record("cases.write_note", by=by, about=case, office=case.office)
    return note


@transaction.atomic
def delete_note(note: InternalNote, *, by: User) -> bool:
    """Its writer's alone; whether this call did. That there was one stays in the audit log, what it said does not."""
    deleted, _each = InternalNote.objects.filter(pk=note.pk, written_by=by).delete()
    if deleted:
        audit.record("cases.delete_note", by=by, about=note.case, office=note.office)
    return bool(deleted)


def note_read(cases: Iterable[Case], *, by: Any) -> None:
    """These were read by somebody who answers letters: once a day for each of them. Whoever reads one again waits for
    no turn to write."""
    audit.record_daily_of_each("cases.read", by=by, rows=[(one, one.office) for one in cases])


def mark_present(case: Case, *, by: User, is_writing: bool = False) -> None:
    """Called by the page every few seconds, not audited."""
    said = {"seen_at": timezone.now(), "is_writing": is_writing}
    if not Presence.objects.filter(case=case, user=by).update(**said):
        # Two pages of one person may come first at once.
        Presence.objects.bulk_create([Presence(case=case, user=by, **said)], ignore_conflicts=True)
