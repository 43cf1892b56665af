"""Erasing a person from the channels of one controller, and stopping what they object to."""

from __future__ import annotations

import secrets
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from hemicycle.channels.actions.answering import ANSWER
from hemicycle.channels.actions.contacts import forget
from hemicycle.channels.actions.receiving import erase
from hemicycle.channels.models import (
    ANSWER_SOURCE,
    ActorFollower,
    Block,
    Contact,
    Content,
    InboundPart,
    Outbound,
    Peer,
    Reaction,
    RemoteInbox,
    Suppression,
)
from hemicycle.channels.models.contact import EVERY_CHANNEL, FORGOTTEN, OBJECTED
from hemicycle.channels.models.encryption import Pseudonyms
from hemicycle.channels.personal_data import actor_digests, contacts, messages
from hemicycle.rules import audit
from hemicycle.rules.erasure import leave_no_trace
from hemicycle.rules.personal_data import Subject


@transaction.atomic
def erase_messages_of(subject: Subject, by: Any) -> None:
    """What they wrote, with all that belongs to it."""
    for office in subject.offices:
        wrote = messages(subject).filter(office=office)
        if wrote.exists():
            erase(wrote, office=office, by=by)
    leave_no_trace()


@transaction.atomic
def erase_contacts_of(subject: Subject, by: Any) -> None:
    """Their addresses, what was sent to them alone, what their network calls them. What went to many still counts."""
    known = list(contacts(subject).select_related("office"))
    delete_sent_alone(known, ANSWER, ANSWER_SOURCE)
    InboundPart.objects.filter(contact__in=known).delete()
    for contact in known:
        forget(contact, by=by)
    Block.objects.filter(office__in=subject.offices, target__in=subject.addresses).delete()
    _forget_actors(subject)
    leave_no_trace()


def delete_sent_alone(known: list[Contact], *sources: str) -> None:
    """What went to one of these contacts, of sources that begin so: row and content, unless others have it too."""
    for source in sources:
        rows = Outbound.objects.filter(contact__in=known, content__source__startswith=source)
        contents = list(rows.values_list("content_id", flat=True))
        shared = set(
            Outbound.objects.filter(content__in=contents).exclude(pk__in=rows).values_list("content", flat=True)
        )
        rows.exclude(content__in=shared).delete()
        Content.objects.filter(pk__in=contents, outbounds=None).delete()


def _forget_actors(subject: Subject) -> None:
    actors = actor_digests(subject)
    followed = ActorFollower.objects.filter(account__office__in=subject.offices, digest__in=actors)
    inboxes = list(followed.values_list("inbox_id", flat=True))
    followed.delete()
    _delete_own(RemoteInbox.objects.filter(pk__in=inboxes, followers=None), subject)
    Peer.objects.filter(digest__in=actors).delete()
    for row in Reaction.objects.filter(outbound__office__in=subject.offices, digest__in=actors):
        # It still counts, and is nobody's.
        Reaction.objects.filter(pk=row.pk).update(digest=secrets.token_hex(16), named=secrets.token_hex(16))


def _delete_own(inboxes: QuerySet[RemoteInbox], subject: Subject) -> None:
    """An inbox of their own begins with their address; any other is shared by all of its server."""
    for inbox in inboxes:
        if inbox.address.startswith(tuple(subject.addresses)):
            inbox.delete()


@transaction.atomic
def stop_writing_to(subject: Subject, by: Any) -> None:
    """Nothing more is sent to these addresses, and what they wrote is collected into no inquiry."""
    for office in subject.offices:
        pseudonyms = Pseudonyms(office)
        for digest in sorted({pseudonyms.of(address) for address in subject.addresses}):
            for contact in Contact.objects.filter(office=office, digest=digest).exclude(sealed=FORGOTTEN):
                Outbound.objects.waiting().filter(contact=contact, asked_for=False).move("cancel", code="suppressed")
            Suppression.objects.update_or_create(
                office=office, channel=EVERY_CHANNEL, digest=digest, defaults={"why": OBJECTED}
            )
        audit.record("channels.object", by=by, about="channels.suppression", office=office)
