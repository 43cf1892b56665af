"""One writer at a time among the processes of a machine: a lock that the system lets go when its holder dies."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class LockHeld(Exception):
    """Somebody else holds it; trying again later can help."""


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the lock, or raise LockHeld at once."""
    with path.open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise LockHeld(str(path)) from error
        yield
