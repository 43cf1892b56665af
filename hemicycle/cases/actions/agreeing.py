"""That the committee agreed to what is said in its name: recorded by staff, for the words as they stand."""

from __future__ import annotations

from datetime import date
from typing import TypeVar

from django.db import transaction
from django.utils import timezone

from hemicycle.accounts.models import User
from hemicycle.cases.actions.outcomes.preparing import lock, note_editor
from hemicycle.cases.errors import NothingToAgree
from hemicycle.cases.models import Announced
from hemicycle.cases.models.announced import AGREEMENT
from hemicycle.rules import audit

A = TypeVar("A", bound=Announced)


@transaction.atomic
def record_agreement(announced: A, *, on: date, minutes: str = "", by: User) -> A:
    """To the words of `announced`, as `by` has read them: where somebody changed them meanwhile, it is void at once.
    Whoever records it counts as an editor. Raises AlreadyAnnounced, NothingToAgree."""
    row = lock(type(announced), announced.pk)
    if not row.needs_agreement:
        raise NothingToAgree(str(row.pk))
    if on > timezone.localdate():
        raise ValueError("a committee has agreed to nothing on a day to come")
    row.agreed_on, row.minutes = on, minutes.strip()
    row.agreed_digest, row.agreed_by = announced.words_digest, by.pk
    note_editor(row, by=by)
    row.save(update_fields=[*AGREEMENT, "editors"])
    audit.record("cases.record_agreement", by=by, about=row, office=row.office, on=on.isoformat())
    return row


@transaction.atomic
def withdraw_agreement(announced: A, *, by: User) -> A:
    """As if it had never been recorded, until an announcement is drafted. Raises AlreadyAnnounced."""
    row = lock(type(announced), announced.pk)
    if row.agreed_on is None:
        return row
    on = row.agreed_on.isoformat()
    row.forget_agreement()
    row.save(update_fields=AGREEMENT)
    audit.record("cases.withdraw_agreement", by=by, about=row, office=row.office, on=on)
    return row
