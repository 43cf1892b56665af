"""Replies that are hidden below our own posts: named in the threadgate of the post with which the thread began, which
every client heeds (lexicon app.bsky.feed.threadgate)."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from hemicycle.channels.adapters.bluesky import words
from hemicycle.channels.adapters.bluesky.server import Server, key_in
from hemicycle.channels.contract import CannotConnect, ChannelError

GATES = "app.bsky.feed.threadgate"
MOST = 300
"""Of one thread, says the lexicon; the oldest are let go."""


class _Refused(ChannelError):
    permanent = True


def put(server: Server, uri: str, *, hidden: bool) -> bool:
    """Whether it stands below a post of ours; elsewhere nothing can be hidden."""
    found = server.get("app.bsky.feed.getPosts", uris=uri)
    post = next(iter(found.get("posts") or ()), None) if isinstance(found, dict) else None
    if not isinstance(post, dict):
        # Its author has removed it.
        return True
    root = _root_of(post)
    if not root.startswith(server.uri("")):
        return False
    kept = server.get("com.atproto.repo.getRecord", repo=server.did, collection=GATES, rkey=key_in(root))
    kept = kept if isinstance(kept, dict) else {}
    gate = dict(kept.get("value") or {"$type": GATES, "post": root, "createdAt": _now()})
    before = [one for one in gate.get("hiddenReplies") or () if isinstance(one, str)]
    if (uri in before) != hidden:
        gate["hiddenReplies"] = [*(one for one in before if one != uri), *([uri] if hidden else [])][-MOST:]
        _write(server, key_in(root), gate, kept.get("cid"))
    return True


def _write(server: Server, key: str, gate: dict[str, Any], before: Any) -> None:
    """Only where nobody has changed it since; then it is read anew, another time."""
    said = {"repo": server.did, "collection": GATES, "rkey": key, "record": gate, "swapRecord": before}
    reply = server.call("POST", "com.atproto.repo.putRecord", said=said)
    if reply is None or reply.status >= 500 or reply.status in (408, 429) or words.error_in(reply) == "InvalidSwap":
        raise CannotConnect("no-answer-there", retry_after=words.patience(reply) if reply else None)
    if reply.status >= 300:
        raise _Refused("refused", words.error_in(reply))


def _root_of(post: dict[str, Any]) -> str:
    record = post.get("record")
    reply = record.get("reply") if isinstance(record, dict) else None
    root = reply.get("root") if isinstance(reply, dict) else None
    return str(root.get("uri", "")) if isinstance(root, dict) else ""


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
