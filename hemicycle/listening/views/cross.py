"""Themes and campaigns by question and by the facts of senders: a table, and the same as a file."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from hemicycle.accounts.patterns import Filter
from hemicycle.accounts.permissions import allow
from hemicycle.rules import gate, spreadsheets
from hemicycle.rules.egress import EgressPoint

from ..actions.exporting import note_export
from ..models import Analysis, Inquiry
from ..models.inquiry import READERS
from ..presenters.downloads import mark_of
from ..presenters.exports import MARK
from ..presenters.groups import WORDS
from ..presenters.strata import KINDS, Cross, cross_of, dimensions_of
from .lookup import shown_analysis, visible_inquiry


@allow(*READERS)
def board(request: HttpRequest, address: str) -> HttpResponse:
    inquiry = visible_inquiry(request, address)
    analysis = shown_analysis(inquiry)
    filters = _filters(request, analysis)
    context = {
        "inquiry": inquiry,
        "tab": "cross",
        "analysis": analysis,
        "filters": filters,
        "rows_label": WORDS[KINDS[filters[0].value].name].one,
        "by": str(dict(filters[1].choices).get(filters[1].value, "")),
        "unit": str(dict(filters[2].choices)[filters[2].value]),
        "cross": _cross(inquiry, analysis, filters),
        "query": request.GET.urlencode(),
        "has_own_themes": filters[0].value == "themes" and filters[1].value == "0",
    }
    return render(request, "listening/cross.html", context)


@allow(*READERS, step_up="export")
def export(request: HttpRequest, address: str) -> HttpResponseBase:
    """The table as it is shown, hidden cells hidden; logged before the first line is sent."""
    inquiry = visible_inquiry(request, address)
    analysis = shown_analysis(inquiry)
    filters = _filters(request, analysis)
    gate.release(inquiry, via=EgressPoint.EXPORT, to=request.user)
    note_export(analysis, kind="cross", by=request.user)
    label = str(WORDS[KINDS[filters[0].value].name].one)
    response = StreamingHttpResponse(
        _csv(_cross(inquiry, analysis, filters), label, mark_of(request.user)), content_type="text/csv; charset=utf-8"
    )
    response.headers["Content-Disposition"] = f'attachment; filename="cross-{inquiry.address}.csv"'
    return response


def _filters(request: HttpRequest, analysis: Analysis) -> list[Filter]:
    """Each with a value: what is not asked for is the first choice."""
    offered = [
        Filter("of", _("Rows"), tuple((name, WORDS[kind.name].many) for name, kind in KINDS.items())),
        Filter("by", _("Columns"), tuple(dimensions_of(analysis))),
        Filter("unit", _("Count"), (("senders", _("Senders")), ("messages", _("Messages")))),
    ]
    return [_or_first(one.read(request.GET)) for one in offered]


def _or_first(one: Filter) -> Filter:
    return one if one.value or not one.choices else one.read({one.name: one.choices[0][0]})


def _cross(inquiry: Inquiry, analysis: Analysis, filters: list[Filter]) -> Cross | None:
    kind, dimension, unit = (one.value for one in filters)
    return cross_of(inquiry, analysis, kind=kind, dimension=dimension, unit=unit) if dimension else None


def _csv(cross: Cross | None, label: str, mark: str) -> Iterator[str]:
    columns: list[Any] = [label, _("Total"), *(cross.columns if cross else ()), MARK]
    rows = [
        [row.label, row.total, *(_("hidden") if cell.n is None else cell.n for cell in row.cells), mark]
        for row in (cross.rows if cross else ())
    ]
    return spreadsheets.as_csv(columns, rows)
