"""Letters that their writers asked to take back while they had to be kept."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from hemicycle.cases import actions
from hemicycle.rules.work import attempt


def take_back_due(worker: str, stopping: Callable[[], bool] = lambda: False) -> int:
    """One round; how many were erased."""
    done = 0
    for case in actions.to_take_back():
        if stopping():
            break
        attempt(case, partial(actions.take_back, case))
        done += 1
    return done
