"""What channels holds of a person: what they wrote, what was answered, and whom we may write to."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from hemicycle.channels.fediverse import addresses
from hemicycle.channels.models import (
    ActorFollower,
    Answer,
    Appeal,
    Attachment,
    Block,
    Consent,
    Contact,
    Inbound,
    InboundPart,
    InboundQuerySet,
    Measure,
    Original,
    Outbound,
    Peer,
    Reaction,
)
from hemicycle.channels.models.encryption import Pseudonyms
from hemicycle.rules.models import AuditEntry
from hemicycle.rules.personal_data import File, Subject


def contacts(subject: Subject) -> QuerySet[Contact]:
    """The rows of these addresses, in the offices of this controller alone."""
    found = Q(pk__in=[])
    for office in subject.offices:
        found |= Q(office=office, digest__in=_digests(subject, office))
    return Contact.objects.filter(found)


def messages(subject: Subject) -> InboundQuerySet:
    """What was written from these addresses, or can be answered there."""
    found = Q(pk__in=[])
    for office in subject.offices:
        found |= Q(office=office, sender__in=_digests(subject, office))
        found |= Q(office=office, contact__in=contacts(subject))
    rows: InboundQuerySet = Inbound.objects.filter(found)
    return rows


def _digests(subject: Subject, office: Any) -> list[str]:
    pseudonyms = Pseudonyms(office)
    return sorted(filter(None, (pseudonyms.of(address) for address in subject.addresses)))


def actor_digests(subject: Subject) -> list[str]:
    return [addresses.digest(address) for address in subject.addresses if address.startswith("http")]


def message_rows(subject: Subject) -> list[QuerySet[Any]]:
    wrote = messages(subject).values("pk")
    parts = (Attachment, Original, Answer, Measure)
    appeals = Appeal.objects.filter(measure__inbound__in=wrote)
    return [messages(subject), *(one.objects.filter(inbound__in=wrote) for one in parts), appeals]


def contact_rows(subject: Subject) -> list[QuerySet[Any]]:
    known, actors = contacts(subject).values("pk"), actor_digests(subject)
    return [
        contacts(subject),
        Consent.objects.filter(contact__in=known),
        Outbound.objects.filter(contact__in=known),
        InboundPart.objects.filter(contact__in=known),
        Block.objects.filter(office__in=subject.offices, target__in=subject.addresses),
        ActorFollower.objects.filter(account__office__in=subject.offices, digest__in=actors),
        Reaction.objects.filter(outbound__office__in=subject.offices, digest__in=actors),
        Peer.objects.filter(digest__in=actors),
    ]


def log_rows(subject: Subject) -> list[QuerySet[Any]]:
    about = [f"channels.inbound:{key}" for key in messages(subject).values_list("pk", flat=True)]
    about += [f"channels.contact:{key}" for key in contacts(subject).values_list("pk", flat=True)]
    slugs = [office.slug for office in subject.offices]
    return [AuditEntry.objects.filter(about__in=about, office__in=slugs)]


def message_data(subject: Subject) -> list[dict[str, Any]]:
    """Also what was done about it."""
    rows = messages(subject).select_related("office").order_by("received_at", "pk")
    return [_message(row) for row in rows.prefetch_related("attachments", "given_answers", "measures__appeals")]


def _message(row: Inbound) -> dict[str, Any]:
    return {
        "office": str(row.office),
        "channel": row.channel,
        "sent_at": row.sent_at,
        "received_at": row.received_at,
        "language": row.lang,
        "subject": row.subject,
        "text": row.text,
        "recipient": row.recipient,
        "is_authenticated": row.is_authenticated,
        "question": row.question,
        "facts": row.facts,
        "files": [{"name": one.name, "size": one.size, "refused": one.refused} for one in row.attachments.all()],
        "answers": [{"text": one.text, "written_at": one.written_at} for one in row.given_answers.all()],
        "measures": [_measure(one) for one in row.measures.all()],
    }


def _measure(row: Measure) -> dict[str, Any]:
    return {
        "measure": row.step,
        "rule": row.rule,
        "words": row.words,
        "since": row.confirmed_at,
        "until": row.until,
        "ended_at": row.ended_at,
        "appeals": list(row.appeals.values("text", "came_at", "outcome", "answer", "decided_at")),
    }


def message_files(subject: Subject) -> Iterable[File]:
    wrote = messages(subject).values("pk")
    for one in Original.objects.filter(inbound__in=wrote).order_by("pk").iterator():
        yield File(f"message-{one.inbound_id}.eml", bytes(one.raw))
    for kept in Attachment.objects.filter(inbound__in=wrote).exclude(content=None).order_by("pk").iterator():
        yield File(f"message-{kept.inbound_id}-{kept.pk}-{_plain_name(kept.name)}", bytes(kept.content or b""))


def _plain_name(name: str) -> str:
    return "".join(one if one.isalnum() or one in "._-" else "_" for one in name)[-80:]


def contact_data(subject: Subject) -> list[dict[str, Any]]:
    return [
        {
            "office": str(row.office),
            "channel": row.channel,
            "address": row.address,
            "language": row.lang,
            "known_since": row.since,
            "not_written_to": row.is_suppressed,
            "consents": list(Consent.objects.of(row).values("at", "act", "to", "words", "through")),
            "sent_to_you": list(_sent(row)),
        }
        for row in contacts(subject).select_related("office").order_by("pk")
    ]


def _sent(row: Contact) -> Iterable[dict[str, Any]]:
    rows = Outbound.objects.filter(contact=row).order_by("pk")
    return rows.values(
        "state", "due_at", "sent_at", "delivered_at", "content__source", "content__lang", "content__parts"
    )


def log_data(subject: Subject) -> list[dict[str, Any]]:
    (rows,) = log_rows(subject)
    return list(rows.order_by("sequence").values("at", "action", "about"))


KEPT_LOG = _(
    "The audit log names your messages by a number, says what was done with them, and holds none of your words."
)
