"""What e-mail is to the platform."""

from __future__ import annotations

from collections.abc import Mapping
from threading import Event
from typing import Any

from hemicycle.channels.adapters.email import mailbox, rendering, sending
from hemicycle.channels.adapters.email.fields import FIELDS
from hemicycle.channels.contract import Access, Connection, OutgoingText, Rendered, Take


class Email:
    """Each message goes to one reader, who asked for it; what they answer comes back to the same account."""

    kind = "email"
    inbound = "email"
    addressed = True
    fields = FIELDS

    def render(self, outgoing: OutgoingText, settings: Mapping[str, Any]) -> Rendered:
        return rendering.render(outgoing, settings)

    def connect(self, access: Access) -> Connection:
        return sending.connection(access)

    def receives(self, settings: Mapping[str, Any]) -> bool:
        return bool(settings.get("imap_host"))

    def listen(self, access: Access, take: Take, stop: Event) -> None:
        mailbox.listen(access, take, stop)

    def fetch(self, access: Access, take: Take) -> None:
        mailbox.fetch(access, take)
