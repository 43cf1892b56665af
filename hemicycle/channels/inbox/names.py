"""By what a message is known, and how much of an address is shown."""

from __future__ import annotations

from collections.abc import Callable

from hemicycle.channels.contract.capabilities import ByHand
from hemicycle.channels.fediverse.addresses import handle_of
from hemicycle.channels.models import Inbound, Medium, is_public
from hemicycle.channels.registry import ADAPTERS

Page = Callable[[int], str]
_pages: dict[str, Page] = {}


def register_pages(*, message: Page, thread: Page, inbox: Callable[[], str]) -> None:
    """The app in which messages are read says at start where one is shown, where the answers to one content of ours
    are, both by number, and where everything is."""
    _pages.update(message=message, thread=thread, inbox=lambda _number: inbox())


def message_page(number: int) -> str:
    """ "" where no app shows messages."""
    return _pages["message"](number) if _pages else ""


def thread_page(number: int) -> str:
    return _pages["thread"](number) if _pages else ""


def inbox_page() -> str:
    return _pages["inbox"](0) if _pages else ""


def name_of(message: Inbound) -> str:
    """Whoever wrote where everybody reads it is known by the name there, unless somebody typed it in."""
    contact, account = message.contact, message.account
    if not is_public(message) or contact is None or account is None or not contact.address:
        return ""
    if isinstance(ADAPTERS.get(account.kind), ByHand):
        return ""
    address = contact.address
    return handle_of(address) if address.startswith("https://") else address


def title_of(message: Inbound) -> str:
    """By what a message is known on every page: whoever wrote it, else its number."""
    return name_of(message) or f"{message.get_channel_display()} {message.pk}"


def masked(message: Inbound) -> str:
    """Enough of an address to know whether it is the right one, and not enough to write it down."""
    address = message.contact.address if message.contact is not None else ""
    if message.contact is not None and message.contact.channel == Medium.SMS:
        return f"… {address[-3:]}" if address else ""
    if address.startswith("https://"):
        address = handle_of(address).lstrip("@")
    name, at, host = address.rpartition("@")
    return f"{name[:1]}…@{host}" if at and name else address[:1] + "…" if address else ""
