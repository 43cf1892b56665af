"""Which of the page's posts are there: asked before anything is tried again, and when nobody can tell."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from hemicycle.channels.contract import Message
from hemicycle.channels.http.graph import Graph

# How far their clock may be from ours.
_SKEW = timedelta(minutes=10)
# A House that says more than this while one message waits has other worries.
_MOST_READ = 400
PAGE = "100"


def post(graph: Graph, message: Message) -> str:
    """The name of the post that says this; "" where there is none."""
    return next((one["id"] for one in _posts(graph, message.made_at) if _says(one, message.content["text"])), "")


def stands(graph: Graph, name: str) -> bool:
    """Whether a post is there. To be told that something does not exist may only mean that we may not see it, so the
    page's posts are asked for as well."""
    return bool(graph.read(name, fields="id")) or any(one["id"] == name for one in _posts(graph))


def _posts(graph: Graph, since: datetime | None = None) -> islice[dict[str, Any]]:
    query = {"fields": "id,message,created_time", "limit": PAGE}
    if since is not None:
        query["since"] = str(int((since - _SKEW).timestamp()))
    return islice((one for one in graph.pages(f"{graph.access.address}/posts", **query) if one.get("id")), _MOST_READ)


def _says(one: dict[str, Any], text: str) -> bool:
    return str(one.get("message", "")).split() == text.split()
