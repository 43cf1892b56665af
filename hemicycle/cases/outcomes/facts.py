"""What the record says of a step of a bill: the texts before and after it, what changed, how the House voted."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date

from django.conf import settings
from django.db.models import QuerySet

from hemicycle.cases.models import OutcomeKind
from hemicycle.record.comparison import changed_provisions
from hemicycle.record.models import Document, DocumentVersion, ProcedureStep, Stage, VoteEvent

DECIDING: Mapping[str, str] = {
    Stage.REPORT: OutcomeKind.OTHER,
    Stage.THIRD_READING: OutcomeKind.OTHER,
    Stage.PASSED: OutcomeKind.PASSED,
    Stage.REJECTED: OutcomeKind.REJECTED,
    Stage.WITHDRAWN: OutcomeKind.WITHDRAWN,
}
"""The steps with which something becomes of what people wrote; at the others a bill waits, or is given to somebody."""

Change = tuple[str, str]


def kind_of(stage: str, clauses: Collection[object] | None) -> str:
    """Of a step that ends nothing: amended where a clause changed with it."""
    kind = DECIDING[stage]
    return OutcomeKind.AMENDED if kind == OutcomeKind.OTHER and clauses else kind


def changes_of(step: ProcedureStep) -> list[list[str]] | None:
    """[eId before, eId after] of each provision that changed with this step, since the one before it that decided
    something; None where the record has no text of the bill."""
    texts = _texts(step.document)
    known = [one for one in texts if one.valid_from is None or one.valid_from <= step.date]
    if not known:
        return None
    before = [one for one in known if one.valid_from is None or one.valid_from <= _since(step)] or known[:1]
    if before[-1] == known[-1]:
        return []
    return [list(pair) for pair in changed_provisions(before[-1], known[-1])]


def _texts(bill: Document) -> list[DocumentVersion]:
    """Those of one language, that of the House where the bill has it, the oldest first."""
    rows = list(bill.versions.readable_by(None).oldest_first())
    spoken = {one.language for one in rows}
    lang = settings.LANGUAGE_CODE if settings.LANGUAGE_CODE in spoken else min(spoken, default="")
    return [one for one in rows if one.language == lang]


def _since(step: ProcedureStep) -> date:
    """The day of the deciding step before it; of the first, that of the introduction."""
    earlier = step.document.steps.filter(date__lt=step.date).order_by("order")
    days = [one.date for one in earlier if one.stage in DECIDING] or [one.date for one in earlier[:1]]
    return days[-1] if days else date.min


def votes_on(bill: Document, day: date) -> QuerySet[VoteEvent]:
    rows = VoteEvent.objects.readable_by(None).filter(document=bill, sitting__date=day)
    return rows.order_by("sitting__number", "order").select_related("item", "sitting").prefetch_related("counts")


def name_of_change(change: Change, names: Mapping[str, str]) -> str:
    """By its new number, else by the one it had."""
    old, new = change
    return names.get(new) or names.get(old) or new or old
