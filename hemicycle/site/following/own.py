"""A person's own page: everything they get, and how to change it, end it, take it away and be erased.

It opens by a link that was just sent to them (follow/links.py). The key that stands in everything they get, and goes
wherever they forward it, only ends what they get. A link that is opened changes nothing, because programs open links
too: everything is done by pressing a button.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from hemicycle.accounts.permissions import allow
from hemicycle.accounts.visitors import kept_private
from hemicycle.channels.actions import allow_again, suppress
from hemicycle.channels.models import Contact, Medium
from hemicycle.channels.models.contact import OF_THEMSELVES
from hemicycle.follow import actions, addresses, followables
from hemicycle.follow.actions.subscribing import CITIZEN
from hemicycle.follow.addresses import key_of, opened
from hemicycle.follow.errors import NoFollowAccount, TooMany
from hemicycle.follow.followables import name_for_follower
from hemicycle.follow.forms import ChoiceForm
from hemicycle.follow.models import Follower, Subscription
from hemicycle.follow.personal_data import personal_data
from hemicycle.rules.house_name import house_name

THROUGH = "page"

View = Callable[..., HttpResponse]


def of_its_owner(view: View) -> View:
    """The page of whom the link was sent to; kept by no cache and no search engine. Its address is told to no other
    site (SECURE_REFERRER_POLICY). By the key alone, or a link that is too old, there is only how to get a new one."""

    @wraps(view)
    def shown(request: HttpRequest, key: str) -> HttpResponse:
        if (contact := opened(key)) is not None:
            return kept_private(view(request, contact, key))
        contact = Contact.objects.with_key(key_of(key))
        if contact is None:
            return kept_private(render(request, "site/following/unknown.html", status=410))
        status = 200 if request.method in ("GET", "HEAD") else 403
        context = {"key": contact.key, "by_phone": contact.channel == Medium.SMS}
        return kept_private(render(request, "site/following/shut.html", context, status=status))

    return shown


@allow(public=True)
@of_its_owner
def page(request: HttpRequest, contact: Contact, link: str) -> HttpResponse:
    return render(request, "site/following/own.html", _about(contact, link))


@allow(public=True, only_post=True)
@of_its_owner
def confirm(request: HttpRequest, contact: Contact, link: str) -> HttpResponse:
    """Yes to everything asked for; the words are those that stood above the button."""
    confirmed = actions.confirm(contact, words=_agreement(), through=THROUGH)
    if confirmed:
        messages.success(request, _("Confirmed. You will get messages from now on."))
    return redirect(addresses.own(link))


@allow(public=True, only_post=True)
@of_its_owner
def leave(request: HttpRequest, contact: Contact, link: str) -> HttpResponse:
    """End one thing."""
    if actions.end(contact, keys=[request.POST.get("followable", "")], through=THROUGH):
        messages.success(request, _("Stopped. You will get nothing more about this."))
    return redirect(addresses.own(link))


@allow(public=True, only_post=True)
@of_its_owner
def choose(request: HttpRequest, contact: Contact, link: str) -> HttpResponse:
    form = ChoiceForm(request.POST)
    if not form.is_valid():
        return render(request, "site/following/own.html", {**_about(contact, link), "form": form}, status=400)
    actions.choose(contact, lang=form.cleaned_data["lang"], frequency=form.cleaned_data["frequency"])
    messages.success(request, _("Saved."))
    return redirect(addresses.own(link))


@allow(public=True, only_post=True)
@of_its_owner
def silence(request: HttpRequest, contact: Contact, link: str) -> HttpResponse:
    """End everything, and let nobody ask this address again."""
    actions.end(contact, through=THROUGH)
    suppress(contact, why="asked", by=CITIZEN)
    messages.success(request, _("We will send you nothing more, and nobody can sign you up again."))
    return redirect(addresses.own(link))


@allow(public=True, only_post=True)
@of_its_owner
def speak(request: HttpRequest, contact: Contact, link: str) -> HttpResponse:
    """Take that back."""
    allow_again(contact, by=CITIZEN)
    messages.success(request, _("You can follow things again. We send nothing until you do."))
    return redirect(addresses.own(link))


@csrf_exempt
@allow(public=True)
def end(request: HttpRequest, key: str) -> HttpResponse:
    """One click (RFC 8058): a POST without cookies ends everything, and again changes nothing; GET only asks.

    A mail program that posts a second time, or after its owner was erased, is told the same.
    """
    if request.method != "POST":
        return kept_private(render(request, "site/following/end.html", {"key": key}))
    contact = Contact.objects.with_key(key_of(key))
    if contact is not None:
        actions.end(contact, through="one-click")
    own = addresses.own(key) if contact is not None else ""
    return kept_private(render(request, "site/following/ended.html", {"own": own}))


@allow(public=True, only_post=True)
def send(request: HttpRequest, key: str) -> HttpResponse:
    """Have a link sent that opens the page, to the address that the key belongs to."""
    contact = Contact.objects.with_key(key_of(key))
    if contact is None:
        return kept_private(render(request, "site/following/unknown.html", status=410))
    try:
        actions.send_link(contact)
    except (NoFollowAccount, TooMany):
        messages.error(request, _("We cannot send it now. Try again later."))
    else:
        messages.success(request, _("The link is on its way. It works for one day."))
    return kept_private(redirect(addresses.own(contact.key)))


@allow(public=True)
@of_its_owner
def export(request: HttpRequest, contact: Contact, link: str) -> HttpResponse:
    """What is held, as a file."""
    answer = JsonResponse(
        personal_data(contact), encoder=DjangoJSONEncoder, json_dumps_params={"indent": 1, "ensure_ascii": False}
    )
    answer.headers["Content-Disposition"] = 'attachment; filename="what-is-held.json"'
    return answer


@allow(public=True)
@of_its_owner
def erase(request: HttpRequest, contact: Contact, link: str) -> HttpResponse:
    if request.method == "POST":
        actions.erase(contact)
        return render(request, "site/following/erased.html")
    consequences = [
        _("You will get nothing more about what you follow, and this page will be deleted."),
        _("Your address, what you followed and what you agreed to will be erased and cannot be restored."),
        _("What you wrote to the House stays with the office you wrote to, which can no longer answer it."),
    ]
    context = {"consequences": consequences, "own": addresses.own(link)}
    return render(request, "site/following/erase.html", context)


def _about(contact: Contact, link: str) -> dict[str, Any]:
    rows = list(Subscription.objects.of(contact))
    follower = Follower.objects.filter(contact=contact).first()
    stopped = contact.suppression
    first = {"lang": contact.lang, "frequency": follower.frequency} if follower else None
    return {
        "contact": contact,
        "link": link,
        "pending": [_line(row) for row in rows if row.confirmed_at is None],
        "followed": [_line(row) for row in rows if row.confirmed_at is not None],
        "agreement": _agreement(),
        "form": ChoiceForm(initial=first) if follower else None,
        "stopped": stopped,
        "by_themselves": stopped is not None and stopped.why in OF_THEMSELVES,
    }


def _agreement() -> str:
    return _("%(house)s may write to me about this. I can stop this at any time.") % {"house": house_name()}


def _line(row: Subscription) -> dict[str, Any]:
    about = followables.by_key(row.followable)
    return {
        "followable": row.followable,
        "name": name_for_follower(about) if about else _("No longer available"),
        "url": about.get_absolute_url() if about else "",
        "since": row.confirmed_at or row.asked_at,
    }
