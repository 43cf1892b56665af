"""Whose letter it is: the names of a message in its header and in the addresses to which answers and bounces come; and
what a letter is about, where it was written to an address for that."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

# RFC 5321, 4.5.3.1.
LONGEST_LOCAL_PART, LONGEST_ADDRESS = 64, 254
STOP = "-stop"
"""Behind the key in the address that ends a subscription by mail (RFC 2369)."""

# Of RFC 5321 what is written without quotes; nobody writes to the rest.
_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63})*")
_KEY = "[0-9a-f]{32}"
_TOPIC = "(?a:[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?)"
_IS_KEY = re.compile(f"{_KEY}(?:{STOP})?")


def _address_pattern(local: str, domain: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w.+-]){local}@{re.escape(domain)}(?![\w-]|\.\w)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Named:
    """What was found in an address of ours: the message, and whether it is to be the last."""

    key: str
    stop: bool = False


@dataclass(frozen=True)
class House:
    """An account's address and what is made of it. `detail` separates the key; "" where nothing may be added. Mail to
    any address of `topics_domain` that has a hyphen (bill-12) comes to it too; "" where there is no such domain."""

    address: str
    detail: str = "+"
    topics_domain: str = ""
    _known: re.Pattern[str] = field(init=False, repr=False, compare=False)
    _topics: tuple[re.Pattern[str], ...] = field(init=False, repr=False, compare=False)
    _ids: re.Pattern[str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if not _ADDRESS.fullmatch(self.address):
            raise ValueError("no address")
        local, _, domain = self.address.rpartition("@")
        if len(self._detailed("0" * 32 + STOP).rpartition("@")[0]) > LONGEST_LOCAL_PART:
            raise ValueError("an address with more than 26 characters before the @")
        known = rf"(?<![\w.+-]){re.escape(local + self.detail)}({_KEY})({STOP})?@{re.escape(domain)}"
        object.__setattr__(self, "_known", re.compile(known, re.IGNORECASE))
        object.__setattr__(self, "_topics", tuple(self._patterns_of_topics()))
        object.__setattr__(self, "_ids", re.compile(f"<({_KEY})@{re.escape(domain)}>", re.IGNORECASE))

    @classmethod
    def of(cls, address: str, settings: Mapping[str, Any]) -> House:
        """Raises ValueError where no letter can be written to the address."""
        return cls(address, str(settings.get("detail", "+")), str(settings.get("topics_domain", "")))

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

    def _patterns_of_topics(self) -> Iterator[re.Pattern[str]]:
        """Behind our own address; else the whole of an address. One that goes on behind the domain is another's."""
        local, _, domain = self.address.rpartition("@")
        if self.detail:
            yield _address_pattern(f"{re.escape(local + self.detail)}({_TOPIC})", domain)
        if self.topics_domain:
            ours = f"{re.escape(local)}(?:@|{re.escape(self.detail or '@')})"
            # Those without a hyphen are people's and offices' own: info, press, postmaster.
            yield _address_pattern(f"(?!{ours})(?=[a-z0-9]+-)({_TOPIC})", self.topics_domain)

    def topic_in(self, fields: Iterable[str]) -> str:
        """What a letter to these addresses is about, as they say it first: "bill-12"; "" where none says it."""
        found = (one[1].lower() for text in fields for pattern in self._topics for one in pattern.finditer(text))
        return next((topic for topic in found if not _IS_KEY.fullmatch(topic)), "")

    def topic_address(self, topic: str) -> str:
        """Where people write about it; the bare address where none can say so. Raises ValueError for no topic."""
        if not re.fullmatch(_TOPIC, topic) or _IS_KEY.fullmatch(topic):
            raise ValueError(f"{topic!r} is no topic: small letters of ASCII, digits, hyphens between them")
        if self.topics_domain and "-" in topic:
            return f"{topic}@{self.topics_domain}"
        written = self._detailed(topic)
        return written if len(written.rpartition("@")[0]) <= LONGEST_LOCAL_PART else self.address

    def owns(self, address: str) -> bool:
        """Whether it is this address, one made of it, or one of a domain that is for topics alone."""
        local, _, domain = address.casefold().rpartition("@")
        ours, _, our_domain = self.address.casefold().rpartition("@")
        if domain == our_domain:
            return local == ours or bool(self.detail and local.startswith(ours + self.detail))
        return bool(self.topics_domain) and domain == self.topics_domain.casefold()

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
