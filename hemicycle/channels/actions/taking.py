"""What comes back through an account of ours: a message becomes an `Inbound` row, a report changes what went out."""

from __future__ import annotations

from dataclasses import asdict
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from hemicycle.channels.actions import answering, contacts
from hemicycle.channels.actions.receiving import short_enough, storable
from hemicycle.channels.attachments import checked
from hemicycle.channels.contract import Arrived, Fate, Report
from hemicycle.channels.models import (
    Account,
    Attachment,
    Channel,
    Contact,
    EarlyReport,
    Inbound,
    Original,
    Outbound,
    OutboundPart,
    State,
)
from hemicycle.channels.registry import adapter_of
from hemicycle.channels.senders import Pseudonyms
from hemicycle.rules import audit
from hemicycle.rules.parameters import in_force

# A letter with its pictures; what is longer is kept in its words alone.
LARGEST_ORIGINAL = 10 * 1024 * 1024
# Nothing that answers our message is older than the message itself; receipts come within days (3GPP TS 23.040: at most
# 63 weeks of validity, operators use two or three days).
EARLY_REPORTS_KEPT = timedelta(days=7)

_FATES = {Fate.DELIVERED: "deliver", Fate.FAILED: "fail", Fate.EXPIRED: "fail"}


@transaction.atomic
def take(news: Arrived | Report, *, account: Account, by: Any) -> Inbound | None:
    """Keep one thing that came; the same thing twice is kept once. The new message, or None."""
    Account.objects.filter(pk=account.pk).update(last_used_at=timezone.now())
    if isinstance(news, Report):
        apply_report(news, account=account, by=by)
        return None
    return _arrive(news, account=account, by=by)


def _arrive(message: Arrived, *, account: Account, by: Any) -> Inbound | None:
    channel = adapter_of(account.kind).inbound
    batch, external_id = f"account:{account.pk}", short_enough(message.external_id)
    if Inbound.objects.of_batch(account.office, batch).filter(channel=channel, external_id=external_id).exists():
        return None
    contact = None
    if message.sender:
        contact = contacts.contact_of(
            office=account.office, channel=channel, address=message.sender, lang=message.lang
        )
    inbound = Inbound.objects.create(
        office=account.office, account=account, channel=channel, batch=batch, external_id=external_id, contact=contact,
        text=storable(message.text), subject=storable(message.subject)[:300], lang=message.lang[:20],
        sender=Pseudonyms(account.office).of(message.sender), sent_at=message.sent_at, automatic=message.automatic,
        answers=_answered(message.answers, account) or _last_said(contact, channel),
    )  # fmt: skip
    if message.raw and len(message.raw) <= LARGEST_ORIGINAL:
        Original.objects.create(inbound=inbound, raw=message.raw)
    Attachment.objects.bulk_create(Attachment(inbound=inbound, **asdict(one)) for one in checked(message.attached))
    audit.record(
        "channels.take", by=by, about=inbound, office=account.office, kind=account.kind,
        answers=inbound.answers_id is not None, automatic=message.automatic, attached=len(message.attached),
    )  # fmt: skip
    answering.hear(inbound)
    return inbound


def _answered(names: tuple[str, ...], account: Account) -> Outbound | None:
    """The message of ours that one of these names means, the first that is known; only of the same office."""
    ours = Outbound.objects.filter(office=account.office_id)
    for name in filter(None, names):
        found = ours.filter(key=name).first() or ours.filter(account=account, external_id=name).first()
        if found is None:
            part = OutboundPart.objects.filter(outbound__account=account, external_id=name).first()
            found = part.outbound if part else None
        if found is not None:
            return found
    return None


def _last_said(contact: Contact | None, channel: str) -> Outbound | None:
    """A text message does not say what it answers: it is taken to answer what we last sent to its sender, within as
    many hours as the House says."""
    if contact is None or channel != Channel.SMS:
        return None
    since = timezone.now() - timedelta(hours=in_force("reply_window_hours"))
    sent = Outbound.objects.filter(contact=contact, asked_for=False, sent_at__gte=since)
    return sent.order_by("-sent_at", "-pk").first()


def apply_report(report: Report, *, account: Account, by: Any) -> bool:
    """What became of a message; a report about one we do not know yet waits for it. Whether it was known."""
    rows = Outbound.objects.filter(account=account)
    row = rows.filter(key=report.key).first() if report.key else None
    part = None
    if row is None and report.external_id:
        part = OutboundPart.objects.filter(outbound__account=account, external_id=report.external_id).first()
        row = part.outbound if part else rows.filter(external_id=report.external_id).first()
    if row is None:
        if report.external_id:
            EarlyReport.objects.filter(came_at__lt=timezone.now() - EARLY_REPORTS_KEPT).delete()
            EarlyReport.objects.create(account=account, external_id=report.external_id, report=asdict(report))
        return False
    _become(row, _whole(row, part, report), report, account=account, by=by)
    return True


def _whole(row: Outbound, part: OutboundPart | None, report: Report) -> Fate | None:
    """What became of the whole, now that this is known of a part: the worst of them, once all are known."""
    if part is None:
        return report.fate
    part.state = State.DELIVERED if report.fate == Fate.DELIVERED else State.FAILED
    part.save(update_fields=["state"])
    states = set(row.parts.values_list("state", flat=True))
    if State.FAILED in states:
        return Fate.FAILED
    return Fate.DELIVERED if states == {State.DELIVERED} else None


def _become(row: Outbound, fate: Fate | None, report: Report, *, account: Account, by: Any) -> None:
    if fate is None:
        return
    verb, now = _FATES[fate], timezone.now()
    changes: dict[str, Any] = {"code": report.code}
    if verb == "deliver":
        changes |= {"delivered_at": now, "sent_at": row.sent_at or now}
    moved = Outbound.objects.filter(pk=row.pk).move(verb, **changes)
    if moved and report.suppress and row.contact is not None:
        contacts.suppress(row.contact, why=report.code or "refused", by=by)
    if moved and fate != Fate.DELIVERED:
        audit.record("channels.report", by=by, about=row, office=account.office, fate=str(fate), code=report.code)


def meet_early_reports(account: Account, external_ids: tuple[str, ...], *, by: Any) -> int:
    """Reports that came before the answer that names their message; how many there were."""
    found = list(EarlyReport.objects.filter(account=account, external_id__in=external_ids).order_by("pk"))
    for early in found:
        apply_report(Report(**{**early.report, "fate": Fate(early.report["fate"])}), account=account, by=by)
        early.delete()
    return len(found)
