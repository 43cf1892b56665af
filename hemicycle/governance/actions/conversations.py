"""Forwarding into the record what was done in private messaging."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from hemicycle.accounts.models import Office, User
from hemicycle.channels.files.attachments import Checked
from hemicycle.rules import audit, gate
from hemicycle.rules.egress import EgressPoint

from ..errors import NotOfTheHouse
from ..models import ForwardedConversation, ForwardedFile


@transaction.atomic
def forward(
    *, office: Office, app: str, subject: str, with_whom: str, began_on: date, ended_on: date, text: str,
    files: Sequence[Checked] = (), by: User,
) -> ForwardedConversation:  # fmt: skip
    """Of an office of the House in which the person works; raises NotOfTheHouse. What a member writes is theirs."""
    if office.kind != Office.Kind.INSTITUTION or not by.belongs_to(office):
        raise NotOfTheHouse(office.slug)
    row = ForwardedConversation.objects.create(
        office=office, app=app, subject=subject, with_whom=with_whom, began_on=began_on, ended_on=ended_on, text=text,
        forwarded_by=by,
    )  # fmt: skip
    ForwardedFile.objects.bulk_create(
        ForwardedFile(conversation=row, name=one.name, kind=one.kind, size=one.size, content=one.content or b"")
        for one in files
    )
    audit.record("governance.forward_conversation", by=by, about=row, office=office, app=app, files=len(files))
    return row


@transaction.atomic
def read_file(file: ForwardedFile, *, by: User) -> bytes:
    """Its content, for who works in that office; each reading is in the audit log. Raises Refused."""
    gate.release(file.conversation, via=EgressPoint.EXPORT, to=by)
    audit.record("governance.read_forwarded_file", by=by, about=file, office=file.conversation.office)
    return bytes(file.content)
