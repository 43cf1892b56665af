"""Whom the channels notify: those who decide on appeals."""

from __future__ import annotations

from typing import Any

from hemicycle.accounts.actions import end_notices, notify
from hemicycle.accounts.models import Assignment, Office
from hemicycle.channels.models import Appeal
from hemicycle.channels.permissions import MODERATORS

APPEAL = "channels.appeal"


def note_appeal(appeal: Appeal, *, by: Any) -> None:
    """Those who moderate in its office and had no part in the measure; in a member's office, where there may be nobody
    else, all."""
    measure = appeal.measure
    to = Assignment.objects.filter(office=measure.office_id, role__in=MODERATORS, user__is_active=True).order_by("pk")
    if measure.office.kind != Office.Kind.MEMBER:
        parts = [key for key in (measure.asked_by_id, measure.confirmed_by_id) if key]
        to = to.exclude(user__in=parts)
    notify(APPEAL, to=to, about=measure, office=measure.office, by=by)


def end_appeal(appeal: Appeal) -> None:
    end_notices(APPEAL, about=appeal.measure)
