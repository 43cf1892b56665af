"""What can be followed, and asking for it. Whatever is known of an address, the answer is the same."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from hemicycle.accounts.permissions import allow
from hemicycle.accounts.visitors import HOUR, seconds_to_wait
from hemicycle.channels.models import Medium
from hemicycle.follow import actions, followables
from hemicycle.follow.errors import NotFollowable, TooMany
from hemicycle.follow.follow_accounts import offered
from hemicycle.follow.followables import name_of
from hemicycle.follow.forms import AddressForm, FollowForm
from hemicycle.follow.keywords import word_of_confirmation
from hemicycle.follow.models import Frequency, Topic
from hemicycle.record.addresses import record
from hemicycle.record.models import Document
from hemicycle.record.search.question import Question
from hemicycle.rules.house_name import house_name
from hemicycle.rules.parameters import in_force

from ..record.pages import FEEDS

# The newest bills: what most people come for.
MOST_BILLS = 5


@allow(public=True)
def overview(request: HttpRequest) -> HttpResponse:
    """Topics and new bills, how it is done by text message, and the link to one's own page for who has lost it."""
    channels = offered()
    form = AddressForm(request.POST or None, channels=channels)
    if request.method == "POST" and form.is_valid():
        if wait := _wait(request):
            return _too_often(request, wait, form, "site/following/overview.html", _about_overview(channels))
        for channel, address in form.addresses():
            _try(form, channel, lambda c=channel, a=address: actions.send_own_page(channel=c, address=a))
        if not form.errors:
            return _asked(form, link=True)
    return render(request, "site/following/overview.html", {**_about_overview(channels), "form": form})


@allow(public=True)
def form_for(request: HttpRequest, kind: str, address: str) -> HttpResponse:
    """One thing: by which ways it is followed, and the form."""
    try:
        row = followables.public_row(kind, address)
    except NotFollowable as error:
        raise Http404 from error
    if row.address != address:
        return redirect(followables.address_of(row))
    channels, first = offered(), {"lang": get_language(), "frequency": Frequency.AT_ONCE}
    form = FollowForm(request.POST or None, channels=channels, initial=first)
    about = _about(row, kind, channels)
    if request.method == "POST" and channels and form.is_valid():
        if wait := _wait(request):
            return _too_often(request, wait, form, "site/following/follow.html", about)
        for channel, typed in form.addresses():
            _request(form, channel, typed, row, about["words"])
        if not form.errors:
            return _asked(form)
    return render(request, "site/following/follow.html", {**about, "form": form})


@allow(public=True, redirects=True)
def form_for_search(request: HttpRequest) -> HttpResponse:
    """A search, by the parameters of its own address."""
    question = Question.read(request.GET)
    if not question:
        return redirect(record("search"))
    channels, first = offered(), {"lang": get_language(), "frequency": Frequency.DAILY}
    form = FollowForm(request.POST or None, channels=channels, initial=first)
    # What the record shows is gathered once a day.
    frequency: Any = form.fields["frequency"]
    frequency.choices = [one for one in Frequency.choices if one[0] != Frequency.AT_ONCE]
    about = _about_search(question, channels)
    if request.method == "POST" and channels and form.is_valid():
        if wait := _wait(request):
            return _too_often(request, wait, form, "site/following/follow.html", about)
        for channel, typed in form.addresses():
            _request_search(form, channel, typed, question, about["words"])
        if not form.errors:
            return _asked(form)
    return render(request, "site/following/follow.html", {**about, "form": form})


@allow(public=True)
def asked(request: HttpRequest) -> HttpResponse:
    """What happens next; the same for every address. `link`: their page was asked for, nothing is to be confirmed.
    `lang`: the language chosen for the messages, whose word and button they will look for."""
    by, here = request.GET.getlist("by"), get_language() or ""
    lang = request.GET.get("lang", "")
    lang = lang if lang in dict(settings.LANGUAGES) else here
    with override(lang):
        button = _("Confirm")
    context = {
        "word": word_of_confirmation(lang),
        "other_word": word_of_confirmation(here),
        "button": button,
        "lang": lang,
        "in_another": lang if lang != here else "",
        "is_link": "link" in request.GET,
        "by_mail": Medium.EMAIL in by,
        "by_text": Medium.SMS in by,
        "days": in_force("follow_confirm_days"),
    }
    return render(request, "site/following/asked.html", context)


