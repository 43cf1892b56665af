"""A worker in a process of its own that has all that a test prepared, and may be killed at any moment.

SQLite keeps in memory which locks its process holds. Who is forked while a thread answers a request takes its locks for
their own, and finds the database locked for good: a fork waits until nobody answers.
"""

import os
import signal
import threading
import traceback
from collections.abc import Callable

from django.core.signals import request_finished, request_started
from django.db import connections

_changed = threading.Condition()
_answering: set[threading.Thread] = set()


def _begins(**_: object) -> None:
    with _changed:
        _answering.add(threading.current_thread())


def _ends(**_: object) -> None:
    with _changed:
        _answering.discard(threading.current_thread())
        _changed.notify_all()


request_started.connect(_begins)
request_finished.connect(_ends)


def fork(work: Callable[[], object]) -> int:
    """The number of a new process that does `work`; it ends with it, with 1 where that failed, and never goes on with
    the test."""
    with _changed:
        _changed.wait_for(lambda: not _answering - {threading.current_thread()})
        child = os.fork()
    if child:
        return child
    try:
        # What the parent's connection holds is the parent's.
        connections["default"].connection = None
        work()
        os._exit(0)
    except BaseException:
        traceback.print_exc()
        os._exit(1)


def is_killed(child: int) -> None:
    """Wait for its end, which is by SIGKILL."""
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL, f"the worker ended by itself: {status}"
