"""What stands at a public address on a network, as its server gives it to somebody who has not signed in there."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.utils import timezone

from hemicycle.rules.http_client import Answer, BadAddress, HttpError, followed
from hemicycle.rules.internet import Allowed, is_permitted

from .gaps import GONE, REFUSED, SIGN_IN, TOO_LARGE, UNREACHABLE, Gap
from .warc import RESPONSE, Record

# As long as a person would wait for a page.
SECONDS = 30
# A page without its pictures: the largest of the networks' pages weigh two or three megabytes.
MOST_BYTES = 10_000_000
# They answer everybody, and show whoever has not signed in a page that asks for it.
_SIGN_IN = frozenset({"facebook.com", "instagram.com", "threads.net", "x.com", "twitter.com", "linkedin.com"})
# RFC 9110 and 7725; 999 is LinkedIn's own.
_REFUSALS = {401: SIGN_IN, 403: SIGN_IN, 407: SIGN_IN, 451: SIGN_IN, 999: SIGN_IN, 404: GONE, 410: GONE}


def asked(url: str, *, allowed: Allowed = is_permitted) -> Record | Gap:
    host = (urlsplit(url).hostname or "").removeprefix("www.").removeprefix("m.")
    if host in _SIGN_IN:
        return Gap(url, SIGN_IN)
    try:
        with followed(url, allowed=allowed, seconds=SECONDS, headers={"Accept": "text/html,*/*"}) as answer:
            return _read(url, answer)
    except BadAddress:
        return Gap(url, REFUSED)
    except HttpError:
        return Gap(url, UNREACHABLE)


def _read(url: str, answer: Answer) -> Record | Gap:
    if not 200 <= answer.status < 300:
        return Gap(url, _REFUSALS.get(answer.status, UNREACHABLE))
    body = bytearray()
    for part in answer:
        body += part
        if len(body) > MOST_BYTES:
            return Gap(url, TOO_LARGE)
    return Record(
        RESPONSE, url, timezone.now(), answer.headers.get("content-type", ""), bytes(body), f"{answer.status} OK",
        tuple(answer.headers.items()),
    )  # fmt: skip
