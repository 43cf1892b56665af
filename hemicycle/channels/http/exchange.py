"""Calls to the servers of accounts: one HTTP request and its answer, or a bare connection for other protocols.

The one client of the platform (`rules.http_client`, `rules.internet`) makes them: to public addresses and to networks
that the installation lists, bounded in size and time, with no redirect followed. Errors are those of `contract`.
"""

from __future__ import annotations

import json
import secrets
import socket
import ssl
import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from hemicycle.channels.contract import CannotConnect, NotAuthorised
from hemicycle.rules import internet
from hemicycle.rules.http_client import Answer, BadAddress, NoAnswer, NoConnection, opened
from hemicycle.rules.internet import Allowed, is_permitted

__all__ = ["LONGEST_PATIENCE", "SECONDS", "BadAddress", "Reply", "ask", "connect", "dig", "multipart", "parse_time"]

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
        value = self.headers.get("retry-after", "").strip()
        if value.isascii() and value.isdigit():
            return min(float(value[:9]), LONGEST_PATIENCE)
        try:
            until = parsedate_to_datetime(value).timestamp()
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
    """Where the connection breaks in the middle, the status is known, and half of the body is better than none."""
    body = bytearray()
    with suppress(NoAnswer):
        for chunk in answer:
            body += chunk
            if len(body) >= LARGEST_ANSWER:
                break
    return bytes(body[:LARGEST_ANSWER])


def connect(
    host: str, port: int, *, seconds: float = internet.CONNECT_SECONDS, tls: ssl.SSLContext | None = None
) -> socket.socket:
    """A connection for another protocol than HTTP, encrypted from its first octet where `tls` is given. Raises
    NotAuthorised where the address may not be called, and OSError."""
    try:
        return internet.connect(host, port, allowed=internet.is_permitted, seconds=seconds, tls=tls)
    except internet.AddressRefused as error:
        raise NotAuthorised(error.code, str(error)) from error


def multipart(fields: Iterable[tuple[str, str]], *, name: str, kind: str, content: bytes) -> tuple[str, bytes]:
    """A form with one file (RFC 7578): its content type and its octets. `kind` is a media type like image/png."""
    boundary = secrets.token_hex(16)
    plain = "".join(
        f'--{boundary}\r\nContent-Disposition: form-data; name="{field}"\r\n\r\n{value}\r\n' for field, value in fields
    )
    place = f'Content-Disposition: form-data; name="{name}"; filename="picture.{kind.rpartition("/")[2]}"'
    head = f"{plain}--{boundary}\r\n{place}\r\nContent-Type: {kind}\r\n\r\n".encode()
    return f"multipart/form-data; boundary={boundary}", head + content + f"\r\n--{boundary}--\r\n".encode()


def dig(data: Any, *path: str) -> Any:
    """The value at a path in JSON; None where a key on the way is missing or no object."""
    for key in path:
        data = data.get(key) if isinstance(data, Mapping) else None
    return data


def parse_time(value: Any) -> datetime | None:
    """From seconds or milliseconds since 1970, or from ISO 8601, in UTC unless it says; None for anything else."""
    if isinstance(value, bool) or value in (None, ""):
        return None
    try:
        number = float(value)
        return datetime.fromtimestamp(number / 1000 if number > 1e11 else number, UTC)
    except (TypeError, ValueError, OverflowError, OSError):
        pass
    try:
        at = datetime.fromisoformat(str(value).strip().replace(" UTC", "+00:00"))
    except ValueError:
        return None
    return at if at.tzinfo else at.replace(tzinfo=UTC)
