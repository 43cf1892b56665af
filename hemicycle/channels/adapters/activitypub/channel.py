"""Said is standing in our own outbox: nothing travels here, and nobody can fail to tell."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hemicycle.channels.adapters.activitypub.fields import FIELDS
from hemicycle.channels.adapters.activitypub.shaping import html_of
from hemicycle.channels.contract import Access, Count, MarkInFlight, Message, Outcome, OutgoingText, Receipt, Rendered
from hemicycle.channels.fediverse.signatures import new_keys


class ActivityPub:
    """A note is known by the key of the message that said it first, whatever corrects or withdraws it."""

    kind = "activitypub"
    inbound = "social"
    addressed = False
    edits = True
    warns = True
    in_doubt_seconds = 0.0
    fields = FIELDS

    def render(self, outgoing: OutgoingText, settings: Mapping[str, Any]) -> Rendered:
        """Everything fits; servers fold what is long."""
        tags = " ".join(f"#{tag}" for tag in outgoing.hashtags)
        text = "\n\n".join(filter(None, (outgoing.notice, outgoing.title, outgoing.body, tags, outgoing.link)))
        content = {
            "act": str(outgoing.act), "html": html_of(outgoing), "lang": outgoing.lang, "notice": outgoing.notice,
            "warning": outgoing.warning,
            "link": outgoing.link, "tags": list(outgoing.hashtags),
            "pictures": [
                {"url": one.url, "kind": one.kind, "alternative": one.alternative} for one in outgoing.pictures
            ],
        }  # fmt: skip
        return Rendered(content, (text,), (Count("characters", len(text)),))

    def connect(self, access: Access) -> InOurOutbox:
        return InOurOutbox()

    def look(self, access: Access, message: Message) -> Receipt:
        """It stands there as soon as the row says so."""
        return _standing(message)

    def new_keys(self) -> Mapping[str, str]:
        return new_keys()


class InOurOutbox:
    """The line to ourselves."""

    def send(self, message: Message, mark_in_flight: MarkInFlight) -> Receipt:
        if message.to:
            # Whoever reads the outbox would read it.
            return Receipt(Outcome.REFUSED, code="not-to-one", permanent=True)
        mark_in_flight()
        return _standing(message)

    def close(self) -> None:
        pass


def _standing(message: Message) -> Receipt:
    earlier = message.supersedes
    name = message.key if earlier is None else (earlier.external_ids or (earlier.key,))[0]
    return Receipt(Outcome.ACCEPTED, (name,))
