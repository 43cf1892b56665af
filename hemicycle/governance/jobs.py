"""What is due by the clock: after an emergency override has ended, what waits follows the policy again; of requests of
persons, staff are warned in time, and what was answered is forgotten."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.utils import timezone

from hemicycle.rules import work

from .actions.mandates.ending import erase_office
from .actions.overriding import end_by_the_clock
from .actions.requests import forgetting
from .models import MandateErasure, Override


def end_overrides(worker: str, stopping: Callable[[], bool]) -> int:
    return end_by_the_clock(now=timezone.now(), by="worker")


def next_end(now: datetime) -> datetime | None:
    ends = Override.objects.in_force(now).order_by("until").values_list("until", flat=True)
    return ends.first()


work.register_round("overrides", end_overrides, next_due=next_end)


def look_after_requests(worker: str, stopping: Callable[[], bool]) -> int:
    now = timezone.now()
    return forgetting.warn(now=now, by="worker") + forgetting.forget_answered(now=now, by="worker")


def next_request(now: datetime) -> datetime | None:
    moments = [forgetting.next_warning(now), forgetting.next_forgetting(now)]
    return min((one for one in moments if one is not None), default=None)


work.register_round("requests", look_after_requests, next_due=next_request)
work.register(MandateErasure, erase_office)
