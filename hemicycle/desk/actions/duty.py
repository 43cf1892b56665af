"""Signed links for somebody on duty in another office: one edition, one person, answered once."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from hemicycle.accounts.models import User
from hemicycle.desk.actions import notices
from hemicycle.desk.actions.locking import lock, log_action, save_edition
from hemicycle.desk.actions.reviews import record_approval, send_back
from hemicycle.desk.actions.separation import assess
from hemicycle.desk.errors import DigestMismatch, LinkClosed, MayNotApprove, OwnWork
from hemicycle.desk.models import Announcement, Approval, DutyLink, State
from hemicycle.desk.snapshot import Snapshot, take_snapshot
from hemicycle.desk.workflow import DUTY_LINK_WORKFLOW
from hemicycle.rules.errors import IllegalMove
from hemicycle.rules.parameters import in_force


@transaction.atomic
def ask_on_duty(announcement: Announcement, *, to: User, why: str, by: User) -> DutyLink:
    """Ask one person to approve the announcement as it is now. Asked again, their earlier link is revoked.

    Raises IllegalMove where it is not in review, OwnWork, NotIndependent, MayNotApprove.
    """
    row = lock(announcement)
    if row.state != State.IN_REVIEW:
        raise IllegalMove(f"{row.state} is not in review")
    if to.pk == by.pk:
        raise OwnWork(str(row.pk))
    refused, assigned = assess(row, to, through=Approval.Through.LINK)
    if assigned is None:
        raise (refused or MayNotApprove)(str(row.pk))
    for earlier in row.duty_links.waiting().filter(to=to):
        take_back(earlier, by=by)
    edition = save_edition(row, take_snapshot(row))
    link = DutyLink.objects.create(
        announcement=row, edition=edition, digest=edition.digest, to=to, asked_by=by, why=why.strip()[:300],
        expires_at=timezone.now() + timedelta(hours=in_force("duty_link_hours")),
    )  # fmt: skip
    log_action(row, "ask_on_duty", by=by, edition=edition.number, of_office=assigned.office.slug, link=link.pk)
    notices.ask_one_on_duty(link, assigned, by=by)
    return link


@transaction.atomic
def take_back(link: DutyLink, *, by: User) -> DutyLink:
    """Revoke the link."""
    row = lock(link.announcement)
    now = _ended(link, "take_back")
    log_action(row, "take_back_link", by=by, link=now.pk)
    return now


@transaction.atomic
def approve_on_duty(link: DutyLink, *, by: User) -> Approval:
    """Approve the edition that the link shows. Raises LinkClosed, and whatever `approve` does."""
    row, snapshot = _still_asked(link, by=by)
    approval = record_approval(row, snapshot, digest=link.digest, by=by, through=Approval.Through.LINK)
    _ended(link, "approve")
    return approval


@transaction.atomic
def send_back_on_duty(link: DutyLink, *, note: str, by: User) -> Announcement:
    """Send it back with a note to those who write. Raises LinkClosed."""
    row, _snapshot = _still_asked(link, by=by)
    _ended(link, "send_back")
    return send_back(row, note=note, by=by)


def why_closed(link: DutyLink, snapshot: Snapshot) -> str:
    """Why a link cannot be answered any more: its state, "expired", "changed" or "decided"; "" while it can."""
    if link.state != DutyLink.State.ASKED:
        return link.state
    if link.expires_at <= timezone.now():
        return "expired"
    if snapshot.digest != link.digest:
        return "changed"
    return "" if snapshot.announcement.state == State.IN_REVIEW else "decided"


def _still_asked(link: DutyLink, *, by: User) -> tuple[Announcement, Snapshot]:
    """The announcement under a lock, for the one who was asked, as long as they still are."""
    row = lock(link.announcement)
    now = DutyLink.objects.get(pk=link.pk)
    if by.pk != now.to_id or not by.is_active:
        raise MayNotApprove(str(row.pk))
    snapshot = take_snapshot(row)
    reason = why_closed(now, snapshot)
    if reason == "changed":
        raise DigestMismatch(str(row.pk))
    if reason:
        raise LinkClosed(reason)
    return row, snapshot


def _ended(link: DutyLink, verb: str) -> DutyLink:
    now: DutyLink = DutyLink.objects.select_for_update().get(pk=link.pk)
    now.state, now.ended_at = DUTY_LINK_WORKFLOW.after(now.state, verb), timezone.now()
    now.save(update_fields=["state", "ended_at"])
    notices.end_duty_request(now)
    link.state, link.ended_at = now.state, now.ended_at
    return now
