"""Whose letter it is: the names of a message in its header and in the addresses to which answers and bounces come."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

# RFC 5321, 4.5.3.1.
LONGEST_LOCAL_PART, LONGEST_ADDRESS = 64, 254
STOP = "-stop"
"""Behind the key in the address that ends a subscription by mail (RFC 2369)."""

# Of RFC 5321 what is written without quotes; nobody writes to the rest.
_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63})*")
_KEY = "[0-9a-f]{32}"


@dataclass(frozen=True, slots=True)
class Named:
    """What was found in an address of ours: the message, and whether it is to be the last."""

    key: str
    stop: bool = False


@dataclass(frozen=True)
class House:
    """An account's address and what is made of it. `detail` separates the key; "" where nothing may be added."""

    address: str
    detail: str = "+"
    _known: re.Pattern[str] = field(init=False, repr=False, compare=False)
    _ids: re.Pattern[str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if not _ADDRESS.fullmatch(self.address):
            raise ValueError("no address")
        local, _, domain = self.address.rpartition("@")
        if len(self._detailed("0" * 32 + STOP).rpartition("@")[0]) > LONGEST_LOCAL_PART:
            raise ValueError("an address with more than 26 characters before the @")
        known = rf"(?<![\w.+-]){re.escape(local + self.detail)}({_KEY})({STOP})?@{re.escape(domain)}"
        object.__setattr__(self, "_known", re.compile(known, re.IGNORECASE))
        object.__setattr__(self, "_ids", re.compile(f"<({_KEY})@{re.escape(domain)}>", re.IGNORECASE))

    @property
    def domain(self) -> str:
        return self.address.rpartition("@")[2]

    def message_id(self, key: str) -> str:
        return f"<{key}@{self.domain}>"

    def reply_to(self, key: str) -> str:
        """Where answers and bounces come: the envelope's sender too."""
        return self._detailed(key)

    def stop(self, key: str) -> str:
        return self._detailed(key + STOP) if self.detail else self.address

    def _detailed(self, what: str) -> str:
        local, _, domain = self.address.rpartition("@")
        return f"{local}{self.detail}{what}@{domain}" if self.detail else self.address

    def named_in(self, fields: Iterable[str]) -> Named | None:
        """The message that one of these addresses names."""
        if not self.detail:
            return None
        found = next(filter(None, map(self._known.search, fields)), None)
        return Named(found[1].lower(), found[2] is not None) if found else None

    def ids_in(self, references: str) -> list[str]:
        """The keys of our messages among message ids, the last first."""
        return [key.lower() for key in reversed(self._ids.findall(references))]

    @staticmethod
    def recipient(address: str) -> str:
        """The address as it is written in a letter, its domain in ASCII (RFC 5891). Raises ValueError for none."""
        local, _, domain = address.strip().rpartition("@")
        try:
            written = f"{local}@{domain.encode('idna').decode('ascii')}"
        except UnicodeError:
            raise ValueError("no domain") from None
        if not _ADDRESS.fullmatch(written) or len(written) > LONGEST_ADDRESS:
            raise ValueError("no address")
        return written
