"""A fake account is reported by staff or by anybody, to the network by staff, and asked after until it is gone.

What imitates a member is with that member's own office alone, which hands it over to the House: one, or all of them.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from hemicycle.accounts.models import Office, User
from hemicycle.cases.errors import NotAnOfficer
from hemicycle.cases.models import FakeSharing, FakeState, FoundBy, ImpersonationReport, ImpersonationStep
from hemicycle.cases.workflow import FAKE_WORKFLOW
from hemicycle.channels.models import Account
from hemicycle.record.models import MemberOffice, Person
from hemicycle.rules import audit
from hemicycle.rules.errors import IllegalMove

# Within seven days networks had to decide on what was reported to them, as a rule (NetzDG of Germany, 2017, section
# 3(2) no. 3; since 2024 the Digital Services Act of the EU says “timely”, article 16(6)).
REMIND_AFTER = timedelta(days=7)


@transaction.atomic
def report_fake(address: str, *, imitated: str, found_by: str, by: Any, **known: Any) -> ImpersonationReport:
    """One that is followed up already there is that one, and counts that it was seen again. `known`: network, account,
    member, evidence. ValueError for an empty address."""
    seen = " ".join(address.split())[:500]
    if not seen:
        raise ValueError("no address")
    keeper = _keeper(known.get("member"), known.get("account"))
    there = ImpersonationReport.objects.unfinished().filter(kept_by=keeper)
    report = there.select_for_update(of=("self",)).filter(address__iexact=seen).first()
    if report is not None:
        report.seen_again += 1
        report.save(update_fields=["seen_again"])
    else:
        report = ImpersonationReport.objects.create(
            address=seen, imitated=imitated, found_by=found_by, kept_by=keeper, **known
        )
    audit.record("cases.report_fake", by=by, about=report, office=keeper, found_by=FoundBy(found_by).value)
    return report


def _keeper(member: Person | None, account: Account | None) -> Office | None:
    """The office of the member whom it imitates, or whose account it does; None where that leaves it to the House."""
    of_account = Q(pk=account.office_id, kind=Office.Kind.MEMBER) if account is not None else Q(pk=None)
    working_for = MemberOffice.objects.filter(person__in=[member.pk, member.merged_into_id]) if member else ()
    theirs = Office.objects.filter(of_account | Q(pk__in=[one.office_id for one in working_for]))
    return theirs.exclude(pk__in=FakeSharing.objects.values("office")).first()


@transaction.atomic
def hand_over_fake(report: ImpersonationReport, *, by: User) -> ImpersonationReport:
    """The House follows it up from now on, and reads what was done. Raises IllegalMove where it does already."""
    row = _held(report)
    office, row.kept_by = row.kept_by, None
    of_the_house = ImpersonationReport.objects.unfinished().with_the_house().filter(address__iexact=row.address)
    if office is None or (row.ended_at is None and of_the_house.exists()):
        raise IllegalMove(f"{row} is with the House")
    return _moved(row, "hand_over", by, office=office)


@transaction.atomic
def share_fakes(office: Office, *, by: User) -> None:
    """From now on all of them, with those that are not ended. Raises NotAnOfficer for whoever is not of that member's
    office."""
    if office.kind != Office.Kind.MEMBER or not by.belongs_to(office):
        raise NotAnOfficer(office.slug)
    _sharing, is_new = FakeSharing.objects.get_or_create(office=office, defaults={"by": by})
    if is_new:
        audit.record("cases.share_fakes", by=by, about=office, office=office)
    for report in ImpersonationReport.objects.unfinished().filter(kept_by=office):
        # One that the House follows up already stays as it is.
        with suppress(IllegalMove):
            hand_over_fake(report, by=by)


@transaction.atomic
def stop_sharing_fakes(office: Office, *, by: User) -> None:
    """What is reported from now on stays in the office. Raises NotAnOfficer."""
    if not by.belongs_to(office):
        raise NotAnOfficer(office.slug)
    if FakeSharing.objects.filter(office=office).delete()[0]:
        audit.record("cases.stop_sharing_fakes", by=by, about=office, office=office)


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
    rows = ImpersonationReport.objects.select_for_update(of=("self",)).select_related("kept_by")
    return rows.get(pk=report.pk)


def _moved(row: ImpersonationReport, move: str, by: User, *, office: Office | None = None) -> ImpersonationReport:
    row.save()
    ImpersonationStep.objects.create(report=row, move=move, by=by)
    audit.record(
        f"cases.{move}_fake", by=by, about=row, office=office or row.kept_by, state=FakeState(row.state).value
    )
    return row
