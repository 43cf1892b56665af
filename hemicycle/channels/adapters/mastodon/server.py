"""The client of a server with the Mastodon API (docs.joinmastodon.org/methods)."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from hemicycle.channels.contract import Access, NotAuthorised
from hemicycle.channels.files.pictures import JPEG, PNG, WEBP, Takes
from hemicycle.channels.http.client import STATUSES, Client
from hemicycle.channels.http.exchange import LONGEST_PATIENCE, Reply, dig, parse_time
from hemicycle.channels.text import threads

# A server says its limits once in a while; nobody changes them every hour.
_LIMITS_KEPT = 3600.0
# What a page of posts or notifications holds at most (API, "limit").
PAGE = 40

CHARACTERS, PER_LINK, PICTURES = 500, 23, 4
"""Of a server that says nothing else (Mastodon's own)."""

# Mastodon, app/validators/status_length_validator.rb: mentions count without the server.
_MENTION = re.compile(r"(?<![\w/])@(\w[\w.-]*)@[\w.-]+\w")

Post = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Limits:
    characters: int = CHARACTERS
    per_link: int = PER_LINK
    pictures: int = PICTURES
    takes: Takes = field(default_factory=Takes)
    """Of one of them."""


_limits: dict[str, tuple[float, Limits]] = {}


class Server(Client):
    def __init__(self, access: Access) -> None:
        super().__init__(access, str(access.settings.get("server", "")).rstrip("/"))

    def headers(self) -> dict[str, str]:
        token = self.access.secret.get("token", "")
        return {"Authorization": f"Bearer {token}"} if token else {}

    def detail(self, reply: Reply) -> str:
        error = dig(reply.json, "error")
        return f"{reply.status} {error}"[:120].strip() if isinstance(error, str) else str(reply.status)

    def patience(self, reply: Reply) -> float | None:
        """Retry-After, or X-RateLimit-Reset, which is a date (API, "Rate limits")."""
        until = parse_time(reply.headers.get("x-ratelimit-reset"))
        if reply.retry_after is not None or reply.status != 429 or until is None:
            return reply.retry_after
        return min(max(0.0, until.timestamp() - time.time()), LONGEST_PATIENCE)

    def is_gone(self, reply: Reply) -> bool:
        """Servers say it with 404, with 422, or with whatever else they do not know."""
        return 300 <= reply.status < 500 and reply.status not in STATUSES

    @cached_property
    def me(self) -> Mapping[str, Any]:
        """Our account; raises NotAuthorised where the token is not accepted (snac says 422)."""
        found = self.read("/api/v1/accounts/verify_credentials")
        if not isinstance(found, dict) or not found.get("id"):
            raise NotAuthorised("not-let-in")
        return found

    def limits(self) -> Limits:
        """How long a post may be there, and what is taken of a picture."""
        known = _limits.get(self.url)
        if known is None or time.monotonic() - known[0] > _LIMITS_KEPT:
            _limits[self.url] = known = (time.monotonic(), _limits_in(self.read("/api/v1/instance")))
        return known[1]

    def post(self, name: str) -> Post | None:
        found = self.read(f"/api/v1/statuses/{name}")
        return found if isinstance(found, dict) else None

    def pages(self, path: str, **query: str) -> Iterator[dict[str, Any]]:
        """The rows of a list, the newest first, page by page; a server that knows no pages gives one."""
        last, seen = "", set[str]()
        while True:
            more = {"max_id": last} if last else {}
            rows = self.read(path, limit=str(PAGE), **query, **more)
            new = [row for row in rows or () if isinstance(row, dict) and str(row.get("id", "")) not in seen]
            yield from new
            if not new or len(rows) < PAGE:
                return
            last = str(new[-1]["id"])
            seen |= {str(row["id"]) for row in new}


def _limits_in(instance: Any) -> Limits:
    posts, media = (dig(instance, "configuration", name) for name in ("statuses", "media_attachments"))
    listed = dig(media, "supported_mime_types")
    kinds = tuple(kind for kind in (JPEG, PNG, WEBP) if not isinstance(listed, list) or kind in listed)
    return Limits(
        _number(posts, "max_characters") or CHARACTERS,
        _number(posts, "characters_reserved_per_url") or PER_LINK,
        _number(posts, "max_media_attachments") or PICTURES,
        Takes(
            kinds or (JPEG, PNG, WEBP),
            _number(media, "image_size_limit"),
            most_pixels=_number(media, "image_matrix_limit"),
        ),
    )


def _number(part: Any, name: str) -> int | None:
    value = dig(part, name)
    return value if isinstance(value, int) and value > 0 else None


def length(text: str, *, per_link: int = PER_LINK) -> int:
    return threads.count(_MENTION.sub(r"@\1", threads.LINK.sub("x" * per_link, text)))
