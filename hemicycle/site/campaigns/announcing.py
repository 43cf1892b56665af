"""Announcing a campaign, and the page of its organiser, which opens by the link that was sent to them alone."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hemicycle.accounts.permissions import allow
from hemicycle.accounts.visitors import HOUR, kept_private, seconds_to_wait
from hemicycle.cases import addresses
from hemicycle.cases.actions import campaigns as actions
from hemicycle.cases.errors import CannotReceive
from hemicycle.cases.models import Campaign
from hemicycle.channels.models import Answer
from hemicycle.record.models import Document, Organization
from hemicycle.rules.parameters import in_force
from hemicycle.rules.site_address import absolute

from .forms import AnnounceForm, MessageForm
from .pages import about

# Whoever organises one fills the form in once; the second and third are slips.
ANNOUNCED_AN_HOUR, MESSAGES_AN_HOUR = 5, 10
MOST_MESSAGES = 50


@allow(public=True)
def announce(request: HttpRequest) -> HttpResponse:
    """Whatever is known of the address, the answer is the same."""
    bill = Document.objects.bills().readable_by(None).filter(address=request.GET.get("bill", "")).first()
    committee = Organization.objects.current().committees().filter(address=request.GET.get("committee", "")).first()
    ended = bill if bill is not None and bill.has_ended else None
    first = {"lang": get_language(), "bill": bill, "committee": committee}
    form = AnnounceForm(request.POST if request.method == "POST" else None, initial=first, ended=ended)
    if request.method != "POST" or not form.is_valid():
        return _form(request, form, status=422 if form.errors else 200, ended=ended)
    if wait := seconds_to_wait(request, what="campaign", most=ANNOUNCED_AN_HOUR, within=HOUR):
        form.add_error(None, _("You have asked too often. Try again in an hour."))
        answer = _form(request, form, status=429)
        answer.headers["Retry-After"] = str(wait)
        return answer
    try:
        actions.announce(form.announced())
    except CannotReceive:
        form.add_error(None, _("The House cannot send e-mail now. Try again later."))
        return _form(request, form, status=503)
    return redirect("site:campaign_announced")


@allow(public=True)
def announced(request: HttpRequest) -> HttpResponse:
    return render(request, "site/campaigns/announced.html", {"days": in_force("follow_confirm_days")})


@allow(public=True)
def organiser(request: HttpRequest, address: str, key: str) -> HttpResponse:
    """How it goes, what the office wrote, and a form to write to it."""
    return _shown(request, _of_organiser(address, key), MessageForm())


@allow(public=True, only_post=True)
def confirm(request: HttpRequest, address: str, key: str) -> HttpResponse:
    """A link that is opened changes nothing, because programs open links too; this button does."""
    found = _of_organiser(address, key)
    try:
        if actions.confirm_organiser(found):
            messages.success(request, _("Confirmed. The office decides, and writes to you."))
    except CannotReceive:
        messages.error(request, _("The House cannot receive e-mail now. Try again later."))
    return kept_private(redirect(addresses.organiser_page(address, key)))


@allow(public=True, only_post=True)
def write(request: HttpRequest, address: str, key: str) -> HttpResponse:
    found, form = _of_organiser(address, key), MessageForm(request.POST)
    if not form.is_valid():
        return _shown(request, found, form, status=422)
    if wait := seconds_to_wait(request, what="campaign-message", most=MESSAGES_AN_HOUR, within=HOUR):
        form.add_error(None, _("You have asked too often. Try again in an hour."))
        answer = _shown(request, found, form, status=429)
        answer.headers["Retry-After"] = str(wait)
        return answer
    try:
        actions.write_to_office(found, text=form.cleaned_data["text"])
    except CannotReceive:
        form.add_error(None, _("The House cannot receive e-mail now. Try again later."))
        return _shown(request, found, form, status=503)
    messages.success(request, _("Sent to the office."))
    return kept_private(redirect(addresses.organiser_page(address, key)))


def _of_organiser(address: str, key: str) -> Campaign:
    related = ("office", "bill", "committee", "answer", "organiser__office", "organiser_case", "merged_into")
    rows = Campaign.objects.filter(organiser__isnull=False).select_related(*related)
    found: Campaign = get_object_or_404(rows, key=key, address=address)
    return found


def _form(request: HttpRequest, form: AnnounceForm, *, status: int, ended: Document | None = None) -> HttpResponse:
    context = {"form": form, "all": reverse("site:campaigns"), "ended": ended}
    return render(request, "site/campaigns/announce.html", context, status=status)


def _shown(request: HttpRequest, found: Campaign, form: MessageForm, *, status: int = 200) -> HttpResponse:
    case, written = found.organiser_case, list[Answer]()
    if case is not None:
        rows = Answer.objects.filter(inbound__in=case.messages.values("inbound"))
        written = list(rows.order_by("-written_at")[:MOST_MESSAGES])
    context = {
        **about(found),
        "form": form,
        "written": written,
        "share": absolute(addresses.write_in_campaign(found.address)),
        "public_page": addresses.campaign(found.address) if found.is_public else "",
    }
    return kept_private(render(request, "site/campaigns/organiser.html", context, status=status))
