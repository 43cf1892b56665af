"""The text as a post, and what an account may be asked."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape
from typing import Any

from django.utils.text import slugify

from hemicycle.channels.adapters.wordpress.comments import fetch, moderate
from hemicycle.channels.adapters.wordpress.fields import FIELDS
from hemicycle.channels.adapters.wordpress.posting import Line, found_post, slug_of
from hemicycle.channels.adapters.wordpress.server import Server
from hemicycle.channels.contract import (
    Access,
    Act,
    CannotConnect,
    Count,
    Message,
    Outcome,
    OutgoingText,
    Receipt,
    Rendered,
    Take,
    Unwanted,
)

LONGEST_SLUG = 60
_URL = re.compile(r"https?://[^\s<>\"]+[^\s<>\".,;:!?)\]’”»]")


class WordPress:
    """`in_doubt_seconds`: PHP ends a request after 30 seconds, as it comes; longer ones are rare."""

    kind = "wordpress"
    inbound = "web"
    addressed = False
    edits = True
    in_doubt_seconds = 60.0
    fields = FIELDS

    def render(self, outgoing: OutgoingText, settings: Mapping[str, Any]) -> Rendered:
        title = outgoing.title or outgoing.body.partition("\n")[0][:150]
        paragraphs = [one for one in outgoing.body.split("\n\n") if one.strip()]
        content = {
            "act": str(outgoing.act),
            "title": title,
            "content": _html(outgoing, paragraphs),
            "excerpt": escape(outgoing.notice or (paragraphs[0].strip()[:300] if paragraphs else "")),
            "slug": slugify(title)[:LONGEST_SLUG].strip("-") or "post",
            "tags": [tag.lstrip("#") for tag in outgoing.hashtags],
            "pictures": [{"path": p.path, "kind": p.kind, "alternative": p.alternative} for p in outgoing.pictures],
        }
        shown = "\n\n".join(filter(None, (outgoing.notice, title, outgoing.body)))
        return Rendered(content, (shown,), (Count("characters", len(shown)),))

    def connect(self, access: Access) -> Line:
        """Raises NotAuthorised where the site does not know us."""
        server = Server(access)
        server.read("GET", "users/me", query={"context": "edit"})
        return Line(server)

    def look(self, access: Access, message: Message) -> Receipt | None:
        """By the slug; what changes or removes a post may be done once more without harm."""
        if message.content["act"] != Act.SAY and message.supersedes is not None:
            return Receipt(Outcome.REFUSED, code="not-there")
        server = Server(access)
        try:
            post = server.find(what_of(access), slug_of(message))
        except CannotConnect:
            return None
        return found_post(post) if post else Receipt(Outcome.REFUSED, code="not-there")

    def receives(self, settings: Mapping[str, Any]) -> bool:
        return bool(settings.get("comments", True))

    def hide(self, access: Access, unwanted: Unwanted) -> bool:
        return moderate(Server(access), unwanted.name, "hold")

    def show(self, access: Access, unwanted: Unwanted) -> bool:
        return moderate(Server(access), unwanted.name, "approved")

    def by_hand_at(self, access: Access, unwanted: Unwanted) -> str:
        number = unwanted.name.removeprefix("comment:")
        return f"{access.address.rstrip('/')}/wp-admin/comment.php?action=editcomment&c={number}"

    def fetch(self, access: Access, take: Take) -> None:
        fetch(Server(access), take)


def what_of(access: Access) -> str:
    return "pages" if access.settings.get("what") == "pages" else "posts"


def _html(outgoing: OutgoingText, paragraphs: list[str]) -> str:
    """Everything in it is text; only addresses become links."""
    lines = [f"<p><strong>{_linked(outgoing.notice)}</strong></p>"] if outgoing.notice else []
    lines += [f"<p>{_linked(one.strip())}</p>" for one in paragraphs]
    if outgoing.link:
        lines.append(f"<p>{_linked(outgoing.link)}</p>")
    return f'<div lang="{escape(outgoing.lang)}">\n' + "\n".join(lines) + "\n</div>"


def _linked(text: str) -> str:
    parts, at = [], 0
    for found in _URL.finditer(text):
        parts += [escape(text[at : found.start()]), f'<a href="{escape(found[0])}">{escape(found[0])}</a>']
        at = found.end()
    return "".join([*parts, escape(text[at:])]).replace("\n", "<br>\n")
