"""A step of a bill about which people wrote becomes an outcome, with the reasons that the committee gives."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, TypeVar

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from hemicycle.accounts.models import Office, User
from hemicycle.cases.actions import notices
from hemicycle.cases.errors import AlreadyAnnounced, NotAgreed, NotInRecord
from hemicycle.cases.models import Announced, Outcome, State, Subject
from hemicycle.cases.models.announced import AGREEMENT
from hemicycle.cases.outcomes.facts import DECIDING, changes_of, kind_of
from hemicycle.cases.outcomes.words import announcement_texts
from hemicycle.desk import actions as desk
from hemicycle.desk.models import WRITERS, Announcement
from hemicycle.desk.workflow import WITHDRAWN
from hemicycle.record.models import Document, ProcedureStep, readable
from hemicycle.rules import audit

# As much as an announcement takes for one clause.
LONGEST_REASON = 2000
A = TypeVar("A", bound=Announced)


def linked(bill: Any = None) -> QuerySet[Subject]:
    """What people wrote about bills, to whichever office, sure and not merged into another case."""
    rows = Subject.objects.sure().filter(bill__isnull=False)
    rows = rows.exclude(case__state__in=(State.MERGED, State.SET_ASIDE))
    return rows if bill is None else rows.filter(bill=bill)


def unprepared_steps() -> QuerySet[ProcedureStep]:
    """Steps that decide something, of public bills about which an office got a letter before, and has no outcome."""
    prepared = Outcome.objects.filter(
        office=OuterRef("case__office"), bill=OuterRef("bill"), stage=OuterRef(OuterRef("stage")),
        on=OuterRef(OuterRef("date")),
    )  # fmt: skip
    wrote = linked(OuterRef("document")).filter(case__opened_at__date__lte=OuterRef("date"))
    rows = ProcedureStep.objects.filter(
        Exists(wrote.filter(~Exists(prepared))), stage__in=list(DECIDING), date__lte=timezone.localdate(),
        document__classification__in=readable(None),
    )  # fmt: skip
    return rows.order_by("date", "pk").select_related("document")


@transaction.atomic
def prepare_outcomes(step: ProcedureStep, *, by: Any) -> list[Outcome]:
    """One for each office to which people had written by then; those that are there stay as they are. Where the day of
    a step was corrected, an outcome that nobody has announced gets the new one; one that was gets no second."""
    offices = linked(step.document).filter(case__opened_at__date__lte=step.date).order_by().values("case__office")
    clauses = changes_of(step)
    found = []
    for office in Office.objects.filter(pk__in=offices).order_by("pk"):
        if (before := _before_correction(step, office)) is not None:
            if not before.is_fixed:
                _correct_day(before, step, by=by)
            continue
        outcome, new = Outcome.objects.get_or_create(
            office=office, bill=step.document, stage=step.stage, on=step.date,
            defaults={"clauses": clauses, "kind": kind_of(step.stage, clauses)},
        )  # fmt: skip
        if new:
            notices.note_outcome(outcome, by=by)
            audit.record("cases.prepare_outcome", by=by, about=outcome, office=office, stage=step.stage)
            found.append(outcome)
    return found


def _before_correction(step: ProcedureStep, office: Office) -> Outcome | None:
    """The outcome of this step by a day that the record does not have any more; None once that was withdrawn."""
    rows = Outcome.objects.filter(office=office, bill=step.document, stage=step.stage)
    if rows.filter(on=step.date).exists():
        return None
    rows = rows.exclude(announcement__state=WITHDRAWN).select_related("announcement", "bill").order_by("pk")
    corrected = (one for one in rows if not one.is_in_record)
    return next((one for one in corrected if _nearest(one.days_in_record, one.on) == step.date), None)


def _nearest(days: Sequence[date], day: date) -> date:
    return min(days, key=lambda one: abs(one - day))


def _correct_day(outcome: Outcome, step: ProcedureStep, *, by: Any) -> None:
    row = lock(Outcome, outcome.pk)
    row.on, row.clauses = step.date, changes_of(step)
    row.kind = kind_of(row.stage, row.clauses)
    row.save(update_fields=["on", "clauses", "kind"])
    audit.record("cases.compare_again", by=by, about=row, office=row.office)


@transaction.atomic
def compare_again(outcome: Outcome, *, by: Any) -> bool:
    """The text of a bill often comes after its step: what changed, as the record knows it now; whether that is news.
    Raises AlreadyAnnounced."""
    row = lock(Outcome, outcome.pk)
    step = row.bill.steps.filter(stage=row.stage, date=row.on).first()
    clauses = changes_of(step) if step is not None else row.clauses
    if clauses == row.clauses:
        return False
    row.clauses, row.kind = clauses, kind_of(row.stage, clauses)
    row.save(update_fields=["clauses", "kind"])
    audit.record("cases.compare_again", by=by, about=row, office=row.office)
    return True


@transaction.atomic
def give_reasons(outcome: Outcome, *, reasons: Mapping[str, Mapping[str, str]], by: User) -> Outcome:
    """The committee's reasons by eId and language; an empty one is none. Raises AlreadyAnnounced."""
    row = lock(Outcome, outcome.pk)
    row.reasons = written(reasons)
    note_editor(row, by=by)
    row.save(update_fields=["reasons", "editors"])
    audit.record("cases.give_reasons", by=by, about=row, office=row.office)
    return row


@transaction.atomic
def draft_outcome(outcome: Outcome, *, by: User) -> Announcement:
    """Its announcement at the desk, in every language of the House. Raises AlreadyAnnounced, NotAgreed and
    NotInRecord."""
    row = lock(Outcome, outcome.pk)
    if not row.is_in_record:
        raise NotInRecord(str(row.pk))
    announcement = draft_of(row, texts=announcement_texts(row), by=by)
    audit.record("cases.draft_outcome", by=by, about=row, office=row.office)
    return announcement


def lock(table: type[A], key: Any) -> A:
    """The row under a lock, as long as it may change; raises AlreadyAnnounced."""
    rows = table._default_manager.select_for_update(of=("self",))
    row: A = rows.select_related("office", "bill", "announcement").get(pk=key)
    if row.is_fixed:
        raise AlreadyAnnounced(str(row.pk))
    return row


def draft_of(row: Announced, *, texts: Mapping[str, tuple[str, str]], by: User) -> Announcement:
    """Whoever wrote a part of it counts as its editor at the desk, and approves nothing of it. Raises NotAgreed."""
    if not by.assignments.filter(office=row.office, role__in=WRITERS).exists():
        raise PermissionError("an announcement is drafted by who writes for its office")
    if row.needs_agreement and not row.is_agreed:
        raise NotAgreed(str(row.pk))
    if not row.is_agreed:
        row.forget_agreement()
    document: Document = row.bill
    announcement = desk.draft(office=row.office, by=by, texts=texts, document=document)
    for editor in User.objects.filter(pk__in=row.editors).exclude(pk=by.pk):
        desk.record_edit(announcement, by=editor)
    row.announcement = announcement
    row.save(update_fields=["announcement", *AGREEMENT])
    return announcement


def note_editor(row: Announced, *, by: User) -> None:
    row.editors = sorted({*row.editors, str(by.pk)})


def written(texts: Mapping[str, Mapping[str, str]]) -> dict[str, dict[str, str]]:
    """What was typed, without what is empty, in languages of the House."""
    spoken = dict(settings.LANGUAGES)
    found = {
        eid: {lang: words.strip()[:LONGEST_REASON] for lang, words in said.items() if lang in spoken and words.strip()}
        for eid, said in texts.items()
    }
    return {eid: said for eid, said in found.items() if said}
