"""What stands behind the links of a draft, in its publisher's own words: title and author, read by oEmbed 1.0.

    known providers      their own address is asked for it
    other pages          the address that the head of the page names (`application/json+oembed`)

For a job: it takes seconds. Public addresses only, whatever a name or a redirect leads to; what comes is bounded, and
taken as text. HTML that a provider offers is not read.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from html import unescape
from typing import Any
from urllib.parse import quote, urljoin, urlsplit

from hemicycle.record.sources import web_pages
from hemicycle.record.sources.fetching import Busy, Refused

Read = Callable[[str], bytes]

# Of one announcement; whoever links to more reads no titles in a margin.
MOST_LINKS = 10
LONGEST = 200
# From the list of providers (oembed.com/providers.json): those to which parliaments link, whose pages want a session.
PROVIDERS = {
    "youtube.com": "https://www.youtube.com/oembed?format=json&url={}",
    "youtu.be": "https://www.youtube.com/oembed?format=json&url={}",
    "vimeo.com": "https://vimeo.com/api/oembed.json?url={}",
    "dailymotion.com": "https://www.dailymotion.com/services/oembed?format=json&url={}",
    "x.com": "https://publish.x.com/oembed?url={}",
    "twitter.com": "https://publish.x.com/oembed?url={}",
    "tiktok.com": "https://www.tiktok.com/oembed?url={}",
}
_LINK = re.compile(r"<link\b[^>]{0,2000}>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""([a-z-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"']+))""", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class LinkPreview:
    """A link as it stands, and what its publisher calls it."""

    address: str
    title: str
    author: str = ""
    provider: str = ""


def read(addresses: Iterable[str], *, page: Read = web_pages.read) -> list[LinkPreview]:
    """Of those that say something of themselves."""
    found = (_linked(address, page) for address in sorted(set(addresses))[:MOST_LINKS])
    return [one for one in found if one is not None]


def _linked(address: str, page: Read) -> LinkPreview | None:
    try:
        endpoint = _endpoint(address, page)
        payload = json.loads(page(endpoint)) if endpoint else None
    except (Refused, Busy, ValueError, RecursionError):
        return None
    if not isinstance(payload, dict):
        return None
    title, author, provider = (_words(payload.get(name)) for name in ("title", "author_name", "provider_name"))
    return LinkPreview(address, title, author, provider) if title or author else None


def _endpoint(address: str, page: Read) -> str:
    """The oEmbed address for a page; "" where there is none."""
    host = (urlsplit(address).hostname or "").removeprefix("www.").removeprefix("m.")
    if host in PROVIDERS:
        return PROVIDERS[host].format(quote(address, safe=""))
    head = page(address).decode("utf-8", "replace").partition("</head>")[0]
    for tag in _LINK.findall(head):
        attributes = {name.lower(): unescape(a or b or c) for name, a, b, c in _ATTRIBUTE.findall(tag)}
        if attributes.get("type", "").lower() == "application/json+oembed" and attributes.get("href"):
            return urljoin(address, attributes["href"])
    return ""


def _words(value: Any) -> str:
    """One line of plain text: no marks of direction, nothing that cannot be seen."""
    if not isinstance(value, str):
        return ""
    seen = "".join(c if unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co") else " " for c in unescape(value))
    return " ".join(seen.split())[:LONGEST]
