"""Notices by the clock, each once: a duty whose holder leaves it, a training that ends, a leave during which somebody
stands in, a step of an incident whose deadline has passed."""

from __future__ import annotations

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from hemicycle.accounts.actions import notify
from hemicycle.accounts.models import Assignment, Office

from ..models import LEADERS, Appointment, IncidentStep, Leave, Training
from .duties import STANDS_IN
from .incidents import OVERDUE, notify_responsible

DUTY_ENDS, TRAINING_ENDS = "governance.duty_ends", "governance.training_ends"


def remind(*, by: str) -> int:
    """Notify those concerned, once of each; how many rows that were."""
    today = timezone.localdate()
    ending = list(Appointment.objects.ending(today).select_related("duty__office"))
    lapsing = list(Training.objects.ending(today))
    overdue = list(IncidentStep.objects.overdue(timezone.now()))
    for appointment in ending:
        _remind_of_end(appointment, by=by)
    for training in lapsing:
        _remind_of_training(training, by=by)
    for step in overdue:
        _notify_of_deadline(step, by=by)
    standing_in = [_notify_deputies(leave, by=by) for leave in Leave.objects.begun(today)]
    return len(ending) + len(lapsing) + len(overdue) + sum(standing_in)


@transaction.atomic
def _remind_of_end(appointment: Appointment, *, by: str) -> None:
    """Whoever holds the duty or stands in, and those who allocate duties."""
    today, duty = timezone.localdate(), appointment.duty
    people = duty.appointments.on(today).values("person")
    leading = _of_the_house().filter(role__in=LEADERS)
    concerned = [*leading.select_related("user"), *_of_the_house().filter(user__in=people)]
    notify(DUTY_ENDS, to=concerned, about=appointment, office=duty.office, by=by)
    Appointment.objects.filter(pk=appointment.pk).update(noticed_at=timezone.now())


@transaction.atomic
def _remind_of_training(training: Training, *, by: str) -> None:
    mine = _of_the_house().filter(user=training.person_id).select_related("office").first()
    if mine is not None:
        notify(TRAINING_ENDS, to=[mine], about=training, office=mine.office, by=by)
    Training.objects.filter(pk=training.pk).update(noticed_at=timezone.now())


@transaction.atomic
def _notify_of_deadline(step: IncidentStep, *, by: str) -> None:
    notify_responsible(OVERDUE, about=step, by=by)
    IncidentStep.objects.filter(pk=step.pk).update(noticed_at=timezone.now())


@transaction.atomic
def _notify_deputies(leave: Leave, *, by: str) -> bool:
    """Those of the duties that this person holds; False while there is nobody who stands in."""
    today = timezone.localdate()
    deputies = Appointment.objects.standing_in_for(leave.person_id, today)
    held = list(_of_the_house().filter(user__in=deputies.values("person")).select_related("office"))
    if not held:
        return False
    notify(STANDS_IN, to=held, about=leave, office=held[0].office, by=by)
    Leave.objects.filter(pk=leave.pk).update(noticed_at=timezone.now())
    return True


def _of_the_house() -> QuerySet[Assignment]:
    held = Assignment.objects.filter(user__is_active=True, office__kind=Office.Kind.INSTITUTION)
    return held.order_by("pk")
