"""Incidents: opened, worked through step by step, closed with a report."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from hemicycle.accounts.actions import end_notices, notify
from hemicycle.accounts.models import Assignment, Office, User
from hemicycle.accounts.roles import Role
from hemicycle.rules import audit
from hemicycle.rules.errors import IllegalMove

from ..errors import AlreadyThere, NoReason
from ..incident_steps import OF_PERSONAL_DATA, STEPS, steps_of
from ..models import Incident, IncidentStep

RESPONSIBLE = (Role.SECRETARY, Role.ADMINISTRATOR)
OPENED, OVERDUE = "governance.incident", "governance.incident_overdue"


@transaction.atomic
def open_incident(
    *, kind: str, title: str, description: str, has_personal_data: bool, aware_at: datetime, by: User
) -> Incident:
    """Its steps stand with it, those with a clock counted from `aware_at`; everybody responsible gets a notice. Raises
    IllegalMove for a moment that has not come yet, AlreadyThere."""
    now = timezone.now()
    if aware_at > now:
        raise IllegalMove("nobody is aware of what is still to come")
    # Locked, so that the other of two clicks waits, and finds what the first has made.
    User.objects.select_for_update().get(pk=by.pk)
    same = Incident.objects.open().filter(kind=kind, title=title.strip(), aware_at=aware_at, opened_by=by)
    if before := same.first():
        raise AlreadyThere(before)
    is_breach = kind == Incident.Kind.BREACH
    incident = Incident.objects.create(
        kind=kind, title=title.strip(), description=description.strip(),
        has_personal_data=has_personal_data or is_breach, aware_at=aware_at, opened_by=by, opened_at=now,
    )  # fmt: skip
    _add_steps(incident, steps_of(kind, has_personal_data=incident.has_personal_data))
    notify_responsible(OPENED, about=incident, by=by)
    audit.record("governance.open_incident", by=by, about=incident, kind=kind, personal=incident.has_personal_data)
    return incident


@transaction.atomic
def find_personal_data(incident: Incident, *, by: User) -> None:
    """It turns out that personal data are concerned: what the law asks then is added, with its clock. Once."""
    row = _open(incident)
    if row.has_personal_data:
        return
    row.has_personal_data = True
    row.save(update_fields=["has_personal_data"])
    there = set(row.steps.values_list("key", flat=True))
    _add_steps(row, [key for key in OF_PERSONAL_DATA if key not in there])
    audit.record("governance.incident_data", by=by, about=row)


@transaction.atomic
def settle_step(step: IncidentStep, *, is_needed: bool, note: str, by: User) -> None:
    """Done, or not needed, which says why. Raises NoReason; IllegalMove where somebody was quicker."""
    if not is_needed and not note.strip():
        raise NoReason("what is left out says why")
    row = IncidentStep.objects.select_for_update().select_related("incident").get(pk=step.pk)
    if row.settled_at or row.incident.closed_at:
        raise IllegalMove("it is settled already")
    row.settled_at, row.settled_by, row.is_needed, row.note = timezone.now(), by, is_needed, note.strip()
    row.save(update_fields=["settled_at", "settled_by", "is_needed", "note"])
    end_notices(OVERDUE, about=row)
    audit.record("governance.settle_step", by=by, about=row.incident, step=row.key, needed=is_needed)


@transaction.atomic
def close_incident(incident: Incident, *, report: str, by: User) -> None:
    """With its report, once every step is settled. Raises NoReason, IllegalMove."""
    if not report.strip():
        raise NoReason("an incident is closed with a report")
    row = _open(incident)
    if row.steps.filter(settled_at=None).exists():
        raise IllegalMove("a step is not settled")
    row.report, row.closed_at, row.closed_by = report.strip(), timezone.now(), by
    row.save(update_fields=["report", "closed_at", "closed_by"])
    end_notices(OPENED, about=row)
    audit.record("governance.close_incident", by=by, about=row)


def _open(incident: Incident) -> Incident:
    row = Incident.objects.select_for_update().get(pk=incident.pk)
    if row.closed_at:
        raise IllegalMove("it is closed")
    return row


def _add_steps(incident: Incident, keys: list[str]) -> None:
    places = list(STEPS)
    IncidentStep.objects.bulk_create(
        IncidentStep(
            incident=incident, key=key, position=places.index(key),
            due_at=incident.aware_at + within if (within := STEPS[key].within) else None,
        )
        for key in keys
    )  # fmt: skip


def notify_responsible(kind: str, *, about: Model, by: User | str) -> None:
    """Everybody who opens incidents, so whoever opened this one too."""
    for office in Office.objects.filter(kind=Office.Kind.INSTITUTION):
        held = Assignment.objects.filter(office=office, role__in=RESPONSIBLE, user__is_active=True)
        notify(kind, to=held, about=about, office=office, by=by)
