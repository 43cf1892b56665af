"""Whom the channels notify: those who decide on appeals."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from hemicycle.accounts.actions import end_notices, notify
from hemicycle.accounts.models import Assignment, Office
from hemicycle.channels.models import Appeal, Measure
from hemicycle.channels.permissions import MODERATORS

APPEAL = "channels.appeal"


def note_appeal(appeal: Appeal, *, by: Any) -> None:
    """Those who moderate in its office and had no part in the measure; where there is nobody else, whoever confirmed
    it, and in a member's office all."""
    measure = appeal.measure
    to = uninvolved(measure)
    if measure.office.kind == Office.Kind.MEMBER:
        to = _moderators(measure)
    elif not to.exists():
        to = _moderators(measure).filter(user=measure.confirmed_by_id)
    notify(APPEAL, to=to, about=measure, office=measure.office, by=by)


def uninvolved(measure: Measure) -> QuerySet[Assignment]:
    """Those who moderate in its office, and neither asked for it nor confirmed it."""
    return _moderators(measure).exclude(user__in=filter(None, (measure.asked_by_id, measure.confirmed_by_id)))


def _moderators(measure: Measure) -> QuerySet[Assignment]:
    held = Assignment.objects.filter(office=measure.office_id, role__in=MODERATORS, user__is_active=True)
    return held.order_by("pk")


def end_appeal(appeal: Appeal) -> None:
    end_notices(APPEAL, about=appeal.measure)
