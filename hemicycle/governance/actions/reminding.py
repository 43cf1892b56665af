"""Notices before a gap opens: a duty whose holder leaves it, a training that ends."""

from __future__ import annotations

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from hemicycle.accounts.actions import notify
from hemicycle.accounts.models import Assignment, Office

from ..models import LEADERS, Appointment, Training

DUTY_ENDS, TRAINING_ENDS = "governance.duty_ends", "governance.training_ends"


def remind(*, by: str) -> int:
    """Notify those concerned, once of each; how many rows that were."""
    today = timezone.localdate()
    ending = list(Appointment.objects.ending(today).select_related("duty__office"))
    lapsing = list(Training.objects.ending(today))
    for appointment in ending:
        _remind_of_end(appointment, by=by)
    for training in lapsing:
        _remind_of_training(training, by=by)
    return len(ending) + len(lapsing)


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


def _of_the_house() -> QuerySet[Assignment]:
    held = Assignment.objects.filter(user__is_active=True, office__kind=Office.Kind.INSTITUTION)
    return held.order_by("pk")
