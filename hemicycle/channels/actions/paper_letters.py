"""Letters that came by post, entered by staff: the words, a scan, and the postal address of who wrote.

Their answer is printed and posted by hand: it is given once somebody has said that it was posted (replying.py).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db import transaction

from hemicycle.accounts.models import Office
from hemicycle.channels.actions.contacts import contact_of
from hemicycle.channels.actions.receiving import storable
from hemicycle.channels.contract import AttachedFile
from hemicycle.channels.files.attachments import checked
from hemicycle.channels.models import Attachment, Contact, Inbound, Medium
from hemicycle.channels.models.inbound import ON_PAPER
from hemicycle.rules import audit


@transaction.atomic
def correct_paper_sender(message: Inbound, *, sender: str, by: Any) -> bool:
    """Whether anything changed. Who lived at the address that was wrong keeps what else they wrote."""
    contact = _contact_of(message.office, sender, message.lang)
    if contact == message.contact:
        return False
    message.contact, message.sender = contact, contact.digest if contact is not None else ""
    message.save(update_fields=["contact", "sender"])
    audit.record("channels.correct_address", by=by, about=message, office=message.office)
    return True


def _contact_of(office: Office, sender: str, lang: str) -> Contact | None:
    if not sender.strip():
        return None
    return contact_of(office=office, channel=Medium.LETTER, address=sender, lang=lang)


@transaction.atomic
def store_paper_letter(
    *, office: Office, sender: str, text: str, subject: str, lang: str, received_at: datetime,
    files: Iterable[AttachedFile] = (), form: str, by: Any,
) -> tuple[Inbound, bool]:  # fmt: skip
    """The letter, and whether it is new: the same form sent twice is one. `sender` is name and postal address, line by
    line, "" of a letter without any."""
    contact = _contact_of(office, sender, lang)
    message, is_new = Inbound.objects.get_or_create(
        office=office, channel=Medium.LETTER, batch=ON_PAPER, external_id=form,
        defaults={
            "contact": contact, "sender": contact.digest if contact is not None else "", "text": storable(text),
            "subject": storable(subject)[:300], "lang": lang, "received_at": received_at,
        },
    )  # fmt: skip
    if is_new:
        audit.record(
            "channels.enter_letter", by=by, about=message, office=office, attached=attach_scans(message, files)
        )
    return message, is_new


def attach_scans(message: Inbound, files: Iterable[AttachedFile]) -> int:
    """How many; whoever calls it audits it."""
    kept = checked(files)
    Attachment.objects.bulk_create(Attachment(inbound=message, **asdict(one)) for one in kept)
    return len(kept)
