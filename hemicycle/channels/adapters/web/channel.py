"""Released is published: readers come for it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from hemicycle.channels.contract import (
    Access,
    Adapter,
    Connection,
    Count,
    MarkInFlight,
    Message,
    Outcome,
    OutgoingText,
    Receipt,
    Rendered,
)


class Web(Adapter):
    """Everything fits, and all of it is shown."""

    kind = "web"
    label = _("Website")
    medium = "web"
    in_doubt_seconds = 0.0

    def render(self, outgoing: OutgoingText, settings: Mapping[str, Any]) -> Rendered:
        text = "\n\n".join(filter(None, (outgoing.notice, outgoing.title, outgoing.body)))
        content = {
            "title": outgoing.title, "body": outgoing.body, "notice": outgoing.notice, "link": outgoing.link,
            "pictures": [picture.file for picture in outgoing.pictures],
        }  # fmt: skip
        return Rendered(content, (text,), (Count("characters", len(text)),))

    def connect(self, access: Access) -> Connection:
        return _Published()

    def look_up(self, access: Access, message: Message) -> Receipt:
        """It is there as soon as the row says so."""
        return Receipt(Outcome.ACCEPTED, (message.key,))


class Feed(Web):
    kind = "feed"
    label = _("Feeds")
    machine_settings = ("allow_private",)


class _Published(Connection):
    def send(self, message: Message, mark_in_flight: MarkInFlight) -> Receipt:
        mark_in_flight()
        return Receipt(Outcome.ACCEPTED, (message.key,))
