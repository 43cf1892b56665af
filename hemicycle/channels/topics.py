"""Where people write to an account about one thing, for the pages that name the address."""

from __future__ import annotations

from hemicycle.accounts.models import Office
from hemicycle.channels.contract.capabilities import AddressesTopics, ReceivesBySettings
from hemicycle.channels.models import Account
from hemicycle.channels.registry import ADAPTERS, adapter_of


def topic_address(account: Account, topic: str) -> str:
    """`house+bill-12@parliament.test` or `bill-12@parliament.test`, by the settings of the account; its own address
    where that cannot say more. A topic has small letters of ASCII, digits and hyphens between them, and comes back in
    `Inbound.recipient`. Raises ValueError for another."""
    adapter = adapter_of(account.kind)
    if not isinstance(adapter, AddressesTopics):
        return account.address
    return adapter.topic_address(account.address, account.settings, topic)


def topic_in(account: Account, written_to: str) -> str:
    """The topic that an address of this account says, just as `topic_address` writes it; "" for any other address."""
    adapter = adapter_of(account.kind)
    if not isinstance(adapter, AddressesTopics):
        return ""
    topic = adapter.topic_in(account.address, account.settings, written_to)
    # Letters of other scripts are folded to ours, and are another address.
    is_it = written_to.isascii() and bool(topic) and topic_address(account, topic).lower() == written_to.lower()
    return topic if is_it else ""


def account_for_topics(general: str) -> Account | None:
    """The open account of the House that takes letters at its general address, and such as say what they are about."""
    kinds = [kind for kind, adapter in ADAPTERS.items() if isinstance(adapter, AddressesTopics)]
    rows = Account.objects.open().filter(kind__in=kinds, office__kind=Office.Kind.INSTITUTION)
    return next((one for one in rows.order_by("pk") if _takes(one, general)), None)


def _takes(account: Account, general: str) -> bool:
    adapter = adapter_of(account.kind)
    receives = not isinstance(adapter, ReceivesBySettings) or adapter.receives(account.settings)
    owns = isinstance(adapter, AddressesTopics) and adapter.owns(account.address, account.settings, general)
    return receives and owns
