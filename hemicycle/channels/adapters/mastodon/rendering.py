"""The piece as a post, or as a thread, counted as Mastodon counts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import partial
from typing import Any

from hemicycle.channels import graphemes, threads
from hemicycle.channels.adapters.mastodon.server import CHARACTERS, PER_LINK, PICTURES
from hemicycle.channels.contract import Count, Piece, Rendered

# Mastodon, app/validators/status_length_validator.rb: links count the same however long, mentions without the server.
_LINK = re.compile(r"https?://[^\s<>\"]*[^\s<>\".,;:!?)\]'’”»]")
_MENTION = re.compile(r"(?<![\w/])@(\w[\w.-]*)@[\w.-]+\w")
# More is a document: the register has it.
MOST_POSTS = 25


def render(piece: Piece, settings: Mapping[str, Any]) -> Rendered:
    most = int(settings.get("characters", CHARACTERS))
    measure = partial(length, per_link=int(settings.get("characters_per_link", PER_LINK)))
    # The warning stands over each post, and counts with it.
    taken = measure(piece.warning)
    posts = threads.parts(threads.text_of(piece), piece.link, most=most - taken, measure=measure)
    pictures = [{"path": p.path, "kind": p.kind, "alternative": p.alternative} for p in piece.pictures]
    content = {
        "posts": list(posts), "lang": piece.lang, "link": piece.link, "act": str(piece.act), "pictures": pictures,
        "warning": piece.warning, "visibility": str(settings.get("visibility", "public")),
    }  # fmt: skip
    counts = [Count("characters", taken + max(map(measure, posts)), most), Count("posts", len(posts), MOST_POSTS)]
    if pictures:
        counts.append(Count("pictures", len(pictures), PICTURES * len(posts)))
    return Rendered(content, posts, tuple(counts))


def length(text: str, *, per_link: int = PER_LINK) -> int:
    return graphemes.count(_MENTION.sub(r"@\1", _LINK.sub("x" * per_link, text)))
