"""One HTTP request and its answer, for adapters that speak HTTP: bounded in size too, and no redirect followed.

What the one client of the platform (`rules.http_client`) gives, in the words of `contract`.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from typing import Any

from hemicycle.channels.contract import CannotConnect
from hemicycle.rules.http_client import Answer, BadAddress, NoAnswer, NoConnection, opened
from hemicycle.rules.internet import Allowed, is_permitted

__all__ = ["LONGEST_PATIENCE", "SECONDS", "BadAddress", "Reply", "ask"]

# Nobody needs longer to take one message; a gateway behind a gateway may need a while.
SECONDS = 30.0
# Enough for the lists that are asked for; of a longer answer the beginning is read.
LARGEST_ANSWER = 4 * 1024 * 1024
# Nobody can send us away for longer.
LONGEST_PATIENCE = 24 * 3600.0


@dataclass(frozen=True, slots=True)
class Reply:
    """`headers` have their names in lower case; `body` may lack its end where the connection broke in the middle."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""

    @property
    def json(self) -> Any:
        """What it says in JSON; None where it says none, or not to its end."""
        try:
            return json.loads(self.body)
        except (ValueError, RecursionError):
            return None

    @property
    def retry_after(self) -> float | None:
        """Seconds, from "120" or from a date (RFC 9110, 10.2.3)."""
        told = self.headers.get("retry-after", "").strip()
        if told.isascii() and told.isdigit():
            return min(float(told[:9]), LONGEST_PATIENCE)
        try:
            until = parsedate_to_datetime(told).timestamp()
        except (ValueError, OverflowError):
            return None
        return min(max(0.0, until - time.time()), LONGEST_PATIENCE)


def ask(
    method: str, url: str, *, headers: Mapping[str, str] | None = None, body: bytes = b"", seconds: float = SECONDS,
    before: Callable[[], None] = lambda: None, allowed: Allowed = is_permitted,
) -> Reply | None:  # fmt: skip
    """What was answered, or None where no answer came: then nobody knows whether the request arrived.

    `allowed`: for servers that the House named itself, unless somebody else named this one. Raises BadAddress and,
    where nothing was said yet, CannotConnect.
    """
    try:
        with opened(
            method, url, headers=headers, body=body, seconds=seconds, before=before, allowed=allowed
        ) as answer:
            return Reply(answer.status, answer.headers, _beginning(answer))
    except NoConnection as error:
        raise CannotConnect("no-connection", str(error)) from error
    except NoAnswer:
        return None


def _beginning(answer: Answer) -> bytes:
    """What counts has been read: the status. Half of the words are better than none."""
    held = bytearray()
    with suppress(NoAnswer):
        for part in answer:
            held += part
            if len(held) >= LARGEST_ANSWER:
                break
    return bytes(held[:LARGEST_ANSWER])
