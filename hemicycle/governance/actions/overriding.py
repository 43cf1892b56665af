"""Emergency overrides: two people, a reason, an end."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from hemicycle.accounts.models import User
from hemicycle.rules import actions as rules
from hemicycle.rules import audit
from hemicycle.rules.errors import IllegalMove
from hemicycle.rules.parameters import in_force

from ..errors import AlreadyThere, NoReason, NotEditor, SecondPersonNeeded
from ..models import Override, leads
from .adopting import follow_changes
from .drafting import checked
from .notices import note_override_asked, note_override_settled


@transaction.atomic
def ask_for_override(values: Mapping[str, Any], *, reason: str, until: datetime, by: User) -> Override:
    """Ask to replace values of the policy until a moment. Raises NoReason, NotEditor, BadParameter; IllegalMove for an
    end that has passed, or is later than the policy allows (`override_hours`); AlreadyThere."""
    _refuse_unless_leads(by)
    if not reason.strip() or not values:
        raise NoReason("an override says what and why")
    now = timezone.now()
    if not now < until <= now + timedelta(hours=in_force("override_hours")):
        raise IllegalMove("an override ends within the hours that the policy allows")
    User.objects.select_for_update().get(pk=by.pk)
    for before in Override.objects.awaiting(now).filter(reason=reason.strip(), asked_by=by):
        if before.values == checked(values):
            raise AlreadyThere(before)
    row = Override.objects.create(
        values=checked(values), reason=reason.strip(), until=until, asked_by=by, asked_at=now
    )
    note_override_asked(row, by=by)
    audit.record("governance.ask_override", by=by, about=row, names=sorted(row.values))
    return row


@transaction.atomic
def confirm_override(override: Override, *, by: User) -> Override:
    """The second person's yes: it is in force and public at once. Raises SecondPersonNeeded, IllegalMove."""
    _refuse_unless_leads(by)
    row = Override.objects.select_for_update().get(pk=override.pk)
    if row.asked_by_id == by.pk:
        raise SecondPersonNeeded(str(row.pk))
    now = timezone.now()
    if row.confirmed_at or row.ended_at or row.until <= now:
        raise IllegalMove("it is in force already, or was ended")
    row.confirmed_by, row.confirmed_at = by, now
    row.save(update_fields=["confirmed_by", "confirmed_at"])
    _refuse_twice(row, now)
    rules.override(row.values, until=row.until, about=f"governance.override:{row.pk}", by=by)
    follow_changes(sorted(row.values), by=by)
    note_override_settled(row)
    audit.record("governance.confirm_override", by=by, about=row, names=sorted(row.values))
    return row


@transaction.atomic
def end_override(override: Override, *, by: User) -> Override:
    """The policy holds again at once; one that nobody confirmed is not asked for any more."""
    _refuse_unless_leads(by)
    row = Override.objects.select_for_update().get(pk=override.pk)
    if row.ended_at or row.until <= timezone.now():
        raise IllegalMove("it has ended")
    row.ended_by, row.ended_at = by, timezone.now()
    row.save(update_fields=["ended_by", "ended_at"])
    note_override_settled(row)
    if row.confirmed_at:
        rules.end_override(row.values, about=f"governance.override:{row.pk}", by=by)
    audit.record("governance.end_override", by=by, about=row)
    return row


def end_by_the_clock(*, now: datetime, by: Any) -> int:
    """After their end, which came by itself: what waits follows what the policy says again. How many."""
    ended = 0
    for one in Override.objects.filter(confirmed_at__isnull=False, ended_at=None, until__lte=now).order_by("pk"):
        with transaction.atomic():
            row = Override.objects.select_for_update().get(pk=one.pk)
            if row.ended_at is None:
                row.ended_at = row.until
                row.save(update_fields=["ended_at"])
                follow_changes(sorted(row.values), by=by)
                audit.record("governance.end_override", by=by, about=row)
                ended += 1
    return ended


def _refuse_twice(row: Override, now: datetime) -> None:
    """Two at once for the same value: the end of one would end the other."""
    others = Override.objects.in_force(now).exclude(pk=row.pk)
    if any(not row.values.keys().isdisjoint(other.values) for other in others):
        raise IllegalMove("one of these values is replaced already: end that override first")


def _refuse_unless_leads(by: User) -> None:
    if not leads(by):
        raise NotEditor(str(by.pk))
