"""The themes of an inquiry as a map and a list, and one of them: its parts, its quotes, and who speaks of it."""

from typing import Any

from django.db.models import Case, Q, QuerySet, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from hemicycle.accounts.patterns import Filter
from hemicycle.accounts.permissions import allow

from ..history import events_of
from ..models import Analysis, Campaign, Theme
from ..models.inquiry import READERS
from ..models.theme import MentionQuerySet
from ..quoting import mention_quotes
from ..theme_map import languages_of, map_of
from ..words import language_name
from .campaigns import LATEST_EVENTS
from .lookup import may_correct, page_of, seen, shown, theme_of

ORDERS = {
    "voices": ("-voices", "-messages", "key"),
    "campaigns": ("-campaigns", "-messages", "key"),
}
QUOTES_A_PAGE = 8
# A committee reads no more names on one map.
ON_THE_MAP = 40
CAMPAIGNS_SHOWN = 10


@allow(*READERS)
def board(request: HttpRequest, address: str) -> HttpResponse:
    inquiry = seen(request, address)
    analysis = shown(inquiry)
    filters, query = _filters(analysis, request), request.GET.get("q", "").strip()
    narrowed = bool(query or any(one.value for one in filters if one.name != "order"))
    rows = _narrow(analysis.themes.standing(), filters, query)
    page = page_of(rows if narrowed else rows.tops(), request)
    top = [] if narrowed else list(analysis.themes.standing().tops().named().largest_first()[:ON_THE_MAP])
    context = {
        "inquiry": inquiry,
        "tab": "themes",
        "analysis": analysis,
        "filters": filters,
        "query": query,
        "page": page,
        "parts": {} if narrowed else _parts(analysis, list(page)),
        "map": map_of(analysis, top, language=get_language() or "en") if len(top) > 1 else None,
        "narrowed": narrowed,
    }
    return render(request, "listening/themes.html", context)


def _filters(analysis: Analysis, request: HttpRequest) -> list[Filter]:
    languages = sorted({lang for _channel, lang, *_n in analysis.tally.get("sources", []) if lang})
    everything = ("", _("All"))
    filters = [
        Filter("lang", _("Language"), (everything, *((code, language_name(code)) for code in languages))),
        Filter(
            "state",
            _("State"),
            (
                everything,
                ("confirmed", pgettext("theme", "Confirmed")),
                ("found", pgettext("theme", "Not yet looked at")),
            ),
        ),
        Filter(
            "order",
            _("Order"),
            (("", _("Largest first")), ("voices", _("Most individual voices")), ("campaigns", _("Most campaigns"))),
        ),
    ]
    return [one.read(request.GET) for one in filters]


def _narrow(rows: Any, filters: list[Filter], query: str) -> Any:
    chosen = {one.name: one.value for one in filters}
    if chosen["lang"]:
        rows = rows.filter(languages__has_key=chosen["lang"])
    if chosen["state"]:
        rows = rows.filter(confirmed__isnull=chosen["state"] == "found")
    if query:
        # The words are JSON; there are few themes.
        rows = rows.filter(pk__in=[one.pk for one in rows if one.has_words(query)])
    return rows.order_by(*ORDERS[chosen["order"]]) if chosen["order"] else rows.largest_first()


def _parts(analysis: Analysis, tops: list[Theme]) -> dict[int, list[Theme]]:
    parts: dict[int, list[Theme]] = {}
    for theme in analysis.themes.standing().filter(parent__in=tops).largest_first():
        parts.setdefault(theme.parent_id or 0, []).append(theme)
    return parts


@allow(*READERS)
def theme(request: HttpRequest, address: str, key: str) -> HttpResponse:
    inquiry = seen(request, address)
    analysis = shown(inquiry)
    found = theme_of(analysis, key)
    if found.merged_into is not None:
        return redirect("listening:theme", inquiry.address, found.merged_into.key)
    events = events_of(inquiry, theme=key)
    chosen = {one["id"]: (one["start"], one["end"]) for one in found.quotes}
    related = list(analysis.themes.filter(Q(parent=found) | Q(merged_into=found)).largest_first())
    spoken = found.all_mentions([one.pk for one in related if one.parent_id == found.pk])
    page = page_of(_passages(spoken, list(chosen)), request, per_page=QUOTES_A_PAGE)
    context = {
        "inquiry": inquiry,
        "tab": "themes",
        "analysis": analysis,
        "theme": found,
        "page": page,
        "quotes": mention_quotes(page.object_list, chosen),
        "parts": [one for one in related if one.merged_into_id is None and one.messages],
        "campaigns": _campaigns(found, spoken),
        "languages": languages_of(found),
        "merged": [one for one in related if one.merged_into_id == found.pk],
        "events": events[:LATEST_EVENTS],
        "more_events": max(0, len(events) - LATEST_EVENTS),
        "may_correct": inquiry.is_open and may_correct(request, inquiry),
    }
    return render(request, "listening/theme.html", context)


def _passages(spoken: MentionQuerySet, chosen: list[str]) -> Any:
    """What is said of the theme and of its parts; first what speaks for it best, then the surest."""
    best = Case(When(finding__inbound__in=chosen, then=0), default=1)
    return spoken.select_related("finding__inbound", "finding__campaign").order_by(best, "-certainty", "pk")


def _campaigns(theme: Theme, spoken: MentionQuerySet) -> QuerySet[Campaign]:
    """The campaigns that speak of it, the largest first."""
    keys = spoken.filter(campaign__isnull=False).values("campaign")
    standing = theme.analysis.campaigns.standing()
    return standing.filter(Q(pk__in=keys) | Q(merged__in=keys)).distinct().order_by("-messages")[:CAMPAIGNS_SHOWN]
