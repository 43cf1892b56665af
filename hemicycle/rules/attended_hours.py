"""When messages are read and comments moderated, as the policy says: the clock of every deadline in days.

A deadline is counted by the calendar and ends with the attended hours of its day, or of the next day that is attended.
What comes after these hours, or on a day that is not attended, counts as of the next attended day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import gettext as _

from .parameters import PARAMETERS, in_force
from .parameters.hearing import WEEKDAYS
from .parameters.units import hour

_DAY = timedelta(days=1)
_WEEK = list(WEEKDAYS)


@dataclass(frozen=True, slots=True)
class AttendedHours:
    """`days` of the week in their English names; without any, every day counts."""

    start: time
    end: time
    days: frozenset[str]
    zone: ZoneInfo

    def due(self, came: datetime, days: int) -> datetime:
        """When something that came then is due, so many days later."""
        local = came.astimezone(self.zone)
        counted = local.date() if local < self._end_of(local.date()) else local.date() + _DAY
        return self._end_of(self._attended_from(self._attended_from(counted) + timedelta(days=days)))

    def overdue_before(self, now: datetime, days: int) -> datetime:
        """The moment: what came before it is overdue now, what came since is not."""
        day = now.astimezone(self.zone).date() - timedelta(days=days)
        while not self._is_attended(day) or self.due(self._end_of(day) - timedelta(seconds=1), days) > now:
            day -= _DAY
        return self._end_of(day)

    def have_begun(self, now: datetime) -> bool:
        """Whether it is a day on which messages are read, and late enough."""
        local = now.astimezone(self.zone)
        return self._is_attended(local.date()) and local.time() >= self.start

    def end_of_day(self, now: datetime, *, before: int = 0) -> datetime:
        """The end of this day, or of the last attended one before it; `before`: so many attended days earlier."""
        day = self._attended_until(now.astimezone(self.zone).date())
        for _earlier in range(before):
            day = self._attended_until(day - _DAY)
        return self._end_of(day)

    def _is_attended(self, day: date) -> bool:
        return not self.days or _WEEK[day.weekday()] in self.days

    def _attended_from(self, day: date) -> date:
        while not self._is_attended(day):
            day += _DAY
        return day

    def _attended_until(self, day: date) -> date:
        while not self._is_attended(day):
            day -= _DAY
        return day

    def _end_of(self, day: date) -> datetime:
        return datetime.combine(day, self.end, tzinfo=self.zone)


def attended_hours() -> AttendedHours:
    """Those in force."""
    start, end = (time.fromisoformat(in_force(name)) for name in ("attended_from", "attended_until"))
    return AttendedHours(start, end, frozenset(in_force("attended_days")), ZoneInfo(settings.TIME_ZONE))


def said() -> str:
    """When messages are read, in a sentence in the language of the page."""
    hours = attended_hours()
    days = [name for name in _WEEK if name in hours.days] or _WEEK
    return _("Messages are read from %(start)s to %(end)s (%(days)s).") % {
        "days": PARAMETERS["attended_days"].said(days),
        "start": hour(f"{hours.start:%H:%M}"),
        "end": hour(f"{hours.end:%H:%M}"),
    }
