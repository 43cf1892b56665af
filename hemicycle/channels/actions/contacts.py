"""Whom we may write to: addresses taken in, what people agreed to, and STOP."""

from __future__ import annotations

import secrets
from typing import Any

from django.db import transaction

from hemicycle.accounts.models import Office
from hemicycle.channels.actions.forgetting import forget_in_answers
from hemicycle.channels.models import Act, Consent, Contact, Inbound, Outbound, Suppression, sealed_address
from hemicycle.channels.models.contact import EVERY_CHANNEL, FORGOTTEN
from hemicycle.channels.models.encryption import Pseudonyms, plain
from hemicycle.rules import audit
from hemicycle.rules.erasure import leave_no_trace

EVERYTHING = "everything"
"""What STOP ends, in the ledger of consent."""


@transaction.atomic(savepoint=False)
def contact_of(*, office: Office, channel: str, address: str, lang: str = "") -> Contact:
    """The contact behind an address, new where it is not known. Raises ValueError for an empty one."""
    if not plain(address):
        raise ValueError("no address")
    contact, is_new = Contact.objects.get_or_create(
        office=office, channel=channel, digest=Pseudonyms(office).of(address),
        defaults={"sealed": sealed_address(address), "key": secrets.token_urlsafe(16), "lang": lang},
    )  # fmt: skip
    contact.is_new = is_new
    return contact


@transaction.atomic
def choose_language(contact: Contact, *, lang: str, by: Any) -> None:
    """The language in which this person is written to from now on."""
    Contact.objects.filter(pk=contact.pk).update(lang=lang)
    contact.lang = lang
    audit.record("channels.choose_language", by=by, about="channels.contact", office=contact.office, lang=lang)


@transaction.atomic
def forget(contact: Contact, *, by: Any) -> None:
    """Erase a person who asks for it: address, language, ledger of consent, what our answers hold of them; what waits
    for them is cancelled.

    An empty row stays, to which what was sent points, so that it still counts. Who said STOP stays known as a hash.
    """
    forget_in_answers(Inbound.objects.filter(contact=contact))
    Outbound.objects.waiting().filter(contact=contact).move("cancel", code="forgotten")
    Consent.objects.filter(contact=contact).delete()
    Inbound.objects.filter(contact=contact).update(contact=None)
    Contact.objects.filter(pk=contact.pk).update(
        sealed=FORGOTTEN, digest=f"forgotten:{contact.pk}", key=secrets.token_urlsafe(16), lang=""
    )
    leave_no_trace()
    audit.record("channels.forget", by=by, about="channels.contact", office=contact.office, channel=contact.channel)


@transaction.atomic
def record_consent(contact: Contact, *, act: Act, to: str, words: str = "", through: str) -> Consent:
    """One more line of the ledger: what the person did, in which words it was put to them, through which account."""
    return Consent.objects.create(contact=contact, act=act, to=to, words=words[:300], through=through)


@transaction.atomic
def suppress(contact: Contact, *, why: str, by: Any) -> bool:
    """Never write to this address again; what waits for it is cancelled. Whether that is new."""
    return suppress_digest(
        office=contact.office, channel=contact.channel, digest=contact.digest, why=why, by=by, about=contact
    )


@transaction.atomic
def suppress_digest(*, office: Office, channel: str, digest: str, why: str, by: Any, about: Any) -> bool:
    _, new = Suppression.objects.get_or_create(office=office, channel=channel, digest=digest, defaults={"why": why})
    waiting = Outbound.objects.filter(office=office, contact__digest=digest, contact__channel=channel, asked_for=False)
    cancelled = waiting.move("cancel", code="suppressed")
    audit.record("channels.suppress", by=by, about=about, office=office, why=why, cancelled=cancelled)
    return new


@transaction.atomic
def stop_by_link(contact: Contact) -> None:
    """As STOP does, by a link in a message; a second time changes nothing."""
    # A mail program may post it time and again: it is noted once.
    if not contact.is_suppressed and suppress(contact, why="stop", by="citizen"):
        record_consent(contact, act=Act.ENDED, to=EVERYTHING, through="one-click")


@transaction.atomic
def allow_again(contact: Contact, *, by: Any) -> bool:
    """The person asked for it themselves: their address may be used again. Whether it was suppressed."""
    rows = Suppression.objects.filter(office=contact.office, digest=contact.digest)
    allowed, _ = rows.filter(channel__in=[contact.channel, EVERY_CHANNEL]).delete()
    if allowed:
        audit.record("channels.allow_again", by=by, about=contact, office=contact.office)
    return bool(allowed)
