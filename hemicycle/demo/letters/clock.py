"""When people write: eight weeks of spring 2026, on weekdays, after the news, after a campaign's launch."""

from __future__ import annotations

import math
import random
from datetime import UTC, datetime, timedelta

# The committee's call for evidence on Bill 12 opens in this week and closes with May.
START = datetime(2026, 4, 6, tzinfo=UTC)
DAYS = 56

# Monday to Sunday: people write to institutions on working days, most at the start of the week.
_WEEKDAYS = (1.25, 1.2, 1.1, 1.0, 0.9, 0.5, 0.55)

# Day of the period, how strong, and how many days until half is gone: the call opens, the Vell overflows at
# Castelmere, the second reading of the wind bill brings water back into the news, the last days before the deadline.
_NEWS = ((1, 1.4, 3.0), (14, 3.2, 2.5), (36, 1.2, 2.0), (53, 2.6, 2.0))

_HOURS = {
    "letter": (9, 11, 2.0),
    "email": (8, 19, 4.0),
    "social": (12, 21, 4.0),
    "sms": (12, 19, 4.0),
}


def _weight(day: int) -> float:
    news = sum(strength * math.exp2((start - day) / half) for start, strength, half in _NEWS if day >= start)
    return _WEEKDAYS[(START + timedelta(days=day)).weekday()] * (1.0 + news)


_WEIGHTS = [_weight(day) for day in range(DAYS)]


def any_day(rng: random.Random, channel: str) -> datetime:
    """When an individual writes."""
    day = rng.choices(range(DAYS), weights=_WEIGHTS)[0]
    return _moment(day, rng, channel)


def after_launch(rng: random.Random, channel: str, launch: int, half_life: float) -> datetime:
    """When somebody joins a campaign: soon after its launch, fewer each day, fewer at weekends."""
    while True:
        day = launch + int(rng.expovariate(math.log(2) / half_life))
        if day < DAYS and rng.random() < _WEEKDAYS[(START + timedelta(days=day)).weekday()] / max(_WEEKDAYS):
            return _moment(day, rng, channel)


def later(rng: random.Random, moment: datetime) -> datetime:
    """When the same person sends the same again: minutes or days later, within the period."""
    wait = timedelta(minutes=rng.choice([rng.randint(1, 50), rng.randint(600, 14000)]))
    left = START + timedelta(days=DAYS) - moment
    soon = max(timedelta(seconds=1), left * rng.uniform(0.1, 0.6))
    return (moment + min(wait, soon)).replace(microsecond=0)


def _moment(day: int, rng: random.Random, channel: str) -> datetime:
    first, last, spread = _HOURS[channel]
    hour = min(max(rng.gauss((first + last) / 2, spread), 0.0), 23.98)
    return START + timedelta(days=day, seconds=int(hour * 3600) + rng.randrange(60))
