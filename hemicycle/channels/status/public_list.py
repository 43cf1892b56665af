"""The public list: which accounts speak for the House. What is not on it, the House says, is not its own.

Staff put accounts on it. One through which people post by hand in the institution's name is on it by itself, for
nothing else of ours says whose it is; so is what other apps register, such as the account that writes to followers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from hemicycle.accounts.models import Office
from hemicycle.channels.adapters.by_hand import PostedByHand
from hemicycle.channels.models import Account
from hemicycle.channels.registry import ADAPTERS

_registered: list[Callable[[], Iterable[Account]]] = []


def register(accounts: Callable[[], Iterable[Account]]) -> None:
    """Open accounts that are on the list because of what they do."""
    _registered.append(accounts)


def is_listed_always(office: Office, kind: str) -> bool:
    """Whether nobody has to put an account of this kind on the list."""
    return office.kind == Office.Kind.INSTITUTION and kind in _by_hand()


def listed() -> list[Account]:
    """In the order of the list, each with its office."""
    by_hand = Account.objects.open().filter(kind__in=_by_hand(), office__kind=Office.Kind.INSTITUTION)
    found = {one.pk: one for one in (Account.objects.public() | by_hand).select_related("office")}
    for accounts in _registered:
        found |= {one.pk: one for one in accounts()}
    return sorted(found.values(), key=lambda one: (one.kind, one.name, one.pk))


def _by_hand() -> list[str]:
    return [kind for kind, adapter in ADAPTERS.items() if isinstance(adapter, PostedByHand)]
