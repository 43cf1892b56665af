"""What is due by the clock: release announcements, enqueue their recipients, mark what was missed, check links."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial

import structlog
from django.core.cache import cache
from django.db.models import F
from django.utils import timezone

from hemicycle.channels.models import Pause
from hemicycle.desk import actions, remarks
from hemicycle.desk.errors import DigestMismatch, RightsRefused
from hemicycle.desk.models import Announcement, Delivery, State
from hemicycle.desk.workflow import RIGHTS_REFUSED
from hemicycle.record.sources import web_pages
from hemicycle.rules import periods, work
from hemicycle.rules.errors import IllegalMove
from hemicycle.rules.work import attempt

log = structlog.get_logger("hemicycle.desk")

LOOK_FOR_LINKS_SECONDS = 60


def release_due(worker: str, stopping: Callable[[], bool]) -> int:
    """One round; how many were released. Two workers at once release each of them once."""
    # A pause holds a release back; a deadline passes all the same, and nobody may learn of that only after it.
    for announcement in Announcement.objects.stale():
        attempt(announcement, partial(actions.miss, announcement, by="worker"))
    if Pause.objects.in_force().exists():
        return 0
    released = 0
    for announcement in Announcement.objects.due().order_by("release_at", "pk"):
        if stopping():
            break
        released += bool(attempt(announcement, partial(_release, announcement)))
    return released


def _release(announcement: Announcement) -> bool:
    try:
        return bool(actions.release(announcement, by="worker"))
    except DigestMismatch:
        actions.revert_to_draft(announcement, by="worker")
        log.error("not what was approved", announcement=announcement.pk)
    except RightsRefused:
        actions.revert_to_draft(announcement, why=RIGHTS_REFUSED, by="worker")
        log.warning("rights of a picture have ended", announcement=announcement.pk)
    except IllegalMove:
        # Another worker, or a person, was quicker.
        pass
    return False


def next_release(now: datetime) -> datetime | None:
    """The next time set for an announcement that is not released, or at which a sensitive period begins or is over."""
    waiting = Announcement.objects.in_state(State.IN_REVIEW, State.APPROVED, State.SCHEDULED)
    hours = waiting.values_list("release_at", "embargo_until", "not_after")
    found = [at for row in hours for at in row if at is not None and at > now]
    return min(filter(None, (*found, periods.next_change(now))), default=None)


def enqueue_due(worker: str, stopping: Callable[[], bool]) -> int:
    """One that fails comes last in the next round: it delays no other."""
    enqueued = 0
    waiting = Delivery.objects.filter(enqueued_at=None).select_related("announcement", "account__office")
    for delivery in waiting.order_by(F("tried_at").asc(nulls_first=True), "pk"):
        if stopping():
            break
        Delivery.objects.filter(pk=delivery.pk).update(tried_at=timezone.now())
        enqueued += attempt(delivery, partial(actions.enqueue, delivery, by="worker")) or 0
    return enqueued


def note_failures_due(worker: str, stopping: Callable[[], bool]) -> int:
    """Those who answer for an announcement are notified of a channel that did not send it; of how many."""
    found = actions.unnoted_failures()
    return sum(
        bool(attempt(announcement, partial(actions.note_failure, announcement, deliveries, by="worker")))
        for announcement, deliveries in found.items()
    )


def check_links_due(
    worker: str, stopping: Callable[[], bool], *, status: Callable[[str], int] = web_pages.status,
    page: Callable[[str], bytes] = web_pages.read,
) -> int:  # fmt: skip
    """Check links once a minute, by whichever worker; returns of how many announcements."""
    if not cache.add("desk.links", worker, LOOK_FOR_LINKS_SECONDS):
        return 0
    asked = 0
    for announcement in remarks.with_unchecked_links():
        if stopping():
            break
        attempt(announcement, partial(remarks.check_links, announcement, status=status, page=page))
        asked += 1
    return asked


work.register_round("links", check_links_due)
work.register_round("release", release_due, next_due=next_release)
work.register_round("enqueue", enqueue_due)
work.register_round("failures", note_failures_due)
