"""The themes of an inquiry as a map and a list, and one of them: its parts, its quotes, and who speaks of it."""

from typing import Any

from django.db.models import Case, Count, Q, QuerySet, When, Window
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _
from hearhear.themes.tables import CLEARLY

from hemicycle.accounts.permissions import allow

from ..models import Analysis, Campaign, Theme
from ..models.group_kinds import THEME
from ..models.inquiry import READERS
from ..models.theme import MentionQuerySet
from ..presenters.figures import languages_of, map_of
from ..text.quoting import mention_quotes
from ..text.words import grouped
from .boards import Asked, Narrowed, board_context, language_filter, order_filter, page_context, state_filter
from .fact_filters import question_filter, question_text
from .lookup import group_of, page_of, shown_analysis, visible_inquiry

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
    inquiry = visible_inquiry(request, address)
    analysis = shown_analysis(inquiry)
    largest = pgettext("theme", "Largest first")
    orders = order_filter(largest, ("voices", _("Most individual voices")), ("campaigns", _("Most campaigns")))
    asked = Asked(request, language_filter(analysis), state_filter(THEME), *question_filter(analysis), orders)
    shown = _answering(analysis, asked.chosen.get("question", ""))
    rows, is_narrow = _narrow(shown, asked), asked.narrows_but("question")
    page = page_of(rows if is_narrow else rows.tops(), request)
    top = [] if is_narrow else list(shown.tops().named().largest_first()[:ON_THE_MAP])
    # Themes of different questions lie on different maps.
    has_map = len(top) > 1 and len({theme.question for theme in top}) == 1
    context = board_context(analysis, THEME, asked, lead=_lead(analysis, shown)) | {
        "page": page,
        "parts": {} if is_narrow else _parts(analysis, list(page)),
        "map": map_of(analysis, top, language=get_language() or "en") if has_map else None,
        "by_question": len({theme.question for theme in page}) > 1,
    }
    return render(request, "listening/group/themes.html", context)


def _lead(analysis: Analysis, shown: Any) -> str:
    """The list pages through the themes; their parts stand below each."""
    parts = shown.filter(parent__isnull=False).count()
    if 0 < parts < analysis.themes_shown:
        text = ngettext(
            "%(themes)s themes, %(parts)s of them as part of another, found among individual voices and one message"
            " of each campaign.",
            "%(themes)s themes, %(parts)s of them as parts of others, found among individual voices and one message"
            " of each campaign.",
            parts,
        )
        return text % {"themes": grouped(analysis.themes_shown), "parts": grouped(parts)}
    text = ngettext(
        "%(themes)s theme, found among individual voices and one message of each campaign.",
        "%(themes)s themes, found among individual voices and one message of each campaign.",
        analysis.themes_shown,
    )
    return text % {"themes": grouped(analysis.themes_shown)}


def _narrow(rows: Any, asked: Asked) -> Any:
    if asked.chosen["lang"]:
        rows = rows.filter(languages__has_key=asked.chosen["lang"])
    rows = asked.of_state(rows)
    if asked.query:
        # The words are JSON; there are few themes.
        rows = rows.filter(pk__in=[one.pk for one in rows if one.has_words(asked.query)])
    return asked.in_order(rows, ORDERS)


def _answering(analysis: Analysis, chosen: str) -> Any:
    """The themes of one question; of those that were found among all messages, what its answers speak of."""
    shown = analysis.themes.shown()
    if not chosen:
        return shown
    asked = question_text(analysis, chosen)
    speaking = analysis.mentions.filter(finding__stratum__in=analysis.strata.filter(question=asked)).values("theme")
    return shown.filter(Q(question=asked) | Q(question="", pk__in=speaking))


def _parts(analysis: Analysis, tops: list[Theme]) -> dict[int, list[Theme]]:
    parts: dict[int, list[Theme]] = {}
    for theme in analysis.themes.shown().filter(parent__in=tops).largest_first():
        parts.setdefault(theme.parent_id or 0, []).append(theme)
    return parts


@allow(*READERS)
def theme(request: HttpRequest, address: str, key: str) -> HttpResponse:
    inquiry = visible_inquiry(request, address)
    found = group_of(shown_analysis(inquiry), THEME, key)
    if found.merged_into is not None:
        return redirect("listening:theme", inquiry.address, found.merged_into.key)
    chosen = {one["id"]: (one["start"], one["end"]) for one in found.quotes}
    related = list(found.analysis.themes.filter(Q(parent=found) | Q(merged_into=found)).largest_first())
    spoken = found.all_mentions([one.pk for one in related if one.parent_id == found.pk])
    narrowed = Narrowed(request, THEME, found, found.analysis.findings.spoken_for(spoken, question=found.question))
    passages = narrowed.of(_passages(spoken, list(chosen)), "finding__stratum")
    page = page_of(passages, request, per_page=QUOTES_A_PAGE)
    context = page_context(request, inquiry, THEME, found, narrowed) | {
        "page": page,
        "quotes": mention_quotes(page.object_list, chosen),
        "parts": [one for one in related if one.merged_into_id is None and one.messages],
        "campaigns": () if narrowed.fact_filters.is_narrow else _campaigns(found, spoken),
        "sureness": None if narrowed.fact_filters.is_narrow else _sureness(page),
        "languages": languages_of(found),
        "merged": [one for one in related if one.merged_into_id == found.pk],
    }
    return render(request, "listening/group/theme.html", context)


def _passages(spoken: MentionQuerySet, chosen: list[str]) -> Any:
    """What is said of the theme and of its parts; first what speaks for it best, then the surest."""
    best = Case(When(finding__inbound__in=chosen, then=0), default=1)
    doubtful = Window(Count("pk", filter=Q(certainty__lt=CLEARLY)))
    rows = spoken.select_related("finding__inbound", "finding__campaign").annotate(doubtful=doubtful)
    return rows.order_by(best, "-certainty", "pk")


def _campaigns(theme: Theme, spoken: MentionQuerySet) -> QuerySet[Campaign]:
    """The campaigns that speak of it, the largest first."""
    keys = spoken.filter(campaign__isnull=False).values("campaign")
    speaking = theme.analysis.campaigns.shown().filter(Q(pk__in=keys) | Q(merged__in=keys))
    return speaking.distinct().order_by("-messages")[:CAMPAIGNS_SHOWN]


def _sureness(page: Any) -> dict[str, int]:
    """How many speak clearly of it, each campaign once, and how many less surely."""
    perhaps = getattr(next(iter(page.object_list), None), "doubtful", 0)
    return {"clearly": page.paginator.count - perhaps, "perhaps": perhaps}
