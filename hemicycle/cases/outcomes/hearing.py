"""The calendar of committees and the House as far as it is about bills."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from hemicycle.accounts.models import Office
from hemicycle.cases.models import Case, Heard, State, Subject
from hemicycle.record.models import AgendaItem, Document


def next_hearing(bill: Document, *, since: date | None = None) -> AgendaItem | None:
    """The next public sitting that has the bill on its agenda, today's too."""
    return next_hearings([bill.pk], since=since).get(bill.pk)


def next_hearings(bills: Collection[object], *, since: date | None = None) -> dict[object, AgendaItem]:
    """The same of many, by the key of the bill."""
    rows = AgendaItem.objects.coming_up(since or timezone.localdate(), to=None).filter(document__in=list(bills))
    found: dict[object, AgendaItem] = {}
    for item in rows:
        found.setdefault(item.document_id, item)
    return found


def day_of_next_hearing() -> Subquery:
    """Its day alone, of rows with a `bill`: found with them, in no query of its own."""
    items = AgendaItem.objects.coming_up(timezone.localdate(), to=None).filter(document=OuterRef("bill"))
    return Subquery(items.values("sitting__date")[:1])


def bills_before_sitting(*, days: int) -> QuerySet[Any, Any]:
    """The keys of the bills on a public agenda within so many days, today's too."""
    today = timezone.localdate()
    items = AgendaItem.objects.coming_up(today, to=None).filter(document__isnull=False)
    keys: QuerySet[Any, Any] = items.filter(sitting__date__lte=today + timedelta(days=days)).order_by()
    return keys.values("document")


def before_due(case: Case, days: Collection[date]) -> date | None:
    """The first of these days of sittings before that by which an answer is due: an answer after it comes too late."""
    due = case.answer_due_at if days else None
    return min((day for day in days if due is not None and day < timezone.localdate(due)), default=None)


@dataclass(frozen=True, slots=True)
class Coming:
    """A sitting that deals with a bill on which people wrote to an office: how many of their cases wait for an answer,
    and whether what was heard has been reported."""

    office: Office
    item: AgendaItem
    unanswered: int
    is_reported: bool

    @property
    def bill(self) -> Document:
        assert self.item.document is not None
        return self.item.document

    @property
    def is_ready(self) -> bool:
        return not self.unanswered and self.is_reported


def coming_up(offices: Iterable[Office], *, days: int) -> list[Coming]:
    """The next sitting of each bill on which people wrote to these offices, within so many days, the nearest first."""
    today, known = timezone.localdate(), {one.pk: one for one in offices}
    items = AgendaItem.objects.coming_up(today, to=None).filter(document__isnull=False)
    items = items.filter(sitting__date__lte=today + timedelta(days=days)).select_related("document")
    found: dict[Any, AgendaItem] = {}
    for item in items:
        found.setdefault(item.document_id, item)
    rows = Subject.objects.sure().filter(bill__in=found, case__office__in=known)
    rows = rows.exclude(case__state__in=(State.MERGED, State.SET_ASIDE)).order_by()
    is_open = Count("case", distinct=True, filter=Q(case__state=State.OPEN))
    counted = rows.values_list("bill", "case__office").annotate(waiting=is_open)
    # A bill has one such page, whichever office of the House wrote it.
    reported = set(Heard.objects.public().filter(bill__in=found).values_list("bill", flat=True))
    coming = [Coming(known[office], found[bill], waiting, bill in reported) for bill, office, waiting in counted]
    return sorted(coming, key=lambda one: (one.item.sitting.date, one.bill.number, one.office.pk))


def hearing_of(case: Case, lang: str) -> str:
    """The same for whoever wrote a case, of the first bill that it is surely about; "" where it is about none."""
    about = case.subjects.sure().filter(bill__isnull=False).order_by("pk").values_list("bill", flat=True).first()
    return hearing_in_words(Document.objects.get(pk=about), lang) if about is not None else ""


def hearing_in_words(bill: Document, lang: str) -> str:
    """What somebody who writes about a bill now learns: when it is dealt with next; that the House has finished with
    it; that its next day is not known, where one has been; "" where the record has no day of it at all."""
    coming = next_hearing(bill)
    with override(lang):
        if coming is not None:
            facts = {"bill": bill.name, "day": formats.date_format(coming.sitting.date, "DATE_FORMAT")}
            body = {"body": coming.sitting.organization.names.here}
            return _("%(bill)s is next on the agenda of %(body)s on %(day)s.") % {**facts, **body}
        if bill.has_ended:
            return finished_in_words(bill)
        if bill.agenda_items.filter(sitting__date__lt=timezone.localdate()).exists():
            return _("No day is known yet on which %(bill)s is dealt with next.") % {"bill": bill.name}
    return ""


def finished_in_words(bill: Document) -> str:
    """What becomes of a letter about a bill that the House has finished with, in the language of the moment."""
    return _("The House has finished with %(bill)s. What you write is read all the same.") % {"bill": bill.name}
