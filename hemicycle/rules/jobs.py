"""Background work of the floor: every night each retention rule is carried out, a job of its own, and the whole audit
log is checked, and SQLite learns how large its tables are; and what was erased leaves the database's log."""

from collections.abc import Callable

from django.core.cache import cache
from django.db import connection
from django.utils import timezone

from . import work
from .actions import begin_night, carry_out, check_log
from .erasure import empty_log_where_due, next_try
from .models import LogCheck, RetentionRun

LOOK_AT_THE_CLOCK_SECONDS = 60
# https://www.sqlite.org/lang_analyze.html suggests 100 to 1000; a million cases then take a second.
ROWS_LOOKED_AT = 400


def begin_when_due(worker: str, stopping: Callable[[], bool]) -> int:
    """How many rules were asked for; looked at once a minute, whichever worker does."""
    if not cache.add("rules.retention", worker, LOOK_AT_THE_CLOCK_SECONDS):
        return 0
    begun = begin_night(now=timezone.now())
    if begun:
        _analyze()
    return begun


def _analyze() -> None:
    """SQLite chooses among its indexes by what it was told of its tables; PostgreSQL looks by itself."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA analysis_limit={ROWS_LOOKED_AT}")
            cursor.execute("ANALYZE")


work.register(RetentionRun, carry_out)
work.register(LogCheck, check_log)
work.register_round("retention", begin_when_due)
work.register_round("erasure", empty_log_where_due, next_due=next_try)
