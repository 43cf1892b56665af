"""What is due by the clock: after an emergency override has ended, what waits follows the policy again;
notices before a duty or a training ends."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.utils import timezone

from hemicycle.rules import work

from .actions.overriding import end_by_the_clock
from .actions.reminding import remind
from .models import Override


def end_overrides(worker: str, stopping: Callable[[], bool]) -> int:
    return end_by_the_clock(now=timezone.now(), by="worker")


def next_end(now: datetime) -> datetime | None:
    ends = Override.objects.in_force(now).order_by("until").values_list("until", flat=True)
    return ends.first()


work.register_round("overrides", end_overrides, next_due=next_end)


def remind_in_time(worker: str, stopping: Callable[[], bool]) -> int:
    return remind(by="worker")


work.register_round("duties", remind_in_time)
