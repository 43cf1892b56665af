"""The campaigns of an inquiry, and one of them: its template, the words people added, its course and its relations."""

from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hemicycle.accounts.patterns import Filter
from hemicycle.accounts.permissions import allow

from ..history import events_of
from ..models import Analysis, Campaign
from ..models.inquiry import READERS
from ..overview import growth_of
from ..templating import slots
from ..words import language_name
from .lookup import campaign_of, may_correct, page_of, seen, shown

ORDERS = {
    "size": ("-messages", "pk"),
    "first": ("first_seen", "pk"),
    "growth": ("-recent", "-messages", "pk"),
}
WORDS_A_PAGE = 8
LATEST_EVENTS = 5


@allow(*READERS)
def board(request: HttpRequest, address: str) -> HttpResponse:
    inquiry = seen(request, address)
    analysis = shown(inquiry)
    filters, query = _filters(analysis, request), request.GET.get("q", "").strip()
    narrowed = bool(query or any(f.value for f in filters if f.name != "order"))
    rows = _narrow(analysis.campaigns.standing(), filters, query)
    page = page_of(rows if narrowed else rows.heads(), request)
    return render(
        request,
        "listening/campaigns.html",
        {
            "inquiry": inquiry,
            "tab": "campaigns",
            "analysis": analysis,
            "filters": filters,
            "query": query,
            "page": page,
            "families": {} if narrowed else _families(analysis, list(page)),
        },
    )


def _filters(analysis: Analysis, request: HttpRequest) -> list[Filter]:
    languages = sorted({lang for _channel, lang, *_n in analysis.tally.get("sources", []) if lang})
    everything = ("", _("All"))
    filters = [
        Filter("lang", _("Language"), (everything, *((code, language_name(code)) for code in languages))),
        Filter("kind", _("Kind"), (everything, *Campaign.Kind.choices)),
        Filter("state", _("State"), (everything, ("confirmed", _("Confirmed")), ("found", _("Not yet looked at")))),
        Filter(
            "order",
            _("Order"),
            (("", _("Largest first")), ("growth", _("Growing most")), ("first", _("Earliest first"))),
        ),
    ]
    return [one.read(request.GET) for one in filters]


def _narrow(rows: Any, filters: list[Filter], query: str) -> Any:
    chosen = {one.name: one.value for one in filters}
    if chosen["lang"]:
        rows = rows.filter(lang=chosen["lang"])
    if chosen["kind"]:
        rows = rows.filter(kind=chosen["kind"])
    if chosen["state"]:
        rows = rows.filter(confirmed__isnull=chosen["state"] == "found")
    if query:
        rows = rows.filter(Q(name__icontains=query) | Q(wording__icontains=query))
    return rows.order_by(*ORDERS[chosen["order"] or "size"])


def _families(analysis: Analysis, heads: list[Campaign]) -> dict[str, list[Campaign]]:
    families: dict[str, list[Campaign]] = {}
    for campaign in analysis.campaigns.standing().siblings_of(heads).order_by("-messages"):
        families.setdefault(campaign.family, []).append(campaign)
    return families


@allow(*READERS)
def campaign(request: HttpRequest, address: str, key: str) -> HttpResponse:
    inquiry = seen(request, address)
    analysis = shown(inquiry)
    found = campaign_of(analysis, key)
    if found.merged_into is not None:
        return redirect("listening:campaign", inquiry.address, found.merged_into.key)
    own = found.findings.with_own_words().order_by("-personal_length", "-pk").defer("evidence")
    events = events_of(inquiry, key=key)
    return render(
        request,
        "listening/campaign.html",
        {
            "inquiry": inquiry,
            "tab": "campaigns",
            "analysis": analysis,
            "campaign": found,
            "page": page_of(own, request, per_page=WORDS_A_PAGE),
            "siblings": _siblings(found),
            "growth": growth_of(found.days, language=get_language() or "en"),
            "events": events[:LATEST_EVENTS],
            "more_events": max(0, len(events) - LATEST_EVENTS),
            "merged": found.merged.all(),
            "may_correct": inquiry.is_open and may_correct(request, inquiry),
        },
    )


def _siblings(campaign: Campaign) -> QuerySet[Campaign]:
    standing = campaign.analysis.campaigns.standing()
    return standing.siblings_of([campaign]).order_by("-messages")


@allow(*READERS)
def slot(request: HttpRequest, address: str, key: str, number: int) -> HttpResponse:
    """What stands in one slot of the template, and how often."""
    inquiry = seen(request, address)
    found = campaign_of(shown(inquiry), key)
    known = {one.number: one for one in slots(found.template)}
    if number not in known:
        raise Http404
    return render(request, "listening/slot.html", {"inquiry": inquiry, "campaign": found, "slot": known[number]})
