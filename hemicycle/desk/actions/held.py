"""Messages of what was released that a sensitive period held back: sent once by a person when it is over, or not."""

from __future__ import annotations

from django.db import transaction

from hemicycle.accounts.models import User
from hemicycle.channels import actions as channels
from hemicycle.channels.models import Account, OutboundQuerySet
from hemicycle.channels.models.outbound import HELD
from hemicycle.channels.registry import adapter_of
from hemicycle.desk import periods as of_desk
from hemicycle.desk.actions.failures import still_wanted
from hemicycle.desk.actions.locking import lock, log_action
from hemicycle.desk.models import Announcement, Withdrawal
from hemicycle.desk.snapshot import source_in_force
from hemicycle.rules import periods
from hemicycle.rules.errors import IllegalMove
from hemicycle.rules.models import SensitivePeriod


def held_messages(row: Announcement) -> OutboundQuerySet:
    """What can still be sent of it: nobody outside has it, and whoever it is for still follows what it is about."""
    source = source_in_force(row, asked_to_withdraw=Withdrawal.objects.filter(announcement=row).exists())
    return still_wanted(row, source, why=HELD)


def still_stopped(row: Announcement, account: Account) -> SensitivePeriod | None:
    """The period that stops its messages through this account now."""
    addressed = adapter_of(account.kind).addressed
    return periods.stops(of_desk.of_messages(row, addressed=addressed))


@transaction.atomic
def send_held(announcement: Announcement, *, by: User) -> int:
    """How many messages wait to be sent; none where somebody was first, or the period is not over. Raises IllegalMove
    where nothing of it is to be sent any more."""
    row = lock(announcement)
    source = source_in_force(row, asked_to_withdraw=Withdrawal.objects.filter(announcement=row).exists())
    if not source:
        raise IllegalMove(f"nothing of {row.pk} is to be sent")
    held, sent = held_messages(row), 0
    for account in Account.objects.filter(pk__in=held.values("account")).order_by("pk"):
        if still_stopped(row, account) is None:
            rows = held.filter(account=account)
            count = channels.requeue(rows, why=HELD, about=row, office=row.office, by=by)
            log_action(row, "send_held", by=by, kind=account.kind, recipients=count)
            sent += count
    if sent:
        channels.requeue_withheld(source, why=HELD)
    return sent


@transaction.atomic
def leave_held(announcement: Announcement, *, by: User) -> int:
    """It is not sent any more. How many messages."""
    row = lock(announcement)
    left = channels.leave_held(held_messages(row), about=row, office=row.office, by=by)
    if left:
        log_action(row, "leave_held", by=by, recipients=left)
    return left
