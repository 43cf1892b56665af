"""The first page of the record; sittings: their list, and one as Hansard prints it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hemicycle.accounts.permissions import allow
from hemicycle.record.exporters import offers
from hemicycle.record.models import AgendaItem, Document, Sitting, VoteEvent

from . import debate, linked_data, parts
from .pages import FEEDS, body_filter, on, page, page_of, refuse_unless_allowed, useful_filters, year_filter

# How many of them a list shows at a time; a year of a busy House has about 150.
PER_PAGE = 50
MOST_ON_FIRST_PAGE = 5


@allow(public=True)
def record(request: HttpRequest) -> HttpResponse:
    """What the House did last."""
    sittings = list(
        Sitting.objects.readable_by(request.user).newest_first().select_related("organization")[:MOST_ON_FIRST_PAGE]
    )
    headings = headings_of(sittings)
    votes = VoteEvent.objects.readable_by(request.user).newest_first().select_related("sitting__organization", "item")
    bills = Document.objects.readable_by(request.user).newest_first().prefetch_related("steps")
    return page(
        request,
        "record",
        title=_("The record"),
        description=_("What the House said, decided and is deciding."),
        feeds=[(name, reverse("record:record_feed", args=[kind])) for kind, name in FEEDS.items()],
        sittings=[(sitting, headings[sitting.pk]) for sitting in sittings],
        votes=votes.prefetch_related("counts")[:MOST_ON_FIRST_PAGE],
        bills=bills[:MOST_ON_FIRST_PAGE],
    )


@allow(public=True)
def board(request: HttpRequest) -> HttpResponse:
    rows = Sitting.objects.readable_by(request.user)
    filters = [body_filter(request, rows.values("organization")), year_filter(request, rows, "date")]
    body, year = (one.value for one in filters)
    rows = rows.filter(organization__address=body) if body else rows
    rows = rows.filter(date__year=year) if year else rows
    shown = page_of(request, rows.newest_first().select_related("organization"), per_page=PER_PAGE)
    headings = headings_of(list(shown))
    return page(
        request,
        "debates/sittings",
        title=_("Sittings"),
        description=_("What was said in the House and its committees, sitting by sitting."),
        page=shown,
        rows=[(sitting, headings.get(sitting.pk, [])) for sitting in shown],
        filters=useful_filters(filters),
    )


@allow(public=True)
def sitting(request: HttpRequest, address: str) -> HttpResponse:
    rows = Sitting.objects.select_related("organization", "period__parent", "source")
    found = get_object_or_404(rows, address=address)
    refuse_unless_allowed(request, found)
    texts = debate.Texts(found.contributions.current(), to=request.user)
    wanted = debate.Wanted.of(request.GET, get_language(), texts.languages)
    lines = debate.lines(found, texts, wanted, to=request.user)
    division = parts.divide(lines, texts, request.GET.dict())
    if division is None:
        raise Http404
    shown = division.shown
    before, after = _neighbours(request, found)
    return page(
        request,
        "debates/sitting",
        title=_title(found, division),
        description=" · ".join(
            str(line.item.titles.here) for line in division.lines if isinstance(line, debate.Heading)
        ),
        of=found,
        at=division.query(shown.number) if shown and shown.number > 1 else "",
        sitting=found,
        lines=division.lines,
        contents=division.contents,
        division=division,
        previous_part=(division.before, division.query(division.before.number)) if division.before else None,
        next_part=(division.after, division.query(division.after.number)) if division.after else None,
        whole=division.query(parts.ALL) if shown else "",
        wanted=wanted,
        choices=texts.choices(
            wanted, kept=f"&part={shown.number}" if shown else "&part=all" if division.is_long else ""
        ),
        before=before,
        after=after,
        recordings=[row for row in found.recordings.readable_by(request.user) if row.files],
        offers=offers.of_sitting(found, texts.languages),
        linked=linked_data.sitting(request, found),
    )


def _title(sitting: Sitting, division: parts.Division) -> str:
    title = f"{sitting.organization}, {on(sitting.date)}"
    if division.shown is None:
        return title
    place = {"title": title, "number": division.shown.number, "total": len(division.parts)}
    return _("%(title)s, part %(number)s of %(total)s") % place


def _neighbours(request: HttpRequest, sitting: Sitting) -> tuple[Sitting | None, Sitting | None]:
    """The sittings of the same body before and after this one."""
    rows = Sitting.objects.readable_by(request.user).filter(organization=sitting.organization_id)
    earlier = rows.filter(Q(date__lt=sitting.date) | Q(date=sitting.date, number__lt=sitting.number))
    later = rows.filter(Q(date__gt=sitting.date) | Q(date=sitting.date, number__gt=sitting.number))
    nearest = earlier.newest_first().values("pk")[:1], later.order_by("date", "number").values("pk")[:1]
    found = Sitting.objects.filter(Q(pk__in=nearest[0]) | Q(pk__in=nearest[1]))
    own = (sitting.date, sitting.number)
    sides = {(row.date, row.number) < own: row for row in found}
    return sides.get(True), sides.get(False)


def headings_of(sittings: Sequence[Sitting]) -> dict[Any, list[AgendaItem]]:
    """The first headings of each, for a list."""
    found: dict[Any, list[AgendaItem]] = defaultdict(list)
    rows = AgendaItem.objects.filter(sitting__in=[row.pk for row in sittings], parent__isnull=True)
    for item in rows.order_by("sitting", "order"):
        found[item.sitting_id].append(item)
    return found
