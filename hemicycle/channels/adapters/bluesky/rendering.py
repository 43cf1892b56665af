"""The text as a post, or as a thread, counted as the network counts (lexicon app.bsky.feed.post)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hemicycle.channels.contract import Count, OutgoingText, Rendered
from hemicycle.channels.files.pictures import JPEG, PNG, WEBP, Takes
from hemicycle.channels.text import threads

CHARACTERS, OCTETS = 300, 3000
"""Of a text: grapheme clusters, and octets of UTF-8."""
PICTURES, LARGEST_PICTURE = 4, 1_000_000
"""Of a post; octets of each (lexicon app.bsky.embed.images)."""
# What the network's own programs make of a picture (bluesky-social/social-app, src/lib/constants.ts).
TAKES = Takes((JPEG, PNG, WEBP), LARGEST_PICTURE, largest=((2000, 2000),))
# More is a document: the register has it.
MOST_POSTS = 25
_CARD_CHARACTERS = 200


def render(outgoing: OutgoingText, settings: Mapping[str, Any]) -> Rendered:
    posts = threads.parts(threads.text_of(outgoing), outgoing.link, most=CHARACTERS, measure=length)
    pictures = [{"path": p.path, "kind": p.kind, "alternative": p.alternative} for p in outgoing.pictures]
    content = {
        "posts": list(posts), "lang": outgoing.lang, "act": str(outgoing.act), "pictures": pictures,
        "card": _card(outgoing), "labels": str(settings.get("labels", "")).split(),
    }  # fmt: skip
    counts = [Count("characters", max(map(length, posts)), CHARACTERS), Count("posts", len(posts), MOST_POSTS)]
    if pictures:
        counts.append(Count("pictures", len(pictures), PICTURES * len(posts)))
    return Rendered(content, posts, tuple(counts))


def length(text: str) -> int:
    """Characters; pictures of many parts weigh as much as their octets, of which a text has ten for each character."""
    return max(threads.count(text), -(-len(text.encode("utf-8", "replace")) * CHARACTERS // OCTETS))


def _card(outgoing: OutgoingText) -> dict[str, str]:
    """What stands in the box that leads to the register."""
    if not outgoing.link:
        return {}
    first = (outgoing.body or outgoing.notice).strip().partition("\n")[0]
    title = outgoing.title or first[:_CARD_CHARACTERS]
    return {"uri": outgoing.link, "title": title, "description": first[:_CARD_CHARACTERS]}
