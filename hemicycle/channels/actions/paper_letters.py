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
from hemicycle.channels.models import Attachment, Inbound, Medium
from hemicycle.channels.models.inbound import ON_PAPER
from hemicycle.rules import audit


@transaction.atomic
def store_paper_letter(
    *, office: Office, sender: str, text: str, subject: str, lang: str, received_at: datetime,
    files: Iterable[AttachedFile] = (), form: str, by: Any,
) -> tuple[Inbound, bool]:  # fmt: skip
    """The letter, and whether it is new: the same form sent twice is one. `sender` is name and postal address, line by
    line, "" of a letter without any."""
    contact = contact_of(office=office, channel=Medium.LETTER, address=sender, lang=lang) if sender.strip() else None
    message, is_new = Inbound.objects.get_or_create(
        office=office, channel=Medium.LETTER, batch=ON_PAPER, external_id=form,
        defaults={
            "contact": contact, "sender": contact.digest if contact is not None else "", "text": storable(text),
            "subject": storable(subject)[:300], "lang": lang, "received_at": received_at,
        },
    )  # fmt: skip
    if is_new:
        kept = checked(files)
        Attachment.objects.bulk_create(Attachment(inbound=message, **asdict(one)) for one in kept)
        audit.record("channels.enter_letter", by=by, about=message, office=office, attached=len(kept))
    return message, is_new
