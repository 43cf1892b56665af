"""The adapter: its account, its text as a post, and which of the other files does what."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from hemicycle.channels.adapters.facebook import answering, comments
from hemicycle.channels.adapters.facebook.posting import MOST, exists, find_post
from hemicycle.channels.contract import (
    Access,
    AccountField,
    Act,
    Adapter,
    Connection,
    Count,
    Message,
    NotAuthorised,
    Outcome,
    OutgoingText,
    Receipt,
    Receive,
    Rendered,
)
from hemicycle.channels.http.graph import REASONS, VERSION_FIELD, Graph
from hemicycle.channels.text import threads
from hemicycle.channels.text.short_links import SHORT_LINKS

# What the network's own page takes; the documentation of its interface does not say it.
MOST_OF_A_COMMENT = 8_000


class Facebook(Adapter):
    """There for whoever reads the page. `in_doubt_seconds`: what was posted shows among the page's posts by then."""

    kind = "facebook-page"
    label = _("Facebook page, by its API (not verified against the real service)")
    medium = "social"
    unverified = "facebook"
    edits = True
    answers_directly = False
    in_doubt_seconds = 60.0
    fields = (
        AccountField("address", _("Number of the page (ID)"), required=True),
        AccountField(
            "token", _("Access token of the page, which does not expire"), secret=True, required_to_send=True
        ),
        VERSION_FIELD,
        SHORT_LINKS,
    )
    reasons = REASONS

    def profile_url(self, address: str) -> str:
        return f"https://www.facebook.com/{address}" if address.isdigit() else ""

    def render(self, outgoing: OutgoingText, settings: Mapping[str, Any]) -> Rendered:
        """The link ends the text, so that no two announcements read the same."""
        if outgoing.answers:
            text = outgoing.body
            answer = {"text": text, "act": str(outgoing.act), "answers": outgoing.answers}
            return Rendered(answer, (text,), (Count("characters", len(text), MOST_OF_A_COMMENT),))
        text = "\n\n".join(filter(None, (threads.text_of(outgoing), outgoing.link)))
        pictures = [picture.file for picture in outgoing.pictures]
        content = {"text": text, "link": outgoing.link, "act": str(outgoing.act), "pictures": pictures}
        return Rendered(content, (text,), (Count("characters", len(text), MOST),))

    def thread_of(self, external_id: str, raw: bytes) -> str:
        return answering.thread_of(external_id, raw)

    def connect(self, access: Access) -> Connection:
        graph = Graph(access)
        if not access.secret.get("token") or not access.address:
            raise NotAuthorised("bad-settings", "no token" if access.address else "no page")
        if not graph.read(access.address, fields="id"):
            raise NotAuthorised("not-let-in", "no such page")
        return answering.Sender(graph)

    def look_up(self, access: Access, message: Message) -> Receipt:
        """What changes a post is idempotent."""
        graph, act = Graph(access), message.content["act"]
        if "answers" in message.content:
            found = answering.find_answer(graph, message)
            return Receipt(Outcome.ACCEPTED, (found,)) if found else Receipt(Outcome.REFUSED, code="not-there")
        if act == Act.WITHDRAW and not (message.superseded and exists(graph, message.superseded[0])):
            return Receipt(Outcome.ACCEPTED)
        found = "" if act == Act.WITHDRAW else find_post(graph, message)
        return Receipt(Outcome.ACCEPTED, (found,)) if found else Receipt(Outcome.REFUSED, code="not-there")

    def fetch(self, access: Access, receive: Receive) -> None:
        comments.fetch(Graph(access), receive)

    def permalink(self, access: Access, name: str) -> str:
        return f"https://www.facebook.com/{name}"
