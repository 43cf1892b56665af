"""Imports the replies in notification mails of closed networks that come to a mailbox of the House.

Such a letter is trusted no more than one that a person adds. It has to be of a known form and to name a post of ours;
every other one stays a letter in the inbox.
"""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import Any

from django.db import transaction
from django.utils import timezone

from hemicycle.channels.actions.incoming import store_incoming
from hemicycle.channels.actions.manual_replies import own_names, threaded
from hemicycle.channels.adapters.by_hand import BadExport, read_export
from hemicycle.channels.contract.capabilities import ByHand
from hemicycle.channels.models import Account, Original
from hemicycle.channels.registry import ADAPTERS
from hemicycle.rules.work import attempt

# After a start, what came meanwhile is looked at once more; what was taken is known by its name.
LOOKED_BACK = timedelta(days=2)
MOST_AT_ONCE = 100
_last_read: dict[int, int] = {}
"""The last letter that was looked at for each account, while this process lives."""


def import_notifications(worker: str = "worker", stopping: Any = None) -> int:
    """Returns how many replies were found."""
    kinds = [kind for kind, adapter in ADAPTERS.items() if isinstance(adapter, ByHand)]
    accounts = Account.objects.open().filter(kind__in=kinds, settings__has_key="mailbox").select_related("office")
    return sum(attempt(account, partial(_import_notifications, account, worker)) or 0 for account in accounts)


def _import_notifications(account: Account, worker: str) -> int:
    box = Account.objects.of_kind("email").filter(
        office=account.office_id, address__iexact=account.settings["mailbox"]
    )
    since = {"inbound__received_at__gte": timezone.now() - LOOKED_BACK, "pk__gt": _last_read.get(account.pk, 0)}
    letters = list(Original.objects.filter(inbound__account__in=box, **since).order_by("pk")[:MOST_AT_ONCE])
    found = 0
    for letter in letters:
        # One that cannot be read stays a letter in the inbox; the log says why.
        imported = attempt(
            letter, partial(_import_notification, bytes(letter.raw), account, worker), failed=lambda _code: None
        )
        found += imported or 0
        _last_read[account.pk] = letter.pk
    return found


def _import_notification(raw: bytes, account: Account, worker: str) -> int:
    try:
        read = read_export("letter.eml", raw, own_names(account))
    except BadExport:
        return 0
    if read.whole:
        return 0
    with transaction.atomic():
        # Two workers may read the same letter.
        Account.objects.select_for_update().get(pk=account.pk)
        replies = [one for one in threaded(read.messages, account) if one.answers]
        return sum(store_incoming(one, account=account, by=worker) is not None for one in replies)
