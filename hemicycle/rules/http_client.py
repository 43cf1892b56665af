"""The HTTP client of everything that leaves: bounded in time, read by parts, connected through `internet` alone.

`opened` makes one request and follows no redirect; `followed` asks for a page and follows a few. A connection serves
one request, since a kept one may be gone when the next is already on its way. No proxy is asked, since it would look
names up by itself. The moment of handing over can be seen: `before` is called when the connection stands and nothing
was said on it.

HttpError
├── BadAddress      no address of the web, or one that may not be called; `code` is a word of ours
├── NoConnection    nobody is there; nothing was said
└── NoAnswer        the connection broke, or it took too long: nobody knows whether the request arrived
"""

from __future__ import annotations

import re
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from functools import lru_cache
from http.client import HTTPConnection, HTTPException, HTTPResponse
from urllib.parse import quote, urljoin, urlsplit

from hemicycle.rules.internet import AddressRefused, Allowed, connect, host_name, is_public

# RFC 9110 leaves the number to the client; browsers stop at twenty, a page or a file should need one or two.
MOST_REDIRECTS = 5
# A server that says nothing for so long is not there, however long the whole may take.
_SILENCE_SECONDS = 30.0
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_PORTS = {"http": 80, "https": 443}
_PART_BYTES = 64 * 1024
# What stands in an address for itself (RFC 3986, 2.2 and 2.3), and what is encoded already.
_AS_IT_IS = "!#$%&'()*+,/:;=?@[]~"


class HttpError(Exception):
    pass


class BadAddress(HttpError, ValueError):
    def __init__(self, detail: str = "", *, code: str = "no-address") -> None:
        self.code = code
        super().__init__(detail[:80])


class NoConnection(HttpError):
    pass


class NoAnswer(HttpError):
    pass


@dataclass(frozen=True, slots=True)
class Address:
    """Of the web, taken apart: `host` in ASCII, `target` what is asked for there."""

    tls: bool
    host: str
    port: int
    target: str


def address_of(url: str) -> Address:
    """Raises BadAddress for what nobody can call, and for what would carry a password in the open."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise BadAddress(url) from error
    # A backslash ends the host for browsers, and does not for us; behind the bracket of IPv6 stands a port or nothing.
    is_plain = url.isprintable() and not re.search(r"[ \\]|\][^:]", parts.netloc)
    if parts.scheme not in _PORTS or not parts.hostname or port == 0 or not is_plain:
        raise BadAddress(url)
    if parts.username is not None or parts.password is not None:
        raise BadAddress(code="password-in-address")
    try:
        host = host_name(parts.hostname)
    except AddressRefused as error:
        raise BadAddress(url) from error
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Address(parts.scheme == "https", host, port or _PORTS[parts.scheme], quote(target, safe=_AS_IT_IS))


@dataclass(slots=True)
class Answer:
    """Its status and headers (names in lower case); iterating over it gives the body, part by part."""

    status: int
    headers: Mapping[str, str]
    is_public: bool
    """Whether it came from an address of the open internet."""
    _response: HTTPResponse = field(repr=False)
    _over: threading.Event = field(repr=False)

    def __iter__(self) -> Iterator[bytes]:
        """Raises NoAnswer where it ends too late, or in the middle."""
        try:
            while part := self._response.read1(_PART_BYTES):
                yield part
        except (OSError, HTTPException, ValueError) as error:
            raise NoAnswer("too slow" if self._over.is_set() else type(error).__name__) from error
        if self._over.is_set():
            raise NoAnswer("too slow")
        if self._response.length:
            raise NoAnswer("ended in the middle")


@contextmanager
def opened(
    method: str, url: str, *, allowed: Allowed, seconds: float, headers: Mapping[str, str] | None = None,
    body: bytes = b"", before: Callable[[], None] = lambda: None, silence: float | None = None,
) -> Iterator[Answer]:  # fmt: skip
    """One request, and the answer as soon as its head is there; body included, it is over after `seconds`, or after a
    `silence` of so many.

    Raises HttpError, and whatever `before` raises.
    """
    address = address_of(url)
    line = HTTPConnection(address.host, address.port)
    line.default_port = _PORTS["https" if address.tls else "http"]
    line.sock = _connected(address, allowed, url)
    line.sock.settimeout(min(seconds, silence or seconds))
    over = threading.Event()
    # Whoever lets octets drip must end too: the clock ends the connection under the reader.
    clock = threading.Timer(seconds, _end, (line.sock, over))
    clock.daemon = True
    with ExitStack() as at_the_end:
        at_the_end.callback(line.close)
        at_the_end.callback(clock.cancel)
        from_public = _is_public(line.sock)
        before()
        clock.start()
        response = _asked(line, method, address.target, body, {"Connection": "close", **(headers or {})})
        at_the_end.callback(response.close)
        received = {name.lower(): value for name, value in response.getheaders()}
        yield Answer(response.status, received, from_public, response, over)


@contextmanager
def followed(
    url: str, *, allowed: Allowed, seconds: float, headers: Mapping[str, str] | None = None
) -> Iterator[Answer]:
    """What stands at an address, after at most five redirects: all of them within `seconds`.

    A redirect of a public server leads to public ones alone, whatever is `allowed` at first. Raises HttpError.
    """
    until = time.monotonic() + seconds
    for left in range(MOST_REDIRECTS, -1, -1):
        seconds = max(until - time.monotonic(), 0.1)
        with opened("GET", url, allowed=allowed, seconds=seconds, headers=headers, silence=_SILENCE_SECONDS) as answer:
            target = _target(url, answer) if left else ""
            if not target:
                yield answer
                return
        url, allowed = target, is_public if answer.is_public else allowed


def _target(url: str, answer: Answer) -> str:
    """Where a redirect leads; "" where it is none."""
    where = answer.headers.get("location", "") if answer.status in _REDIRECTS else ""
    try:
        # Headers come as Latin-1, octet for octet; what is not ASCII stands for itself.
        return (
            urljoin(url, quote(where.strip(), safe=_AS_IT_IS, encoding="latin-1", errors="replace")) if where else ""
        )
    except ValueError as error:
        raise BadAddress(where) from error


def _connected(address: Address, allowed: Allowed, url: str) -> socket.socket:
    try:
        return connect(address.host, address.port, allowed=allowed, tls=_trust() if address.tls else None)
    except AddressRefused as error:
        raise BadAddress(url, code=error.code) from error
    except OSError as error:
        raise NoConnection(type(error).__name__) from error


def _is_public(line: socket.socket) -> bool:
    """Of one that has hung up already, nobody can tell: then the narrower rule holds."""
    try:
        return is_public(str(line.getpeername()[0]))
    except OSError:
        return True


def _asked(line: HTTPConnection, method: str, target: str, body: bytes, headers: dict[str, str]) -> HTTPResponse:
    try:
        line.request(method, target, body or None, headers)
        return line.getresponse()
    except (OSError, HTTPException, ValueError) as error:
        raise NoAnswer(type(error).__name__) from error


def _end(line: socket.socket, over: threading.Event) -> None:
    over.set()
    with suppress(OSError):
        line.shutdown(socket.SHUT_RDWR)


@lru_cache(maxsize=1)
def _trust() -> ssl.SSLContext:
    context = ssl.create_default_context()
    # As http.client has it; some servers want to hear it.
    context.set_alpn_protocols(["http/1.1"])
    return context
