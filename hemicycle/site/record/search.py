"""The search over the record: a question in the address, what was found, and what is offered while one types."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from hemicycle.accounts.forms import PeriodForm
from hemicycle.accounts.patterns import Filter
from hemicycle.accounts.permissions import allow
from hemicycle.follow import addresses as follow
from hemicycle.record.models import Organization
from hemicycle.record.search import finding
from hemicycle.record.search.entry import Kind
from hemicycle.record.search.question import NEWEST, Question
from hemicycle.record.search.suggestions import suggest
from hemicycle.record.templatetags.phrases import language_name

from .pages import FEEDS, choice_filter, page, words_filter

PER_PAGE = 20
# Nobody reads so far; who needs everything takes the record itself.
LAST_PAGE = 200


@allow(public=True)
def search(request: HttpRequest) -> HttpResponse:
    question = Question.read(request.GET)
    number = _number(request)
    found = _found(request, question, number)
    shown = Paginator(range(min(found.total, LAST_PAGE * PER_PAGE)), PER_PAGE).get_page(number)
    if shown.number != number:
        found = _found(request, question, shown.number)
    return page(
        request,
        "search",
        title=_("Search: %(words)s") % {"words": question.text} if question.text else _("Search the record"),
        feeds=_feeds(request) if question else [],
        follow_search=follow.search_page(question.address) if question else "",
        question=question,
        filters=_filters(request),
        found=found,
        page=shown,
        behind=finding.is_behind(),
        period=PeriodForm(request.GET, auto_id="filter-%s"),
    )


def _found(request: HttpRequest, question: Question, number: int) -> finding.Found:
    offset = (number - 1) * PER_PAGE
    return finding.find(question, to=request.user, offset=offset, limit=PER_PAGE, forgiving=True)


@allow(public=True)
def suggestions(request: HttpRequest) -> HttpResponse:
    """A piece of the page, fetched while one types."""
    asked = Question.read(request.GET)
    offered = suggest(asked.text, to=request.user)
    return render(request, "site/record/suggestions.html", {"offered": offered})


def _number(request: HttpRequest) -> int:
    asked = request.GET.get("page", "")
    return min(int(asked), LAST_PAGE) if asked.isascii() and asked.isdigit() and int(asked[:6]) > 0 else 1


def _filters(request: HttpRequest) -> list[Filter]:
    parties = sorted((str(party), party.address) for party in Organization.objects.parties_and_groups())
    languages = ((code, language_name(code)) for code, _name in settings.LANGUAGES)
    order: Any = ((NEWEST, _("Newest first")),)
    return [
        choice_filter(request, "type", _("Type of result"), Kind.choices),
        words_filter(request, "speaker", _("Speaker")),
        choice_filter(request, "party", _("Party or group"), ((address, party) for party, address in parties)),
        choice_filter(request, "language", _("Language"), languages),
        Filter("order", _("Order"), (("", _("Most relevant first")), *order)).read(request.GET),
    ]


def _feeds(request: HttpRequest) -> list[tuple[str, str]]:
    """The same question as feeds, its page left out."""
    asked = request.GET.copy()
    asked.pop("page", None)
    return [
        (name, f"{reverse('record:search_feed', args=[kind])}?{asked.urlencode()}") for kind, name in FEEDS.items()
    ]
