"""Background work of the floor: every night each retention rule is carried out, a job of its own, and the whole audit
log is checked, and SQLite learns how large its tables are; and what was erased leaves the database's log."""

from collections.abc import Callable

from django.core.cache import cache
from django.utils import timezone

from . import table_sizes, work
from .actions import begin_night, carry_out, check_log
from .erasure import empty_log_where_due, next_try
from .models import LogCheck, RetentionRun

LOOK_AT_THE_CLOCK_SECONDS = 60


def begin_when_due(worker: str, stopping: Callable[[], bool]) -> int:
    """How many rules were asked for; looked at once a minute, whichever worker does."""
    if not cache.add("rules.retention", worker, LOOK_AT_THE_CLOCK_SECONDS):
        return 0
    begun = begin_night(now=timezone.now())
    if begun:
        table_sizes.learn()
    return begun


work.register(RetentionRun, carry_out)
work.register(LogCheck, check_log)
work.register_round("retention", begin_when_due)
work.register_round("erasure", empty_log_where_due, next_due=next_try)
