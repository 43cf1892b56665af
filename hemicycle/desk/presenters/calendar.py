"""The calendar: what goes out when, by the days of the House, which have 23 or 25 hours where the clocks change."""

from __future__ import annotations

from calendar import Calendar
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from django.db.models import Q
from django.utils import timezone

from hemicycle.desk.models import Announcement, AnnouncementQuerySet, AnnouncementText, State, earliest, waits_on_hold
from hemicycle.desk.periods import waiting
from hemicycle.desk.presenters.board import is_overdue, lateness
from hemicycle.desk.timestamps import zone
from hemicycle.record.phrases import LocalizedText, Phrase

# A day of more is read in the list: a month shows forty days at once, a week seven.
MOST_IN_A_MONTH, MOST_IN_A_WEEK = 3, 8
_WEEKS = Calendar(firstweekday=0)


@dataclass(frozen=True, slots=True)
class Entry:
    """An announcement at the time at which it was or will be released. `can_move`: to another day; `moves_at_once`:
    without a question, since nobody has read it for approval."""

    at: datetime
    address: str
    title: LocalizedText
    state: str
    can_move: bool
    is_on_hold: bool
    is_overdue: bool

    @property
    def moves_at_once(self) -> bool:
        return self.state == State.DRAFT


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


def month(rows: AnnouncementQuerySet, first: date, *, written: Collection[int]) -> list[list[Day]]:
    """The weeks of a month, Monday first, with the days of its neighbours that fill them up; what is of an office in
    `written` can be moved."""
    weeks = _WEEKS.monthdatescalendar(first.year, first.month)
    of_month = _days(rows, [day for week in weeks for day in week], written, most=MOST_IN_A_MONTH)
    found = {day.day: replace(day, inside=day.day.month == first.month) for day in of_month}
    return [[found[day] for day in week] for week in weeks]


def week(rows: AnnouncementQuerySet, monday: date, *, written: Collection[int]) -> list[Day]:
    return _days(rows, [monday + timedelta(days=n) for n in range(7)], written, most=MOST_IN_A_WEEK)


def between(rows: AnnouncementQuerySet, first: date, last: date) -> AnnouncementQuerySet:
    """Those that went out, or shall, from the beginning of one day to the end of another."""
    span = (begin_of(first), begin_of(last + timedelta(days=1)))
    inside = Q(released_at__gte=span[0], released_at__lt=span[1])
    planned = Q(release_at__gte=span[0], release_at__lt=span[1]) | Q(
        embargo_until__gte=span[0], embargo_until__lt=span[1]
    )
    return rows.exclude(state=State.DISCARDED).filter(inside | Q(planned, released_at=None))


def _days(rows: AnnouncementQuerySet, days: Sequence[date], written: Collection[int], *, most: int) -> list[Day]:
    """Of a busy month most announcements are only counted: of the others the times alone are read."""
    by_day: dict[date, list[tuple[datetime, int]]] = defaultdict(list)
    for at, key in _times(between(rows, days[0], days[-1])):
        by_day[at.date()].append((at, key))
    first = {day: sorted(by_day[day])[:most] for day in days}
    entries = _entries([one for of_day in first.values() for one in of_day], written)
    return [
        Day(
            day,
            [entries[key] for _at, key in first[day]],
            max(0, len(by_day[day]) - most),
            hours_of(day),
        )
        for day in days
    ]


def _times(rows: AnnouncementQuerySet) -> Iterator[tuple[datetime, int]]:
    """When each was released, or will be at the earliest, on the clock of the House."""
    times = rows.order_by().values_list("pk", "released_at", "release_at", "embargo_until")
    here = zone()
    for key, released_at, release_at, embargo_until in times:
        if (at := released_at or earliest(release_at, embargo_until)) is not None:
            yield at.astimezone(here), key


def _entries(times: Sequence[tuple[datetime, int]], written: Collection[int]) -> dict[int, Entry]:
    """By key, of rows without their texts: a month shows two hundred."""
    keys = [key for _at, key in times]
    titles: dict[int, dict[str, str]] = defaultdict(dict)
    texts = AnnouncementText.objects.filter(announcement__in=keys).exclude(title="").order_by("pk")
    for key, lang, title in texts.values_list("announcement", "lang", "title"):
        titles[key][lang] = title
    rows = Announcement.objects.filter(pk__in=keys)
    columns = rows.values_list("pk", "address", "state", "office", "release_at", "released_at")
    at_of, passed = {key: at for at, key in times}, timezone.now() - lateness()
    stopped = {row.pk for row, _period in waiting(rows)}
    return {
        key: Entry(
            at_of[key], address, Phrase(titles[key]).here, state,
            can_move=office in written and release_at is not None and released_at is None,
            is_on_hold=waits_on_hold(state, release_at),
            is_overdue=key not in stopped and is_overdue(state, at_of[key], passed),
        )
        for key, address, state, office, release_at, released_at in columns
    }  # fmt: skip
