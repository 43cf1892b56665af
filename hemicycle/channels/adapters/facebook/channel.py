"""What a page on Facebook is to the platform."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hemicycle.channels.adapters.facebook import comments, finding
from hemicycle.channels.adapters.facebook.fields import FIELDS
from hemicycle.channels.adapters.facebook.posting import MOST, Sender
from hemicycle.channels.contract import (
    Access,
    Act,
    Count,
    Message,
    NotAuthorised,
    Outcome,
    OutgoingText,
    Receipt,
    Rendered,
    Take,
)
from hemicycle.channels.http.graph import Graph
from hemicycle.channels.text import threads


class Facebook:
    """There for whoever reads the page. `in_doubt_seconds`: what was posted shows among the page's posts by then."""

    kind = "facebook-page"
    inbound = "social"
    addressed = False
    edits = True
    fields = FIELDS
    in_doubt_seconds = 60.0

    def render(self, outgoing: OutgoingText, settings: Mapping[str, Any]) -> Rendered:
        """The link ends the text, so that no two announcements read the same."""
        text = "\n\n".join(filter(None, (threads.text_of(outgoing), outgoing.link)))
        content = {
            "text": text,
            "link": outgoing.link,
            "act": str(outgoing.act),
            "pictures": [{"path": p.path, "kind": p.kind, "alternative": p.alternative} for p in outgoing.pictures],
        }
        return Rendered(content, (text,), (Count("characters", len(text), MOST),))

    def connect(self, access: Access) -> Sender:
        graph = Graph(access)
        if not access.secret.get("token") or not access.address:
            raise NotAuthorised("bad-settings", "no token" if access.address else "no page")
        if not graph.read(access.address, fields="id"):
            raise NotAuthorised("not-let-in", "no such page")
        return Sender(graph)

    def look(self, access: Access, message: Message) -> Receipt:
        """What changes a post may be done once more without harm."""
        graph, act = Graph(access), message.content["act"]
        there = message.supersedes.external_ids[0] if message.supersedes and message.supersedes.external_ids else ""
        if act == Act.WITHDRAW and not (there and finding.stands(graph, there)):
            return Receipt(Outcome.ACCEPTED)
        found = "" if act == Act.WITHDRAW else finding.post(graph, message)
        return Receipt(Outcome.ACCEPTED, (found,)) if found else Receipt(Outcome.REFUSED, code="not-there")

    def receives(self, settings: Mapping[str, Any]) -> bool:
        return True

    def fetch(self, access: Access, take: Take) -> None:
        comments.fetch(Graph(access), take)

    def page_of(self, access: Access, name: str) -> str:
        return f"https://www.facebook.com/{name}"
