"""Bills and their clauses. The record is public, so citizens see these pages in their own layout."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language

from hemicycle.accounts.models import User
from hemicycle.accounts.permissions import allow
from hemicycle.record.models import Clause, ClauseLevel, Document, DocumentVersion
from hemicycle.record.templatetags.wording import worded
from hemicycle.rules import gate
from hemicycle.rules.doors import Door

BILLS_A_PAGE = 50
# Bootstrap's paddings of a step each; deeper parts stay at the last.
_PADDING = ("", "ps-3", "ps-4", "ps-5")


@allow(public=True)
def bills(request: HttpRequest) -> HttpResponse:
    rows = Document.objects.readable_by(request.user).newest_first()
    rows = rows.select_related("committee").prefetch_related("steps")
    page = Paginator(rows, BILLS_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "record/bills.html", {"layout": _layout(request), "page": page})


@allow(public=True)
def bill(request: HttpRequest, address: str, text: str | None = None) -> HttpResponse:
    """A bill in the reader's language where it has that text, or in the text that the address names."""
    rows = Document.objects.select_related("sponsor", "committee").prefetch_related("steps")
    found = get_object_or_404(rows, address=address)
    _refuse_unless_allowed(request, found)
    texts = list(found.versions.readable_by(request.user).oldest_first())
    shown = _named(texts, text) if text else _for_reader(texts)
    if shown is not None:
        _refuse_unless_allowed(request, shown)
    about = {"bill": found, "texts": texts, "shown": shown, "lines": list(_lines(shown)), "steps": _events(found)}
    return render(request, "record/bill.html", {"layout": _layout(request), **about})


def _refuse_unless_allowed(request: HttpRequest, thing: object) -> None:
    """What may not be seen is answered as if it were not there."""
    if not gate.allowed(thing, door=Door.PAGE, to=request.user):
        raise Http404


def _layout(request: HttpRequest) -> str:
    staff = isinstance(request.user, User) and bool(request.user.roles)
    return "shell.html" if staff else "public.html"


def _named(texts: Iterable[DocumentVersion], address: str) -> DocumentVersion:
    for text in texts:
        if text.address == address:
            return text
    raise Http404


def _for_reader(texts: Sequence[DocumentVersion]) -> DocumentVersion | None:
    """The text in force in the reader's language, else in any; of a bill without one, the newest."""
    standing = [text for text in texts if text.valid_to is None] or texts[-1:]
    language = get_language()
    return next((text for text in standing if text.language == language), standing[0] if standing else None)


def _events(bill: Document) -> list[dict[str, object]]:
    """The steps for the pattern `timeline`, newest first."""
    steps = reversed(list(bill.steps.all()))
    return [{"on": step.date, "what": step.get_stage_display(), "why": worded(step.notes)} for step in steps]


@dataclass(frozen=True, slots=True)
class Line:
    """A clause as the page sets it: as a heading of a rank, or as text with a padding."""

    clause: Clause
    heading: str
    padding: str


def _lines(version: DocumentVersion | None) -> Iterator[Line]:
    within = 0
    for clause in version.clauses.in_reading_order() if version else ():
        if clause.level in (ClauseLevel.DIVISION, ClauseLevel.PROVISION):
            within = clause.depth + 1
            yield Line(clause, "h4" if clause.depth else "h3", "")
        else:
            yield Line(clause, "", _PADDING[max(0, min(clause.depth - within, len(_PADDING) - 1))])
