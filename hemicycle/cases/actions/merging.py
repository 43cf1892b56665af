"""Two cases of one person become one, and one becomes two."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from hemicycle.cases.actions.opening import new_case
from hemicycle.cases.errors import CannotMerge, OnlyMessage
from hemicycle.cases.models import Case, CaseMessage, State, Subject
from hemicycle.cases.workflow import CASE_WORKFLOW
from hemicycle.channels.models import Inbound
from hemicycle.rules import audit


@transaction.atomic
def merge(case: Case, *, into: Case, by: Any) -> Case:
    """Its messages, notes and subjects go to the other, whose reference counts; under its own reference the other is
    found. Raises CannotMerge where they are not of one office and one sender, or one was merged already."""
    held = {one.pk: one for one in Case.objects.select_for_update().filter(pk__in=(case.pk, into.pk))}
    if len(held) < 2 or not _is_of_one(held[case.pk], held[into.pk]):
        raise CannotMerge(case.written_reference)
    gone: Case = held[case.pk]
    kept: Case = held[into.pk]
    CaseMessage.objects.filter(case=gone).update(case=kept)
    gone.notes.update(case=kept)
    for subject in gone.subjects.all():
        Subject.objects.get_or_create(
            case=kept, bill=subject.bill, eid=subject.eid, committee=subject.committee, member=subject.member,
            announcement=subject.announcement, defaults={"origin": subject.origin},
        )  # fmt: skip
    gone.merged.update(merged_into=kept)
    _settle(kept, gone)
    gone.state, gone.merged_into, gone.waiting_since = CASE_WORKFLOW.after(gone.state, "merge"), kept, None
    gone.save(update_fields=["state", "merged_into", "waiting_since"])
    audit.record("cases.merge", by=by, about=gone, office=gone.office, into=kept.written_reference)
    return kept


@dataclass(frozen=True, slots=True)
class Before:
    """How two cases stood before they became one, by their keys; as a session keeps it."""

    gone: int
    kept: int
    states: tuple[str, str]
    messages: list[int]
    notes: list[int]


def before_merging(case: Case, *, into: Case) -> Before:
    messages = list(CaseMessage.objects.filter(case=case).values_list("inbound", flat=True))
    notes = list(case.notes.values_list("pk", flat=True))
    return Before(case.pk, into.pk, (case.state, into.state), messages, notes)


@transaction.atomic
def undo_merge(before: Before, *, by: Any) -> Case:
    """Two cases again, each with its own messages and notes; what was done to the one since stays with it. Raises
    CannotMerge where they are no longer one."""
    gone: Case = Case.objects.select_for_update().get(pk=before.gone)
    kept = gone.merged_into
    if kept is None or kept.pk != before.kept:
        raise CannotMerge(gone.written_reference)
    CaseMessage.objects.filter(case=kept, inbound__in=before.messages).update(case=gone)
    kept.notes.filter(pk__in=before.notes).update(case=gone)
    gone.state, gone.merged_into = before.states[0], None
    if gone.state == State.CLOSED:
        gone.closed_at = gone.closed_at or timezone.now()
    elif gone.state == State.OPEN:
        gone.waiting_since = gone.heard_at
    gone.save(update_fields=["state", "merged_into", "closed_at", "waiting_since"])
    for case in (gone, kept):
        renew_latest(case)
    audit.record("cases.undo_merge", by=by, about=gone, office=gone.office, into=kept.written_reference)
    return gone


@transaction.atomic
def split(message: Inbound, *, by: Any) -> Case:
    """One message becomes a case of its own, with a reference of its own. Raises OnlyMessage."""
    held = CaseMessage.objects.select_for_update().select_related("case__office").get(inbound=message)
    old = held.case
    if CaseMessage.objects.filter(case=old).count() < 2:
        raise OnlyMessage(old.written_reference)
    held.delete()
    new = new_case(
        message, waiting_since=timezone.now(), confirmed_at=old.confirmed_at, assignee=old.assignee,
        acknowledged_at=old.acknowledged_at,
    )  # fmt: skip
    renew_latest(old)
    audit.record("cases.split", by=by, about=old, office=old.office, into=new.written_reference)
    return new


def renew_latest(case: Case) -> None:
    """After messages came or went."""
    last = Inbound.objects.filter(pk__in=case.messages.values("inbound")).order_by("-received_at", "-pk").first()
    if last is not None:
        Case.objects.filter(pk=case.pk).update(latest=last, heard_at=last.received_at)


def _settle(kept: Case, gone: Case) -> None:
    """What is open in one of them is open in both; the sooner owed, the sooner due."""
    owed = [one.waiting_since for one in (kept, gone) if one.waiting_since is not None]
    if State.OPEN in (kept.state, gone.state):
        kept.state, kept.closed_at = State.OPEN, None
    kept.waiting_since = min(owed, default=None)
    kept.assignee = kept.assignee or gone.assignee
    kept.answered_at = min((one.answered_at for one in (kept, gone) if one.answered_at), default=None)
    kept.acknowledged_at = kept.acknowledged_at or gone.acknowledged_at
    kept.confirmed_at = kept.confirmed_at or gone.confirmed_at
    kept.opened_at = min(kept.opened_at, gone.opened_at)
    kept.save()
    renew_latest(kept)


def _is_of_one(case: Case, other: Case) -> bool:
    same = case.office_id == other.office_id and bool(case.sender) and case.sender == other.sender
    # Of one that is unproven, whoever has its key would read what was answered to another.
    proven = not (case.is_unproven or other.is_unproven)
    return same and proven and State.MERGED not in (case.state, other.state)
