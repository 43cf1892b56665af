"""Background work of governance: each day a signed checkpoint of the audit log."""

from collections.abc import Callable
from pathlib import Path

import structlog
from django.conf import settings
from django.core.cache import cache
from django.utils import timezone

from hemicycle.rules import work

from .actions import checkpoints
from .errors import LogRewritten

log = structlog.get_logger("hemicycle.checkpoints")

LOOK_AT_THE_CLOCK_SECONDS = 60


def sign_when_due(worker: str, stopping: Callable[[], bool]) -> int:
    """How many were signed. Looked at once a minute, whichever worker does, and so is a folder that was not there."""
    if not cache.add("governance.checkpoints", worker, LOOK_AT_THE_CLOCK_SECONDS):
        return 0
    try:
        made = checkpoints.make_daily(now=timezone.now())
    except LogRewritten as refusal:
        log.error("audit log rewritten", entry=refusal.sequence)
        return 0
    if settings.AUDIT_CHECKPOINTS:
        try:
            checkpoints.write_newest(Path(settings.AUDIT_CHECKPOINTS))
        except OSError as error:
            log.error("checkpoint not written", error=type(error).__name__)
    return int(made is not None)


work.register_round("checkpoints", sign_when_due)
