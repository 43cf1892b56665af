"""What a channel did not send: those who answer for it are notified once, and what certainly did not arrive is sent
again once, however often it is asked for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from hemicycle.accounts.models import User
from hemicycle.channels import actions as channels
from hemicycle.channels.contract.capabilities import StatusLookup
from hemicycle.channels.models import Account, Outbound
from hemicycle.channels.models import State as Sent
from hemicycle.channels.registry import adapter_of
from hemicycle.desk.actions import notices
from hemicycle.desk.actions.locking import lock, log_action
from hemicycle.desk.models import Announcement, Delivery, Withdrawal
from hemicycle.desk.snapshot import SOURCE, key_of, source_in_force
from hemicycle.rules.errors import IllegalMove

# A week later a failed post is no news any more; the status on each channel still shows it.
SHOWN_FOR = timedelta(days=7)


@transaction.atomic
def try_again(announcement: Announcement, *, by: User) -> int:
    """How many messages wait to be sent again; none where somebody was first. Raises IllegalMove where nothing of it
    is to be sent any more."""
    row = lock(announcement)
    if not (source := _source_in_force(row)):
        raise IllegalMove(f"nothing of {row.pk} is to be sent")
    failed, resent = Outbound.objects.of_source(source), 0
    for account in Account.objects.filter(pk__in=failed.resendable().values("account")).order_by("pk"):
        count = channels.resend(failed.filter(account=account), by=by)
        row.deliveries.filter(account=account).update(failure_noted_at=None)
        log_action(row, "try_again", by=by, kind=account.kind, recipients=count)
        resent += count
    if resent:
        notices.end_failure(row)
    return resent


def unnoted_failures() -> dict[Announcement, list[Delivery]]:
    """Posts for everybody that failed lately, of which nobody was notified; nearly always none, by indexes alone. What
    is unknown and can be asked for settles itself."""
    ours = Outbound.objects.filter(content__source__startswith=SOURCE, contact=None)
    trouble = ours.in_trouble(timezone.now() - SHOWN_FOR).select_related("account", "content")
    failed = {
        (row.content.source, row.account_id, row.content.lang)
        for row in trouble.defer("content__content", "content__parts")
        if row.state != Sent.UNKNOWN or not isinstance(adapter_of(row.account.kind), StatusLookup)
    }
    if not failed:
        return {}
    places = Q(announcement__in={key_of(source) for source, _account, _lang in failed})
    deliveries = Delivery.objects.filter(places, failure_noted_at=None).select_related("announcement__office")
    found: dict[Announcement, list[Delivery]] = defaultdict(list)
    for one in deliveries.order_by("pk"):
        if (one.source, one.account_id, one.lang) in failed:
            found[one.announcement].append(one)
    return found


@transaction.atomic
def note_failure(announcement: Announcement, deliveries: Sequence[Delivery], *, by: Any) -> bool:
    """Notify author and approvers, once for a failure whichever worker finds it; of what is in force alone. Whether
    this call did."""
    row = lock(announcement)
    held = Delivery.objects.filter(pk__in=[one.pk for one in deliveries], failure_noted_at=None)
    if not held.update(failure_noted_at=timezone.now()):
        return False
    if _source_in_force(row) not in {one.source for one in deliveries}:
        return False
    notices.note_failure(row, approved_by=row.approvals.current().values("by"), by=by)
    return True


def _source_in_force(row: Announcement) -> str:
    return source_in_force(row, asked_to_withdraw=Withdrawal.objects.filter(announcement=row).exists())
