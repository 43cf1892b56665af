"""Said is standing in our own outbox: nothing travels here, and nobody can fail to tell."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hemicycle.channels.adapters.activitypub.needs import NEEDS
from hemicycle.channels.adapters.activitypub.shaping import html_of
from hemicycle.channels.contract import Access, Count, HandOver, Message, Outcome, Piece, Receipt, Rendered
from hemicycle.channels.fediverse.signatures import new_keys


class ActivityPub:
    """A note is known by the key of the message that said it first, whatever corrects or withdraws it."""

    kind = "activitypub"
    inbound = "social"
    addressed = False
    edits = True
    warns = True
    settles_after = 0.0
    needs = NEEDS

    def render(self, piece: Piece, settings: Mapping[str, Any]) -> Rendered:
        """Everything fits; servers fold what is long."""
        tags = " ".join(f"#{tag}" for tag in piece.hashtags)
        text = "\n\n".join(filter(None, (piece.notice, piece.title, piece.body, tags, piece.link)))
        content = {
            "act": str(piece.act), "html": html_of(piece), "lang": piece.lang, "notice": piece.notice,
            "warning": piece.warning,
            "link": piece.link, "tags": list(piece.hashtags),
            "pictures": [
                {"url": one.url, "kind": one.kind, "alternative": one.alternative} for one in piece.pictures
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

    def send(self, message: Message, hand_over: HandOver) -> Receipt:
        if message.to:
            # Whoever reads the outbox would read it.
            return Receipt(Outcome.REFUSED, code="not-to-one", permanent=True)
        hand_over()
        return _standing(message)

    def close(self) -> None:
        pass


def _standing(message: Message) -> Receipt:
    earlier = message.earlier
    name = message.key if earlier is None else (earlier.external_ids or (earlier.key,))[0]
    return Receipt(Outcome.ACCEPTED, (name,))
