"""One HTTP request and its answer, for adapters that speak HTTP: bounded in time and size, no redirect followed.

The moment of handing over can be seen: `before` is called when the connection stands and nothing was said on it. A
connection serves one request, since a kept one may be gone when the next message is already on its way.
"""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from functools import partial
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection, IncompleteRead
from typing import Any
from urllib.parse import urlsplit

from hemicycle.channels.contract import CannotConnect
from hemicycle.rules.internet import Allowed, NotPublic, connect, is_public

# Nobody needs longer to take one message; a gateway behind a gateway may need a while.
SECONDS = 30.0
CONNECT_SECONDS = 10.0
# Enough for the lists that are asked for; of a longer answer the beginning is read.
LARGEST_ANSWER = 4 * 1024 * 1024
# Nobody can send us away for longer.
LONGEST_PATIENCE = 24 * 3600.0


class BadAddress(ValueError):
    """No address of HTTP, or one that must not be called."""


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
        except ValueError:
            return None
        return min(max(0.0, until - time.time()), LONGEST_PATIENCE)


def everywhere(address: str) -> bool:
    """For servers that the House named itself: they may stand in its own network."""
    return True


public_only: Allowed = is_public
"""For addresses that somebody else named: never into a network."""


def ask(
    method: str, url: str, *, headers: Mapping[str, str] | None = None, body: bytes = b"", seconds: float = SECONDS,
    before: Callable[[], None] = lambda: None, allowed: Allowed = everywhere,
) -> Reply | None:  # fmt: skip
    """What was answered, or None where no answer came: then nobody knows whether the request arrived.

    Raises BadAddress and, where nothing was said yet, CannotConnect.
    """
    line, target = _line(url, allowed)
    try:
        line.connect()
    except NotPublic as error:
        raise BadAddress("an address within a network") from error
    except OSError as error:
        line.close()
        raise CannotConnect("no-connection", type(error).__name__) from error
    # Whoever lets octets drip must end too: the clock ends the connection under the reader.
    clock = threading.Timer(seconds, partial(line.sock.shutdown, socket.SHUT_RDWR))
    try:
        before()
        clock.start()
        line.request(method, target, body or None, {"Connection": "close", **(headers or {})})
        answer = line.getresponse()
        return Reply(answer.status, {name.lower(): value for name, value in answer.getheaders()}, _rest(answer))
    except (OSError, HTTPException, ValueError):
        return None
    finally:
        clock.cancel()
        line.close()


def _line(url: str, allowed: Allowed) -> tuple[HTTPConnection, str]:
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise BadAddress(url[:80]) from error
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username or not url.isprintable():
        raise BadAddress(url[:80])
    kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
    line = kind(parts.hostname, port, timeout=CONNECT_SECONDS)
    line._create_connection = partial(connect, allowed)  # type: ignore[attr-defined]
    target = parts.path or "/"
    return line, f"{target}?{parts.query}" if parts.query else target


def _rest(answer: HTTPResponse) -> bytes:
    """What counts has been read: the status. Half of the words are better than none."""
    try:
        return answer.read(LARGEST_ANSWER)
    except IncompleteRead as error:
        return error.partial
    except (OSError, HTTPException, ValueError):
        return b""
