"""What the case that stays takes over from the one that becomes part of it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from hemicycle.cases.actions.merging.urgency import graver
from hemicycle.cases.actions.subjects import put_subject
from hemicycle.cases.models import (
    Case,
    CaseMessage,
    CaseTag,
    OwnPoint,
    State,
    Subject,
    ThreatReport,
    ThreatReportQuerySet,
    ThreatState,
)
from hemicycle.channels.models import Inbound

_OWED = (OwnPoint.FOUND, OwnPoint.CONFIRMED)


def taken_over(kept: Case, gone: Case) -> dict[str, Any]:
    """The fields of the one that stays, with their new values. What is open in one of them is open in both, and the
    sooner owed, the sooner due; the messages of both are judged together."""
    both = (kept, gone)
    is_open = State.OPEN in (kept.state, gone.state)
    urgency, evidence = graver(kept, gone)
    return {
        "state": State.OPEN.value if is_open else kept.state,
        "closed_at": None if is_open else kept.closed_at,
        "waiting_since": _first(one.waiting_since for one in both),
        "snoozed_until": _snoozed_until([one for one in both if one.is_open]),
        "assignee_id": kept.assignee_id or gone.assignee_id,
        "area_id": (gone if kept.area is None else kept).area_id,
        "opened_at": min(kept.opened_at, gone.opened_at),
        "answered_at": _first(one.answered_at for one in both),
        "acknowledged_at": kept.acknowledged_at or gone.acknowledged_at,
        "confirmed_at": kept.confirmed_at or gone.confirmed_at,
        "urgency": urgency,
        "evidence": evidence,
        "judged_at": None,
        **_own_point(kept, gone),
    }


def take_rows(kept: Case, gone: Case, *, subjects: Iterable[Subject]) -> None:
    """Messages, notes and reports of threats change their case. Of subjects and tags the other keeps its own, which it
    has again when this is undone."""
    CaseMessage.objects.filter(case=gone).update(case=kept)
    gone.notes.update(case=kept)
    for subject in subjects:
        put_subject(
            kept, subject.origin, bill=subject.bill, eid=subject.eid, committee=subject.committee,
            member=subject.member, announcement=subject.announcement,
        )  # fmt: skip
    tags = [CaseTag(case=kept, tag_id=key) for key in gone.tags.values_list("tag", flat=True)]
    CaseTag.objects.bulk_create(tags, ignore_conflicts=True)
    move_reports(ThreatReport.objects.filter(case=gone), to=kept)
    gone.merged.update(merged_into=kept)


def move_reports(rows: ThreatReportQuerySet, *, to: Case) -> None:
    """They go where the words are that they guard. Of one case one report is worked on at a time: where it has one, a
    second that is not closed stays where it is, and gets its evidence from there (safety/reporting.py)."""
    if ThreatReport.objects.unfinished().filter(case=to).exists():
        rows = rows.filter(state=ThreatState.CLOSED)
    rows.update(case=to)


def renew_latest(case: Case) -> None:
    """After messages came or went."""
    last = Inbound.objects.filter(pk__in=case.messages.values("inbound")).order_by("-received_at", "-pk").first()
    if last is not None:
        Case.objects.filter(pk=case.pk).update(latest=last, heard_at=last.received_at)


def _first(times: Iterable[datetime | None]) -> datetime | None:
    return min((one for one in times if one is not None), default=None)


def _snoozed_until(to_do: list[Case]) -> datetime | None:
    """What nobody put off is not put off because the other was."""
    days = [one.snoozed_until for one in to_do if one.snoozed_until is not None]
    return min(days) if days and len(days) == len(to_do) else None


def _own_point(kept: Case, gone: Case) -> dict[str, Any]:
    """A letter that the answer to a campaign does not answer is a point of its sender's own: with it the case stays
    open when that answer goes out.

    The case never joins the campaign of the other. The answer would close it, though it is none to what was written
    here; and it would be sent for a second time to whoever has it already under the other reference, for a reply is
    known by its case (models/campaign_reply.py)."""
    if kept.campaign_id is None or not gone.is_open:
        return {}
    if gone.campaign_id == kept.campaign_id and gone.own_point not in _OWED:
        return {}
    is_confirmed = OwnPoint.CONFIRMED in (kept.own_point, gone.own_point)
    # What staff have written for the points so far does not answer this one.
    return {"own_point": (OwnPoint.CONFIRMED if is_confirmed else OwnPoint.FOUND).value, "point_answer_id": None}
