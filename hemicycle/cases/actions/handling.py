"""What an office does about a case beside answering it: who sees to it, when, what becomes of it.

Each change can be undone with what it returns: how the cases stood before. What somebody else did to one of them
meanwhile, or another message, is not undone.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from hemicycle.accounts.models import Assignment, Office, User
from hemicycle.cases.actions import notices
from hemicycle.cases.errors import NotAReader
from hemicycle.cases.models import Case, CaseQuerySet, State, Triage
from hemicycle.cases.permissions import answerers_of, readable_by
from hemicycle.cases.workflow import CASE_WORKFLOW
from hemicycle.channels.permissions import INBOX
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


def leave_office(person: User, office: Office, by: Any) -> None:
    """Part of taking a role away: what is open there is nobody's again where they cannot see to it any more."""
    if not Assignment.objects.filter(user=person, office=office, role__in=INBOX).exists():
        assign(Case.objects.of_office(office).filter(assignee=person, state=State.OPEN), to=None, by=by)


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


def stood(rows: CaseQuerySet) -> list[Handling]:
    """How these cases stand."""
    return [_stood(one) for one in _held(rows)]


@transaction.atomic
def restore(
    rows: CaseQuerySet, before: Iterable[Handling], *, after: Iterable[Handling] | None = None, by: Any
) -> set[int]:
    """As these cases stood before, in what differs `after` it: where one of these fields is no longer as it was left,
    somebody else was there, and the case stays as it is. Those that are no longer there, or not among `rows`, are left
    out. The keys of those that do again."""
    then_of, left_of = _by_case(before), _by_case(after or ())
    keys = list(rows.unmerged().filter(pk__in=then_of).values_list("pk", flat=True))
    found: set[int] = set()
    for case in _held(Case.objects.select_for_update(of=("self",)).filter(pk__in=keys)):
        now, then = _by_case([_stood(case)])[case.pk], then_of[case.pk]
        left = left_of.get(case.pk, now)
        changed = [name for name in then if then[name] != left[name]]
        if any(now[name] != left[name] for name in changed):
            continue
        if case.triage == Triage.ESCALATE and "assignee" in changed:
            notices.end_escalation(case)
        for name in changed:
            setattr(case, "assignee_id" if name == "assignee" else name, then[name])
        case.save(update_fields=changed)
        audit.record("cases.undo_handling", by=by, about=case, office=case.office)
        found.add(case.pk)
    return found


def _by_case(rows: Iterable[Handling]) -> dict[int, dict[str, Any]]:
    """The fields of each; a session keeps the key of a person as words."""
    fields = {one.case: asdict(one) for one in rows}
    return {
        key: {name: str(value) if isinstance(value, UUID) else value for name, value in one.items() if name != "case"}
        for key, one in fields.items()
    }


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
