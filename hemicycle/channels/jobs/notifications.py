"""Notification mails of closed networks that come to a mailbox of the House: what they tell, brought by the worker.

A letter is believed as little here as one that a person brings. It has to be of a known form and to name a post of
ours; every other one stays what it is, a letter in the inbox.
"""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import Any

from django.db import transaction
from django.utils import timezone

from hemicycle.channels.actions.incoming import take
from hemicycle.channels.actions.manual_replies import own_names, threaded
from hemicycle.channels.adapters.by_hand import BadExport, read_export
from hemicycle.channels.contract.capabilities import ByHand
from hemicycle.channels.models import Account, Original
from hemicycle.channels.registry import ADAPTERS
from hemicycle.rules.work import attempt

# After a start, what came meanwhile is looked at once more; what was taken is known by its name.
LOOKED_BACK = timedelta(days=2)
MOST_AT_ONCE = 100
_looked_at: dict[int, int] = {}
"""The last letter that was looked at for each account, while this process lives."""


def take_notices(worker: str = "worker", stopping: Any = None) -> int:
    """Returns how many answers were found."""
    kinds = [kind for kind, adapter in ADAPTERS.items() if isinstance(adapter, ByHand)]
    accounts = Account.objects.open().filter(kind__in=kinds, settings__has_key="mailbox").select_related("office")
    return sum(attempt(account, partial(_take_notices, account, worker)) or 0 for account in accounts)


def _take_notices(account: Account, worker: str) -> int:
    box = Account.objects.of_kind("email").filter(
        office=account.office_id, address__iexact=account.settings["mailbox"]
    )
    since = {"inbound__received_at__gte": timezone.now() - LOOKED_BACK, "pk__gt": _looked_at.get(account.pk, 0)}
    letters = list(Original.objects.filter(inbound__account__in=box, **since).order_by("pk")[:MOST_AT_ONCE])
    found = 0
    for letter in letters:
        # One that cannot be read stays a letter in the inbox; the log says why.
        told = attempt(letter, partial(_take_notice, bytes(letter.raw), account, worker), failed=lambda _code: None)
        found += told or 0
        _looked_at[account.pk] = letter.pk
    return found


def _take_notice(raw: bytes, account: Account, worker: str) -> int:
    try:
        read = read_export("letter.eml", raw, own_names(account))
    except BadExport:
        return 0
    if read.whole:
        return 0
    with transaction.atomic():
        # Two workers may read the same letter.
        Account.objects.select_for_update().get(pk=account.pk)
        told = [one for one in threaded(read.messages, account) if one.answers]
        return sum(take(one, account=account, by=worker) is not None for one in told)
