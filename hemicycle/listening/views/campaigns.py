"""The campaigns of an inquiry, and one of them: its letter, the words people added, its course and its relations."""

from typing import Any

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from hemicycle.accounts.patterns import Filter
from hemicycle.accounts.permissions import allow

from ..models import Analysis, Campaign
from ..models.group_kinds import CAMPAIGN
from ..models.inquiry import READERS
from ..presenters.figures import growth_of
from ..text.letters import letter_of
from ..text.own import own_sentences
from ..text.templating import slots
from ..text.words import grouped
from .boards import Asked, Narrowed, board_context, language_filter, order_filter, page_context, state_filter
from .fact_filters import question_filter, question_text
from .lookup import group_of, page_of, shown_analysis, visible_inquiry

ORDERS = {
    "first": ("first_seen", "pk"),
    "growth": ("-recent", "-messages", "pk"),
}
WORDS_A_PAGE = 8


@allow(*READERS)
def board(request: HttpRequest, address: str) -> HttpResponse:
    inquiry = visible_inquiry(request, address)
    analysis = shown_analysis(inquiry)
    asked = Asked(
        request,
        language_filter(analysis),
        Filter("kind", _("Kind"), (("", _("All")), *Campaign.Kind.choices)),
        state_filter(CAMPAIGN),
        *question_filter(analysis),
        order_filter(_("Largest first"), ("growth", _("Growing most")), ("first", _("Earliest first"))),
    )
    rows = _answering(analysis, _narrow(analysis.campaigns.shown(), asked), asked.chosen.get("question", ""))
    page = page_of(rows if asked.is_narrow else rows.heads(), request)
    context = board_context(analysis, CAMPAIGN, asked, lead=_lead(analysis)) | {
        "page": page,
        "families": {} if asked.is_narrow else _families(analysis, list(page)),
    }
    return render(request, "listening/group/campaigns.html", context)


def _lead(analysis: Analysis) -> str:
    n, messages = analysis.campaigns_shown, analysis.in_campaigns
    text = ngettext(
        "%(campaigns)s campaign has %(messages)s messages.", "%(campaigns)s campaigns have %(messages)s messages.", n
    )
    return text % {"campaigns": grouped(n), "messages": grouped(messages)}


def _narrow(rows: Any, asked: Asked) -> Any:
    if asked.chosen["lang"]:
        rows = rows.filter(lang=asked.chosen["lang"])
    if asked.chosen["kind"]:
        rows = rows.filter(kind=asked.chosen["kind"])
    if asked.query:
        rows = rows.filter(Q(name__icontains=asked.query) | Q(wording__icontains=asked.query))
    return asked.in_order(asked.of_state(rows), ORDERS)


def _answering(analysis: Analysis, rows: Any, chosen: str) -> Any:
    """Those with an answer to the question."""
    if not chosen:
        return rows
    strata = analysis.strata.filter(question=question_text(analysis, chosen))
    return rows.filter(pk__in=analysis.findings.in_campaigns().filter(stratum__in=strata).values("campaign"))


def _families(analysis: Analysis, heads: list[Campaign]) -> dict[str, list[Campaign]]:
    families: dict[str, list[Campaign]] = {}
    for campaign in analysis.campaigns.shown().siblings_of(heads).largest_first():
        families.setdefault(campaign.family, []).append(campaign)
    return families


@allow(*READERS)
def campaign(request: HttpRequest, address: str, key: str) -> HttpResponse:
    inquiry = visible_inquiry(request, address)
    found = group_of(shown_analysis(inquiry), CAMPAIGN, key)
    if found.merged_into is not None:
        return redirect("listening:campaign", inquiry.address, found.merged_into.key)
    narrowed = Narrowed(request, CAMPAIGN, found, found.findings.all())
    own = narrowed.of(found.findings.with_own_words()).select_related("inbound")
    page = page_of(own.order_by("-personal_length", "-pk"), request, per_page=WORDS_A_PAGE)
    said = [(finding, own_sentences(finding)) for finding in page.object_list]
    context = page_context(request, inquiry, CAMPAIGN, found, narrowed) | {
        "shown": letter_of(found.letter),
        "page": page,
        "own": [(finding, words) for finding, words in said if words],
        "no_sentence": sum(not words for _finding, words in said),
        "siblings": () if narrowed.fact_filters.is_narrow else _siblings(found),
        "growth": growth_of(found.days, language=get_language() or "en"),
        "merged": () if narrowed.fact_filters.is_narrow else found.merged.all(),
    }
    return render(request, "listening/group/campaign.html", context)


def _siblings(campaign: Campaign) -> Any:
    return campaign.analysis.campaigns.shown().siblings_of([campaign]).largest_first()


@allow(*READERS)
def slot(request: HttpRequest, address: str, key: str, number: int) -> HttpResponse:
    """What stands in one place of the letter, or of the template, and how often."""
    inquiry = visible_inquiry(request, address)
    found = group_of(shown_analysis(inquiry), CAMPAIGN, key)
    shown = letter_of(found.letter)
    known: dict[int, Any] = {one.number: one for one in (shown.linked if shown else slots(found.template))}
    if number not in known:
        raise Http404
    context = {"inquiry": inquiry, "campaign": found, "slot": known[number], "shown": shown}
    return render(request, "listening/group/slot.html", context)
