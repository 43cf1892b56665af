"""By the clock: those who have letters to answer are notified that their day has come, those who lead the office that
it is long over."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from django.core.cache import cache
from django.utils import timezone

from hemicycle.cases.actions import deadlines
from hemicycle.rules.attended_hours import attended_hours
from hemicycle.rules.work import attempt

BY = "deadlines"
# What is due today is known in the morning; nobody needs to learn of it to the minute.
LOOK_EVERY_SECONDS = 3600


def note_deadlines(worker: str, stopping: Callable[[], bool] = lambda: False) -> int:
    """At most once an hour, by one worker, from the hour on at which messages are read; how many letters were counted
    in notices."""
    if not cache.add("cases.deadlines", worker, LOOK_EVERY_SECONDS):
        return 0
    if not attended_hours().have_begun(timezone.now()):
        return 0
    counted = 0
    for note, offices in (
        (deadlines.note_due, deadlines.offices_with_due()),
        (deadlines.note_overdue, deadlines.offices_with_overdue()),
    ):
        for office in offices:
            if stopping():
                return counted
            counted += attempt(office, partial(note, office, by=BY)) or 0
    return counted
