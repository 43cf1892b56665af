"""The comments that the site shows, threaded to their post."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from hemicycle.channels.adapters.wordpress.posting import POST
from hemicycle.channels.adapters.wordpress.server import Server
from hemicycle.channels.contract import COMMENT, InboundMessage, Receive
from hemicycle.channels.http.exchange import dig, parse_time
from hemicycle.channels.text.html import text_of

# Whoever moderates a site lets a comment through within days.
LOOKED_BACK = timedelta(days=14)
PAGE, MOST_PAGES = 100, 10
_received: dict[str, set[int]] = {}
"""By account and site, what this process has received: a second time it is stored once, and costs a query."""


def fetch(server: Server, receive: Receive) -> None:
    me = dig(server.read("users/me"), "id")
    since = datetime.now(UTC) - LOOKED_BACK
    received, seen = _received.setdefault(server.access.webhook_url + server.url, set()), set()
    for page in range(1, MOST_PAGES + 1):
        found = server.read(
            "comments", after=since.isoformat(timespec="seconds"), orderby="date_gmt", order="asc",
            per_page=str(PAGE), page=str(page),
        )  # fmt: skip
        for one in found:
            number = int(one["id"])
            seen.add(number)
            if number not in received and (not one.get("author") or one["author"] != me):
                receive(_message(one))
                received.add(number)
        if len(found) < PAGE:
            break
    received &= seen


def moderate(server: Server, name: str, status: str) -> bool:
    """Held back as the site holds back what waits to be looked at. The account there needs the role Editor."""
    kind, _, number = name.partition(":")
    if f"{kind}:" != COMMENT or not number.isdigit():
        return False
    reply = server.call("POST", f"comments/{number}", data={"status": status})
    # Where it is gone, somebody has removed it.
    if reply is None or reply.status not in (404, 410):
        server.accepted(reply)
    return True


def _message(one: dict[str, Any]) -> InboundMessage:
    text = text_of(str(dig(one, "content", "rendered") or ""))
    return InboundMessage(
        f"{COMMENT}{one['id']}", text, sender=str(one.get("author_name", ""))[:200],
        sent_at=parse_time(one.get("date_gmt")), answers=_answers(one),
    )  # fmt: skip


def _answers(one: dict[str, Any]) -> tuple[str, ...]:
    """The comment above it, and the post."""
    above = one.get("parent")
    return (*((f"{COMMENT}{above}",) if above else ()), f"{POST}{one['post']}")
