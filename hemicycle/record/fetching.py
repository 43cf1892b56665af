"""Fetches a file that a publisher keeps on the web, as a guest: one request at a time, nothing twice.

Plain Python, no tables. Only http and https; at most five redirects, of which none leads from a public address to one
within this network; a limit to size and time; a name by which the publisher can tell who asks. What the server said
last (ETag, Last-Modified) is sent back to it, so that an unchanged file costs it one line.

FetchError
├── Refused     the address or the answer is not one to be fetched; asking again does not help
└── Busy        the server is not there or asks for patience: `again_in` seconds, where it says
"""

from __future__ import annotations

import hashlib
import ipaddress
import socket
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import Message
from email.utils import parsedate_to_datetime
from http.client import HTTPException
from pathlib import Path
from typing import IO, Any, cast
from urllib.parse import urljoin, urlsplit

LIMIT_BYTES = 256 * 1024 * 1024
# No answer within half a minute, or no end within ten, is a server that is not there.
TIMEOUT_SECONDS, LONGEST_SECONDS = 30, 600
# RFC 9110 leaves the number to the client; browsers stop at twenty, a file should need one or two.
MOST_REDIRECTS = 5
CHUNK_BYTES = 64 * 1024
# A server cannot send us away for longer.
LONGEST_PATIENCE = 24 * 3600
PATIENCE = {408, 425, 429, 500, 502, 503, 504}


class FetchError(Exception):
    pass


class Refused(FetchError):
    def __init__(self, reason: str, detail: str = "") -> None:
        self.reason, self.detail = reason, detail
        super().__init__(f"{reason} ({detail})" if detail else reason)


class Busy(FetchError):
    def __init__(self, detail: str, again_in: int | None = None) -> None:
        self.detail, self.again_in = detail, again_in
        super().__init__(detail)


@dataclass(frozen=True, slots=True)
class Fetched:
    """`path` holds the new file; None when the server says that nothing changed."""

    path: Path | None
    etag: str = ""
    last_modified: str = ""
    digest: str = ""


def is_address(text: str) -> bool:
    """Whether this names something on the web, and no file."""
    return text.lower().startswith(("http:", "https:"))


def fetch(
    address: str,
    into: Path,
    *,
    etag: str = "",
    last_modified: str = "",
    user_agent: str = "Hemicycle",
    limit: int = LIMIT_BYTES,
    clock: Callable[[], float] = time.monotonic,
) -> Fetched:
    """Fetch an address into a file, unless the server says that it is the one we have. Raises FetchError."""
    check(address)
    headers = {"User-Agent": user_agent, "Accept-Encoding": "identity"}
    asked = urllib.request.Request(address, headers=headers)  # noqa: S310  # checked above, and the opener knows no other
    for name, value in (("If-None-Match", etag), ("If-Modified-Since", last_modified)):
        if value:
            asked.add_header(name, value)
    try:
        with _opener(address).open(asked, timeout=TIMEOUT_SECONDS) as answer:
            digest = _save(answer, into, limit, until=clock() + LONGEST_SECONDS, clock=clock)
            said = cast("Message", answer.headers)
            return Fetched(into, _short(said["ETag"], 400), _short(said["Last-Modified"], 100), digest)
    except urllib.error.HTTPError as error:
        return _told(error, etag, last_modified)
    except (OSError, HTTPException) as error:
        raise Busy(str(getattr(error, "reason", "") or error)[:200]) from error


def check(address: str) -> None:
    """Refuse what is no address of a file on the web."""
    try:
        parts = urlsplit(address)
        port_is_one = parts.port is None or parts.port > 0
    except ValueError as error:
        raise Refused("no-address", address[:80]) from error
    if parts.scheme not in ("http", "https") or not parts.hostname or not port_is_one:
        raise Refused("no-address", address[:80])
    if parts.username or parts.password:
        raise Refused("password-in-address")


def _told(error: urllib.error.HTTPError, etag: str, last_modified: str) -> Fetched:
    error.close()
    if error.code == 304:
        return Fetched(None, etag, last_modified)
    if error.code in PATIENCE:
        raise Busy(f"{error.code}", _patience(error.headers["Retry-After"])) from error
    raise Refused("answer", str(error.code)) from error


def _patience(text: str | None) -> int | None:
    """Seconds, from `120` or from a date (RFC 9110, 10.2.3); None for neither."""
    text = (text or "").strip()
    if text.isdigit():
        return min(int(text[:9]), LONGEST_PATIENCE)
    try:
        until = parsedate_to_datetime(text)
    except ValueError:
        return None
    until = until if until.tzinfo else until.replace(tzinfo=UTC)
    return max(0, min(int((until - datetime.now(UTC)).total_seconds()), LONGEST_PATIENCE))


def _save(answer: IO[bytes], into: Path, limit: int, *, until: float, clock: Callable[[], float]) -> str:
    """The SHA-256 of what was saved; the file is there whole or not at all."""
    digest, size, part = hashlib.sha256(), 0, into.with_suffix(".part")
    try:
        with part.open("wb") as file:
            while chunk := answer.read(CHUNK_BYTES):
                size += len(chunk)
                if size > limit:
                    raise Refused("too-large", f"{limit // 1024 // 1024} MiB")
                if clock() > until:
                    raise Busy("too slow")
                digest.update(chunk)
                file.write(chunk)
        told = cast("Any", answer).headers["Content-Length"] or ""
        if told.isdigit() and size < int(told):
            raise Busy("ended in the middle")
        part.replace(into)
    finally:
        part.unlink(missing_ok=True)
    return digest.hexdigest()


class _Redirects(urllib.request.HTTPRedirectHandler):
    """Follows a few, to http and https, and never from outside to within this network."""

    max_redirections = MOST_REDIRECTS

    def __init__(self, address: str) -> None:
        self.from_outside = not _is_within(urlsplit(address).hostname or "")

    def redirect_request(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: Message, newurl: str
    ) -> urllib.request.Request | None:
        target = urljoin(req.full_url, newurl)
        check(target)
        if self.from_outside and _is_within(urlsplit(target).hostname or ""):
            raise Refused("leads-inside", urlsplit(target).netloc[:80])
        return super().redirect_request(req, fp, code, msg, headers, target)  # type: ignore[arg-type]


def _is_within(host: str) -> bool:
    """Whether any address of a host is one of this machine or of a private network."""
    try:
        found = socket.getaddrinfo(host, None, proto=socket.IPPROTO_TCP)
    except OSError:
        return False
    return any(not ipaddress.ip_address(str(each[4][0]).partition("%")[0]).is_global for each in found)


def _opener(address: str) -> urllib.request.OpenerDirector:
    """Without the handlers for files, FTP and data that urllib brings by itself."""
    opener = urllib.request.OpenerDirector()
    for handler in (
        urllib.request.ProxyHandler(),
        urllib.request.HTTPHandler(),
        urllib.request.HTTPSHandler(),
        urllib.request.HTTPDefaultErrorHandler(),
        _Redirects(address),
        urllib.request.HTTPErrorProcessor(),
    ):
        opener.add_handler(handler)
    return opener


def _short(value: str | None, longest: int) -> str:
    """A header to be sent back: one that is too long, or not plain, is none."""
    value = value or ""
    return value if len(value) <= longest and value.isascii() and value.isprintable() else ""
