"""A message about something else becomes a case of its own, and goes back again."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from hemicycle.cases.actions.merging.joining import UNPROVEN, why_apart
from hemicycle.cases.actions.merging.taking_over import renew_latest, take_rows
from hemicycle.cases.actions.merging.urgency import follow, graver
from hemicycle.cases.actions.opening import new_case
from hemicycle.cases.actions.subjects import copy_subjects, find_subjects
from hemicycle.cases.errors import CannotMerge, NotConfirmed, OnlyMessage
from hemicycle.cases.models import Case, CaseMessage, Origin, State
from hemicycle.cases.workflow import CASE_WORKFLOW
from hemicycle.channels.models import Inbound
from hemicycle.rules import audit


@transaction.atomic
def split(message: Inbound, *, by: Any) -> Case:
    """One message becomes a case of its own, with a reference of its own; an answer is owed since it came. Raises
    OnlyMessage; and NotConfirmed, for what the owner of the address says is asked and done in one case."""
    held = CaseMessage.objects.select_for_update().select_related("case__office").get(inbound=message)
    old = held.case
    if CaseMessage.objects.filter(case=old).count() < 2:
        raise OnlyMessage(old.written_reference)
    if old.is_unproven and old.contact_id is not None:
        raise NotConfirmed(old.written_reference)
    held.delete()
    new = new_case(
        message, waiting_since=message.received_at, confirmed_at=old.confirmed_at, assignee=old.assignee,
        acknowledged_at=old.acknowledged_at, area_id=old.area_id,
    )  # fmt: skip
    CaseMessage.objects.filter(inbound=message).update(split_from=held.split_from_id or old.pk)
    copy_subjects(old, to=new, by=by)
    find_subjects(new, message)
    if follow((message.pk,), out_of=old, to=new):
        # What stands in the other messages was passed over where it is less grave.
        old.judged_at = None
    for case in (old, new):
        case.save(update_fields=["urgency", "evidence", "judged_at"])
    renew_latest(old)
    audit.record("cases.split", by=by, about=old, office=old.office, into=new.written_reference)
    return new


@transaction.atomic
def undo_split(message: Inbound, *, into: Case, stood: str, by: Any) -> Case:
    """The message goes back to its case, whoever wrote it: the two were one. `stood` is the state of that case at the
    split. Raises CannotMerge where more came to the new case since, one of them became part of another, its writer is
    to say or said what becomes of it, or they are no longer of one sender."""
    rows = Case.objects.select_for_update()
    new: Case | None = rows.filter(messages__inbound=message).first()
    old: Case | None = rows.filter(pk=into.pk).first()
    if new is None or old is None or not _were_one(new, old):
        raise CannotMerge(into.written_reference)
    CaseMessage.objects.filter(inbound=message, split_from=old).update(split_from=None)
    take_rows(old, new, subjects=new.subjects.filter(origin=Origin.STAFF))
    old.urgency, old.evidence = graver(old, new)
    old.judged_at = None
    if new.is_open and not old.is_open and old.state != stood:
        # It was closed without this message, which waits for an answer.
        old.state, old.closed_at, old.waiting_since = State.OPEN, None, new.waiting_since
    old.save(update_fields=["urgency", "evidence", "judged_at", "state", "closed_at", "waiting_since"])
    renew_latest(old)
    new.state, new.merged_into, new.waiting_since = CASE_WORKFLOW.after(new.state, "merge"), old, None
    new.save(update_fields=["state", "merged_into", "waiting_since"])
    audit.record("cases.undo_split", by=by, about=old, office=old.office, into=new.written_reference)
    return old


def _were_one(new: Case, old: Case) -> bool:
    same = (new.office_id, new.sender) == (old.office_id, old.sender)
    alone = new.pk != old.pk and new.messages.count() == 1
    said = why_apart([new]).get(new.pk, UNPROVEN)
    return same and alone and said == UNPROVEN and State.MERGED not in (new.state, old.state)
