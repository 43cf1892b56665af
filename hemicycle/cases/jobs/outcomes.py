"""What is due by the clock: outcomes are prepared from the record, and sent once their announcement is out; those who
answer are reminded of sittings."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial

from django.core.cache import cache

from hemicycle.cases.actions import outcomes
from hemicycle.cases.models import Outcome
from hemicycle.record.models import DocumentVersion, ProcedureStep
from hemicycle.rules.work import attempt

BY = "outcomes"
# What the record says of a bill changes a few times a day: a new step or text is seen at once, what was corrected in
# place at the next look.
LOOK_EVERY = timedelta(minutes=10)
# Who confirms an address, or whose letter is linked, after an outcome was sent waits no longer; all that was sent in a
# year is looked through for them.
LATE_EVERY = timedelta(hours=1)
LATE = "cases.late_outcomes"

Stopping = Callable[[], bool]


def prepare_due(worker: str, stopping: Stopping) -> int:
    """Look for steps that decide something, and for sittings to come, by any worker; how many outcomes are new."""
    newest = (_newest(ProcedureStep), _newest(DocumentVersion))
    if not cache.add(f"cases.outcomes:{newest[0]}:{newest[1]}", worker, LOOK_EVERY.total_seconds()):
        return 0
    found = 0
    for step in outcomes.unprepared_steps():
        if stopping():
            break
        found += len(attempt(step, partial(outcomes.prepare_outcomes, step, by=BY)) or ())
    for outcome in Outcome.objects.unfinished().select_related("bill"):
        attempt(outcome, partial(outcomes.compare_again, outcome, by=BY))
    for coming in outcomes.to_remind():
        attempt(coming.bill, partial(outcomes.remind_of_hearing, coming, by=BY))
    return found


def _newest(table: type[ProcedureStep] | type[DocumentVersion]) -> object:
    return table.objects.order_by("-pk").values_list("pk", flat=True).first()


def send_due(worker: str, stopping: Stopping) -> int:
    """Release what the desk has released, and go on with what is being sent, and once an hour with what was sent; how
    many messages were queued."""
    for outcome in Outcome.objects.to_release():
        attempt(outcome, partial(outcomes.release_outcome, outcome, by=BY))
    if cache.add(LATE, worker, LATE_EVERY.total_seconds()):
        for outcome in outcomes.to_go_on():
            attempt(outcome, partial(outcomes.go_on, outcome, by=BY))
    queued = 0
    for outcome in Outcome.objects.being_sent().select_related("office", "bill", "announcement").order_by("pk"):
        for put_right in (outcomes.stop_messages, outcomes.renew_messages, outcomes.resume_messages):
            attempt(outcome, partial(put_right, outcome, by=BY))
        queued += attempt(outcome, partial(outcomes.send_outcome, outcome, stopping=stopping, by=BY)) or 0
    return queued
