"""Which sensitive period holds now, and what it stops: asked wherever something is about to leave.

    if periods.stops("mass-messages"): …
    period = periods.stops(Freezable(("announcements", "outreach"), exceptions=("votes",)))

Periods hold by the clock, to the minute, whether or not a worker is awake: nothing is switched by a job. They are read
in one query, once while a request is answered. What stops is for the policy to say (parameters/periods.py).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.utils import timezone

from .models import PeriodKind, SensitivePeriod
from .one_reading import read_once
from .parameters import in_force

ANNOUNCEMENTS, MASS_MESSAGES, OUTREACH = "announcements", "mass-messages", "outreach"
MEMBERS_KIT, SCHEDULED = "members-kit", "scheduled"
SAFETY, CORRECTIONS, VOTES, ANSWERS = "safety", "corrections", "votes", "answers"

FREEZES: dict[str, Callable[[], tuple[str, ...]]] = {
    PeriodKind.ELECTION: lambda: in_force("election_freezes"),
    PeriodKind.DISSOLUTION: lambda: in_force("dissolution_freezes"),
    PeriodKind.MOURNING: lambda: in_force("mourning_freezes"),
}
_NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Freezable:
    """Something that a period may stop: the `parts` of FREEZABLE that it belongs to, and what it could go on as.

    `scheduled_at`: where it waits for an hour, since when. `resumes`: at the end it goes on by itself (a digest);
    anything else waits for a person, so that no flood follows the end.
    """

    parts: tuple[str, ...] = ()
    exceptions: tuple[str, ...] = ()
    scheduled_at: datetime | None = None
    resumes: bool = False

    def to_json(self) -> dict[str, Any]:
        """As it is kept with what was queued, for which no hour is to come; {} of what nothing stops."""
        kept = {"parts": list(self.parts), "exceptions": list(self.exceptions), "resumes": self.resumes}
        return kept if self.parts else {}

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> Freezable:
        parts, exceptions = kept.get("parts", ()), kept.get("exceptions", ())
        return cls(tuple(parts), tuple(exceptions), resumes=bool(kept.get("resumes")))


def read() -> Sequence[SensitivePeriod]:
    """All that were not called off, the earliest first: a House has a few in ten years."""
    periods: Sequence[SensitivePeriod] = read_once(
        "periods", lambda: list(SensitivePeriod.objects.not_called_off().order_by("starts_at", "pk"))
    )
    return periods


def current(now: datetime | None = None) -> list[SensitivePeriod]:
    """Those that hold at this moment, of which one may be in another."""
    at = now or timezone.now()
    return [period for period in read() if period.holds_at(at)]


def is_current(kind: str, now: datetime | None = None) -> bool:
    return any(period.kind == kind for period in current(now))


def stops(
    what: Freezable | str, now: datetime | None = None, *, among: Iterable[SensitivePeriod] | None = None
) -> SensitivePeriod | None:
    """The period that stops it at this moment, of several the one that is over last; None where it may go."""
    at = now or timezone.now()
    return stopped_between(what, at, at, among=among)


def stopped_between(
    what: Freezable | str, since: datetime, until: datetime, *, among: Iterable[SensitivePeriod] | None = None
) -> SensitivePeriod | None:
    """The last period that stopped it at any moment from `since` to `until`."""
    found = Freezable((what,)) if isinstance(what, str) else what
    if not found.parts:
        return None
    periods = read() if among is None else among
    stopping = [period for period in periods if period.meets(since, until) and _stops(period, found)]
    return max(stopping, key=lambda period: period.over_at or _NEVER, default=None)


def _stops(period: SensitivePeriod, what: Freezable) -> bool:
    parts = set(FREEZES[period.kind]()).intersection(what.parts)
    if what.scheduled_at is not None and what.scheduled_at >= period.starts_at:
        # Whoever scheduled it knew of the period.
        parts.discard(SCHEDULED)
    return bool(parts) and not set(what.exceptions).intersection(in_force("period_exceptions"))


def frozen_parts(now: datetime | None = None) -> dict[str, SensitivePeriod]:
    """What is stopped at this moment, each with the period that stops it longest."""
    found: dict[str, SensitivePeriod] = {}
    for period in sorted(current(now), key=lambda period: period.over_at or _NEVER):
        found |= dict.fromkeys(FREEZES[period.kind](), period)
    return found


def next_change(now: datetime) -> datetime | None:
    """When a period begins or is over next: what waits for that is looked at then."""
    hours = (at for period in read() for at in (period.starts_at, period.over_at))
    return min((at for at in hours if at is not None and at > now), default=None)
