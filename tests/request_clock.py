"""The time that a request has, over when its server has said enough: on a slow machine no sooner, on none later."""

import threading
from collections.abc import Callable
from typing import Any

import pytest


def over_once(enough: Callable[[], bool], monkeypatch: pytest.MonkeyPatch) -> None:
    """For the requests of this test (hemicycle/rules/http_client.py: `opened`)."""

    class Clock:
        daemon = True

        def __init__(self, _seconds: float, end: Callable[..., None], args: tuple[Any, ...]) -> None:
            self._cancelled, self._end, self._args = threading.Event(), end, args
            self.start = threading.Thread(target=self._run, daemon=True).start
            self.cancel = self._cancelled.set

        def _run(self) -> None:
            while not enough():
                if self._cancelled.wait(0.01):
                    return
            self._end(*self._args)

    monkeypatch.setattr(threading, "Timer", Clock)
