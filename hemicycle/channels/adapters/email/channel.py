"""What e-mail is to the platform."""

from __future__ import annotations

from collections.abc import Mapping
from threading import Event
from typing import Any

from django.utils.translation import gettext_lazy as _

from hemicycle.channels.adapters.email import imap, reading, rendering, sending
from hemicycle.channels.adapters.email.addressing import House
from hemicycle.channels.contract import Access, AccountField, Adapter, Connection, OutgoingText, Receive, Rendered
from hemicycle.channels.text.short_links import SHORT_LINKS

_SECURITY = ("starttls", "tls", "none")


class Email(Adapter):
    """Each message goes to one reader, who asked for it; what they answer comes back to the same account."""

    kind = "email"
    label = _("E-mail")
    medium = "email"
    addressed = True
    answers_directly = True
    fields = (
        AccountField("address", _("Address that letters come from"), "email", required=True),
        AccountField("host", _("Outgoing mail server (SMTP)"), "host"),
        AccountField("port", _("Port of the mail server"), "number", default="587"),
        AccountField("security", _("Encryption of the mail server"), "choice", default="starttls", choices=_SECURITY),
        AccountField("user", _("User name at the mail server")),
        AccountField("password", _("Mail server password"), secret=True),
        AccountField("per_second", _("Messages a second, at most"), "number"),
        SHORT_LINKS,
        AccountField("dkim_selector", _("Selector of the key that signs letters (DKIM)")),
        AccountField("dkim_domain", _("Domain that signs letters (DKIM)")),
        AccountField("dkim_key", _("DKIM signing key"), "lines", secret=True),
        AccountField("imap_host", _("Server of the mailbox"), "host"),
        AccountField("imap_port", _("Port of the mailbox server"), "number", default="993"),
        AccountField(
            "imap_security", _("Encryption of the mailbox server"), "choice", default="tls", choices=_SECURITY
        ),
        AccountField("imap_user", _("User name at the mailbox")),
        AccountField("imap_password", _("Password of the mailbox"), secret=True),
        AccountField("imap_folder", _("Folder of the mailbox"), default="INBOX"),
        AccountField("topics_domain", _("Domain for addresses by topic (bill-12@…)"), "domain"),
        AccountField("authserv_id", _("Name of the mail server in Authentication-Results (authserv-id)")),
        AccountField("imap_delete", _("Delete messages from the mailbox once they are stored"), "yes"),
    )
    machine_settings = ("transport", "folder", "authority")
    reasons = {"no-key": _("The key that signs letters is missing, or cannot be read.")}

    def render(self, outgoing: OutgoingText, settings: Mapping[str, Any]) -> Rendered:
        return rendering.render(outgoing, settings)

    def thread_of(self, external_id: str, raw: bytes) -> str:
        return reading.message_id(raw)

    def connect(self, access: Access) -> Connection:
        return sending.connection(access)

    def topic_address(self, address: str, settings: Mapping[str, Any], topic: str) -> str:
        house = _house(address, settings)
        return house.topic_address(topic) if house else address

    def topic_in(self, address: str, settings: Mapping[str, Any], written_to: str) -> str:
        house = _house(address, settings)
        return house.topic_in([written_to]) if house else ""

    def owns(self, address: str, settings: Mapping[str, Any], sender: str) -> bool:
        house = _house(address, settings)
        return house.owns(sender) if house else address.casefold() == sender.casefold()

    def receives(self, settings: Mapping[str, Any]) -> bool:
        return bool(settings.get("imap_host"))

    def listen(self, access: Access, receive: Receive, stop: Event) -> None:
        imap.listen(access, receive, stop)

    def fetch(self, access: Access, receive: Receive) -> None:
        imap.fetch(access, receive)


def _house(address: str, settings: Mapping[str, Any]) -> House | None:
    """None where no letter can be written to the address: then nothing is made of it."""
    try:
        return House.of(address, settings)
    except ValueError:
        return None
