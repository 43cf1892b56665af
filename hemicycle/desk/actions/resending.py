"""What a channel did not send is sent again: what certainly did not arrive, once, however often it is asked for."""

from __future__ import annotations

from django.db import transaction

from hemicycle.accounts.models import User
from hemicycle.channels import actions as channels
from hemicycle.channels.models import Account, Outbound
from hemicycle.desk.actions.locking import lock, log_action
from hemicycle.desk.models import Announcement, Withdrawal
from hemicycle.desk.snapshot import source_in_force
from hemicycle.rules.errors import IllegalMove


@transaction.atomic
def try_again(announcement: Announcement, *, by: User) -> int:
    """How many messages wait to be sent again; none where somebody was first. Raises IllegalMove where nothing of it
    is to be sent any more."""
    row = lock(announcement)
    asked_to_withdraw = Withdrawal.objects.filter(announcement=row).exists()
    if not (source := source_in_force(row, asked_to_withdraw=asked_to_withdraw)):
        raise IllegalMove(f"nothing of {row.pk} is to be sent")
    failed, resent = Outbound.objects.of_source(source), 0
    for account in Account.objects.filter(pk__in=failed.resendable().values("account")).order_by("pk"):
        count = channels.resend(failed.filter(account=account), by=by)
        log_action(row, "try_again", by=by, kind=account.kind, recipients=count)
        resent += count
    return resent
