"""Fetches a file that a publisher keeps on the web, as a guest: one request at a time, nothing twice.

No tables. By the one client of the platform (`rules.http_client`): http and https, at most five redirects, public
addresses and those networks that the installation lists; a limit to size and time; a name by which the publisher can
tell who asks. What the server said last (ETag, Last-Modified) is sent back to it, so that an unchanged file costs it
one line.

FetchError
├── Refused     the address or the answer is not one to be fetched; asking again does not help
└── Busy        the server is not there or asks for patience: `again_in` seconds, where it says
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from hemicycle.rules.http_client import Answer, BadAddress, HttpError, followed
from hemicycle.rules.internet import Allowed, is_permitted

LIMIT_BYTES = 256 * 1024 * 1024
# No end within ten minutes is a server that is not there.
LONGEST_SECONDS = 600
# A server cannot send us away for longer.
LONGEST_PATIENCE = 24 * 3600
PATIENCE = {408, 425, 429, 500, 502, 503, 504}


REFUSALS: dict[str, str | Promise] = {
    "no-address": gettext_lazy("This is not the address of a file on the web."),
    "password-in-address": gettext_lazy("The address has a name or a password in it."),
    "private-network": gettext_lazy(
        "This leads to a private network. Where it is yours, list it in HEMICYCLE_PRIVATE_NETWORKS."
    ),
    "too-large": gettext_lazy("The file is larger than the limit for fetched files."),
    "answer": gettext_lazy("The server refuses to give the file."),
}


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
    allowed: Allowed = is_permitted,
) -> Fetched:
    """Fetch an address into a file, unless the server says that it is the one we have. Raises FetchError."""
    headers = {"User-Agent": user_agent, "Accept-Encoding": "identity"}
    known = (("If-None-Match", etag), ("If-Modified-Since", last_modified))
    headers |= {name: value for name, value in known if value}
    with refusals(), followed(address, headers=headers, seconds=LONGEST_SECONDS, allowed=allowed) as answer:
        if answer.status == 304:
            return Fetched(None, etag, last_modified)
        if answer.status in PATIENCE:
            raise Busy(str(answer.status), _patience(answer.headers.get("retry-after")))
        if not 200 <= answer.status < 300:
            raise Refused("answer", str(answer.status))
        digest = _save(answer, into, limit)
        values = answer.headers
        return Fetched(into, _short(values.get("etag"), 400), _short(values.get("last-modified"), 100), digest)


@contextmanager
def refusals() -> Iterator[None]:
    """What goes wrong on the way, as FetchError."""
    try:
        yield
    except BadAddress as error:
        raise Refused(error.code, str(error)) from error
    except HttpError as error:
        raise Busy(str(error)) from error


def _patience(text: str | None) -> int | None:
    """Seconds, from `120` or from a date (RFC 9110, 10.2.3); None for neither."""
    text = (text or "").strip()
    if text.isascii() and text.isdigit():
        return min(int(text[:9]), LONGEST_PATIENCE)
    try:
        until = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    until = until if until.tzinfo else until.replace(tzinfo=UTC)
    return max(0, min(int((until - datetime.now(UTC)).total_seconds()), LONGEST_PATIENCE))


def _save(answer: Answer, into: Path, limit: int) -> str:
    """The SHA-256 of what was saved; the file is there whole or not at all."""
    digest, size, part = hashlib.sha256(), 0, into.with_suffix(".part")
    try:
        with part.open("wb") as file:
            for chunk in answer:
                size += len(chunk)
                if size > limit:
                    raise Refused("too-large", f"{limit // 1024 // 1024} MiB")
                digest.update(chunk)
                file.write(chunk)
        part.replace(into)
    finally:
        part.unlink(missing_ok=True)
    return digest.hexdigest()


def _short(value: str | None, longest: int) -> str:
    """A header to be sent back: one that is too long, or not plain, is left out."""
    value = value or ""
    return value if len(value) <= longest and value.isascii() and value.isprintable() else ""
