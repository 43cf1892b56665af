"""A case is reported as a threat: what came with it is copied and sealed at once, before anything of it ends."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import transaction
from django.utils.module_loading import import_string

from hemicycle.accounts.actions import notify
from hemicycle.accounts.models import Assignment, User
from hemicycle.accounts.roles import Role
from hemicycle.cases.actions import judging
from hemicycle.cases.models import Case, Evidence, EvidenceKind, ThreatReport, sealed_evidence
from hemicycle.channels.models import Inbound, Medium
from hemicycle.rules import audit

THREAT = "cases.threat"


@transaction.atomic
def report_threat(case: Case, *, kind: str, target: str, by: User) -> ThreatReport:
    """While a report of the case is open it is that one, and what came since is added to its evidence."""
    report = ThreatReport.objects.unfinished().filter(case=case).first()
    is_new = report is None
    if report is None:
        judging.confirm_threat(case, by=by)
        report = ThreatReport.objects.create(
            office=case.office, case=case, sender=case.sender, kind=kind, target=target, reported_by=by
        )
    kept = keep_evidence(report, by=by)
    if is_new or kept:
        notify(THREAT, to=_notified(report), about=report, office=report.office, by=by)
        action = "cases.report_threat" if is_new else "cases.add_evidence"
        audit.record(action, by=by, about=report, office=report.office, parts=kept)
    return report


def _notified(report: ThreatReport) -> list[Assignment]:
    """The safety officers who may see it; in a member's office, where its own people reported it, nobody else."""
    return [one for one in report.assignments() if one.role == Role.SAFETY]


def keep_evidence(report: ThreatReport, *, by: User) -> int:
    """A sealed copy of each part of the messages of its case that there is none of yet; how many were made. The log
    holds the hash of each. From now on no inquiry reads them."""
    case = report.case
    if case is not None:
        # One of two open reports stays with a case that was merged; the messages are in the other.
        case = case.merged_into or case
    messages = Inbound.objects.filter(pk__in=case.messages.values("inbound")) if case is not None else ()
    known = set(report.evidence.values_list("message", "kind", "sha256"))
    made = [
        row
        for message in messages
        for row in _parts(report, message)
        if (row.message, row.kind, row.sha256) not in known
    ]
    Evidence.objects.bulk_create(made)
    for row in made:
        audit.record(
            "cases.keep_evidence", by=by, about=report, office=report.office, part=row.pk, sha256=row.sha256
        )  # fmt: skip
    if made:
        # By name: it reaches the engine, which nothing else of a report needs.
        leave = import_string("hemicycle.listening.actions.erasing.leave_to_safety")
        leave(report.office, sorted({row.message for row in made}), by=by)
    return len(made)


def _parts(report: ThreatReport, message: Inbound) -> Iterator[Evidence]:
    for kind, name, content in _contents(message):
        yield Evidence(
            report=report, message=message.pk, kind=kind, name=name, channel=message.channel,
            external_id=message.external_id, sent_at=message.sent_at, received_at=message.received_at,
            **sealed_evidence(content),
        )  # fmt: skip


def _contents(message: Inbound) -> Iterator[tuple[str, str, bytes]]:
    original = getattr(message, "original", None)
    if original is not None:
        yield EvidenceKind.ORIGINAL, "", bytes(original.raw)
    # What stands above a letter from the form names the page that it was written on, and is nobody's word.
    subject = "" if message.channel == Medium.WEB and message.direct else message.subject
    yield EvidenceKind.TEXT, "", "\n\n".join(filter(None, (subject, message.text))).encode()
    if message.contact is not None and (address := message.contact.address):
        yield EvidenceKind.SENDER, "", address.encode()
    for file in message.attachments.filter(refused="").order_by("pk"):
        yield EvidenceKind.FILE, file.name, bytes(file.content or b"")
