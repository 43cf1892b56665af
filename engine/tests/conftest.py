"""A limit on processor time, for what must not run without end."""

import signal
from contextlib import contextmanager

import pytest


@pytest.fixture
def cpu_limit():
    @contextmanager
    def _cpu_limit(*, seconds):
        def stop(*_):
            pytest.fail(f"took more than {seconds} seconds of processor time")

        before = signal.signal(signal.SIGVTALRM, stop)
        signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
        try:
            yield
        finally:
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)
            signal.signal(signal.SIGVTALRM, before)

    return _cpu_limit
