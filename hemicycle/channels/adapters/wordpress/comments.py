"""The comments that the site shows, threaded to their post."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from hemicycle.channels.adapters.wordpress.posting import POST
from hemicycle.channels.adapters.wordpress.server import Server, said
from hemicycle.channels.contract import CannotConnect, ChannelError, InboundMessage, Take
from hemicycle.channels.text.html import text_of

# Whoever moderates a site lets a comment through within days.
LOOKED_BACK = timedelta(days=14)
PAGE, MOST_PAGES = 100, 10
_given: dict[str, set[int]] = {}
"""By account and site, those that this process gave on: taken twice it is kept once, and costs a question."""


def fetch(server: Server, take: Take) -> None:
    me = server.read("GET", "users/me").get("id")
    since = datetime.now(UTC) - LOOKED_BACK
    given, seen = _given.setdefault(server.access.hook + server.url, set()), set()
    for page in range(1, MOST_PAGES + 1):
        query = {
            "after": since.isoformat(timespec="seconds"), "orderby": "date_gmt", "order": "asc", "per_page": PAGE,
            "page": page,
        }  # fmt: skip
        found = server.read("GET", "comments", query=query)
        for one in found:
            number = int(one["id"])
            seen.add(number)
            if number not in given and (not one.get("author") or one["author"] != me):
                take(_arrived(one))
                given.add(number)
        if len(found) < PAGE:
            break
    given &= seen


class _Refused(ChannelError):
    permanent = True


def moderate(server: Server, name: str, status: str) -> bool:
    """Held back as the site holds back what waits to be looked at. The account there needs the role Editor."""
    kind, _, number = name.partition(":")
    if kind != "comment" or not number.isdigit():
        return False
    reply = server.call("POST", f"comments/{number}", data={"status": status})
    if reply is None or reply.status >= 500 or reply.status in (408, 425, 429):
        raise CannotConnect("no-answer", retry_after=reply.retry_after if reply else None)
    # Somebody has removed it.
    if reply.status in (404, 410):
        return True
    if reply.status >= 300:
        raise _Refused("refused", said(reply))
    return True


def _arrived(one: dict[str, Any]) -> InboundMessage:
    rendered = one.get("content", {}).get("rendered", "")
    return InboundMessage(
        f"comment:{one['id']}", text_of(str(rendered)), sender=str(one.get("author_name", ""))[:200],
        sent_at=_moment(one.get("date_gmt")), answers=(f"{POST}{one['post']}",),
    )  # fmt: skip


def _moment(told: Any) -> datetime | None:
    try:
        return datetime.fromisoformat(str(told)).replace(tzinfo=UTC)
    except ValueError:
        return None
