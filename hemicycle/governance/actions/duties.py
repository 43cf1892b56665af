"""Allocating duties: who holds one, who stands in, from when to when; leave; recovery tests of accounts."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from hemicycle.accounts.actions import end_notices
from hemicycle.accounts.models import Assignment, Office, User
from hemicycle.channels import actions as channels
from hemicycle.channels.models import Account
from hemicycle.rules import audit
from hemicycle.rules.errors import IllegalMove

from ..errors import AlreadyThere, BothParts, MayNotAllocate, NotOfTheHouse, PeriodTaken
from ..models import Appointment, Duty, Leave, RecoveryTest, leads

STANDS_IN = "governance.stands_in"


@transaction.atomic
def open_duty(*, kind: str, office: Office, name: str = "", account: Account | None = None, by: Any) -> Duty:
    """Raises MayNotAllocate; NotOfTheHouse for a member's office. Where the office has it already, IntegrityError, or
    AlreadyThere for one that the House names."""
    _refuse_unless_allocates(by)
    held_in = account.office if account is not None else office
    if held_in.kind != Office.Kind.INSTITUTION:
        raise NotOfTheHouse(held_in.slug)
    if name.strip() and (before := Duty.objects.open().filter(office=held_in, name__iexact=name.strip()).first()):
        raise AlreadyThere(before)
    duty = Duty.objects.create(kind=kind, office=held_in, name=name.strip(), account=account)
    if account is not None:
        _take_over(duty, account)
    audit.record("governance.open_duty", by=by, about=duty, office=held_in, kind=kind)
    return duty


def _take_over(duty: Duty, account: Account) -> None:
    """Who answers for the account by now, and who stands in."""
    since = timezone.localdate(account.opened_at)
    for part, person in ((Appointment.Part.HOLDER, account.owner), (Appointment.Part.DEPUTY, account.deputy)):
        if person is not None and works_for_the_house(person):
            duty.appointments.create(person=person, part=part, starts_on=since)


@transaction.atomic
def appoint(
    duty: Duty, *, person: User, part: str, starts_on: date, ends_on: date | None = None, handover: str = "", by: Any
) -> Appointment:
    """Give a part of a duty to somebody. Whoever holds it without an end holds it until the day before, and hands it
    over with the note.

    Raises MayNotAllocate; NotOfTheHouse where the person has no role in the House; PeriodTaken; BothParts where they
    hold its other part at the time; IllegalMove for an end before the beginning.
    """
    _refuse_unless_allocates(by)
    row = Duty.objects.select_for_update().get(pk=duty.pk)
    if row.closed_on or (ends_on is not None and ends_on < starts_on):
        raise IllegalMove("a duty that is closed, or an end before the beginning")
    if not works_for_the_house(person):
        raise NotOfTheHouse(str(person.pk))
    _hand_over(row, part, starts_on, handover)
    at_the_time = row.appointments.filter(_meeting(starts_on, ends_on))
    if at_the_time.filter(part=part).exists():
        raise PeriodTaken(part)
    if at_the_time.filter(person=person).exists():
        raise BothParts(str(person.pk))
    made: Appointment = row.appointments.create(
        person=person, part=part, starts_on=starts_on, ends_on=ends_on,
        appointed_by=by if isinstance(by, User) else None,
    )  # fmt: skip
    update_account(row, by=by)
    audit.record("governance.appoint", by=by, about=row, office=row.office, part=part, person=str(person.pk))
    return made


def works_for_the_house(person: User) -> bool:
    held = Assignment.objects.filter(user=person, office__kind=Office.Kind.INSTITUTION)
    return person.is_active and held.exists()


def _hand_over(duty: Duty, part: str, starts_on: date, note: str) -> None:
    before = duty.appointments.filter(part=part, ends_on=None, starts_on__lt=starts_on).first()
    if before is not None:
        before.ends_on = starts_on - timedelta(days=1)
        before.handover = note.strip() or before.handover
        before.save(update_fields=["ends_on", "handover"])


def _meeting(starts_on: date, ends_on: date | None) -> Q:
    """Of appointments, those that hold on a day of the period."""
    not_before = Q(ends_on=None) | Q(ends_on__gte=starts_on)
    return not_before & Q(starts_on__lte=ends_on) if ends_on is not None else not_before


@transaction.atomic
def end_appointment(appointment: Appointment, *, on: date, handover: str = "", by: User) -> Appointment:
    """Its last day, and what whoever comes next has to know. Raises MayNotAllocate, IllegalMove; PeriodTaken where
    somebody else holds the duty by then."""
    row = Appointment.objects.select_for_update().select_related("duty__office", "person").get(pk=appointment.pk)
    if row.person_id != by.pk:
        _refuse_unless_allocates(by)
    if on < row.starts_on or (row.ends_on is not None and row.ends_on < timezone.localdate()):
        raise IllegalMove("it has ended, or would before it began")
    others = row.duty.appointments.filter(part=row.part).exclude(pk=row.pk)
    if others.filter(_meeting(row.starts_on, on)).exists():
        raise PeriodTaken(row.part)
    row.ends_on, row.handover, row.noticed_at = on, handover.strip() or row.handover, None
    row.save(update_fields=["ends_on", "handover", "noticed_at"])
    audit.record("governance.end_appointment", by=by, about=row.duty, office=row.duty.office, part=row.part)
    return row


@transaction.atomic
def remove_appointment(appointment: Appointment, *, by: User) -> None:
    """One that was made by mistake, on the day on which it was made; the audit log keeps it. Whoever held the duty
    before was given an end by it, and is given the duty anew. Raises MayNotAllocate; IllegalMove on a later day."""
    _refuse_unless_allocates(by)
    row = (
        Appointment.objects.select_for_update().select_related("duty__office", "duty__account").get(pk=appointment.pk)
    )
    if not row.is_of_today:
        raise IllegalMove("it was made on an earlier day")
    account = row.duty.account
    row.delete()
    if account is not None and row.part == Appointment.Part.DEPUTY and account.deputy_id == row.person_id:
        channels.change_account(account, by=by, deputy=None)
    audit.record(
        "governance.remove_appointment", by=by, about=row.duty, office=row.duty.office, part=row.part,
        person=str(row.person_id),
    )  # fmt: skip


@transaction.atomic
def close_duty(duty: Duty, *, by: Any) -> Duty:
    """The House has no such duty any more; who held it stays in the record. Raises MayNotAllocate, IllegalMove."""
    _refuse_unless_allocates(by)
    row = Duty.objects.select_for_update().select_related("office").get(pk=duty.pk)
    if row.closed_on:
        raise IllegalMove("it is closed already")
    today = timezone.localdate()
    row.appointments.filter(starts_on__gt=today).delete()
    row.appointments.filter(Q(ends_on=None) | Q(ends_on__gt=today)).update(ends_on=today)
    row.closed_on = today
    row.save(update_fields=["closed_on"])
    audit.record("governance.close_duty", by=by, about=row, office=row.office, kind=row.kind)
    return row


@transaction.atomic
def update_account(duty: Duty, *, by: Any) -> bool:
    """Have the account itself name who answers for it now and who stands in; whether anything changed."""
    if duty.account is None:
        return False
    now = duty.appointments.on(timezone.localdate()).select_related("person")
    by_part = {one.part: one.person for one in now}
    named: dict[str, Any] = {
        field: by_part[part]
        for field, part in (("owner", Appointment.Part.HOLDER), ("deputy", Appointment.Part.DEPUTY))
        if part in by_part and getattr(duty.account, f"{field}_id") != by_part[part].pk
    }
    if not named:
        return False
    kept = {"owner": duty.account.owner, "deputy": duty.account.deputy}
    for field, value in kept.items():
        # Nobody stands in for themselves: whoever changes sides leaves the other.
        if field not in named and value is not None and value in named.values():
            named[field] = None
    channels.change_account(duty.account, by=by, **named)
    return True


@transaction.atomic
def enter_leave(person: User, *, starts_on: date, ends_on: date, by: User) -> Leave:
    """One's own, or, for who allocates duties, anybody's. Raises MayNotAllocate, NotOfTheHouse, IllegalMove;
    PeriodTaken for days of a leave that is entered already."""
    if person.pk != by.pk:
        _refuse_unless_allocates(by)
    if not works_for_the_house(person):
        raise NotOfTheHouse(str(person.pk))
    if ends_on < starts_on:
        raise IllegalMove("an end before the beginning")
    if Leave.objects.filter(person=person, starts_on__lte=ends_on, ends_on__gte=starts_on).exists():
        raise PeriodTaken(str(person.pk))
    row = Leave.objects.create(person=person, starts_on=starts_on, ends_on=ends_on)
    audit.record("governance.enter_leave", by=by, about=person, days=(ends_on - starts_on).days + 1)
    return row


@transaction.atomic
def remove_leave(leave: Leave, *, by: User) -> None:
    if leave.person_id != by.pk:
        _refuse_unless_allocates(by)
    person = leave.person
    end_notices(STANDS_IN, about=leave)
    leave.delete()
    audit.record("governance.remove_leave", by=by, about=person)


@transaction.atomic
def record_recovery_test(account: Account, *, on: date, works: bool, by: User) -> RecoveryTest:
    """Raises MayNotAllocate; NotOfTheHouse for an account of a member; IllegalMove for a day to come."""
    if by.pk not in (account.owner_id, account.deputy_id):
        _refuse_unless_allocates(by)
    if account.office.kind != Office.Kind.INSTITUTION:
        raise NotOfTheHouse(account.office.slug)
    if on > timezone.localdate():
        raise IllegalMove("a day to come")
    row = RecoveryTest.objects.create(account=account, on=on, works=works, tested_by=by)
    audit.record("governance.test_recovery", by=by, about=account, office=account.office, works=works)
    return row


def _refuse_unless_allocates(by: Any) -> None:
    """A person; what the server does by itself may."""
    if isinstance(by, User) and not leads(by):
        raise MayNotAllocate(str(by.pk))
