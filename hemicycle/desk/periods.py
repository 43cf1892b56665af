"""What a sensitive period stops of an announcement: its release, its posts, its messages to followers.

An announcement whose hour comes while it is stopped waits. When the period is over it is not released by itself: it
comes back to those who wrote it, who choose a new time (actions/releases.py).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.utils import timezone

from hemicycle.desk.models import Announcement, AnnouncementQuerySet, Purpose, State
from hemicycle.rules import periods
from hemicycle.rules.models import SensitivePeriod
from hemicycle.rules.parameters import in_force
from hemicycle.rules.periods import (
    ANNOUNCEMENTS,
    ANSWERS,
    CORRECTIONS,
    MASS_MESSAGES,
    OUTREACH,
    SAFETY,
    SCHEDULED,
    VOTES,
    Freezable,
)


def of_release(row: Announcement) -> Freezable:
    """What stops its release."""
    return Freezable((*_parts(row), SCHEDULED), _exceptions(row), scheduled_at=row.scheduled_at)


def of_messages(row: Announcement, *, addressed: bool, withdraws: bool = False) -> Freezable:
    """What stops its messages once it is released: those to followers, or its posts for everybody. The notice that it
    is withdrawn counts as a correction."""
    parts = (*_parts(row), MASS_MESSAGES) if addressed else _parts(row)
    exceptions = (*_exceptions(row), CORRECTIONS) if withdraws else _exceptions(row)
    return Freezable(parts, tuple(dict.fromkeys(exceptions)))


def _parts(row: Announcement) -> tuple[str, ...]:
    return (ANNOUNCEMENTS, OUTREACH) if row.purpose == Purpose.OUTREACH else (ANNOUNCEMENTS,)


def _exceptions(row: Announcement) -> tuple[str, ...]:
    is_one = {
        SAFETY: row.for_safety,
        CORRECTIONS: row.corrects_id is not None,
        VOTES: row.vote_id is not None,
        ANSWERS: row.purpose == Purpose.ENGAGE,
    }
    return tuple(name for name, holds in is_one.items() if holds)


def exception_used(row: Announcement) -> str:
    """As which it goes on in a period that would stop it now; "" where none would."""
    what = of_release(row)
    if not what.exceptions or periods.stops(replace(what, exceptions=())) is None:
        return ""
    allowed = in_force("period_exceptions")
    return next((name for name in what.exceptions if name in allowed), "")


def hour_of(row: Announcement) -> datetime | None:
    """When it was to be released: at its time, or as soon as somebody scheduled it."""
    return max(filter(None, (row.release_at, row.embargo_until, row.scheduled_at)), default=None)


def stopping(row: Announcement) -> SensitivePeriod | None:
    """The period in which it waits now, or in which its hour lies; None for what is not scheduled."""
    hour = hour_of(row)
    if row.state != State.SCHEDULED or hour is None:
        return None
    return periods.stops(of_release(row), max(hour, timezone.now()))


def stopping_if_scheduled(row: Announcement) -> SensitivePeriod | None:
    """The period in which it would wait if somebody scheduled it now."""
    now = timezone.now()
    hour = max(filter(None, (row.release_at, row.embargo_until, now)))
    return periods.stops(replace(of_release(row), scheduled_at=now), hour)


def has_waited(row: Announcement, now: datetime) -> SensitivePeriod | None:
    """The period that stopped it at its hour or since, and is over."""
    hour = hour_of(row)
    return None if hour is None else periods.stopped_between(of_release(row), min(hour, now), now)


def waiting(rows: AnnouncementQuerySet) -> list[tuple[Announcement, SensitivePeriod]]:
    """Of these, what waits for the end of a period, or will, by its hour. Nothing more is asked while none is near."""
    now = timezone.now()
    if all(period.is_over(now) for period in periods.read()):
        return []
    found = ((row, stopping(row)) for row in rows.in_state(State.SCHEDULED).order_by("release_at", "pk"))
    return [(row, period) for row, period in found if period is not None]


def not_waiting(rows: AnnouncementQuerySet) -> AnnouncementQuerySet:
    """Without those that a period stops now: they are late for a reason, and nobody has to be alarmed."""
    if not periods.current():
        return rows
    return rows.exclude(pk__in=[row.pk for row, _period in waiting(rows.due())])
