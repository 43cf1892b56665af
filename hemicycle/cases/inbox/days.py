"""The days until which a case is snoozed most: tomorrow, Monday, the next sitting of its committee."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from hemicycle.cases.models import Subject
from hemicycle.record.models import Sitting

MONDAY = 0


@dataclass(frozen=True, slots=True)
class Day:
    label: str
    day: date


def days_offered(subjects: Collection[Subject]) -> list[Day]:
    """Each day once, under the first of its names."""
    today = timezone.localdate()
    tomorrow = today + timedelta(days=1)
    monday = tomorrow + timedelta(days=(MONDAY - tomorrow.weekday()) % 7)
    days = [Day(_("Tomorrow"), tomorrow), Day(_("Monday"), monday)]
    if (sitting := _next_sitting(subjects, after=today)) is not None:
        days.append(Day(_("Next sitting of the committee"), sitting))
    return list({one.day: one for one in reversed(days)}.values())[::-1]


def _next_sitting(subjects: Collection[Subject], *, after: date) -> date | None:
    of_bills = {one.bill.committee_id for one in subjects if one.bill is not None}
    committees = (of_bills | {one.committee_id for one in subjects}) - {None}
    rows = Sitting.objects.filter(organization__in=committees).coming_up(after + timedelta(days=1))
    return rows.values_list("date", flat=True).first() if committees else None
