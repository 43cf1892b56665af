"""What machines fetch of the record: feeds and the calendar file. The pages that people read are in `site`."""

from __future__ import annotations

from dataclasses import replace
from uuid import NAMESPACE_URL, uuid5

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from hemicycle.accounts.permissions import allow
from hemicycle.record import addresses
from hemicycle.record.feeds import Feed, everything, language_of, news, respond, topics
from hemicycle.record.feeds.icalendar import calendar
from hemicycle.record.feeds.news import Absolute
from hemicycle.record.models import Sitting
from hemicycle.record.search.question import NEWEST, Question
from hemicycle.rules import gate
from hemicycle.rules.egress import EgressPoint
from hemicycle.rules.house_name import house_name
from hemicycle.rules.licence import record_licence
from hemicycle.rules.site_address import absolute

# The next sittings and the last ones: what a calendar program shows, and a file that stays small.
MOST_SITTINGS = 1_000


@allow(public=True)
def member_feed(request: HttpRequest, address: str, kind: str) -> HttpResponseBase:
    return _feed(request, "members", address, kind)


@allow(public=True)
def party_feed(request: HttpRequest, address: str, kind: str) -> HttpResponseBase:
    return _feed(request, "parties", address, kind)


@allow(public=True)
def committee_feed(request: HttpRequest, address: str, kind: str) -> HttpResponseBase:
    return _feed(request, "committees", address, kind)


@allow(public=True)
def bill_feed(request: HttpRequest, address: str, kind: str) -> HttpResponseBase:
    return _feed(request, "bills", address, kind)


@allow(public=True)
def calendar_file(request: HttpRequest) -> HttpResponse:
    """All sittings, or those of the body that the address names."""
    rows = Sitting.objects.readable_by(None).select_related("organization").newest_first()
    if body := request.GET.get("body", ""):
        rows = rows.filter(organization__address=body)
    sittings = [row for row in rows[:MOST_SITTINGS] if gate.allowed(row, via=EgressPoint.FEED, to=None)]
    written = calendar(
        ((row, request.build_absolute_uri(row.get_absolute_url())) for row in sittings),
        name=_("Sittings: %(house)s") % {"house": house_name()},
        host=request.get_host(),
        now=timezone.now(),
    )
    response = HttpResponse(written, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="sittings.ics"'
    return response


@allow(public=True)
def record_feed(request: HttpRequest, kind: str) -> HttpResponseBase:
    """Everything new in the record, page by page; each page in the language that was asked for."""
    lang, number = language_of(request), _page_number(request)
    with override(lang):
        entries, more = everything.page(number, absolute)
        if number > 1 and not entries:
            raise Http404
        page = absolute(addresses.record())
        feed = Feed(
            key=uuid5(NAMESPACE_URL, page),
            title=_("Everything new in the record – %(house)s") % {"house": house_name()},
            page=page,
            publisher=house_name(),
            language=lang,
            entries=entries,
            address=_page_address(kind, lang, number),
            links=_pages(kind, lang, number, more=more),
            licence=record_licence(),
        )
        return respond(request, feed, kind)


def _page_number(request: HttpRequest) -> int:
    asked = request.GET.get("page", "1")
    if not (asked.isascii() and asked.isdigit() and 1 <= int(asked[:4]) <= everything.LAST_PAGE):
        raise Http404
    return int(asked)


def _pages(kind: str, lang: str, number: int, *, more: bool) -> dict[str, str]:
    around = {"first": 1, **({"previous": number - 1} if number > 1 else {}), **({"next": number + 1} if more else {})}
    return {rel: _page_address(kind, lang, one) for rel, one in around.items()}


def _page_address(kind: str, lang: str, number: int) -> str:
    return f"{absolute(addresses.file(f'feed.{kind}'))}?lang={lang}" + (f"&page={number}" if number > 1 else "")


@allow(public=True, redirects=True)
def search_feed(request: HttpRequest, kind: str) -> HttpResponseBase:
    """A question as a feed: the newest of what the search finds; where nothing is asked, everything new."""
    question = replace(Question.read(request.GET), order=NEWEST)
    if not (question or question.text):
        return redirect(f"{addresses.file(f'feed.{kind}')}?lang={language_of(request)}")
    at: Absolute = request.build_absolute_uri
    page = at(f"{addresses.record('search')}?{request.GET.urlencode()}")
    feed = Feed(
        key=uuid5(NAMESPACE_URL, page),
        title=_("Search: %(words)s") % {"words": question.text},
        page=page,
        publisher=house_name(),
        language=get_language() or "",
        entries=news.of_search(question, at),
        licence=record_licence(),
    )
    return respond(request, feed, kind)


def _feed(request: HttpRequest, of: str, address: str, kind: str) -> HttpResponseBase:
    """What a feed is about is answered as if it were not there, unless everybody may read it."""
    about = topics.row(of, address)
    if about is None:
        raise Http404
    return respond(request, topics.feed(about, of, kind, language_of(request)), kind)
