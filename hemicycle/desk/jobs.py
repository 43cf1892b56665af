"""What is due by the clock: announcements are released, their recipients put out, and what came too late is told."""

from __future__ import annotations

from collections.abc import Callable

import structlog

from hemicycle.channels.models import Pause
from hemicycle.desk import actions
from hemicycle.desk.errors import NotWhatWasRead
from hemicycle.desk.models import Announcement, Delivery
from hemicycle.rules import work
from hemicycle.rules.errors import IllegalMove

log = structlog.get_logger("hemicycle.desk")


def release_due(worker: str, stopping: Callable[[], bool]) -> int:
    """One round; how many were released. Two workers at once release each of them once."""
    if Pause.objects.in_force().exists():
        return 0
    for announcement in Announcement.objects.stale():
        actions.miss(announcement, by="worker")
    released = 0
    for announcement in Announcement.objects.due().order_by("release_at", "pk"):
        if stopping():
            break
        try:
            released += actions.release(announcement, by="worker")
        except NotWhatWasRead:
            actions.fall_back(announcement, by="worker")
            log.error("not what was approved", announcement=announcement.pk)
        except IllegalMove:
            # Another worker, or a person, was quicker.
            continue
    return released


def put_out_due(worker: str, stopping: Callable[[], bool]) -> int:
    put_out = 0
    waiting = Delivery.objects.filter(put_out_at=None).select_related("announcement", "account__office")
    for delivery in waiting.order_by("pk"):
        if stopping():
            break
        put_out += actions.put_out(delivery, by="worker")
    return put_out


work.register_round("release", release_due)
work.register_round("put out", put_out_due)
