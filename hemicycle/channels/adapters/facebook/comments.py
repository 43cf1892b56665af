"""What people answer below our posts, and below each other's answers there."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from hemicycle.channels.adapters.facebook.posting import PAGE
from hemicycle.channels.contract import COMMENT, InboundMessage, Receive
from hemicycle.channels.http.exchange import dig, parse_time
from hemicycle.channels.http.graph import Graph, next_page

# Below older posts people seldom write; the page's own inbox has all of it.
LOOKED_BACK = timedelta(days=14)
# More than people write below a House in two weeks; what is over is left on the page.
MOST_AT_ONCE = 20_000
_FIELDS = "id,message,created_time,from{id},parent{id},attachment{type}"
_received: dict[str, set[str]] = {}
"""By account and page, what this process has received: a second time it is stored once, and costs a query."""


def fetch(graph: Graph, receive: Receive) -> None:
    """The oldest first."""
    received = _received.setdefault(graph.access.webhook_url + graph.url + graph.access.address, set())
    new: list[tuple[str, dict[str, Any]]] = []
    for post in _posts(graph):
        for comment in _below(graph, post, received):
            if len(new) >= MOST_AT_ONCE:
                break
            new.append((str(post["id"]), comment))
    for name, comment in sorted(new, key=lambda one: str(one[1].get("created_time", ""))):
        # Facebook names an author only where our app may know it.
        author = str(dig(comment, "from", "id") or "")
        if author != graph.access.address:
            receive(_message(name, comment, author))
        received.add(str(comment["id"]))


def _posts(graph: Graph) -> Iterator[dict[str, Any]]:
    since = int((datetime.now(UTC) - LOOKED_BACK).timestamp())
    fields = f"id,comments.filter(stream).order(reverse_chronological).limit({PAGE}){{{_FIELDS}}}"
    yield from graph.pages(f"{graph.access.address}/posts", fields=fields, limit="25", since=str(since))


def _below(graph: Graph, post: dict[str, Any], received: set[str]) -> Iterator[dict[str, Any]]:
    """The latest first, page by page, until one that was received."""
    page = post.get("comments")
    while isinstance(page, dict):
        rows = [row for row in page.get("data") or () if isinstance(row, dict) and row.get("id")]
        fresh = [row for row in rows if str(row["id"]) not in received]
        yield from fresh
        following = next_page(page)
        if not rows or len(fresh) < len(rows) or not following:
            return
        page = graph.read(f"{post['id']}/comments", **following)


def _message(post: str, comment: dict[str, Any], author: str) -> InboundMessage:
    """Of what has no words, a sticker or a picture, the kind is named."""
    above = str(dig(comment, "parent", "id") or "")
    kind = str(dig(comment, "attachment", "type") or "")
    text = "\n\n".join(filter(None, (str(comment.get("message") or ""), f"[{kind}]" if kind else "")))
    return InboundMessage(
        f"{COMMENT}{comment['id']}", text, sender=author, sent_at=parse_time(comment.get("created_time")),
        answers=(*((f"{COMMENT}{above}",) if above else ()), post), authenticated=bool(author),
        raw=json.dumps(comment, ensure_ascii=False).encode(),
    )  # fmt: skip
