"""What the record says of a step of a bill: the texts before and after it, what changed, how the House voted."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from functools import cached_property

from django.conf import settings
from django.db.models import QuerySet

from hemicycle.cases.models import Outcome, OutcomeKind
from hemicycle.record.comparison import changed_provisions, matched_provisions
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
Named = tuple[str, Change | None]
"""A provision as somebody named it, "" for the bill as a whole, and its change; None where it did not change."""


def kind_of(stage: str, clauses: Collection[object] | None) -> str:
    """Of a step that ends nothing: amended where a clause changed with it."""
    kind = DECIDING[stage]
    return OutcomeKind.AMENDED if kind == OutcomeKind.OTHER and clauses else kind


def changes_of(step: ProcedureStep) -> list[list[str]] | None:
    """[eId before, eId after] of each provision that changed with this step, since the one before it that decided
    something; None where the record has no text of the bill."""
    if (texts := _before_and_after(step, _texts(step.document))) is None:
        return None
    before, after = texts
    return [] if before == after else [list(pair) for pair in changed_provisions(before, after)]


class NamedClauses:
    """What became at one step of the provisions that people named. They named them by the text of their day, whose
    numbers are others once a provision was inserted or left out."""

    def __init__(self, outcome: Outcome) -> None:
        self.outcome = outcome
        self._numbered: dict[object, dict[str, str]] = {}

    def each(self, eids: Iterable[str], day: date) -> list[Named]:
        """Of who wrote on that day."""
        return [(eid, self.change(eid, day)) for eid in eids]

    def change(self, eid: str, day: date) -> Change | None:
        if not eid or not self.outcome.clauses:
            return None
        if self._compared is None:
            return self.outcome.named(eid)
        before, after = self._compared
        # What came on the day itself came after most of that day's letters.
        earlier = [one for one in self._texts if one.valid_from is None or one.valid_from < day]
        read = (earlier or self._texts)[-1 if earlier else 0]
        is_newer = self._texts.index(read) > self._texts.index(before)
        numbered = self._numbers(read, after if is_newer else before)
        if eid not in numbered:
            return self.outcome.named(eid)
        found = [(old, new) for old, new in self.outcome.clauses if numbered[eid] == (new if is_newer else old)]
        return found[0] if numbered[eid] and found else None

    def _numbers(self, read: DocumentVersion, other: DocumentVersion) -> dict[str, str]:
        """Each eId of the one text, with that of the other; "" where it has none."""
        key = read.pk, other.pk
        if key not in self._numbered:
            self._numbered[key] = {eid: found for eid, found in matched_provisions(read, other) if eid}
        return self._numbered[key]

    @cached_property
    def _texts(self) -> list[DocumentVersion]:
        return _texts(self.outcome.bill)

    @cached_property
    def _compared(self) -> tuple[DocumentVersion, DocumentVersion] | None:
        step = self.outcome.bill.steps.filter(stage=self.outcome.stage, date=self.outcome.on).first()
        return None if step is None else _before_and_after(step, self._texts)


def _before_and_after(
    step: ProcedureStep, texts: Sequence[DocumentVersion]
) -> tuple[DocumentVersion, DocumentVersion] | None:
    known = [one for one in texts if one.valid_from is None or one.valid_from <= step.date]
    if not known:
        return None
    before = [one for one in known if one.valid_from is None or one.valid_from <= _since(step)] or known[:1]
    return before[-1], known[-1]


def _texts(bill: Document) -> list[DocumentVersion]:
    """Those of one language, that of the House where the bill has it, the oldest first."""
    rows = list(bill.versions.readable_by(None).oldest_first())
    spoken = {one.language for one in rows}
    lang = settings.LANGUAGE_CODE if settings.LANGUAGE_CODE in spoken else min(spoken, default="")
    return [one for one in rows if one.language == lang]


def _since(step: ProcedureStep) -> date:
    """The day of the deciding step before it, which may be the same day: the first of a day has what changed on it.
    Of the first of all, that of the introduction."""
    earlier = step.document.steps.filter(order__lt=step.order, date__lte=step.date).order_by("order")
    days = [one.date for one in earlier if one.stage in DECIDING]
    days = days or [one.date for one in earlier[:1] if one.date < step.date]
    return days[-1] if days else date.min


def votes_on(bill: Document, day: date) -> QuerySet[VoteEvent]:
    rows = VoteEvent.objects.readable_by(None).filter(document=bill, sitting__date=day)
    return rows.order_by("sitting__number", "order").select_related("item", "sitting").prefetch_related("counts")


def name_of_change(change: Change, names: Mapping[str, str]) -> str:
    """By its new number, else by the one it had."""
    old, new = change
    return names.get(new) or names.get(old) or new or old
