"""The calls we make: each one request, with the token of the account."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from hemicycle.channels.adapters.mastodon import words
from hemicycle.channels.contract import Access, CannotConnect, NotAuthorised
from hemicycle.channels.files.pictures import JPEG, PNG, WEBP, Takes
from hemicycle.channels.http.exchange import SECONDS, BadAddress, Reply, ask

Form = Iterable[tuple[str, str]]
# A server says its limits once in a while; nobody changes them every hour.
_LIMITS_KEPT = 3600.0
# What a page of posts or notifications holds at most (API, "limit").
PAGE = 40

CHARACTERS, PER_LINK, PICTURES = 500, 23, 4
"""Of a server that says nothing else (Mastodon's own)."""


@dataclass(frozen=True, slots=True)
class Limits:
    characters: int = CHARACTERS
    per_link: int = PER_LINK
    pictures: int = PICTURES
    takes: Takes = field(default_factory=Takes)
    """Of one of them."""


_limits: dict[str, tuple[float, Limits]] = {}


class Server:
    """`secret` and address of an account open it; nothing is kept open between two calls."""

    def __init__(self, access: Access) -> None:
        self.access = access
        self.url = str(access.settings.get("server", "")).rstrip("/")
        self.seconds = float(access.settings.get("answer_seconds", SECONDS))

    def call(
        self, method: str, path: str, *, form: Form = (), body: tuple[str, bytes] | None = None, key: str = "",
        before: Callable[[], None] = lambda: None,
    ) -> Reply | None:  # fmt: skip
        """What was answered, None where no answer came. Raises CannotConnect, NotAuthorised for a bad address."""
        headers = {"User-Agent": "Hemicycle", "Accept": "application/json"}
        if token := self.access.secret.get("token", ""):
            headers["Authorization"] = f"Bearer {token}"
        if key:
            headers["Idempotency-Key"] = key
        kind, octets = body or ("application/x-www-form-urlencoded", urlencode(list(form)).encode())
        if octets:
            headers["Content-Type"] = kind
        try:
            return ask(method, self.url + path, headers=headers, body=octets, seconds=self.seconds, before=before)
        except BadAddress as error:
            raise NotAuthorised(error.code, str(error)) from error

    def get(self, path: str, **query: str) -> Any:
        """What stands there; None where nothing does. Raises CannotConnect and NotAuthorised."""
        reply = self.call("GET", f"{path}?{urlencode(query)}" if query else path)
        if reply is None or reply.status >= 500 or reply.status == 429:
            raise CannotConnect("no-answer-there", retry_after=words.patience(reply) if reply else None)
        if reply.status in (401, 403):
            raise NotAuthorised("not-let-in", words.said(reply))
        if reply.status >= 300:
            return None
        if (told := reply.json) is None:
            raise CannotConnect("no-answer-there", "no JSON")
        return told

    @cached_property
    def me(self) -> Mapping[str, Any]:
        """Our account; raises NotAuthorised where the token is not let in (snac says 422)."""
        found = self.get("/api/v1/accounts/verify_credentials")
        if not isinstance(found, dict) or not found.get("id"):
            raise NotAuthorised("not-let-in")
        return found

    def limits(self) -> Limits:
        """How long a post may be there."""
        known = _limits.get(self.url)
        if known is None or time.monotonic() - known[0] > _LIMITS_KEPT:
            _limits[self.url] = known = (time.monotonic(), _limits_in(self.get("/api/v1/instance")))
        return known[1]

    def pages(self, path: str, **query: str) -> Iterator[dict[str, Any]]:
        """What a list holds, the newest first, page by page; a server that knows no pages gives one."""
        last, seen = "", set[str]()
        while True:
            more = {"max_id": last} if last else {}
            rows = self.get(path, limit=str(PAGE), **query, **more)
            new = [row for row in rows or () if isinstance(row, dict) and str(row.get("id", "")) not in seen]
            yield from new
            if not new or len(rows) < PAGE:
                return
            last = str(new[-1]["id"])
            seen |= {str(row["id"]) for row in new}


def _limits_in(instance: Any) -> Limits:
    posts = _told(instance, "statuses")
    return Limits(
        _number(posts, "max_characters") or CHARACTERS,
        _number(posts, "characters_reserved_per_url") or PER_LINK,
        _number(posts, "max_media_attachments") or PICTURES,
        _takes_in(_told(instance, "media_attachments")),
    )


def _takes_in(media: Mapping[str, Any]) -> Takes:
    told = media.get("supported_mime_types")
    kinds = tuple(kind for kind in (JPEG, PNG, WEBP) if not isinstance(told, list) or kind in told)
    return Takes(
        kinds or (JPEG, PNG, WEBP),
        _number(media, "image_size_limit"),
        most_pixels=_number(media, "image_matrix_limit"),
    )


def _told(instance: Any, name: str) -> Mapping[str, Any]:
    """A part of what a server says of itself; nothing where it says it otherwise."""
    configuration = instance.get("configuration") if isinstance(instance, dict) else None
    part = configuration.get(name) if isinstance(configuration, dict) else None
    return part if isinstance(part, dict) else {}


def _number(told: Mapping[str, Any], name: str) -> int | None:
    value = told.get(name)
    return value if isinstance(value, int) and value > 0 else None
