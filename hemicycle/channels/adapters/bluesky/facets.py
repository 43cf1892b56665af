"""What in a text leads somewhere: links, hashtags and mentions, by octets (lexicon app.bsky.richtext.facet)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

_LINK = re.compile(r"https?://[^\s<>\"]*[^\s<>\".,;:!?)\]'’”»]")
_TAG = re.compile(r"(?<!\S)#((?!\d+(?:\s|$))\w{1,64})")
# A handle is a name of the domain name system (atproto.com/specs/handle).
_MENTION = re.compile(
    r"(?<![\w@/.])@((?:[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?\.)+[a-zA-Z][a-zA-Z0-9-]*[a-zA-Z0-9])"
)


def facets(text: str, resolve: Callable[[str], str]) -> list[dict[str, Any]]:
    """`resolve` gives the DID behind a handle, or "": then the words stay words."""
    return [
        {
            "index": {"byteStart": _octets(text[:start]), "byteEnd": _octets(text[:end])},
            "features": [{"$type": f"app.bsky.richtext.facet#{kind}", name: value}],
        }
        for start, end, kind, name, value in sorted(_found(text, resolve))
    ]


def _found(text: str, resolve: Callable[[str], str]) -> Iterator[tuple[int, int, str, str, str]]:
    for link in _LINK.finditer(text):
        yield *link.span(), "link", "uri", link[0]
    for tag in _TAG.finditer(text):
        yield *tag.span(), "tag", "tag", tag[1]
    for mention in _MENTION.finditer(text):
        if did := resolve(mention[1]):
            yield *mention.span(), "mention", "did", did


def _octets(text: str) -> int:
    return len(text.encode("utf-8", "replace"))
