"""The threads of a worker that store what comes in write in turn."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from threading import Event, Lock

from django.db import connection


class Queue:
    """Threads go through one at a time, in the order in which they came.

    A database with one writer gives the next turn to whoever asks at the right moment. Whoever has the next message at
    hand, as from a folder, took seven turns while another, who fetches it from a server first, had one.
    """

    def __init__(self) -> None:
        self._lock, self.waiting = Lock(), deque[Event]()

    @contextmanager
    def turn(self) -> Iterator[None]:
        mine = Event()
        with self._lock:
            self.waiting.append(mine)
            if self.waiting[0] is mine:
                mine.set()
        mine.wait()
        try:
            yield
        finally:
            with self._lock:
                self.waiting.popleft()
                if self.waiting:
                    self.waiting[0].set()


_queue = Queue()


def turn_to_write() -> AbstractContextManager[None]:
    """Where the database has one writer; PostgreSQL has as many as come."""
    return _queue.turn() if connection.vendor == "sqlite" else nullcontext()
