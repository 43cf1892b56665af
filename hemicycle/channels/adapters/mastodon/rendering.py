"""The text as a post, or as a thread, counted as Mastodon counts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import partial
from typing import Any

from hemicycle.channels.adapters.mastodon.server import CHARACTERS, PER_LINK, PICTURES
from hemicycle.channels.contract import Count, OutgoingText, Rendered
from hemicycle.channels.text import threads

# Mastodon, app/validators/status_length_validator.rb: links count the same however long, mentions without the server.
_LINK = re.compile(r"https?://[^\s<>\"]*[^\s<>\".,;:!?)\]'’”»]")
_MENTION = re.compile(r"(?<![\w/])@(\w[\w.-]*)@[\w.-]+\w")
# More is a document: the register has it.
MOST_POSTS = 25


def render(outgoing: OutgoingText, settings: Mapping[str, Any]) -> Rendered:
    most = int(settings.get("characters", CHARACTERS))
    measure = partial(length, per_link=int(settings.get("characters_per_link", PER_LINK)))
    # The warning stands over each post, and counts with it.
    taken = measure(outgoing.warning)
    posts = threads.parts(threads.text_of(outgoing), outgoing.link, most=most - taken, measure=measure)
    pictures = [{"path": p.path, "kind": p.kind, "alternative": p.alternative} for p in outgoing.pictures]
    content = {
        "posts": list(posts), "lang": outgoing.lang, "link": outgoing.link, "act": str(outgoing.act),
        "pictures": pictures, "warning": outgoing.warning, "visibility": str(settings.get("visibility", "public")),
    }  # fmt: skip
    counts = [Count("characters", taken + max(map(measure, posts)), most), Count("posts", len(posts), MOST_POSTS)]
    if pictures:
        counts.append(Count("pictures", len(pictures), PICTURES * len(posts)))
    return Rendered(content, posts, tuple(counts))


def length(text: str, *, per_link: int = PER_LINK) -> int:
    return threads.count(_MENTION.sub(r"@\1", _LINK.sub("x" * per_link, text)))
