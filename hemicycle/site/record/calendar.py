"""The calendar: the sittings of a month, day by day."""

from __future__ import annotations

import calendar
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import MAXYEAR, MINYEAR, date, timedelta

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from hemicycle.accounts.permissions import allow
from hemicycle.record.models import Sitting
from hemicycle.record.models.sittings import SittingQuerySet

from .pages import body_filter, page, useful_filters


@dataclass(slots=True)
class Day:
    date: date
    in_month: bool
    today: bool
    sittings: list[Sitting] = field(default_factory=list)


@allow(public=True)
def month(request: HttpRequest) -> HttpResponse:
    """The month of the address; else that of the next sitting, or of the last one."""
    rows = Sitting.objects.readable_by(request.user)
    bodies = body_filter(request, rows.values("organization"))
    rows = rows.filter(organization__address=bodies.value) if bodies.value else rows
    first = _asked(request.GET.get("month", "")) or _of_interest(rows)
    last = date(first.year, first.month, calendar.monthrange(first.year, first.month)[1])
    sittings = rows.filter(date__range=(first, last)).order_by("date", "number").select_related("organization")
    return page(
        request,
        "debates/calendar",
        title=_("Calendar"),
        description=_("When the House and its committees sit."),
        first=first,
        weeks=_weeks(first, sittings),
        sittings=sittings,
        before=first - timedelta(days=1),
        after=last + timedelta(days=1),
        filters=useful_filters([bodies]),
        body=bodies.value,
    )


def _asked(text: str) -> date | None:
    """The first of a month written 2026-03; anything else is none, and so is one without a month before or after."""
    try:
        first = date.fromisoformat(f"{text}-01")
    except ValueError:
        return None
    return first if MINYEAR < first.year < MAXYEAR else None


def _of_interest(rows: SittingQuerySet) -> date:
    today = timezone.localdate()
    coming = rows.filter(date__gte=today).order_by("date").first()
    found = coming or rows.order_by("-date").first()
    return (found.date if found else today).replace(day=1)


def _weeks(first: date, sittings: Iterable[Sitting]) -> list[list[Day]]:
    """Whole weeks from Monday to Sunday (ISO 8601)."""
    by_day: dict[date, list[Sitting]] = defaultdict(list)
    for sitting in sittings:
        by_day[sitting.date].append(sitting)
    today = timezone.localdate()
    weeks = calendar.Calendar().monthdatescalendar(first.year, first.month)
    return [[Day(day, day.month == first.month, day == today, by_day.get(day, [])) for day in week] for week in weeks]
