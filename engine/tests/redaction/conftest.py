"""Texts with what was found in them shown in brackets, and a stopwatch on processor time."""

import signal
from contextlib import contextmanager

import pytest
from hearhear.redaction import find, redact


@pytest.fixture
def shown():
    def _shown(text, *, lang=None, public=()):
        return redact(text, find(text, lang=lang, public=public), lang=lang)

    return _shown


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
