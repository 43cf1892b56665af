"""What is erased leaves the disk too, at once.

SQLite overwrites what it deletes (secure_delete, set in the settings), but that stays readable in the log of writes
until the log is brought into the database and begins anew. Whatever erases what a person wrote, or who they are, calls
`leave_no_trace()` inside its transaction. While somebody still reads as of before, the log cannot be emptied: then the
worker tries again until it can. PostgreSQL has no such log of ours; there it does nothing.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import OperationalError, connection, transaction

# Whoever waits for a page should not wait for other people's reading.
WAIT_MILLISECONDS = 250
TRY_AGAIN_AFTER = timedelta(seconds=1)


def leave_no_trace() -> None:
    """Empty the log once this transaction is committed."""
    if connection.vendor == "sqlite":
        _due().touch(mode=0o600)
        transaction.on_commit(empty_log)


def empty_log_where_due(worker: str = "", stopping: Callable[[], bool] = lambda: False) -> None:
    """The round of a worker: what could not be done at once."""
    if connection.vendor == "sqlite" and _due().exists():
        empty_log()


def next_try(now: datetime) -> datetime | None:
    """When the round runs again although nothing was written."""
    return now + TRY_AGAIN_AFTER if connection.vendor == "sqlite" and _due().exists() else None


def empty_log() -> bool:
    """Whether nothing is left in the log; otherwise it stays due."""
    due = _due()
    emptied = _truncate()
    if emptied:
        due.unlink(missing_ok=True)
    else:
        due.touch(mode=0o600)
    return emptied


def _truncate() -> bool:
    with connection.cursor() as cursor:
        ((waits,),) = cursor.execute("PRAGMA busy_timeout").fetchall()
        cursor.execute(f"PRAGMA busy_timeout={WAIT_MILLISECONDS}")
        try:
            ((busy, _frames, _moved),) = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        except OperationalError:
            return False
        finally:
            cursor.execute(f"PRAGMA busy_timeout={waits}")
    return not busy


def _due() -> Path:
    """It says that the log holds what was erased; beside the database, since it is about that file."""
    return Path(settings.HOME) / "erased-in-log"
