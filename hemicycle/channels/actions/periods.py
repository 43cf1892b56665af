"""What a sensitive period stops among what is queued already: it is held back, and nothing of it is dropped.

A digest goes on by itself once the period is over. Anything else is held back until a person has it sent (`requeue`
with HELD): what was written before is not sent in a flood on the first day after.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import models, transaction
from django.db.models import F
from django.utils import timezone

from hemicycle.channels.fediverse.keys import KIND
from hemicycle.channels.models import Account, Content, Dispatch, Outbound, OutboundQuerySet
from hemicycle.channels.models.outbound import HELD
from hemicycle.rules import audit, periods
from hemicycle.rules.models import SensitivePeriod

# What goes on by itself is looked at again after so long: a period may be ended earlier than was planned.
LOOK_AGAIN = timedelta(minutes=10)


def hold_back(account: Account) -> int:
    """What is due through this account and stopped now; idempotent, whichever worker does it. How many rows."""
    now = timezone.now()
    if not periods.current(now):
        return 0
    due = Outbound.objects.filter(account=account, due_at__lte=now).not_left()
    held = 0
    for content in Content.objects.filter(pk__in=due.order_by().values("content")).only("freezable"):
        period = periods.stops(content.what_stops, now)
        if period is not None:
            held += _hold(account, content, period, now)
    if account.kind == KIND:
        held += _hold_activities(account, now)
    return held


@transaction.atomic
def _hold(account: Account, content: Content, period: SensitivePeriod, now: datetime) -> int:
    rows = Outbound.objects.filter(account=account, content=content, due_at__lte=now)
    if content.what_stops.resumes:
        later = min(filter(None, (period.over_at, now + LOOK_AGAIN)))
        return rows.waiting().update(due_at=later, not_after=F("not_after") + (later - now))
    held = rows.move("cancel", code=HELD)
    if held:
        audit.record(
            "channels.hold_back", by="worker", about=content, office=account.office, rows=held, period=period.kind
        )
    return held


def _hold_activities(account: Account, now: datetime) -> int:
    """Of what is in our outbox, what servers of the fediverse do not have yet."""
    waiting = Dispatch.objects.waiting().filter(activity__account=account)
    contents = Content.objects.filter(pk__in=waiting.order_by().values("activity__outbound__content"))
    stopped = [one.pk for one in contents.only("freezable") if periods.stops(one.what_stops, now)]
    # By their keys: a row is moved only where it still waits.
    keys = list(waiting.filter(activity__outbound__content__in=stopped).values_list("pk", flat=True))
    return Dispatch.objects.filter(pk__in=keys).move("cancel", code=HELD)


@transaction.atomic
def leave_held(rows: OutboundQuerySet, *, about: models.Model | str, office: Any = None, by: Any) -> int:
    """Somebody decides that what was held back is not sent any more; how many."""
    left = rows.stopped(HELD).update(code="not-wanted", settled_by=audit.actor_of(by))
    if left:
        audit.record("channels.cancel", by=by, about=about, office=office, rows=left, why="not-wanted")
    return left
