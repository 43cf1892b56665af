"""What an office does about a case beside answering it: who sees to it, when, what becomes of it.

Each change can be undone with what it returns: how the cases stood before.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from hemicycle.accounts.models import User
from hemicycle.cases.actions import notices
from hemicycle.cases.errors import NotAReader
from hemicycle.cases.models import Case, CaseQuerySet, State, Triage
from hemicycle.cases.permissions import answerers_of, readable_by
from hemicycle.cases.workflow import CASE_WORKFLOW
from hemicycle.rules import audit

CLOSED_FOR = tuple(one for one in Triage if one != Triage.ESCALATE)
"""Decisions of the guide that may be why a case is closed."""


@dataclass(frozen=True, slots=True)
class Handling:
    """How one case stood."""

    case: int
    state: str
    assignee: Any
    snoozed_until: datetime | None
    closed_at: datetime | None
    waiting_since: datetime | None
    triage: str


@transaction.atomic
def assign(rows: CaseQuerySet, *, to: User | None, by: Any) -> list[Handling]:
    """To one person, or to nobody. Raises NotAReader where they may not read all of it."""
    held = _held(rows.unmerged())
    if to is not None and readable_by(rows, to).unmerged().count() < len(held):
        raise NotAReader
    for case in held:
        if to is not None and case.assignee_id != to.pk:
            notices.note_assignment(case, to=to, by=by)
    return _change(held, "cases.assign", by=by, assignee=to)


@transaction.atomic
def snooze(rows: CaseQuerySet, *, until: datetime, by: Any) -> list[Handling]:
    """Out of the way until a moment; then it is there again. ValueError for one that has passed."""
    if until <= timezone.now():
        raise ValueError(until)
    return _change(_held(rows.filter(state=State.OPEN)), "cases.snooze", by=by, snoozed_until=until)


@transaction.atomic
def close(rows: CaseQuerySet, *, triage: str = "", by: Any) -> list[Handling]:
    """Nothing more is to be done about it; what is closed stays as it is. `triage`: why, by the policy's guide; what
    is escalated is not closed for that."""
    changes = {"state": State.CLOSED, "closed_at": timezone.now(), "snoozed_until": None, "waiting_since": None}
    if triage in CLOSED_FOR:
        changes["triage"] = triage
    return _change(_held(rows.filter(state__in=CASE_WORKFLOW.sources("close"))), "cases.close", by=by, **changes)


@transaction.atomic
def triage(rows: CaseQuerySet, *, outcome: str, to: User | None = None, by: Any) -> list[Handling]:
    """By the guide of the House; what is left without an answer, or asks for none, is closed, and that is why; what is
    escalated is assigned to somebody, `to`, who is notified at once. ValueError for none of its outcomes, or without
    anybody to escalate to; NotAReader where they may not answer all of it."""
    chosen, held = Triage(outcome), _held(rows.unmerged())
    before = [_stood(one) for one in held]
    if chosen == Triage.ESCALATE:
        _escalate(held, to=to, by=by)
    Case.objects.filter(pk__in=[one.pk for one in held]).update(triage=chosen)
    if chosen in (Triage.LEAVE, Triage.INFORM):
        close(rows.filter(pk__in=[one.pk for one in held]), by=by)
    for case in held:
        audit.record("cases.triage", by=by, about=case, office=case.office, outcome=chosen.value)
    return before


def _escalate(held: list[Case], *, to: User | None, by: Any) -> None:
    if to is None:
        raise ValueError("nobody to escalate to")
    if not all(answerers_of(case).filter(pk=to.pk).exists() for case in held):
        raise NotAReader
    for case in held:
        notices.note_escalation(case, to=to, by=by)
    _change(held, "cases.assign", by=by, assignee=to)


@transaction.atomic
def reopen(rows: CaseQuerySet, *, by: Any) -> list[Handling]:
    """Something is to be done about it, and now."""
    held = _held(rows.unmerged())
    before = [_stood(one) for one in held]
    for case in held:
        case.state, case.closed_at, case.snoozed_until = State.OPEN, None, None
        case.waiting_since = case.waiting_since or case.heard_at
        case.save(update_fields=["state", "closed_at", "snoozed_until", "waiting_since"])
        audit.record("cases.reopen", by=by, about=case, office=case.office)
    return before


@transaction.atomic
def restore(rows: CaseQuerySet, before: Iterable[Handling], *, by: Any) -> int:
    """As these cases stood before; those that are no longer there, or not among `rows`, are left out."""
    stood = {one.case: one for one in before}
    found = _held(rows.unmerged().filter(pk__in=stood))
    for case in found:
        then = stood[case.pk]
        if case.triage == Triage.ESCALATE and str(then.assignee) != str(case.assignee_id):
            notices.end_escalation(case)
        case.state, case.assignee_id, case.triage = then.state, then.assignee, then.triage
        case.snoozed_until, case.closed_at, case.waiting_since = then.snoozed_until, then.closed_at, then.waiting_since
        case.save(update_fields=["state", "assignee", "triage", "snoozed_until", "closed_at", "waiting_since"])
        audit.record("cases.undo_handling", by=by, about=case, office=case.office)
    return len(found)


def _held(rows: CaseQuerySet) -> list[Case]:
    return list(rows.select_related("office").order_by("pk"))


def _stood(case: Case) -> Handling:
    return Handling(
        case.pk, case.state, case.assignee_id, case.snoozed_until, case.closed_at, case.waiting_since, case.triage
    )


def _change(held: list[Case], action: str, *, by: Any, **changes: Any) -> list[Handling]:
    before = [_stood(one) for one in held]
    Case.objects.filter(pk__in=[one.pk for one in held]).update(**changes)
    for case in held:
        audit.record(action, by=by, about=case, office=case.office)
    return before
