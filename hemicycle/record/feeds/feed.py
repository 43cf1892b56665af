"""A feed before it is written, and its two written forms."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, cast

from lxml import etree

ATOM = "http://www.w3.org/2005/Atom"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
# The namespace of elements without a prefix, as lxml writes it.
_DEFAULT = cast("dict[str, str]", {None: ATOM})
# What no XML document may hold, not even escaped (XML 1.0, 2.2).
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
# A feed needs a date of change; one without entries never changed.
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Entry:
    """`key` names it for good, `url` is absolute, `at` knows its zone; `language` is that of the words."""

    key: Any
    url: str
    title: str
    at: datetime
    words: str = ""
    language: str = ""
    author: str = ""


@dataclass(frozen=True, slots=True)
class Feed:
    """`page` is the address that people read, absolute; `publisher` stands where an entry names no author. `address`
    is that of the feed, where another was asked for; whoever subscribes to that at `hub` is told of changes. `links`
    lead to its other pages by their relation (RFC 5005, 3)."""

    key: Any
    title: str
    page: str
    publisher: str
    language: str
    entries: Sequence[Entry] = field(default_factory=tuple)
    address: str = ""
    hub: str = ""
    links: Mapping[str, str] = field(default_factory=dict)

    @property
    def changed(self) -> datetime:
        return max((entry.at for entry in self.entries), default=_NEVER)


def atom(feed: Feed, address: str) -> bytes:
    root = etree.Element(f"{{{ATOM}}}feed", {_LANG: feed.language}, nsmap=_DEFAULT)
    _add(root, "id", _urn(feed.key))
    _add(root, "title", feed.title)
    _add(root, "updated", feed.changed.isoformat())
    _add(root, "link", rel="self", type="application/atom+xml", href=address)
    _add(root, "link", rel="alternate", type="text/html", href=feed.page)
    if feed.hub:
        _add(root, "link", rel="hub", href=feed.hub)
    for rel, href in feed.links.items():
        _add(root, "link", rel=rel, type="application/atom+xml", href=href)
    _add(_add(root, "author"), "name", feed.publisher)
    for entry in feed.entries:
        _atom_entry(root, entry)
    return etree.tostring(root, xml_declaration=True, encoding="utf-8")


def json_feed(feed: Feed, address: str) -> dict[str, Any]:
    return {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": feed.page,
        "feed_url": address,
        **({"next_url": feed.links["next"]} if "next" in feed.links else {}),
        "language": feed.language,
        "authors": [{"name": feed.publisher}],
        **({"hubs": [{"type": "WebSub", "url": feed.hub}]} if feed.hub else {}),
        "items": [_json_item(entry) for entry in feed.entries],
    }


def _atom_entry(root: etree._Element, entry: Entry) -> None:
    element = _add(root, "entry")
    _add(element, "id", _urn(entry.key))
    _add(element, "title", entry.title)
    _add(element, "updated", entry.at.isoformat())
    _add(element, "link", rel="alternate", type="text/html", href=entry.url)
    if entry.author:
        _add(_add(element, "author"), "name", entry.author)
    if entry.words:
        # Without a language of its own it has that of the feed.
        summary = _add(element, "summary", entry.words)
        if entry.language:
            summary.set(_LANG, entry.language)
    else:
        _add(element, "summary", entry.title)


def _json_item(entry: Entry) -> dict[str, Any]:
    item = {
        "id": _urn(entry.key),
        "url": entry.url,
        "title": entry.title,
        "content_text": entry.words or entry.title,
        "date_published": entry.at.isoformat(),
    }
    if entry.language:
        item["language"] = entry.language
    return item | ({"authors": [{"name": entry.author}]} if entry.author else {})


def _urn(key: object) -> str:
    return f"urn:uuid:{key}"


def _add(parent: etree._Element, name: str, text: str = "", **attributes: str) -> etree._Element:
    element = etree.SubElement(parent, f"{{{ATOM}}}{name}", attributes)
    element.text = _FORBIDDEN.sub("\ufffd", text) or None
    return element
