"""The texts that a person takes part in, a new one, the overview of one, and two of its versions compared."""

from __future__ import annotations

from django.contrib import messages
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from hemicycle.accounts.permissions import allow

from ..actions import drafting
from ..forms.texts import TextForm
from ..models import LEADERS, Policy, State, leads
from ..presenters import overview
from ..presenters.comparison import comparison
from ..presenters.waiting import waiting_for
from .lookup import edited_policy, head, opened, person, settled, visible_policy
from .responses import confirmation, status_of


@allow(*LEADERS, signed_in=True)
def index(request: HttpRequest) -> HttpResponse:
    """The policy of the House first, then the texts of several bodies."""
    shown = {
        "texts": overview.listed(Policy.objects.visible_to(request.user)),
        "leads": leads(request.user),
        "waiting": waiting_for(person(request)),
    }
    return render(request, "governance/texts.html", shown)


@allow(*LEADERS)
def create(request: HttpRequest) -> HttpResponse:
    form = TextForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            version = drafting.start(**form.said, is_enforced=form.is_enforced, by=person(request))
        except IntegrityError:
            # The other of two clicks at the same moment.
            messages.info(request, _("The policy of the House was started already: this is its page."))
            return redirect("governance:texts")
        messages.success(request, _("The text is there. Answer the key questions, or write its articles yourself."))
        return redirect("governance:policy", version.policy.address)
    return render(request, "governance/new_text.html", {"form": form}, status=status_of(form))


@allow(*LEADERS, signed_in=True)
@settled
def overview_page(request: HttpRequest, address: str) -> HttpResponse:
    """Where it stands, what is missing, who takes part, and what happened."""
    _policy, version, context = opened(request, address, "overview")
    shown = overview.overview(version, request.GET, edits=context["edits"], person=person(request))
    return render(request, "governance/text.html", {**context, "overview": shown})


@allow(*LEADERS, signed_in=True)
@settled
def details(request: HttpRequest, address: str) -> HttpResponse:
    """Another title, body or language, while it is drafted."""
    policy = edited_policy(request, address)
    form = TextForm(request.POST or None, policy=policy)
    if request.method == "POST" and form.is_valid():
        drafting.describe(policy, **form.said, by=person(request))
        messages.success(request, _("Saved."))
        return redirect("governance:policy", address)
    context = {**head(request, policy.in_hand(), "overview"), "form": form}
    return render(request, "governance/details.html", context, status=status_of(form))


@allow(*LEADERS, signed_in=True, only_post=True)
@settled
def new_version(request: HttpRequest, address: str) -> HttpResponse:
    """The draft that is worked on; a second press gets the same."""
    policy = visible_policy(request, address)
    version = drafting.draft_next(policy, by=person(request))
    if version.state == State.DRAFT:
        messages.success(request, _("Version %(n)s is a draft now.") % {"n": version.number})
    return redirect("governance:draft", address)


@allow(*LEADERS, signed_in=True)
@settled
def discard(request: HttpRequest, address: str) -> HttpResponse:
    """Give up a draft, after saying what that means."""
    policy = edited_policy(request, address)
    version = policy.in_hand()
    if request.method == "POST":
        drafting.discard(version, by=person(request))
        messages.success(request, _("Version %(n)s was discarded; the record of it stays.") % {"n": version.number})
        return redirect("governance:policy", address)
    consequences = [
        _("Version %(n)s is not worked on any more, and cannot be adopted.") % {"n": version.number},
        _("Its articles, comments and amendments stay readable for those who took part."),
        _("What is in force stays in force."),
    ]
    return confirmation(
        request,
        head(request, version, "overview"),
        heading=_("Discard version %(n)s") % {"n": version.number},
        consequences=consequences,
        submit=_("Discard"),
        back=reverse("governance:policy", args=[address]),
    )


@allow(*LEADERS, signed_in=True)
@settled
def compare(request: HttpRequest, address: str) -> HttpResponse:
    """Two versions beside each other."""
    policy = visible_policy(request, address)
    context = {
        **head(request, policy.in_hand(), "compare"),
        "comparison": comparison(policy, request.GET, policy.language_for("")),
    }
    return render(request, "governance/compare.html", context)
