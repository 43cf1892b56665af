"""One row of a round: what goes wrong with it is logged and written on it, and the round goes on with the others.

A round (`work.register_round`) does what is due for many rows, of which a stranger may have written any. What its
author foresaw is a typed error, handled where it is raised. This is for what nobody foresaw: without it, the one row
that fails is the first of each round, and all those behind it wait for ever.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import structlog
from django.core.cache import cache
from django.db import InterfaceError, OperationalError
from django.db.models import Model

from .errors import WorkStopped

log = structlog.get_logger("hemicycle.rounds")

T = TypeVar("T")

# Of a row that has no place for its reason: a minute, so that the log can be read and the fault is noticed.
POSTPONED_SECONDS = 60


def attempt(row: Model, do: Callable[[], T], *, failed: Callable[[str], object] | None = None) -> T | None:
    """What `do` returns; None where it failed. Then `failed` is called with the name of the error, to postpone the row
    and keep the reason; without it, the row is left alone for a minute.

    A database that is not there, and being asked to stop, concern every row: these end the round.
    """
    key = f"rounds.postponed.{row._meta.label_lower}.{row.pk}"
    if failed is None and cache.get(key):
        return None
    try:
        return do()
    except (OperationalError, InterfaceError, WorkStopped):
        raise
    except Exception as error:
        code = type(error).__name__
        log.error("row failed", row=row._meta.label, key=str(row.pk), error=code, exc_info=error)
        if failed is None:
            cache.set(key, code, POSTPONED_SECONDS)
        else:
            failed(code)
        return None
