"""That a step about a message is to be taken on its network, too, and what came of it there."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from hemicycle.channels.contract.capabilities import Hides
from hemicycle.channels.models import Measure, There
from hemicycle.channels.registry import adapter_of
from hemicycle.rules import audit, work


def want(measure: Measure) -> None:
    """In force: to be hidden there, where the network can do that. Part of the step that calls it."""
    account = measure.inbound.account
    if account is not None and account.is_open and isinstance(adapter_of(account.kind), Hides):
        _due(measure, There.HIDING)


def want_back(measure: Measure) -> None:
    """Taken back: to be shown again, whatever became of hiding it."""
    if measure.there in (There.HIDING, There.HIDDEN, There.FAILED):
        _due(measure, There.SHOWING)


@transaction.atomic
def try_again(measure: Measure, *, by: Any) -> bool:
    """What failed for good is tried anew: hidden while the step is in force, else shown. Whether this call asked."""
    held = Measure.objects.select_for_update().get(pk=measure.pk)
    if held.there != There.FAILED:
        return False
    _due(held, There.HIDING if held.is_in_force else There.SHOWING)
    audit.record("channels.hide_again", by=by, about=held, office=held.office)
    return True


def _due(measure: Measure, there: There) -> None:
    Measure.objects.filter(pk=measure.pk).update(
        there=there, there_due_at=timezone.now(), there_attempts=0, there_code=""
    )
    measure.there = there
    work.wake()


@transaction.atomic
def settled(measure: Measure, *, there: There, by: Any) -> None:
    """Nothing changes where somebody has decided otherwise meanwhile."""
    rows = Measure.objects.filter(pk=measure.pk, there=measure.there)
    if rows.update(there=there, there_due_at=None, there_code="", there_at=timezone.now()):
        audit.record("channels.hide_there", by=by, about=measure, office=measure.office, there=str(there))


@transaction.atomic
def failed(measure: Measure, *, code: str, attempts: int, wait: timedelta | None, by: Any) -> None:
    """Tried again after `wait`; with None a person has to see to it."""
    rows = Measure.objects.filter(pk=measure.pk, there=measure.there)
    if wait is not None:
        rows.update(there_attempts=attempts, there_code=code, there_due_at=timezone.now() + wait)
    elif rows.update(there=There.FAILED, there_attempts=attempts, there_code=code, there_due_at=None):
        audit.record("channels.hide_there", by=by, about=measure, office=measure.office, there="failed", code=code)
