"""What should have left by now and has not.

A large mailing takes its time: as long as a worker is at an account, what waits there is on its way and no alarm.
While everything is paused nothing is late; the pause itself is shown.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, Min, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, Least
from django.utils import timezone

from hemicycle.accounts.models import User
from hemicycle.channels.models import (
    ANSWER_SOURCE,
    Account,
    AccountQuerySet,
    Dispatch,
    Outbound,
    OutboundQuerySet,
    Pause,
    Server,
    State,
)
from hemicycle.rules.parameters import in_force


def with_due(accounts: AccountQuerySet) -> AccountQuerySet:
    """Accounts through which something should have left by now. `due_since` is when the oldest was due, be it a
    message or a dispatch to a server of the fediverse (`dispatch_due_since`)."""
    now = timezone.now()
    fresh = Q(not_after=None) | Q(not_after__gte=now)
    first = Outbound.objects.waiting().filter(fresh, account=OuterRef("pk")).order_by("due_at", "pk")
    dispatches = Dispatch.objects.late(now).filter(activity__account=OuterRef("pk")).order_by("due_at", "pk")
    ours, theirs = Subquery(first.values("due_at")[:1]), Subquery(dispatches.values("due_at")[:1])
    # SQLite finds nothing the least where one is nothing.
    due: AccountQuerySet = accounts.open().annotate(
        due_since=Coalesce(Least(ours, theirs), ours, theirs), dispatch_due_since=theirs
    )
    return due.filter(due_since__lte=now)


def is_late() -> Q:
    """Of messages: they should have left longer ago than the House allows, be it that they are on their way."""
    now = timezone.now()
    due = Q(state=State.WAITING, due_at__lt=now - _allowed())
    return due & (Q(not_after=None) | Q(not_after__gte=now))


def oldest_due() -> datetime | None:
    """When the oldest message was due that should have left by now, of any office."""
    found: datetime | None = with_due(Account.objects.all()).aggregate(at=Min("due_since"))["at"]
    return found


def late(accounts: AccountQuerySet) -> list[Any]:
    """The accounts at which messages are later than the House allows and nobody is sending them, the longest first."""
    due = list(with_due(accounts).order_by("due_since", "pk"))
    if not due:
        return []
    passed = timezone.now() - _allowed()
    writing = any(one.dispatch_due_since for one in due) and Server.objects.being_written_to().exists()
    return [
        one for one in due
        if one.due_since < passed
        and not one.is_being_used
        and not (writing and one.due_since == one.dispatch_due_since)
    ]  # fmt: skip


def at_a_glance(person: User) -> tuple[bool, bool]:
    """Whether everything is paused, and whether anything is late, of any office, sent by a machine or by hand: asked
    on every page, and nearly always answered no. What it is, `late` and `late_by_hand` say."""
    of_account = Outbound.objects.filter(account=OuterRef("pk"))
    waiting = of_account.waiting().filter(due_at__lt=timezone.now() - _allowed())
    by_hand = of_account.by_hand().filter(due_at__lt=_by_hand_since())
    dispatches = Dispatch.objects.waiting().filter(due_at__lt=timezone.now() - _allowed())
    late = Account.objects.filter(Exists(waiting) | Exists(by_hand) | Exists(dispatches))
    # Of a row that is certainly there, both in one query.
    seen = User.objects.filter(pk=person.pk).values_list(Exists(Pause.objects.in_force()), Exists(late))
    is_paused, is_anything_late = seen.get()
    return is_paused, is_anything_late


def late_since() -> datetime | None:
    """When the oldest message that is late should have left; None while all is well, or paused."""
    if Pause.objects.in_force().exists():
        return None
    accounts = late(Account.objects.all())
    return accounts[0].due_since if accounts else None


def late_by_hand(messages: OutboundQuerySet) -> OutboundQuerySet:
    """Those that somebody should have posted by now, the oldest first; answers are to do in the inbox until then."""
    late: OutboundQuerySet = messages.by_hand().filter(due_at__lt=_by_hand_since()).order_by("due_at", "pk")
    return late.exclude(content__source__startswith=ANSWER_SOURCE)


def _by_hand_since() -> datetime:
    return timezone.now() - timedelta(minutes=in_force("by_hand_within_minutes"))


def _allowed() -> timedelta:
    return timedelta(seconds=in_force("late_after_seconds"))
