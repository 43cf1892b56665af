"""Letters written in the House's own form on the web.

Whoever writes one types in an address, which may be somebody else's: until its owner has confirmed the letter, nothing
but that question goes there, and an answer stands on the letter's own page (replying.py).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from django.db import transaction

from hemicycle.accounts.models import Office
from hemicycle.channels.actions import replying
from hemicycle.channels.actions.receiving import storable
from hemicycle.channels.files.attachments import Checked
from hemicycle.channels.models import Account, Answer, Attachment, Contact, Inbound, InboundQuerySet, Medium
from hemicycle.rules import audit

BATCH = "form"
"""In `Inbound.batch`, of what was written in the form."""


@transaction.atomic
def store_letter(
    *, office: Office, account: Account | None, contact: Contact | None, text: str, subject: str, lang: str,
    external_id: str, files: Iterable[Checked] = (), is_confirmed: bool = False, by: Any,
) -> Inbound:  # fmt: skip
    """One letter to one office, whose `account` answers it; `contact` None where no address was given.
    `external_id` is new for each letter."""
    kept = list(files)
    message = Inbound.objects.create(
        office=office, account=account, channel=Medium.WEB, direct=True, batch=BATCH, external_id=external_id,
        contact=contact, sender=contact.digest if contact is not None else "", text=storable(text),
        subject=storable(subject)[:300], lang=lang, is_authenticated=is_confirmed,
    )  # fmt: skip
    Attachment.objects.bulk_create(Attachment(inbound=message, **asdict(one)) for one in kept)
    audit.record("channels.take_letter", by=by, about=message, office=office, attached=len(kept))
    return message


@transaction.atomic
def confirm_letters(rows: InboundQuerySet, *, by: Any) -> None:
    """Their sender's address is theirs: what was answered on their page goes there too."""
    rows.update(is_authenticated=True)
    given = Answer.objects.filter(inbound__in=rows, outbound=None).select_related("inbound__account", "office")
    for answer in given.select_related("inbound__contact"):
        replying.send_page_answer(answer, by=by)


@transaction.atomic
def readdress_letters(rows: InboundQuerySet, *, account: Account | None, contact: Contact) -> None:
    """Their writer mistyped the address to which they are answered."""
    rows.update(account=account, contact=contact, sender=contact.digest)


@transaction.atomic
def disown_letters(rows: InboundQuerySet) -> None:
    """The owner of the address did not write them: nothing leads from them to that address any more."""
    rows.update(contact=None, sender="", is_authenticated=False)
