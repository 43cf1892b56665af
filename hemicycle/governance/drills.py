"""Everything that is public, to be searched for words that must not be there: pages, feeds, the API, exports, the
search, the cache.

Pages are read as a visitor reads them, in this process: those whose address is fixed, and of those that sitemaps list
the first of each. What the record gives out as tables is read whole.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote

from django.conf import settings
from lxml import etree

from hemicycle.accounts.permissions import addresses
from hemicycle.record.exporters.public_rows import rows_of
from hemicycle.record.tables.columns import MODELS, name_of

from .visitor import Visitor

# Of each list of a sitemap, as many pages are opened as a person would leaf through; its rows are all in the tables.
PAGES_OF_A_LIST = 200
SEARCHES = ("/api/v1/search?q={}", "/api/v1/announcements?q={}")

Place = tuple[str, Callable[[], bool]]
"""What it is called, and whether the words are there."""


def public_places(canary: str) -> list[Place]:
    visitor, words = Visitor(), canary.encode()
    paths = [*_fixed(), *_listed(visitor)]
    pages = [(path, _reads(visitor, path, words)) for path in paths]
    asked = [(path.format(quote(canary)), _finds(visitor, path.format(quote(canary)))) for path in SEARCHES]
    tables = [(f"table {name_of(model)}", _holds(model, canary)) for model in MODELS]
    return [*pages, *asked, *tables, ("cache", lambda: any(words in content for content in _cached()))]


def _fixed() -> list[str]:
    """Every public address without a part that varies, those that only sign one in among them."""
    found = [one for one in addresses() if one.permission.public and one.permission.answers == 200]
    return sorted({one.pattern for one in found if "<" not in one.pattern and "(" not in one.pattern})


def _listed(visitor: Visitor) -> Iterator[str]:
    for file in _places_in(visitor.read("/sitemap.xml")):
        listed = _places_in(visitor.read(file))
        yield from listed[:PAGES_OF_A_LIST]


def _places_in(sitemap: bytes) -> list[str]:
    """The paths that a sitemap names."""
    root = etree.fromstring(sitemap, etree.XMLParser(resolve_entities=False, no_network=True))
    return ["/" + str(one.text).split("/", 3)[3] for one in root.iter("{*}loc")]


def _reads(visitor: Visitor, path: str, words: bytes) -> Callable[[], bool]:
    return lambda: words in visitor.read(path)


def _finds(visitor: Visitor, path: str) -> Callable[[], bool]:
    """The answer has the words of the question in its own address only where there is something to find."""
    return lambda: b'"total": 0' not in visitor.read(path).replace(b'"total":0', b'"total": 0')


def _holds(model: type, canary: str) -> Callable[[], bool]:
    return lambda: any(canary in str(value) for row in rows_of(model) for value in row)


def _cached() -> Iterator[bytes]:
    """What files of the cache hold; Django compresses each behind the time at which it expires."""
    folder = Path(str(settings.CACHES["default"].get("LOCATION") or "no folder"))
    for file in folder.glob("*.djcache") if folder.is_dir() else ():
        with suppress(OSError, zlib.error):
            content = file.read_bytes()
            yield content
            start = content.find(b"x\x9c")
            yield zlib.decompress(content[start:]) if start >= 0 else b""
