"""Bars over time, in small multiples over one axis; and a line small enough for a row of a table."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import formats
from django.utils.safestring import SafeString

from . import svg

# A bar a day up to so many days; beyond, bars would be thinner than two pixels on a phone, and weeks are shown.
MOST_DAYS = 120

# Heights of a panel, of its name above it, of the space between two panels, and of the axis below the last.
PANEL, NAME, BETWEEN, AXIS = 104, 20, 10, 22
# Air between two names of days on the axis.
AIR = 16


@dataclass(frozen=True)
class Series:
    """One row of small multiples: its label and a number for each day (ISO)."""

    label: str
    colour: str
    days: Sequence[tuple[str, int]]


def over_time(series: Sequence[Series], *, language: str, weekly: bool, width: int = svg.WIDE) -> SafeString:
    """A row of bars for each series, over one axis of time and on one scale."""
    step = 7 if weekly else 1
    counted = [_by_step(one.days, step) for one in series]
    return svg.for_page(lambda wide: _drawn(series, counted, step, wide), language=language, width=width)


def spark(days: Sequence[Sequence[Any]], *, first: str, last: str) -> str:
    """The points of a small line from 0,20 to 100,0: how many a day, between two days (ISO)."""
    from_day, to_day = _ordinal(first), _ordinal(last)
    highest, width = max((n for _, n in days), default=0), max(to_day - from_day, 1)
    counts = {_ordinal(day): n for day, n in days}
    step = max(1, width // 100)
    points = [
        (day, max(counts.get(d, 0) for d in range(day, day + step))) for day in range(from_day, to_day + 1, step)
    ]
    return " ".join(f"{100 * (day - from_day) / width:.1f},{20 - 19 * n / (highest or 1):.1f}" for day, n in points)


def _ordinal(day: str) -> int:
    return date.fromisoformat(day).toordinal()


def _by_step(days: Sequence[tuple[str, int]], step: int) -> Counter[int]:
    """How many on each day, or in the week from each Monday."""
    counts: Counter[int] = Counter()
    for day, n in days:
        at = _ordinal(day)
        counts[at - (at - 1) % step] += n
    return counts


@dataclass(frozen=True)
class Plane:
    """Where days and numbers lie in a panel: `left` to `right`, `low` to `low` - PANEL."""

    left: float
    right: float
    first: int
    last: int
    step: int
    highest: int

    def x(self, day: float) -> float:
        return self.left + (day - self.first) / (self.last + self.step - self.first) * (self.right - self.left)

    def height(self, n: float) -> float:
        return PANEL * n / self.highest


def _drawn(series: Sequence[Series], counted: Sequence[Counter[int]], step: int, width: int) -> str:
    days = sorted(set().union(*counted))
    highest = max((n for counts in counted for n in counts.values()), default=0) or 1
    levels = _levels(highest)
    left = svg.widest([svg.grouped(level) for level in levels]) + 8
    plane = Plane(left, width, days[0], days[-1], step, highest)
    parts, y = list[str](), 0.0
    for one, counts in zip(series, counted, strict=True):
        if len(series) > 1:
            parts.append(svg.words(left, y + NAME / 2 - 2, one.label, size=svg.LARGE, bold=True))
            y += NAME
        # Half a line of air, for the number at the top level.
        y += PANEL + 6
        parts += _panel(plane, counts, levels, one.colour, y)
        y += BETWEEN
    parts += _axis(plane, y - BETWEEN)
    return svg.sheet(parts, width=width, height=y - BETWEEN + AXIS)


def _panel(plane: Plane, counts: Counter[int], levels: Sequence[int], colour: str, low: float) -> list[str]:
    parts = []
    for level in levels:
        y = low - plane.height(level)
        parts.append(svg.words(plane.left - 6, y, svg.grouped(level), anchor="end"))
        parts.append(svg.line(plane.left, y, plane.right, y, faint=level > 0))
    thick = plane.x(plane.first + plane.step) - plane.left
    for day, n in sorted(counts.items()):
        high = plane.height(n)
        parts.append(svg.bar(plane.x(day) + 0.5, low - high, max(thick - 1, 0.6 * thick), high, colour))
    return parts


def _axis(plane: Plane, low: float) -> list[str]:
    parts = []
    middle = plane.step / 2 if plane.step == 1 else 0
    for day in _named_days(plane):
        x, name = plane.x(day + middle), _day_name(day, plane)
        half = svg.lettering(name) / 2
        parts.append(svg.line(x, low, x, low + 5))
        x = min(max(x, half), plane.right - half)
        parts.append(svg.words(x, low + 14, name, anchor="middle"))
    return parts


def _named_days(plane: Plane) -> list[int]:
    """Days, Mondays or firsts of a month: as many as the width takes."""
    days = range(plane.first, plane.last + 1)
    longest = svg.widest([_day_name(day, plane) for day in (*days[::28], plane.last)])
    most = max(1, int((plane.right - plane.left) / (longest + AIR)))
    for every, start in ((1, plane.first), (2, plane.first), (7, 1), (14, 1)):
        # Day 1 of the calendar was a Monday.
        if plane.step <= every and len(days) / every <= most:
            return [day for day in days if (day - start) % every == 0]
    months = [(day, date.fromordinal(day)) for day in days if date.fromordinal(day).day == 1]
    every = next(n for n in (1, 2, 3, 6, 12, 24, 60, 120, 1200) if len(months) / n <= most)
    return [day for day, when in months if (12 * when.year + when.month - 1) % every == 0]


def _day_name(day: int, plane: Plane) -> str:
    """With its year where the axis covers more than one."""
    when = date.fromordinal(day)
    if date.fromordinal(plane.first).year == date.fromordinal(plane.last).year:
        return formats.date_format(when, "j F")
    return formats.date_format(when, "F Y" if when.day == 1 else "j F Y")


def _levels(highest: int) -> list[int]:
    """Zero and one or two round numbers up to the highest."""
    power = 1
    while power * 10 <= highest:
        power *= 10
    step = next(s for s in (power * 5, power * 2, power, max(1, power // 2)) if 2 * s <= highest or s == 1)
    return [0, *(level for level in (step, 2 * step) if level <= highest)]
