"""How an account is linked on the network's own page: part of the contract, plain Python."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol, runtime_checkable

from hemicycle.channels.contract import Access


@dataclass(frozen=True, slots=True)
class Asking:
    """`url` is the other side's page on which the account's owner lets us in; `secret` is kept until they have."""

    url: str
    secret: Mapping[str, str] = field(repr=False)


@runtime_checkable
class Links(Protocol):
    """Is let in by the account's owner on the other side's own page, so that nobody types a token (OAuth 2.0)."""

    def ask_owner(self, access: Access, callback: str, state: str) -> Asking:
        """Raises ChannelError."""
        ...

    def let_in(self, access: Access, callback: str, code: str) -> tuple[Mapping[str, str], Mapping[str, Any]]:
        """What opens the account from now on, and settings that the other side knows better. Raises ChannelError."""
        ...

    def leave(self, access: Access) -> None:
        """What opened the account opens nothing any more. Raises ChannelError."""
        ...
