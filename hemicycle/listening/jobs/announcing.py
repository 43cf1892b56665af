"""Dossiers that were released, and whose followers have not been notified yet."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from hemicycle.rules.work import attempt

from ..actions.dossier_news import announce
from ..models import Dossier


def announce_due(worker: str, stopping: Callable[[], bool]) -> int:
    """One round; how many dossiers."""
    done = 0
    rows = Dossier.objects.unannounced().without_words().titled().select_related("inquiry__office", "inquiry__bill")
    for dossier in rows:
        if stopping():
            break
        done += attempt(dossier, partial(announce, dossier, by="worker")) is not None
    return done
