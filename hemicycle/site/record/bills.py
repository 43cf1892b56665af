"""Bills and their clauses: the list, one bill with its way through the House, and two of its texts side by side."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import OuterRef, Subquery
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hemicycle.accounts.permissions import allow
from hemicycle.listening.models import Dossier
from hemicycle.record.comparison import Row, compared
from hemicycle.record.exporters import offers
from hemicycle.record.models import (
    AgendaItem,
    Clause,
    ClauseLevel,
    Document,
    DocumentVersion,
    Origin,
    ProcedureStep,
    Stage,
    VoteEvent,
    readable,
)
from hemicycle.record.templatetags.phrases import worded

from . import linked_data
from .bill_head import head_of
from .pages import body_filter, choice_filter, page, page_of, refuse_unless_allowed, useful_filters

# Bootstrap's paddings of a step each; deeper parts stay at the last.
_PADDING = ("", "ps-3", "ps-4", "ps-5")


@allow(public=True)
def board(request: HttpRequest) -> HttpResponse:
    rows = Document.objects.readable_by(request.user)
    filters = [
        choice_filter(request, "stage", _("Stage"), Stage.choices, _("All stages")),
        body_filter(request, rows.values("committee"), "committee", _("Committee"), _("All committees")),
        choice_filter(request, "origin", _("Origin"), Origin.choices, _("All origins")),
    ]
    stage, committee, origin = (one.value for one in filters)
    if stage:
        last = ProcedureStep.objects.filter(document=OuterRef("pk")).order_by("-order").values("stage")[:1]
        rows = rows.annotate(last=Subquery(last)).filter(last=stage)
    rows = rows.filter(committee__address=committee) if committee else rows
    rows = rows.filter(origin=origin) if origin else rows
    rows = rows.newest_first().select_related("committee", "sponsor").prefetch_related("steps")
    return page(
        request,
        "bills/bills",
        title=_("Bills"),
        description=_("What the House is deciding, newest first."),
        page=page_of(request, rows),
        filters=useful_filters(filters),
    )


@allow(public=True)
def bill(request: HttpRequest, address: str, text: str | None = None) -> HttpResponse:
    """A bill in the reader's language where it has that text, or in the text that the address names."""
    found = _found(request, address)
    texts = list(found.versions.readable_by(request.user).oldest_first())
    shown = _named(texts, text) if text else _for_reader(texts)
    if shown is not None:
        refuse_unless_allowed(request, shown)
        shown.document = found
    votes, debates = list(_votes(request, found)), list(_debates(request, found))
    head = head_of(found, debates)
    return page(
        request,
        "bills/bill",
        title=f"{found.name} · {found.titles.here}",
        description=str(found.summaries.here or found.long_titles.here),
        of=found,
        write_at=head.form,
        bill=found,
        head=head,
        texts=texts,
        shown=shown,
        older=_before(shown, texts),
        beside=[one for one in texts if shown and one.language != shown.language and one.valid_to == shown.valid_to],
        lines=list(_lines(shown)),
        steps=_events(found, votes, head.dossiers),
        votes=votes,
        debates=[item for item in debates if item.sitting.date <= timezone.localdate()],
        offers=offers.of_text(found, shown),
        linked=linked_data.bill(request, found, sorted({one.language for one in texts})),
    )


@allow(public=True)
def comparison(request: HttpRequest, address: str, text: str, other: str) -> HttpResponse:
    """Two texts side by side: word by word in one language, as translations in two."""
    found = _found(request, address)
    texts = list(found.versions.readable_by(request.user).oldest_first())
    old, new = _named(texts, text), _named(texts, other)
    for one in (old, new):
        refuse_unless_allowed(request, one)
        one.document = found
    rows = compared(old, new)
    everything = "all" in request.GET or old.language != new.language
    return page(
        request,
        "bills/comparison",
        title=_("%(bill)s: two texts side by side") % {"bill": found.name},
        bill=found,
        old=old,
        new=new,
        same_language=old.language == new.language,
        rows=[row for row in rows if everything or row.changed],
        unchanged=_unchanged(rows),
        everything=everything,
        texts=texts,
    )


def _found(request: HttpRequest, address: str) -> Document:
    rows = Document.objects.select_related("sponsor", "committee", "chamber", "source").prefetch_related("steps")
    found = get_object_or_404(rows, address=address)
    refuse_unless_allowed(request, found)
    return found


def _named(texts: Iterable[DocumentVersion], address: str) -> DocumentVersion:
    for text in texts:
        if text.address == address:
            return text
    raise Http404


def _for_reader(texts: Sequence[DocumentVersion]) -> DocumentVersion | None:
    """The text in force in the reader's language, else in any; of a bill without one, the newest."""
    in_force = [text for text in texts if text.valid_to is None] or texts[-1:]
    language = get_language()
    return next((text for text in in_force if text.language == language), in_force[0] if in_force else None)


def _before(shown: DocumentVersion | None, texts: Sequence[DocumentVersion]) -> DocumentVersion | None:
    """The text of the same language that this one replaced."""
    if shown is None:
        return None
    own = [text for text in texts if text.language == shown.language]
    place = own.index(shown)
    return own[place - 1] if place else None


def _votes(request: HttpRequest, document: Document) -> Any:
    rows = VoteEvent.objects.readable_by(request.user).filter(document=document).newest_first()
    return rows.select_related("sitting__organization", "item").prefetch_related("counts")


def _events(
    document: Document, votes: Sequence[VoteEvent], dossiers: Sequence[Dossier]
) -> list[dict[str, Any]]:  # fmt: skip
    """The steps and what was given to committees for the pattern `timeline`, the latest first; a vote of the same day
    is where the step leads."""
    by_day: dict[date, VoteEvent] = {vote.sitting.date: vote for vote in votes}
    given = [
        {
            "on": timezone.localdate(one.released_at),
            "what": _("Dossier of what people wrote"),
            "why": format_html('<span lang="{}">{}</span>', one.title_language, one.title),  # type: ignore[attr-defined]
            "url": one.public_path,
        }
        for one in dossiers
    ]
    steps = [
        {
            "on": step.date,
            "what": step.get_stage_display(),
            "why": worded(step.notes),
            "url": by_day[step.date].get_absolute_url() if step.date in by_day else "",
        }
        for step in reversed(list(document.steps.all()))
    ]
    return sorted([*given, *steps], key=lambda event: event["on"], reverse=True)


def _debates(request: HttpRequest, document: Document) -> Any:
    """Where in the record it was on the agenda, the latest first."""
    rows = AgendaItem.objects.filter(document=document, sitting__classification__in=readable(request.user))
    return rows.order_by("-sitting__date", "order").select_related("sitting__organization")


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


def _unchanged(rows: Sequence[Row]) -> list[Clause]:
    """What the page leaves out of what people cite."""
    return [row.clause for row in rows if row.clause and not row.changed and row.is_provision]
