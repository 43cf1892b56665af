"""Hides on the network itself what a house rule hides, and shows it there again when the measure is over.

One at a time, outside of any transaction. A worker that dies leaves a row that is due again after its lease; hiding
and showing are idempotent.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial

from django.utils import timezone

from hemicycle.channels.actions import hidden_items
from hemicycle.channels.contract import ChannelError, ModerationTarget
from hemicycle.channels.contract.capabilities import Hides
from hemicycle.channels.jobs.attempts import claim, wait_before
from hemicycle.channels.models import Measure, Step, There
from hemicycle.channels.registry import adapter_of
from hemicycle.rules.work import attempt

BATCH = 20
# With waits that grow to an hour, most of a day: then a person looks.
MOST_ATTEMPTS = 20

Stopping = Callable[[], bool]


def hide_due(worker: str = "worker", stopping: Stopping = lambda: False) -> int:
    """One round; how many were hidden or shown."""
    # A write waits for its turn even where it changes nothing.
    if (over := Measure.objects.run_out_there()).exists():
        over.update(there=There.SHOWING, there_due_at=timezone.now(), there_attempts=0)
    done = 0
    for measure in Measure.objects.due_there().select_related(
        "office", "inbound__account__office", "inbound__contact"
    )[:BATCH]:
        if stopping():
            break
        if claim(Measure.objects.filter(pk=measure.pk, there=measure.there), there_due_at=measure.there_due_at):
            attempt(measure, partial(_settle, measure, worker), failed=partial(_failed, measure, worker))
            done += 1
    return done


def _settle(measure: Measure, worker: str) -> None:
    hiding = measure.there == There.HIDING
    try:
        can = _ask(measure, hiding=hiding)
    except ChannelError as error:
        _failed(measure, worker, error.code, error.retry_after, permanent=error.permanent)
        return
    hidden_items.record_done(
        measure, there=(There.HIDDEN if hiding else There.SHOWN) if can else There.NOTHING, by=worker
    )


def _failed(
    measure: Measure, worker: str, code: str, retry_after: float | None = None, *, permanent: bool = False
) -> None:
    attempts = measure.there_attempts + 1
    wait: timedelta | None = wait_before(attempts, retry_after)
    if permanent or attempts >= MOST_ATTEMPTS:
        wait = None
    hidden_items.record_failed(measure, code=code, attempts=attempts, wait=wait, by=worker)


def _ask(measure: Measure, *, hiding: bool) -> bool:
    account = measure.inbound.account
    adapter = adapter_of(account.kind) if account is not None and account.is_open else None
    if account is None or not isinstance(adapter, Hides):
        return False
    if not hiding and measure.is_hidden_by_another():
        return True
    contact = measure.inbound.contact
    address = contact.address if contact else ""
    target = ModerationTarget(measure.inbound.external_id, address, block_author=measure.step == Step.BLOCK)
    return (adapter.hide if hiding else adapter.show)(account.access, target)
