"""A fake account is reported by staff or by anybody, to the network by staff, and asked after until it is gone."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from hemicycle.accounts.models import User
from hemicycle.cases.models import FakeState, FoundBy, ImpersonationReport, ImpersonationStep
from hemicycle.cases.workflow import FAKE_WORKFLOW
from hemicycle.rules import audit

# Within seven days networks had to decide on what was reported to them, as a rule (NetzDG of Germany, 2017, section
# 3(2) no. 3; since 2024 the Digital Services Act of the EU says “timely”, article 16(6)).
REMIND_AFTER = timedelta(days=7)


@transaction.atomic
def report_fake(address: str, *, imitated: str, found_by: str, by: Any, **known: Any) -> ImpersonationReport:
    """One that is followed up already is that one, and counts that it was seen again. `known`: network, account,
    member, evidence. ValueError for an empty address."""
    seen = " ".join(address.split())[:500]
    if not seen:
        raise ValueError("no address")
    report = ImpersonationReport.objects.unfinished().select_for_update().filter(address__iexact=seen).first()
    if report is not None:
        report.seen_again += 1
        report.save(update_fields=["seen_again"])
    else:
        report = ImpersonationReport.objects.create(address=seen, imitated=imitated, found_by=found_by, **known)
    audit.record("cases.report_fake", by=by, about=report, found_by=FoundBy(found_by).value)
    return report


@transaction.atomic
def submit_fake(report: ImpersonationReport, *, on: date, reference: str, by: User) -> ImpersonationReport:
    """It was reported to the network; done again, the network was asked once more. Raises IllegalMove."""
    row = _held(report)
    row.state = FAKE_WORKFLOW.after(row.state, "submit")
    row.submitted_on = row.submitted_on or on
    row.reference, row.remind_on = reference.strip()[:120], on + REMIND_AFTER
    return _moved(row, "submit", by)


@transaction.atomic
def take_down_fake(report: ImpersonationReport, *, by: User) -> ImpersonationReport:
    """It is gone. Raises IllegalMove."""
    return _end(report, "take_down", by)


@transaction.atomic
def dismiss_fake(report: ImpersonationReport, *, by: User) -> ImpersonationReport:
    """It pretends nothing: a parody that says so, somebody of the same name, or ours. Raises IllegalMove."""
    return _end(report, "dismiss", by)


@transaction.atomic
def reopen_fake(report: ImpersonationReport, *, by: User) -> ImpersonationReport:
    """It is there again. Raises IllegalMove, also where it was reported anew meanwhile."""
    row = _held(report)
    row.state = FAKE_WORKFLOW.after(row.state, "reopen")
    row.ended_at = row.remind_on = None
    return _moved(row, "reopen", by)


@transaction.atomic
def note_capture(report: ImpersonationReport, *, evidence: str, by: User) -> ImpersonationReport:
    """What was captured of it, and where that is kept."""
    row = _held(report)
    row.evidence = evidence.strip()[:2000]
    return _moved(row, "capture", by)


def _end(report: ImpersonationReport, move: str, by: User) -> ImpersonationReport:
    row = _held(report)
    row.state = FAKE_WORKFLOW.after(row.state, move)
    row.ended_at, row.remind_on = timezone.now(), None
    return _moved(row, move, by)


def _held(report: ImpersonationReport) -> ImpersonationReport:
    return ImpersonationReport.objects.select_for_update(of=("self",)).get(pk=report.pk)


def _moved(row: ImpersonationReport, move: str, by: User) -> ImpersonationReport:
    row.save()
    ImpersonationStep.objects.create(report=row, move=move, by=by)
    audit.record(f"cases.{move}_fake", by=by, about=row, state=FakeState(row.state).value)
    return row
