"""What the page of a bill begins with: where it stands, what comes next, how to write, what was said of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import get_language

from hemicycle.cases.heard.reading import Asked, asked_about
from hemicycle.cases.models import Campaign
from hemicycle.cases.outcomes.of_case import heard_address
from hemicycle.desk.models import Announcement, AnnouncementText
from hemicycle.desk.public import announcements as public
from hemicycle.listening.dossier.news import in_force
from hemicycle.listening.models import Dossier
from hemicycle.record.models import ENDED, AgendaItem, Document, ProcedureStep
from hemicycle.rules.classification import Classification

from ..reaching import Ways, begins_with, ways_about

# Of each; the pages behind them have the rest.
MOST_ANNOUNCEMENTS = 3
MOST_CAMPAIGNS = 3


@dataclass(frozen=True, slots=True)
class BillHead:
    """`planned` is a step with a date, `coming` the next sitting that has the bill on its agenda; `heard` is where it
    stands what the House heard and did."""

    step: ProcedureStep | None
    planned: ProcedureStep | None
    coming: AgendaItem | None
    ended: bool
    ways: Ways
    mail: str
    text: str
    form: str
    words: str
    dossiers: Sequence[Dossier]
    announcements: Sequence[tuple[Announcement, AnnouncementText]]
    campaigns: Sequence[Campaign]
    asked: Asked | None
    heard: str


def head_of(bill: Document, debates: Sequence[AgendaItem]) -> BillHead:
    """`debates` is where it is and was on the agenda."""
    today, reached = timezone.localdate(), ways_about(bill)
    step = bill.step_on(today)
    words = begins_with(bill)
    return BillHead(
        step=step,
        planned=bill.step_after(today),
        coming=min((item for item in debates if item.sitting.date >= today), key=_when, default=None),
        ended=step is not None and step.stage in ENDED,
        ways=reached,
        mail=reached.mail_link(f"{bill.name} · {bill.titles.here}") if reached.email else "",
        text=reached.text_link(f"{words} ") if reached.number else "",
        form=reached.form_link("bill", bill.address) if bill.classification == Classification.PUBLIC else "",
        words=words,
        dossiers=in_force(bill),
        announcements=_announcements(bill),
        campaigns=list(Campaign.objects.public().about(bill).order_by("-opened_at", "-pk")[:MOST_CAMPAIGNS]),
        asked=asked_about(bill),
        heard=heard_address(bill),
    )


def _when(item: AgendaItem) -> tuple[date, int, int]:
    return item.sitting.date, item.sitting.number, item.order


def _announcements(bill: Document) -> Sequence[tuple[Announcement, AnnouncementText]]:
    rows = (
        Announcement.objects.public().filter(document=bill).prefetch_related("texts").order_by("-released_at", "-pk")
    )
    return [(row, public.text_for(row, get_language() or "")) for row in rows[: MOST_ANNOUNCEMENTS + 1]]
