"""What staff say about the engine's answer: forms that ask, and addresses that take the answer."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hemicycle.accounts.permissions import allow
from hemicycle.rules.errors import IllegalMove

from ..actions import corrections as actions
from ..errors import ListeningError
from ..forms import NameForm, SplitForm, TargetForm
from ..history import events_of
from ..models import Campaign, Correction, Finding, Inquiry
from ..models.inquiry import CORRECTORS, READERS
from ..words import grouped
from .lookup import campaign_of, correctable, may_correct, page_of, seen, shown
from .telling import attempt, came_from, tell

MOST_TARGETS = 200
CHOSEN_A_PAGE = 25


@allow(*READERS)
def history(request: HttpRequest, address: str) -> HttpResponse:
    inquiry = seen(request, address)
    may = inquiry.is_open and may_correct(request, inquiry)
    page = page_of(events_of(inquiry), request)
    return render(
        request, "listening/history.html", {"inquiry": inquiry, "tab": "history", "page": page, "may_correct": may}
    )


@allow(*CORRECTORS, only_post=True)
def undo(request: HttpRequest, address: str, number: int) -> HttpResponse:
    inquiry = correctable(request, address)
    correction = get_object_or_404(inquiry.corrections.select_related("inquiry"), pk=number)
    try:
        actions.undo_correction(correction, by=request.user)
        messages.success(request, _("Undone."))
    except (ListeningError, IllegalMove):
        messages.error(request, _("This correction cannot be undone any more."))
    return redirect(came_from(request, reverse("listening:history", args=[inquiry.address])))


@allow(*CORRECTORS, only_post=True)
def confirm(request: HttpRequest, address: str, key: str) -> HttpResponse:
    inquiry = correctable(request, address)
    attempt(
        request, inquiry, lambda: actions.confirm_campaign(inquiry, campaign=key, by=request.user), _("Confirmed.")
    )
    return redirect("listening:campaign", inquiry.address, key)


@allow(*CORRECTORS)
def rename(request: HttpRequest, address: str, key: str) -> HttpResponse:
    inquiry = correctable(request, address)
    campaign = campaign_of(shown(inquiry), key)
    form = NameForm(request.POST or None, initial={"name": campaign.name})
    if form.is_valid():
        name = form.cleaned_data["name"]
        done = attempt(
            request,
            inquiry,
            lambda: actions.rename_campaign(inquiry, campaign=key, name=name, by=request.user),
            _("The campaign has a new name."),
        )
        if done:
            return redirect("listening:campaign", inquiry.address, key)
    return render(request, "listening/rename.html", {"inquiry": inquiry, "campaign": campaign, "form": form})


@allow(*CORRECTORS)
def merge(request: HttpRequest, address: str, key: str) -> HttpResponse:
    """Choose the other campaign, see both side by side, then merge."""
    inquiry = correctable(request, address)
    campaign = campaign_of(shown(inquiry), key)
    others = _others(campaign)
    asked = request.POST or (request.GET if request.GET.get("into") else None)
    form = TargetForm(asked, campaigns=others)
    other = campaign_of(shown(inquiry), form.cleaned_data["into"]) if form.is_valid() else None
    if request.method == "POST" and other:
        done = attempt(
            request,
            inquiry,
            lambda: actions.merge_campaigns(
                inquiry, campaign=key, into=other.key, why=form.cleaned_data["why"], by=request.user
            ),
            _("Two campaigns are now one."),
        )
        if done:
            return redirect("listening:campaign", inquiry.address, other.key)
    context = {"inquiry": inquiry, "campaign": campaign, "form": form, "other": other, "sides": [campaign, other]}
    return render(request, "listening/merge.html", context)


@allow(*CORRECTORS)
def members(request: HttpRequest, address: str, key: str) -> HttpResponse:
    """The messages of a campaign, to be chosen: split off, moved elsewhere, or counted as individual voices."""
    inquiry = correctable(request, address)
    campaign = campaign_of(shown(inquiry), key)
    query = request.GET.get("q", "").strip()
    rows = _members(campaign, query)
    split = SplitForm(request.POST or None)
    move = TargetForm(request.POST or None, campaigns=_others(campaign), prefix="move")
    if request.method == "POST":
        done = _apply(request, inquiry, campaign, rows, split, move)
        if done is not None:
            return redirect("listening:campaign", inquiry.address, done)
    context = {
        "inquiry": inquiry,
        "campaign": campaign,
        "query": query,
        "page": page_of(rows, request, per_page=CHOSEN_A_PAGE),
        "split_form": split if request.method == "POST" else SplitForm(),
        "move_form": TargetForm(campaigns=_others(campaign), prefix="move"),
        "chosen": set(request.POST.getlist("message")),
    }
    return render(request, "listening/members.html", context)


def _apply(
    request: HttpRequest,
    inquiry: Inquiry,
    campaign: Campaign,
    rows: QuerySet[Finding],
    split: SplitForm,
    move: TargetForm,
) -> str | None:
    """Do what was asked with the chosen messages; returns the campaign to show, None where it was refused."""
    chosen = _chosen(request, rows)
    what, key, by = request.POST.get("do"), campaign.key, request.user
    why = split.cleaned_data["why"] if split.is_valid() else ""
    if what == "split" and split.is_valid():
        name = split.cleaned_data["name"]
        return _moved(
            request,
            inquiry,
            lambda: actions.split_campaign(inquiry, campaign=key, messages=chosen, name=name, why=why, by=by),
        )
    if what == "move" and move.is_valid():
        into, why = move.cleaned_data["into"], move.cleaned_data["why"]
        return _moved(
            request, inquiry, lambda: actions.move_message(inquiry, messages=chosen, into=into, why=why, by=by)
        )
    if what == "out":
        return _moved(
            request, inquiry, lambda: actions.mark_individual(inquiry, messages=chosen, campaign=key, why=why, by=by)
        )
    return None


def _chosen(request: HttpRequest, rows: QuerySet[Finding]) -> list[Any]:
    """The ticked messages, or all that match the search."""
    if request.POST.get("all"):
        return list(rows.values_list("inbound", flat=True))
    return [number for number in request.POST.getlist("message") if number.isdigit()]


def _moved(request: HttpRequest, inquiry: Inquiry, act: Callable[[], Correction]) -> str | None:
    correction = attempt(request, inquiry, act, "")
    if correction is None:
        return None
    said = ngettext("%(n)s message moved.", "%(n)s messages moved.", len(correction.messages))
    tell(request, inquiry, correction, said % {"n": grouped(len(correction.messages))})
    return correction.into or correction.campaign


@allow(*CORRECTORS, only_post=True)
def move_one(request: HttpRequest, address: str, number: int) -> HttpResponse:
    """Move one message into another campaign, or count it as an individual voice."""
    inquiry = correctable(request, address)
    finding = get_object_or_404(shown(inquiry).findings.select_related("campaign"), inbound=number)
    by, into, why = request.user, request.POST.get("into", ""), request.POST.get("why", "")[:300]
    from_key = finding.campaign.key if finding.campaign else ""
    if into:
        attempt(
            request,
            inquiry,
            lambda: actions.move_message(inquiry, messages=[number], into=into, why=why, by=by),
            _("The message is counted in the other campaign now."),
        )
    else:
        attempt(
            request,
            inquiry,
            lambda: actions.mark_individual(inquiry, messages=[number], campaign=from_key, why=why, by=by),
            _("The message is counted as an individual voice now."),
        )
    return redirect("listening:message", inquiry.address, number)


def _members(campaign: Campaign, query: str) -> QuerySet[Finding]:
    rows = campaign.findings.defer("evidence").order_by("-personal_length", "-pk")
    return rows.filter(shown_text__icontains=query) if query else rows


def _others(campaign: Campaign) -> list[Campaign]:
    standing = campaign.analysis.campaigns.standing()
    return list(
        standing.exclude(pk=campaign.pk)
        .order_by("-messages")
        .only("analysis", "key", "name", "opening")[:MOST_TARGETS]
    )
