"""Where people write to an account about one thing, for the pages that name the address."""

from __future__ import annotations

from hemicycle.channels.contract.capabilities import AddressesTopics
from hemicycle.channels.models import Account
from hemicycle.channels.registry import adapter_of


def topic_address(account: Account, topic: str) -> str:
    """`house+bill-12@parliament.test` or `bill-12@parliament.test`, by the settings of the account; its own address
    where that cannot say more. A topic has small letters of ASCII, digits and hyphens between them, and comes back in
    `Inbound.recipient`. Raises ValueError for another."""
    adapter = adapter_of(account.kind)
    if not isinstance(adapter, AddressesTopics):
        return account.address
    return adapter.topic_address(account.address, account.settings, topic)
