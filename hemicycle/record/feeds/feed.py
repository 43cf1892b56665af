"""A feed before it is written, and its two written forms."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, cast

from lxml import etree

from hemicycle.rules.licence import Licence

ATOM = "http://www.w3.org/2005/Atom"
# Media RSS 1.5.1 (rssboard.org/media-rss), for pictures with who made them, which Atom has no words for.
MEDIA = "http://search.yahoo.com/mrss/"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
# The namespace of elements without a prefix, as lxml writes it.
_DEFAULT = cast("dict[str, str]", {None: ATOM})
# What no XML document may hold, not even escaped (XML 1.0, 2.2).
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
# A feed needs a date of change; one without entries never changed.
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class EntryMedium:
    """A picture ("image"), a video or a sound ("audio") at its absolute address: what it shows to whoever does not see
    it, who is to be named beside it, and the licence under which others may use it."""

    url: str
    content_type: str
    medium: str
    alternative: str = ""
    credit: str = ""
    licence: str = ""
    licence_url: str = ""

    @property
    def line(self) -> str:
        """Who made it, in words: most readers of feeds show a picture and no more."""
        return " · ".join(filter(None, (self.credit, self.licence)))


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
    media: Sequence[EntryMedium] = ()

    @property
    def said(self) -> str:
        """Its words, and below them who made its pictures."""
        words = self.words or self.title
        return "\n\n".join([words, *dict.fromkeys(one.line for one in self.media if one.line)])


@dataclass(frozen=True, slots=True)
class Feed:
    """`page` is the address that people read, absolute; `publisher` stands where an entry names no author. `address`
    is that of the feed, where another was asked for; whoever subscribes to that at `hub` is told of changes. `links`
    lead to its other pages by their relation (RFC 5005, 3). `licence` is that of its words; media have their own."""

    key: Any
    title: str
    page: str
    publisher: str
    language: str
    entries: Sequence[Entry] = field(default_factory=tuple)
    address: str = ""
    hub: str = ""
    links: Mapping[str, str] = field(default_factory=dict)
    licence: Licence | None = None

    @property
    def changed(self) -> datetime:
        return max((entry.at for entry in self.entries), default=_NEVER)


def atom(feed: Feed, address: str) -> bytes:
    has_media = any(entry.media for entry in feed.entries)
    nsmap = _DEFAULT | ({"media": MEDIA} if has_media else {})
    root = etree.Element(f"{{{ATOM}}}feed", {_LANG: feed.language}, nsmap=nsmap)
    _add(root, "id", _urn(feed.key))
    _add(root, "title", feed.title)
    _add(root, "updated", feed.changed.isoformat())
    _add(root, "link", rel="self", type="application/atom+xml", href=address)
    _add(root, "link", rel="alternate", type="text/html", href=feed.page)
    if feed.hub:
        _add(root, "link", rel="hub", href=feed.hub)
    if feed.licence:
        _add(root, "rights", feed.licence.name)
    if feed.licence and feed.licence.url:
        # RFC 4946
        _add(root, "link", rel="license", href=feed.licence.url)
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
        **({"_license": _filled(name=feed.licence.name, url=feed.licence.url)} if feed.licence else {}),
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
    summary = _add(element, "summary", entry.said)
    if entry.words and entry.language:
        # Without a language of its own it has that of the feed.
        summary.set(_LANG, entry.language)
    for one in entry.media:
        _atom_medium(element, one, entry.language)


def _atom_medium(element: etree._Element, one: EntryMedium, language: str) -> None:
    content = _add(element, "content", of=MEDIA, url=one.url, type=one.content_type, medium=one.medium)
    if language:
        content.set(_LANG, language)
    if one.alternative:
        _add(content, "description", one.alternative, of=MEDIA, type="plain")
    if one.credit:
        _add(content, "credit", one.credit, of=MEDIA)
    if one.licence:
        _add(content, "license", one.licence, of=MEDIA, type="text/html", href=one.licence_url)


def _json_item(entry: Entry) -> dict[str, Any]:
    item: dict[str, Any] = {
        "id": _urn(entry.key),
        "url": entry.url,
        "title": entry.title,
        "content_text": entry.said,
        "date_published": entry.at.isoformat(),
    }
    if entry.language:
        item["language"] = entry.language
    if entry.media:
        item["attachments"] = [_json_attachment(one) for one in entry.media]
        if entry.media[0].medium == "image":
            item["image"] = entry.media[0].url
    return item | ({"authors": [{"name": entry.author}]} if entry.author else {})


def _json_attachment(one: EntryMedium) -> dict[str, Any]:
    """JSON Feed has no credit; an extension begins with "_" (jsonfeed.org/version/1.1)."""
    found: dict[str, Any] = {"url": one.url, "mime_type": one.content_type}
    if one.alternative:
        found["title"] = one.alternative
    more = _filled(credit=one.credit, license=one.licence, license_url=one.licence_url)
    return found | ({"_media": more} if more else {})


def _filled(**fields: str) -> dict[str, str]:
    return {name: value for name, value in fields.items() if value}


def _urn(key: object) -> str:
    return f"urn:uuid:{key}"


def _add(parent: etree._Element, name: str, text: str = "", *, of: str = ATOM, **attributes: str) -> etree._Element:
    element = etree.SubElement(parent, f"{{{of}}}{name}", attributes)
    element.text = _FORBIDDEN.sub("\ufffd", text) or None
    return element