def _about_overview(channels: Any) -> dict[str, Any]:
    bills = Document.objects.bills().readable_by(None).newest_first()[:MOST_BILLS]
    return {
        "channels": channels,
        "number": _number(channels),
        "topics": [(topic, followables.address_of(topic)) for topic in Topic.objects.open().in_order()],
        "bills": [(bill, followables.address_of(bill)) for bill in bills],
    }


def _about(row: Any, kind: str, channels: Any) -> dict[str, Any]:
    has_feeds = kind != followables.TOPIC
    return {
        "row": row,
        "kind": kind,
        "name": name_of(row),
        "channels": channels,
        "number": _number(channels),
        "keyword": followables.keyword_of(row) if isinstance(row, Topic) else str(getattr(row, "number", row)),
        "feeds": [(name, f"{row.get_absolute_url()}feed.{file}") for file, name in FEEDS.items()] if has_feeds else [],
        "back": row.get_absolute_url() if has_feeds else reverse("site:follow"),
        "words": _("%(house)s may write to me about this: %(thing)s. I can stop this at any time.")
        % {"house": house_name(), "thing": name_of(row)},
    }


def _about_search(question: Question, channels: Any) -> dict[str, Any]:
    page = f"{record('search')}?{question.address}"
    feeds = [
        (name, f"{reverse('record:search_feed', args=[file])}?{question.address}") for file, name in FEEDS.items()
    ]
    return {
        "kind": followables.SEARCH,
        "name": _("Search: %(words)s") % {"words": followables.named(question)},
        "channels": channels,
        "number": "",
        "feeds": feeds,
        "back": page,
        # The ledger keeps these words longer than the search: they do not name it.
        "words": _("%(house)s may write to me about this: %(thing)s. I can stop this at any time.")
        % {"house": house_name(), "thing": _("a search of the record")},
    }


def _number(channels: Any) -> str:
    """The number to which a keyword is sent."""
    return channels[Medium.SMS].address if Medium.SMS in channels else ""


def _request(form: FollowForm, channel: str, address: str, row: Any, words: str) -> None:
    said = form.cleaned_data

    def request() -> None:
        actions.request(
            channel=channel, address=address, to_follow=row, lang=said["lang"], words=words,
            frequency=said["frequency"],
        )  # fmt: skip

    _try(form, channel, request)


def _request_search(form: FollowForm, channel: str, address: str, question: Question, words: str) -> None:
    said = form.cleaned_data

    def request() -> None:
        actions.request_search(
            channel=channel, address=address, question=question, lang=said["lang"], words=words,
            frequency=said["frequency"],
        )  # fmt: skip

    _try(form, channel, request)


def _try(form: AddressForm, channel: str, act: Any) -> None:
    try:
        act()
    except TooMany:
        form.add_error("number", _("We have received too many requests by text message today. Try again tomorrow."))


def _asked(form: AddressForm, *, link: bool = False) -> HttpResponse:
    query = [("by", channel) for channel, _address in form.addresses()] + ([("link", "1")] if link else [])
    if lang := form.cleaned_data.get("lang"):
        query.append(("lang", lang))
    return redirect(f"{reverse('site:follow_asked')}?{urlencode(query)}")


def _wait(request: HttpRequest) -> int:
    return seconds_to_wait(request, what="follow", most=in_force("follow_requests_an_hour"), within=HOUR)


def _too_often(
    request: HttpRequest, wait: int, form: AddressForm, template: str, context: dict[str, Any]
) -> HttpResponse:
    """Of whoever asks so often, not of any address, this says something."""
    form.add_error(None, _("You have asked too often. Try again in an hour."))
    answer = render(request, template, {**context, "form": form}, status=429)
    answer.headers["Retry-After"] = str(wait)
    return answer
