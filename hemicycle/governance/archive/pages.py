"""A page of ours as a visitor saw it, with everything that it loads: style sheets, fonts, scripts, pictures, sound."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

from django.utils import timezone
from lxml import html

from hemicycle.rules.site_address import absolute

from ..visitor import PublicAnswer, Visitor
from .gaps import GONE, LINK, TOO_LARGE, Gap
from .warc import RESPONSE, Record

MOST_BYTES = 100_000_000
"""Of one file: what a worker may hold in memory at once. Longer recordings are in the archive of the sittings."""

_LOADS = (
    ("//img[@src]", "src"), ("//script[@src]", "src"), ("//source[@src]", "src"), ("//video[@src]", "src"),
    ("//audio[@src]", "src"), ("//video[@poster]", "poster"), ("//track[@src]", "src"),
    ("//link[contains(@rel, 'stylesheet') or contains(@rel, 'icon') or contains(@rel, 'preload')]", "href"),
)  # fmt: skip
_OF_STYLE = re.compile(rb"""url\(\s*['"]?([^'")\s]+)""")


class Pages:
    """Each address once in a capture, whatever asks for it."""

    def __init__(self) -> None:
        self._visitor, self._seen = Visitor(), set[str]()

    def page(self, path: str, language: str, *, with_links: bool = False) -> Iterator[Record | Gap]:
        """In a language, which its address then names: a replay has one page under one address."""
        uri = absolute(f"{path}{'&' if '?' in path else '?'}lang={language}" if language else path)
        answer = self._asked(uri, language)
        if answer is None:
            return
        yield from _kept(uri, answer)
        if answer.status < 400 and answer.content_type.startswith("text/html"):
            tree = html.document_fromstring(answer.body)
            yield from self._loaded(uri, _loads(tree))
            if with_links:
                yield from self._outside(tree)

    def _asked(self, uri: str, language: str = "") -> PublicAnswer | None:
        if uri in self._seen:
            return None
        self._seen.add(uri)
        return self._visitor.ask(uri.removeprefix(absolute("")), language, most=MOST_BYTES)

    def _loaded(self, base: str, references: Iterator[str]) -> Iterator[Record | Gap]:
        for reference in references:
            uri = urljoin(base, reference).partition("#")[0]
            if not uri.startswith(absolute("/")) or (answer := self._asked(uri)) is None:
                continue
            yield from _kept(uri, answer)
            if answer.content_type.startswith("text/css"):
                yield from self._loaded(
                    uri, (found.decode("utf-8", "replace") for found in _OF_STYLE.findall(answer.body))
                )

    def _outside(self, tree: html.HtmlElement) -> Iterator[Gap]:
        """What the text itself links to elsewhere."""
        for link in tree.xpath("//main//a[starts-with(@href, 'http')]/@href"):
            if not link.startswith(absolute("/")) and link not in self._seen:
                self._seen.add(link)
                yield Gap(link, LINK)


def _kept(uri: str, answer: PublicAnswer) -> Iterator[Record | Gap]:
    if answer.status >= 400:
        yield Gap(uri, GONE)
    elif not answer.is_whole or len(answer.body) > MOST_BYTES:
        yield Gap(uri, TOO_LARGE)
    else:
        yield Record(
            RESPONSE, uri, timezone.now(), answer.content_type, answer.body, f"{answer.status} {answer.reason}",
            answer.headers,
        )  # fmt: skip


def _loads(tree: html.HtmlElement) -> Iterator[str]:
    for path, attribute in _LOADS:
        yield from (one.get(attribute) for one in tree.xpath(path) if one.get(attribute))
    for several in tree.xpath("//@srcset"):
        yield from (part.split()[0] for part in several.split(",") if part.strip())
    for style in tree.xpath("//@style"):
        yield from (found.decode() for found in _OF_STYLE.findall(style.encode()))


def is_ours(url: str) -> bool:
    return url.startswith(absolute("/"))


def path_of(url: str) -> str:
    parts = urlsplit(url)
    return parts.path + (f"?{parts.query}" if parts.query else "")
