"""What became of one case, as its own page says it to whoever wrote it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language

from hemicycle.cases.addresses import heard as address_of_heard
from hemicycle.cases.models import Case, Heard, Outcome
from hemicycle.cases.outcomes.facts import NamedClauses
from hemicycle.cases.outcomes.words import Said, what_became
from hemicycle.desk.workflow import WITHDRAWN
from hemicycle.record.models import Document


@dataclass(frozen=True, slots=True)
class CaseOutcome:
    """`sentences` in the language of the page, what became of their own clause among them; `heard` is where it is read
    what people said of the bill, "" where that was not released."""

    bill: Document
    on: date
    sentences: list[str]
    announcement: str
    heard: str


def outcome_of(case: Case) -> CaseOutcome | None:
    """The last that was announced of a bill that the case is surely about, of a step that came after it; None where
    nothing was."""
    subjects = list(case.subjects.sure().filter(bill__isnull=False).order_by("pk"))
    rows = Outcome.objects.filter(office=case.office_id, bill__in=[one.bill_id for one in subjects]).public()
    rows = rows.filter(on__gte=timezone.localdate(case.opened_at))
    rows = rows.exclude(announcement__state=WITHDRAWN).newest_first()
    found = rows.select_related("bill", "announcement", "office").first()
    if found is None:
        return None
    said = Said.of(found, get_language() or settings.LANGUAGE_CODE)
    eids = [one.eid for one in subjects if one.bill_id == found.bill_id]
    about = NamedClauses(found).each(eids, timezone.localdate(case.opened_at))
    sentences = [one for one in what_became(said, about) if one]
    return CaseOutcome(found.bill, found.on, sentences, found.get_absolute_url(), heard_address(found.bill))


def heard_address(bill: Document) -> str:
    """ "" where what was heard was not released, or withdrawn."""
    found = Heard.objects.about(bill)
    return address_of_heard(bill) if found is not None and not found.is_withdrawn else ""
