"""What comes back through an account of ours: a message becomes an `Inbound` row, a report changes what went out."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import asdict
from datetime import timedelta
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import Exists, Max, OuterRef, QuerySet
from django.utils import timezone

from hemicycle.channels.actions import answering, contacts, redirecting
from hemicycle.channels.actions.receiving import short_enough, storable
from hemicycle.channels.contract import COMMENT, DeliveryStatus, InboundMessage, Report, Segment
from hemicycle.channels.files.attachments import checked
from hemicycle.channels.models import (
    Account,
    Answer,
    Attachment,
    Contact,
    EarlyReport,
    Inbound,
    InboundPart,
    Measure,
    Medium,
    Original,
    Outbound,
    OutboundPart,
    State,
    Step,
)
from hemicycle.channels.models.encryption import Pseudonyms
from hemicycle.channels.models.moderation import PUBLIC_CHANNELS
from hemicycle.channels.registry import adapter_of
from hemicycle.rules import audit
from hemicycle.rules.parameters import in_force
from hemicycle.rules.work import attempt

# A letter with its pictures; what is longer is kept in its words alone.
LARGEST_ORIGINAL = 10 * 1024 * 1024
# A transaction takes milliseconds; one that takes longer than this is a fault of its own.
CROSSED_WITHIN = timedelta(minutes=5)
# What was not acknowledged comes again within minutes (SMPP 3.4 leaves the time to the SMSC; Kannel takes one).
REPEATED_WITHIN = timedelta(minutes=10)
# The parts of a message follow one another within seconds; of one that lost a part, a person reads the rest.
PARTS_WAIT = timedelta(hours=1)
MISSING_PART = "[…]"

_STATUSES = {
    DeliveryStatus.SENT: "accept",
    DeliveryStatus.DELIVERED: "deliver",
    DeliveryStatus.FAILED: "fail",
    DeliveryStatus.EXPIRED: "fail",
}

ARRIVALS: list[Callable[[Inbound], None]] = []


def register_arrival(handle: Callable[[Inbound], None]) -> None:
    """What else is done with every message that is stored, whoever or whatever brought it: called last, in order of
    registration, in the same transaction. Where it fails the message is not stored, and the other side keeps it."""
    ARRIVALS.append(handle)


@audit.atomic()
def store_incoming(news: InboundMessage | Report, *, account: Account, by: Any) -> Inbound | None:
    """Store a message or apply a report; idempotent. The new message, or None."""
    if isinstance(news, Report):
        apply_report(news, account=account, by=by)
        return None
    return _store(news, account=account, by=by)


def _store(message: InboundMessage, *, account: Account, by: Any) -> Inbound | None:
    channel = adapter_of(account.kind).medium
    if channel in PUBLIC_CHANNELS and _is_blocked(message, account):
        return None
    contact = None
    if message.sender:
        contact = contacts.contact_of(
            office=account.office, channel=channel, address=message.sender, lang=message.lang
        )
    if message.segment is not None and contact is not None:
        whole = _joined_when_complete(message, message.segment, account, contact)
        return None if whole is None else _store(whole, account=account, by=by)
    if _is_repeated(message, account, contact):
        return None
    batch, external_id = batch_of(account), short_enough(message.external_id or secrets.token_hex(16))
    inbound = Inbound.objects.create(
        office=account.office, account=account, channel=channel, batch=batch, external_id=external_id, contact=contact,
        text=storable(message.text), subject=storable(message.subject)[:300], lang=message.lang[:20],
        sender=Pseudonyms(account.office).of(message.sender), sent_at=message.sent_at, automatic=message.automatic,
        answers=_what_it_answers(message, account, contact), direct=message.direct,
        recipient=message.to[:120], is_authenticated=message.authenticated,
    )  # fmt: skip
    if message.raw and len(message.raw) <= LARGEST_ORIGINAL:
        Original.objects.create(inbound=inbound, raw=message.raw)
    Attachment.objects.bulk_create(Attachment(inbound=inbound, **asdict(one)) for one in checked(message.files))
    audit.record(
        "channels.take", by=by, about=inbound, office=account.office, kind=account.kind,
        answers=inbound.answers_id is not None, automatic=message.automatic, direct=message.direct,
        attached=len(message.files),
    )  # fmt: skip
    if not answering.handle_keyword(inbound):
        redirecting.redirect(inbound)
    for handle in ARRIVALS:
        handle(inbound)
    return inbound


def batch_of(account: Account) -> str:
    return f"account:{account.pk}"


def _is_repeated(message: InboundMessage, account: Account, contact: Contact | None) -> bool:
    """Whether it was stored before: by its id, or by its text where it has none."""
    rows = Inbound.objects.of_batch(account.office, batch_of(account))
    if message.external_id:
        channel = adapter_of(account.kind).medium
        return rows.filter(channel=channel, external_id=short_enough(message.external_id)).exists()
    lately = rows.filter(contact=contact, received_at__gte=timezone.now() - REPEATED_WITHIN)
    return lately.filter(text=storable(message.text)).exists()


def _is_blocked(message: InboundMessage, account: Account) -> bool:
    """Whether its sender was blocked for breaking a house rule: then nothing of it is kept, and it is counted."""
    sender = Pseudonyms(account.office).of(message.sender)
    against = Measure.objects.against(account.office, sender).in_force().filter(step=Step.BLOCK).first()
    if against is not None:
        against.count()
    return against is not None


def _joined_when_complete(
    message: InboundMessage, segment: Segment, account: Account, contact: Contact
) -> InboundMessage | None:
    """The whole message when this was the last part that was missing; else the part is kept."""
    whole = f"{segment.reference[:60]}/{segment.total}"
    lately = timezone.now() - REPEATED_WITHIN
    done = Inbound.objects.of_batch(account.office, batch_of(account)).filter(contact=contact, received_at__gte=lately)
    if done.filter(external_id__startswith=f"{_WHOLE}{whole}:").exists():
        return None
    InboundPart.objects.get_or_create(
        account=account, contact=contact, whole=whole, number=segment.number,
        defaults={
            "text": storable(message.text), "automatic": message.automatic, "is_authenticated": message.authenticated,
        },
    )  # fmt: skip
    rows = InboundPart.objects.filter(account=account, contact=contact, whole=whole)
    if len(rows) < segment.total:
        return None
    return _join(list(rows), contact)


_WHOLE = "parts:"


def _join(rows: list[InboundPart], contact: Contact) -> InboundMessage:
    """Join these parts into one message and delete them; a missing part is shown as such."""
    parts = int(rows[0].whole.rpartition("/")[2])
    texts = {row.number: row.text for row in rows}
    text = "".join(texts.get(number, MISSING_PART) for number in range(1, parts + 1))
    name = f"{_WHOLE}{rows[0].whole}:{rows[0].pk}"
    InboundPart.objects.filter(pk__in=[row.pk for row in rows]).delete()
    return InboundMessage(
        name, text, sender=contact.address, automatic=rows[0].automatic,
        authenticated=all(row.is_authenticated for row in rows),
    )  # fmt: skip


def store_incomplete(worker: str = "worker", stopping: Any = None) -> int:
    """Store messages of which a part never came as they are; returns how many."""
    waited = timezone.now() - PARTS_WAIT
    newest = InboundPart.objects.order_by().values("account", "contact", "whole").annotate(newest=Max("came_at"))
    found = list(newest.filter(newest__lt=waited))
    for one in found:
        rows = InboundPart.objects.filter(account=one["account"], contact=one["contact"], whole=one["whole"])
        if (first := rows.first()) is not None:
            attempt(first, partial(_store_parts, rows, worker))
    return len(found)


@transaction.atomic
def _store_parts(rows: QuerySet[InboundPart], by: Any) -> None:
    if left := list(rows.select_related("account__office", "contact").select_for_update(of=("self",))):
        _store(_join(left, left[0].contact), account=left[0].account, by=by)


def _what_it_answers(message: InboundMessage, account: Account, contact: Contact | None) -> Outbound | None:
    return (
        _answer_below(message.answers, account, contact)
        or _answered(message.answers, account)
        or _last_sent_to(contact, account)
    )


def _answer_below(names: tuple[str, ...], account: Account, contact: Contact | None) -> Outbound | None:
    """Where a network has one level of answers, what somebody writes below their own message, which we answered,
    answers that."""
    above = [short_enough(name) for name in names if name.startswith(COMMENT)]
    if contact is None or not above:
        return None
    given = Answer.objects.filter(inbound__account=account, inbound__contact=contact, inbound__external_id__in=above)
    latest = given.exclude(outbound=None).select_related("outbound").order_by("-pk").first()
    return latest.outbound if latest is not None else None


def _answered(names: tuple[str, ...], account: Account) -> Outbound | None:
    """The message of ours that one of these names means, the first that is known; only of the same office."""
    ours = Outbound.objects.filter(office=account.office_id)
    for name in filter(None, names):
        # What has an address of its own may have been posted by hand, as another account of the office.
        through = Account.objects.filter(office=account.office_id)
        if not name.startswith("https://"):
            through = through.filter(pk=account.pk)
        named = ours.filter(account__in=through, external_id=name)
        found = ours.filter(key=name).first() or named.first()
        if found is None:
            part = OutboundPart.objects.filter(outbound__account=account, external_id=name).first()
            found = part.outbound if part else None
        if found is not None:
            return found
    return None


def _last_sent_to(contact: Contact | None, account: Account) -> Outbound | None:
    """A text message does not say what it answers: it is taken to answer what we last sent to its sender, from the
    number it came to if anything, within as many hours as the House says."""
    if contact is None or contact.is_new or adapter_of(account.kind).medium != Medium.SMS:
        return None
    since = timezone.now() - timedelta(hours=in_force("reply_window_hours"))
    sent = Outbound.objects.filter(contact=contact, asked_for=False, sent_at__gte=since)
    latest_first = sent.order_by("-sent_at", "-pk")
    return latest_first.filter(account=account).first() or latest_first.first()


def apply_report(report: Report, *, account: Account, by: Any) -> bool:
    """Apply a report to its message; one about a message not known yet is stored. Whether it was known."""
    rows = Outbound.objects.filter(account=account)
    row = rows.filter(key=report.key).first() if report.key else None
    part = None
    if row is None and report.external_id:
        part = OutboundPart.objects.filter(outbound__account=account, external_id=report.external_id).first()
        row = part.outbound if part else rows.filter(external_id=report.external_id).first()
    if row is None:
        if report.external_id:
            EarlyReport.objects.create(account=account, external_id=report.external_id, report=asdict(report))
        return False
    _apply_status(row, _whole(row, part, report), report, account=account, by=by)
    return True


def _whole(row: Outbound, part: OutboundPart | None, report: Report) -> DeliveryStatus | None:
    """The status of the whole message, now that of a part is known: the worst of them, once all are known."""
    if part is None or report.status == DeliveryStatus.SENT:
        return report.status
    part.state = State.DELIVERED if report.status == DeliveryStatus.DELIVERED else State.FAILED
    part.save(update_fields=["state"])
    states = set(row.parts.values_list("state", flat=True))
    if State.FAILED in states:
        return DeliveryStatus.FAILED
    return DeliveryStatus.DELIVERED if states == {State.DELIVERED} else None


def _apply_status(row: Outbound, status: DeliveryStatus | None, report: Report, *, account: Account, by: Any) -> None:
    if status is None:
        return
    verb, now = _STATUSES[status], timezone.now()
    changes: dict[str, Any] = {"code": report.code}
    if status in (DeliveryStatus.SENT, DeliveryStatus.DELIVERED):
        changes |= {"sent_at": row.sent_at or now, "external_id": row.external_id or report.external_id}
    if status == DeliveryStatus.DELIVERED:
        changes |= {"delivered_at": now}
    moved = Outbound.objects.filter(pk=row.pk).move(verb, **changes)
    if moved and report.suppress and row.contact is not None:
        contacts.suppress(row.contact, why=report.code or "refused", by=by)
    if moved and status not in (DeliveryStatus.SENT, DeliveryStatus.DELIVERED):
        audit.record("channels.report", by=by, about=row, office=account.office, status=str(status), code=report.code)


def apply_crossed_reports(worker: str = "worker", stopping: Any = None) -> int:
    """Apply reports that crossed their message: neither transaction saw the other's row. How many there were."""
    lately = EarlyReport.objects.filter(came_at__gte=timezone.now() - CROSSED_WITHIN)
    ours = Outbound.objects.filter(account=OuterRef("account"), external_id=OuterRef("external_id"))
    parts = OutboundPart.objects.filter(outbound__account=OuterRef("account"), external_id=OuterRef("external_id"))
    met = 0
    for early in lately.filter(Exists(ours) | Exists(parts)).select_related("account__office"):
        met += attempt(early, partial(apply_early_reports, early.account, (early.external_id,), by=worker)) or 0
    return met


@transaction.atomic
def apply_early_reports(account: Account, external_ids: tuple[str, ...], *, by: Any) -> int:
    """Apply reports that came before the response that names their message; how many there were."""
    found = list(EarlyReport.objects.filter(account=account, external_id__in=external_ids).order_by("pk"))
    for early in found:
        apply_report(
            Report(**{**early.report, "status": DeliveryStatus(early.report["status"])}), account=account, by=by
        )
        early.delete()
    return len(found)
