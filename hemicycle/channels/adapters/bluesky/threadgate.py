"""Replies that are hidden below our own posts: named in the threadgate of the post with which the thread began, which
every client heeds (lexicon app.bsky.feed.threadgate)."""

from __future__ import annotations

from datetime import UTC, datetime

from hemicycle.channels.adapters.bluesky.server import Server, error_in, key_in
from hemicycle.channels.contract import CannotConnect
from hemicycle.channels.http.exchange import dig

GATES = "app.bsky.feed.threadgate"
MOST = 300
"""Of one thread, says the lexicon; the oldest are dropped."""


def put(server: Server, uri: str, *, hidden: bool) -> bool:
    """Whether it stands below a post of ours; elsewhere nothing can be hidden."""
    post = next(iter(dig(server.read("app.bsky.feed.getPosts", uris=uri), "posts") or ()), None)
    if not isinstance(post, dict):
        # Its author has removed it.
        return True
    root = str(dig(post, "record", "reply", "root", "uri") or "")
    if not root.startswith(server.uri("")):
        return False
    kept = server.read("com.atproto.repo.getRecord", repo=server.did, collection=GATES, rkey=key_in(root))
    now = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    gate = dict(dig(kept, "value") or {"$type": GATES, "post": root, "createdAt": now})
    before = [one for one in gate.get("hiddenReplies") or () if isinstance(one, str)]
    if (uri in before) != hidden:
        gate["hiddenReplies"] = [*(one for one in before if one != uri), *([uri] if hidden else [])][-MOST:]
        # Only where nobody has changed it since; then it is read anew, another time.
        reply = server.procedure(
            "com.atproto.repo.putRecord", collection=GATES, rkey=key_in(root), record=gate, swapRecord=dig(kept, "cid")
        )
        if reply is not None and error_in(reply) == "InvalidSwap":
            raise CannotConnect("no-answer-there")
        server.accepted(reply)
    return True
