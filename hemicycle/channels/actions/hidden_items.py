"""Hiding a message on its own network because of a house rule: what is due there, and its result."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from hemicycle.channels.contract.capabilities import Hides
from hemicycle.channels.models import Measure, There
from hemicycle.channels.registry import adapter_of
from hemicycle.rules import audit, work


def request_hiding(measure: Measure) -> None:
    """The measure is in force: hide the message there, where the network can. Part of the caller's transaction."""
    account = measure.inbound.account
    if account is not None and account.is_open and isinstance(adapter_of(account.kind), Hides):
        _due(measure, There.HIDING)


def request_showing(measure: Measure) -> None:
    """The measure was lifted: show the message again, whatever the result of hiding it."""
    if measure.there in (There.HIDING, There.HIDDEN, There.FAILED):
        _due(measure, There.SHOWING)


@transaction.atomic
def retry(measure: Measure, *, by: Any) -> bool:
    """Try again what failed for good: hide while the measure is in force, else show. Whether this call did so."""
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
def record_done(measure: Measure, *, there: There, by: Any) -> None:
    """Nothing changes where somebody has decided otherwise meanwhile."""
    rows = Measure.objects.filter(pk=measure.pk, there=measure.there)
    if rows.update(there=there, there_due_at=None, there_code="", there_at=timezone.now()):
        audit.record("channels.hide_there", by=by, about=measure, office=measure.office, there=str(there))


@transaction.atomic
def record_failed(measure: Measure, *, code: str, attempts: int, wait: timedelta | None, by: Any) -> None:
    """Try again after `wait`; with None it has failed for good, and a person decides."""
    rows = Measure.objects.filter(pk=measure.pk, there=measure.there)
    if wait is not None:
        rows.update(there_attempts=attempts, there_code=code, there_due_at=timezone.now() + wait)
    elif rows.update(there=There.FAILED, there_attempts=attempts, there_code=code, there_due_at=None):
        audit.record(
            "channels.hide_there", by=by, about=measure, office=measure.office, there="record_failed", code=code
        )
