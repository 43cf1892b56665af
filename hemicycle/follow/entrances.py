"""Which account speaks to followers: the one that staff chose, else the first that was opened for it."""

from __future__ import annotations

from hemicycle.accounts.models import Office
from hemicycle.channels.models import Account, AccountQuerySet
from hemicycle.channels.registry import ADAPTERS, unverified_kinds
from hemicycle.follow.models import Entrance


def offered() -> dict[str, Account]:
    """By which channels people can follow now, and through which account."""
    found = {str(channel): entrance(channel) for channel in Entrance.CHANNELS}
    return {channel: account for channel, account in found.items() if account is not None}


def entrance(channel: str) -> Account | None:
    """The account of this channel that takes new followers; None where the House has none."""
    chosen = Entrance.objects.open(channel).first()
    return chosen.account if chosen else _usual(channel).first()


def speaking_for(office: Office, channel: str) -> Account | None:
    """The account through which the followers of this office are told."""
    chosen = Entrance.objects.open(channel).filter(account__office=office).first()
    return chosen.account if chosen else _usual(channel).filter(office=office).first()


def _usual(channel: str) -> AccountQuerySet:
    """Without what was never verified, and reaches people otherwise than they were told: that has to be chosen."""
    return candidates(channel).exclude(kind__in=unverified_kinds())


def candidates(channel: str) -> AccountQuerySet:
    """Open accounts of the House (a member's office has its own correspondence) that write to people."""
    kinds = [kind for kind, adapter in ADAPTERS.items() if adapter.medium == channel and adapter.addressed]
    accounts = Account.objects.open().filter(kind__in=kinds, office__kind=Office.Kind.INSTITUTION)
    return accounts.select_related("office").order_by("opened_at", "pk")
