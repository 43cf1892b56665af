"""Clause by clause: what messages speak of each provision of the bill, with the reasons."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from hemicycle.accounts.patterns import Filter
from hemicycle.accounts.permissions import allow

from ..engine.targets import target_id
from ..models import Link
from ..models.inquiry import READERS
from ..presenters.clauses import WHOLE, names_of, rows_of
from ..text.quoting import link_quote
from .lookup import may_correct, page_of, shown_analysis, visible_inquiry

LINKS_A_PAGE = 20


@allow(*READERS)
def board(request: HttpRequest, address: str) -> HttpResponse:
    inquiry = visible_inquiry(request, address)
    analysis = shown_analysis(inquiry)
    rows = rows_of(inquiry, analysis)
    context = {
        "inquiry": inquiry,
        "tab": "clauses",
        "analysis": analysis,
        "rows": rows,
        "spoken_of": any(row.is_spoken_of for row in rows),
    }
    return render(request, "listening/clauses.html", context)


@allow(*READERS)
def clause(request: HttpRequest, address: str, eid: str) -> HttpResponse:
    """The messages that speak of one clause, those that name it first, each with its reasons."""
    inquiry = visible_inquiry(request, address)
    analysis = shown_analysis(inquiry)
    eid = "" if eid == WHOLE else eid
    row = next((one for one in rows_of(inquiry, analysis, with_quotes=False) if one.eid == eid), None)
    if row is None:
        raise Http404
    choices = (("", _("That name it")), ("may", _("That may speak of it")), ("rejected", pgettext("link", "Rejected")))
    which = Filter("which", _("Messages"), choices).read(request.GET)
    page = page_of(_links(analysis.links.about(inquiry.bill_id, eid), which.value), request, per_page=LINKS_A_PAGE)
    context = {
        "inquiry": inquiry,
        "tab": "clauses",
        "analysis": analysis,
        "row": row,
        "target": target_id(inquiry.bill_id, eid),
        "names": names_of(inquiry),
        "filters": [which],
        "which": which.value,
        "page": page,
        "links": [(link, link_quote(link)) for link in page.object_list],
        "may_correct": inquiry.is_open and may_correct(request, inquiry),
    }
    return render(request, "listening/clause.html", context)


def _links(links: Any, which: str) -> Any:
    found = {"": links.sure(), "may": links.unsure(), "rejected": links.filter(state=Link.State.REJECTED)}[which]
    return found.select_related("finding__inbound", "campaign", "correction").order_by("-score", "pk")
