"""How a worker with nothing to do waits: for something to be committed, for its hour, for a database that is gone.

Asking the database whether anything was committed costs one tiny query for all the worker's threads together.
"""

import threading
import time
from collections.abc import Callable

import structlog
from django.db import InterfaceError, OperationalError, connection

log = structlog.get_logger("hemicycle.worker")

# SQLite counts what other connections commit (https://www.sqlite.org/pragma.html#pragma_data_version); on PostgreSQL
# which transactions are over is different after each commit.
_STATE = {"sqlite": "PRAGMA data_version", "postgresql": "SELECT pg_current_snapshot()::text"}


def database_state() -> str:
    """Another one whenever another connection has committed something; ask on one connection that is kept."""
    with connection.cursor() as cursor:
        cursor.execute(_STATE[connection.vendor])
        return str(cursor.fetchone()[0])


class Bell:
    """Wakes every thread that waits; one that was busy while it rang does not wait the next time."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self.rung = 0

    def ring(self) -> None:
        with self._changed:
            self.rung += 1
            self._changed.notify_all()

    def wait(self, rung: int, seconds: float) -> None:
        """Until it has rung more often than `rung`, or for so long."""
        with self._changed:
            self._changed.wait_for(lambda: self.rung != rung, seconds)


class Outage:
    """The database is gone: said once by whichever thread notices it, and once when it is back."""

    def __init__(self, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._lock, self._clock = threading.Lock(), clock
        self._since: float | None = None

    @property
    def is_on(self) -> bool:
        return self._since is not None

    def begin(self, error: BaseException) -> None:
        with self._lock:
            if self._since is None:
                self._since = self._clock()
                log.error("database lost", error=type(error).__name__, reason=str(error)[:200])

    def end(self) -> bool:
        """Whether there was one until now."""
        with self._lock:
            since, self._since = self._since, None
        if since is not None:
            log.warning("database back", after_seconds=round(self._clock() - since))
        return since is not None


def is_outage(error: BaseException) -> bool:
    """Whether it is the database that failed, alone or for several accounts at once, and not our own code."""
    if isinstance(error, BaseExceptionGroup):
        return all(is_outage(one) for one in error.exceptions)
    return isinstance(error, OperationalError | InterfaceError)
