"""Two cases of one person become one."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db import transaction

from hemicycle.cases.actions.merging.taking_over import renew_latest, take_rows, taken_over
from hemicycle.cases.errors import CannotMerge
from hemicycle.cases.models import Case, PassingOn, State
from hemicycle.cases.workflow import CASE_WORKFLOW
from hemicycle.rules import audit

UNPROVEN = "unproven"


@transaction.atomic
def merge(case: Case, *, into: Case, by: Any) -> Case:
    """What belongs to it goes to the other, whose reference counts; under its own reference the other is found. Raises
    CannotMerge where they are not of one office and one sender, everybody reads one of them alone, one was merged
    already, or one stays apart."""
    held = {one.pk: one for one in Case.objects.select_for_update().filter(pk__in=(case.pk, into.pk))}
    if len(held) < 2 or not _is_of_one(held[case.pk], held[into.pk]) or why_apart(held.values()):
        raise CannotMerge(case.written_reference)
    gone: Case = held[case.pk]
    kept: Case = held[into.pk]
    take_rows(kept, gone, subjects=gone.subjects.all())
    taken = taken_over(kept, gone)
    for name, value in taken.items():
        setattr(kept, name, value)
    kept.save(update_fields=list(taken))
    renew_latest(kept)
    gone.state, gone.merged_into, gone.waiting_since = CASE_WORKFLOW.after(gone.state, "merge"), kept, None
    gone.save(update_fields=["state", "merged_into", "waiting_since"])
    audit.record("cases.merge", by=by, about=gone, office=gone.office, into=kept.written_reference)
    return kept


def why_apart(cases: Collection[Case]) -> dict[int, str]:
    """Which of these stay cases of their own for now, by their number: UNPROVEN, or what their writer says of this
    letter alone, "erased" and "asked" (to pass it on), which would be done to the messages of both."""
    asked = set(PassingOn.objects.unanswered().filter(case__in=cases).values_list("case", flat=True))
    found = {one.pk: _why_apart(one, is_asked=one.pk in asked) for one in cases}
    return {key: why for key, why in found.items() if why}


def _why_apart(case: Case, *, is_asked: bool) -> str:
    if case.take_back_asked_at is not None:
        return "erased"
    if is_asked:
        return "asked"
    # Whoever has its key would read what was answered to another.
    return UNPROVEN if case.is_unproven else ""


def _is_of_one(case: Case, other: Case) -> bool:
    same = case.office_id == other.office_id and bool(case.sender) and case.sender == other.sender
    # Who reads a case depends on it.
    same = same and case.is_public == other.is_public
    return same and State.MERGED not in (case.state, other.state)
