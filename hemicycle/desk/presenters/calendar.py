"""The calendar: what goes out when, by the days of the House, which have 23 or 25 hours where the clocks change."""

from __future__ import annotations

from calendar import Calendar
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Q

from hemicycle.desk.models import Announcement, AnnouncementQuerySet, State
from hemicycle.desk.timestamps import zone

# A day of more is read in the list.
MOST_A_DAY = 6
_WEEKS = Calendar(firstweekday=0)


@dataclass(frozen=True, slots=True)
class Entry:
    """An announcement at the time at which it was or will be released."""

    at: datetime
    announcement: Announcement


@dataclass(frozen=True, slots=True)
class Day:
    """One day of the House. `hours` tells days apart on which the clocks change; `more` were left out."""

    day: date
    entries: Sequence[Entry]
    more: int
    hours: int
    inside: bool = True


def begin_of(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=zone())


def hours_of(day: date) -> int:
    """24, or what the change of the clocks makes of it."""
    seconds = begin_of(day + timedelta(days=1)).timestamp() - begin_of(day).timestamp()
    return round(seconds / 3600)


def month(rows: AnnouncementQuerySet, first: date) -> list[list[Day]]:
    """The weeks of a month, Monday first, with the days of its neighbours that fill them up."""
    weeks = _WEEKS.monthdatescalendar(first.year, first.month)
    days = {day.day: day for day in _days(rows, [day for week in weeks for day in week], first.month)}
    return [[days[day] for day in week] for week in weeks]


def week(rows: AnnouncementQuerySet, monday: date) -> list[Day]:
    return _days(rows, [monday + timedelta(days=n) for n in range(7)], None)


def between(rows: AnnouncementQuerySet, first: date, last: date) -> AnnouncementQuerySet:
    """Those that went out, or shall, from the beginning of one day to the end of another."""
    span = (begin_of(first), begin_of(last + timedelta(days=1)))
    inside = Q(released_at__gte=span[0], released_at__lt=span[1])
    planned = Q(release_at__gte=span[0], release_at__lt=span[1]) | Q(
        embargo_until__gte=span[0], embargo_until__lt=span[1]
    )
    return rows.exclude(state=State.DISCARDED).filter(inside | Q(planned, released_at=None))


def _days(rows: AnnouncementQuerySet, days: Sequence[date], of_month: int | None) -> list[Day]:
    by_day: dict[date, list[Entry]] = defaultdict(list)
    for entry in _entries(between(rows, days[0], days[-1]).prefetch_related("texts")):
        by_day[entry.at.date()].append(entry)
    return [
        Day(
            day,
            sorted(by_day[day], key=lambda entry: (entry.at, entry.announcement.pk))[:MOST_A_DAY],
            max(0, len(by_day[day]) - MOST_A_DAY),
            hours_of(day),
            of_month is None or day.month == of_month,
        )
        for day in days
    ]


def _entries(rows: Iterable[Announcement]) -> Iterable[Entry]:
    for row in rows:
        if (at := row.released_at or row.earliest_release) is not None:
            yield Entry(at.astimezone(zone()), row)
