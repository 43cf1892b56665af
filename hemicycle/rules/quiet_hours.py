"""When phones rest: between two hours that the House decides, on its own clock. Plain Python."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class QuietHours:
    """From an hour until another, which may be of the next day; the first counts, the second does not."""

    start: time
    end: time
    zone: ZoneInfo

    def cover(self, moment: datetime) -> bool:
        """Whether phones rest at an aware moment."""
        clock = moment.astimezone(self.zone).time()
        if self.start <= self.end:
            return self.start <= clock < self.end
        return clock >= self.start or clock < self.end

    def over(self, moment: datetime) -> datetime:
        """The first moment from this one on at which phones do not rest, on the clock of the House.

        Where the clock jumps over that hour in spring, it is the moment after the jump.
        """
        local = moment.astimezone(self.zone)
        if not self.cover(moment):
            return local
        day = local.date() if local.time() < self.end else local.date() + timedelta(days=1)
        awake = datetime.combine(day, self.end, tzinfo=self.zone)
        return awake.astimezone(UTC).astimezone(self.zone)
