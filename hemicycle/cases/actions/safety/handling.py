"""What is done about a report of a threat: assigned, assessed, passed to the police, closed. A member's office lets
the House's safety officers see its reports, or ends it."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from hemicycle.accounts.actions import end_notices, notify
from hemicycle.accounts.models import Office, User
from hemicycle.cases.actions.safety.reporting import THREAT, keep_evidence
from hemicycle.cases.errors import NotAnOfficer
from hemicycle.cases.models import ThreatReport, ThreatSharing, ThreatState, ThreatStep
from hemicycle.cases.workflow import THREAT_WORKFLOW
from hemicycle.rules import audit
from hemicycle.rules.errors import IllegalMove


@transaction.atomic
def assess(report: ThreatReport, *, kind: str, target: str, text: str = "", by: User) -> ThreatReport:
    """What it is, and against whom. Raises IllegalMove."""
    return _move(report, "assess", text, by, kind=kind, target=target)


@transaction.atomic
def pass_on(report: ThreatReport, *, reference: str, text: str = "", by: User) -> ThreatReport:
    """The police have it, under their `reference`. Raises IllegalMove."""
    return _move(report, "pass", text, by, external_reference=reference.strip()[:80])


@transaction.atomic
def close_report(report: ThreatReport, *, text: str, by: User) -> ThreatReport:
    """From now on the time runs for which the evidence is kept. Raises IllegalMove."""
    return _move(report, "close", text, by, closed_at=timezone.now())


@transaction.atomic
def reopen_report(report: ThreatReport, *, text: str = "", by: User) -> ThreatReport:
    """Raises IllegalMove, also where the same case was reported anew meanwhile."""
    if report.case_id and ThreatReport.objects.unfinished().filter(case=report.case_id).exists():
        raise IllegalMove(f"{report} was reported anew")
    return _move(report, "reopen", text, by, closed_at=None)


@transaction.atomic
def note_step(report: ThreatReport, *, text: str, by: User) -> ThreatStep:
    """ValueError for an empty one."""
    if not text.strip():
        raise ValueError("nothing written")
    step = _step(report, "", text, by)
    audit.record("cases.note_threat", by=by, about=report, office=report.office)
    return step


@transaction.atomic
def assign_report(report: ThreatReport, *, to: User | None, by: User) -> None:
    """To a colleague, or to nobody. Raises NotAnOfficer where they may not see it."""
    if to is not None and not report.people().filter(pk=to.pk).exists():
        raise NotAnOfficer(str(report))
    ThreatReport.objects.filter(pk=report.pk).update(assignee=to)
    if to is not None:
        theirs = report.assignments().filter(user=to)[:1]
        notify(THREAT, to=theirs, about=report, office=report.office, by=by)
    audit.record("cases.assign_threat", by=by, about=report, office=report.office)


@transaction.atomic
def share_threats(office: Office, *, by: User) -> None:
    """Its reports, and nothing else of it. Raises NotAnOfficer for whoever is not of that member's office."""
    if office.kind != Office.Kind.MEMBER or not by.belongs_to(office):
        raise NotAnOfficer(office.slug)
    _sharing, is_new = ThreatSharing.objects.get_or_create(office=office, defaults={"by": by})
    if is_new:
        audit.record("cases.share_threats", by=by, about=office, office=office)


@transaction.atomic
def stop_sharing_threats(office: Office, *, by: User) -> None:
    """From now on they stay in the office. Raises NotAnOfficer."""
    if not by.belongs_to(office):
        raise NotAnOfficer(office.slug)
    if ThreatSharing.objects.filter(office=office).delete()[0]:
        audit.record("cases.stop_sharing_threats", by=by, about=office, office=office)


def _move(report: ThreatReport, move: str, text: str, by: User, **changes: Any) -> ThreatReport:
    row = ThreatReport.objects.select_for_update(of=("self",)).select_related("office", "case").get(pk=report.pk)
    row.state = THREAT_WORKFLOW.after(row.state, move)
    for name, value in changes.items():
        setattr(row, name, value)
    row.save()
    # What they wrote since is part of what was looked at.
    keep_evidence(row, by=by)
    _step(row, move, text, by)
    if row.state == ThreatState.CLOSED:
        end_notices(THREAT, about=row)
    audit.record(f"cases.{move}_threat", by=by, about=row, office=row.office, state=row.state)
    return row


def _step(report: ThreatReport, move: str, text: str, by: User) -> ThreatStep:
    return ThreatStep.objects.create(report=report, move=move, text=text.strip()[:2000], by=by)
