"""Released is published: the page is made from the row itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hemicycle.channels.contract import Access, Count, MarkInFlight, Message, Outcome, OutgoingText, Receipt, Rendered


class Web:
    """Everything fits, and all of it is shown."""

    kind = "web"
    inbound = "web"
    addressed = False
    in_doubt_seconds = 0.0

    def render(self, outgoing: OutgoingText, settings: Mapping[str, Any]) -> Rendered:
        paragraphs = tuple(filter(None, (outgoing.notice, outgoing.title, outgoing.body)))
        text = "\n\n".join(paragraphs)
        content = {
            "title": outgoing.title, "body": outgoing.body, "notice": outgoing.notice, "link": outgoing.link,
            "pictures": [{"path": p.path, "kind": p.kind, "alternative": p.alternative} for p in outgoing.pictures],
        }  # fmt: skip
        return Rendered(content, (text,), (Count("characters", len(text)),))

    def connect(self, access: Access) -> OnOurSite:
        return OnOurSite()

    def look(self, access: Access, message: Message) -> Receipt:
        """It is there as soon as the row says so."""
        return Receipt(Outcome.ACCEPTED, (message.key,))


class OnOurSite:
    """The line to ourselves."""

    def send(self, message: Message, mark_in_flight: MarkInFlight) -> Receipt:
        mark_in_flight()
        return Receipt(Outcome.ACCEPTED, (message.key,))

    def close(self) -> None:
        pass
