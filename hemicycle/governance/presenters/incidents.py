"""Incidents as their pages show them, and what staff are told of the clock on every page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.timesince import timeuntil
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hemicycle.accounts.models import Notice, User
from hemicycle.accounts.navigation import Banner
from hemicycle.accounts.notices.kinds import Described, Kind, each_described, register_kind

from ..actions.incidents import OPENED, OVERDUE, RESPONSIBLE
from ..incident_steps import STEPS
from ..models import Incident, IncidentStep, LeakDrill
from ..models.incidents import IncidentQuerySet


@dataclass(frozen=True, slots=True)
class Line:
    step: IncidentStep
    label: str | Promise
    state: str
    said: str


@dataclass(frozen=True, slots=True)
class Shown:
    row: Incident
    lines: list[Line]
    next_due: datetime | None

    @property
    def done(self) -> int:
        return sum(line.step.settled_at is not None for line in self.lines)

    @property
    def is_ready(self) -> bool:
        return self.done == len(self.lines)


def with_steps() -> IncidentQuerySet:
    steps = IncidentStep.objects.select_related("settled_by").order_by("position")
    rows: IncidentQuerySet = Incident.objects.select_related("opened_by", "closed_by")
    return rows.prefetch_related(Prefetch("steps", steps))


def shown(row: Incident) -> Shown:
    now, steps = timezone.now(), list(row.steps.all())
    due = [step.due_at for step in steps if step.due_at is not None and step.settled_at is None]
    return Shown(row, [_line(step, now) for step in steps], min(due, default=None))


def _line(step: IncidentStep, now: datetime) -> Line:
    label = STEPS[step.key].label
    if step.settled_at is None:
        state, said = ("failed", _("Overdue")) if step.is_late(now) else ("waiting", _("To be done"))
    elif not step.is_needed:
        state, said = "cancelled", _("Not needed")
    else:
        state, said = ("failed", _("Done late")) if step.is_late(now) else ("confirmed", _("Done"))
    return Line(step, label, state, said)


def drills() -> list[LeakDrill]:
    return list(LeakDrill.objects.prefetch_related("searches"))


def banner(user: User) -> Banner | None:
    """The clock that runs out first, for those who can stop it."""
    if not user.has_role(RESPONSIBLE):
        return None
    step = IncidentStep.objects.with_a_clock().select_related("incident").first()
    if step is None or step.due_at is None:
        return None
    now, url = timezone.now(), reverse("governance:incident", args=[step.incident_id])
    moment = date_format(timezone.localtime(step.due_at), "DATETIME_FORMAT")
    facts = {"step": STEPS[step.key].label, "moment": moment, "left": timeuntil(step.due_at, now)}
    if step.due_at <= now:
        return Banner("error", _("Overdue since %(moment)s: %(step)s") % facts, step.incident.title, url, _("Open"))
    title = _("By %(moment)s: %(step)s") % facts
    return Banner("warning", title, _("%(left)s left.") % facts, url, _("Open"))


def register_notices() -> None:
    register_kind(
        Kind(
            OPENED,
            label=gettext_lazy("An incident was opened"),
            said=gettext_lazy("An incident was opened."),
            roles=RESPONSIBLE,
            describe=described,
            trouble=True,
        )
    )
    register_kind(
        Kind(
            OVERDUE,
            label=gettext_lazy("The deadline of an incident has passed"),
            said=gettext_lazy("A deadline of an incident has passed, and what it asks for is not done."),
            roles=RESPONSIBLE,
            describe=overdue,
            trouble=True,
        )
    )


def overdue(person: User, notices: Sequence[Notice]) -> Mapping[int, Described]:
    if not person.has_role(RESPONSIBLE):
        return {}
    return each_described(notices, IncidentStep.objects.undone().select_related("incident"), _overdue)


def _overdue(step: IncidentStep) -> Described:
    assert step.due_at is not None
    moment = date_format(timezone.localtime(step.due_at), "DATETIME_FORMAT")
    why = _("Overdue since %(moment)s: %(step)s") % {"moment": moment, "step": STEPS[step.key].label}
    return Described(
        step.incident.title, reverse("governance:incident", args=[step.incident_id]), _("See what has to be done"), why
    )


def described(person: User, notices: Sequence[Notice]) -> Mapping[int, Described]:
    if not person.has_role(RESPONSIBLE):
        return {}
    return each_described(
        notices,
        Incident.objects.open(),
        lambda one: Described(one.title, reverse("governance:incident", args=[one.pk]), _("See what has to be done")),
    )
