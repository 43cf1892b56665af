"""How many follow the account there, and what people did with its latest posts (app.bsky.actor.getProfile,
app.bsky.feed.getAuthorFeed)."""

from __future__ import annotations

from collections.abc import Iterator

from hemicycle.channels.adapters.bluesky.server import Server
from hemicycle.channels.contract import Access, Counted

_PAGE = "100"


def count(access: Access) -> Iterator[Counted]:
    server = Server(access)
    profile = server.get("app.bsky.actor.getProfile", actor=server.did)
    yield Counted(followers=profile.get("followersCount") if isinstance(profile, dict) else None)
    # The parts of a thread are replies to its first.
    feed = server.get("app.bsky.feed.getAuthorFeed", actor=server.did, limit=_PAGE, filter="posts_with_replies")
    for row in (feed.get("feed") if isinstance(feed, dict) else None) or ():
        post = row.get("post") if isinstance(row, dict) else None
        if isinstance(post, dict) and str(post.get("uri", "")).startswith(f"at://{server.did}/"):
            yield Counted(str(post["uri"]), likes=post.get("likeCount"), boosts=post.get("repostCount"))
