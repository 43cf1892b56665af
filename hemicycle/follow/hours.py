"""When gathered news goes out, on the clock of the House."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings

from hemicycle.follow.models import Frequency
from hemicycle.rules.parameters import in_force

_WEEK = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def last_due(frequency: str, now: datetime) -> datetime:
    """The last moment, up to this one, at which the digests of a day or a week were due.

    Where the clock jumps over the hour in spring, it is the moment after the jump; where an hour comes twice in
    autumn, the first.
    """
    zone, at = ZoneInfo(settings.TIME_ZONE), time.fromisoformat(in_force("digest_at"))
    day = now.astimezone(zone).date()
    if frequency == Frequency.WEEKLY:
        day -= timedelta(days=(day.weekday() - _WEEK.index(in_force("digest_weekday"))) % 7)
    step = timedelta(days=7 if frequency == Frequency.WEEKLY else 1)
    due = datetime.combine(day, at, tzinfo=zone).astimezone(UTC)
    return due if due <= now else datetime.combine(day - step, at, tzinfo=zone).astimezone(UTC)
