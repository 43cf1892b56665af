"""How many follow the account there, and what people did with its latest posts (API, "Account" and "Status")."""

from __future__ import annotations

from collections.abc import Iterator

from hemicycle.channels.adapters.mastodon.server import PAGE, Server
from hemicycle.channels.contract import Access, Counted


def count(access: Access) -> Iterator[Counted]:
    server = Server(access)
    yield Counted(followers=server.me.get("followers_count"))
    path = f"/api/v1/accounts/{server.me['id']}/statuses"
    rows = server.get(path, limit=str(PAGE), exclude_reblogs="true")
    for post in rows if isinstance(rows, list) else ():
        if isinstance(post, dict) and post.get("id"):
            yield Counted(str(post["id"]), likes=post.get("favourites_count"), boosts=post.get("reblogs_count"))
