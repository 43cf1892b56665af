"""When messages came, by day, week, month or year, whichever gives a chart that can be read."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from hearhear.report.postbag import Postbag

MOST = 45
"""Bars that fit on a page side by side and can still be told apart."""


def over_time(bag: Postbag) -> dict[str, Any] | None:
    """Messages by period, empty periods among them; None where no message has a time."""
    days = {name: sent.date() for name, sent in zip(bag.ids, bag.sent_at, strict=True) if sent}
    if not days:
        return None
    unit = _unit(min(days.values()), max(days.values()))
    inside: dict[date, set[str]] = {first: set() for first in _periods(unit, min(days.values()), max(days.values()))}
    for name, when in days.items():
        inside[_begins(unit, when)].add(name)
    individual = {name for name, alone in zip(bag.ids, bag.individual, strict=True) if alone}
    return {
        "unit": unit,
        "periods": [
            {
                "from": first.isoformat(),
                "individual": len(names & individual),
                "in_campaigns": sum(bool(bag.campaign[bag.place[name]]) for name in names),
                **bag.count(names),
            }
            for first, names in inside.items()
        ],
    }


def day(moment: datetime | None) -> str | None:
    """The day of a moment, in UTC."""
    return moment.date().isoformat() if moment else None


def _unit(first: date, last: date) -> str:
    span = (last - first).days + 1
    return "day" if span <= MOST else "week" if span <= 7 * MOST else "month" if span <= 30 * MOST else "year"


def _begins(unit: str, when: date) -> date:
    if unit == "week":
        return when - timedelta(days=when.weekday())
    return {"day": when, "month": when.replace(day=1)}.get(unit, when.replace(month=1, day=1))


def _periods(unit: str, first: date, last: date) -> list[date]:
    found, at = [], _begins(unit, first)
    while at <= last:
        found.append(at)
        at = _next(unit, at)
    return found


def _next(unit: str, at: date) -> date:
    if unit == "year":
        return at.replace(year=at.year + 1)
    if unit == "month":
        return (at + timedelta(days=31)).replace(day=1)
    return at + timedelta(days=7 if unit == "week" else 1)
