"""What the bell, the menu and the audit log say of duties, trainings and activities."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from hemicycle.accounts.audit_log.subjects import Page
from hemicycle.accounts.models import Notice, User
from hemicycle.accounts.notices.kinds import Described, each_described

from ..models import HOUSE_ROLES, Activity, Appointment, Duty, Leave, Training, leads


def open_gaps(person: User) -> QuerySet[Any]:
    """For who allocates duties: those without a holder or a deputy."""
    return Duty.objects.with_gap(timezone.localdate()) if leads(person) else Duty.objects.none()


def describe_ends(person: User, notices: Sequence[Notice]) -> Mapping[int, Described]:
    rows = Appointment.objects.select_related("duty__office", "duty__account", "person")
    ending = rows.filter(ends_on__isnull=False, duty__closed_on=None)
    return each_described(notices, ending, _ending) if person.has_role(HOUSE_ROLES) else {}


def _ending(appointment: Appointment) -> Described:
    duty = appointment.duty
    assert appointment.ends_on is not None
    until = date_format(appointment.ends_on, "DATE_FORMAT")
    why = _("%(person)s (%(part)s) until %(day)s") % {
        "person": appointment.person, "part": appointment.get_part_display(), "day": until,
    }  # fmt: skip
    return Described(f"{duty} · {duty.office}", reverse("governance:duty", args=[duty.pk]), _("See the duty"), why)


def describe_training(person: User, notices: Sequence[Notice]) -> Mapping[int, Described]:
    """One's own alone."""
    return each_described(
        notices,
        Training.objects.filter(person=person),
        lambda one: Described(
            one.what,
            reverse("governance:training"),
            _("See your training"),
            _("Valid until %(day)s") % {"day": date_format(one.valid_until, "DATE_FORMAT")},
        ),
    )


def describe_stand_in(person: User, notices: Sequence[Notice]) -> Mapping[int, Described]:
    """Which duties, and until when; nothing once the leave is over."""
    today = timezone.localdate()
    leaves = Leave.objects.on(today).select_related("person").in_bulk([one.about for one in notices])
    found = {}
    for one in notices:
        leave = leaves.get(one.about)
        if leave is None:
            continue
        rows = Appointment.objects.standing_in_for(leave.person_id, today).filter(person=person)
        mine = [row.duty for row in rows.select_related("duty__account", "duty__office")]
        if mine:
            found[one.pk] = _standing_in(leave, mine)
    return found


def _standing_in(leave: Leave, duties: Sequence[Duty]) -> Described:
    page, action = reverse("governance:duties"), _("See the duties")
    if len(duties) == 1:
        page, action = reverse("governance:duty", args=[duties[0].pk]), _("See the duty")
    until = date_format(leave.ends_on, "DATE_FORMAT")
    why = _("For %(person)s, until %(day)s") % {"person": leave.person, "day": until}
    return Described(" · ".join(map(str, duties)), page, action, why)


def duty_pages(person: User, keys: Collection[str]) -> Mapping[str, Page]:
    if not person.has_role(HOUSE_ROLES):
        return {}
    rows = Duty.objects.filter(pk__in=keys).select_related("account")
    return {str(row.pk): Page(reverse("governance:duty", args=[row.pk]), str(row)) for row in rows}


def activity_pages(person: User, keys: Collection[str]) -> Mapping[str, Page]:
    if not person.has_role(HOUSE_ROLES):
        return {}
    return {
        str(row.pk): Page(reverse("governance:activity", args=[row.pk]), row.title)
        for row in Activity.objects.filter(pk__in=keys)
    }
