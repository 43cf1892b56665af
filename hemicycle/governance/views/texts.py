"""The texts that a person takes part in, a new one, and the overview of one."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
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
from .lookup import person as person_of
from .lookup import visible_policy
from .opening import settled, shared, version_of


@allow(signed_in=True)
def index(request: HttpRequest) -> HttpResponse:
    """The policy of the House first, then the texts of several bodies."""
    person = person_of(request)
    shown = {"texts": overview.listed(Policy.objects.visible_to(person)), "leads": leads(person)}
    return render(request, "governance/texts.html", shown)


@allow(*LEADERS)
def create(request: HttpRequest) -> HttpResponse:
    person = person_of(request)
    form = TextForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            version = drafting.start(**form.said, is_enforced=form.is_enforced, by=person)
        except IntegrityError:
            # The other of two clicks at the same moment.
            messages.info(request, _("The policy of the House was started already: this is its page."))
            return redirect("governance:texts")
        messages.success(request, _("The text is there. Answer the key questions, or write its articles yourself."))
        return redirect("governance:policy", version.policy.address)
    status = 422 if form.errors else 200
    return render(request, "governance/new_text.html", {"form": form}, status=status)


@allow(signed_in=True)
@settled
def overview_page(request: HttpRequest, address: str) -> HttpResponse:
    """Where it stands, what is missing, who takes part, and what happened."""
    policy, person = visible_policy(request, address), person_of(request)
    version = version_of(policy)
    head = shared(policy, version, person, "overview")
    shown = overview.overview(version, request.GET, edits=head["edits"], person=person)
    return render(request, "governance/text.html", {**head, "overview": shown})


@allow(signed_in=True)
@settled
def details(request: HttpRequest, address: str) -> HttpResponse:
    """Another title, body or language, while it is drafted."""
    policy, person = visible_policy(request, address), person_of(request)
    if not policy.is_edited_by(person):
        raise PermissionDenied
    form = TextForm(request.POST or None, policy=policy)
    if request.method == "POST" and form.is_valid():
        drafting.describe(policy, **form.said, by=person)
        messages.success(request, _("Saved."))
        return redirect("governance:policy", address)
    head = shared(policy, policy.in_hand(), person, "overview")
    return render(
        request, "governance/details.html", {**head, "form": form}, status=422 if form.errors else 200
    )  # fmt: skip


@allow(signed_in=True, only_post=True)
@settled
def new_version(request: HttpRequest, address: str) -> HttpResponse:
    """The draft that is worked on; a second press gets the same."""
    policy = visible_policy(request, address)
    version = drafting.draft_next(policy, by=person_of(request))
    if version.state == State.DRAFT:
        messages.success(request, _("Version %(n)s is a draft now.") % {"n": version.number})
    return redirect("governance:draft", address)


@allow(signed_in=True)
@settled
def discard(request: HttpRequest, address: str) -> HttpResponse:
    """Give up a draft, after saying what that means."""
    policy, person = visible_policy(request, address), person_of(request)
    if not policy.is_edited_by(person):
        raise PermissionDenied
    version = version_of(policy)
    if request.method == "POST":
        drafting.discard(version, by=person)
        messages.success(request, _("Version %(n)s was discarded; the record of it stays.") % {"n": version.number})
        return redirect("governance:policy", address)
    consequences = [
        _("Version %(n)s is not worked on any more, and cannot be adopted.") % {"n": version.number},
        _("Its articles, comments and amendments stay readable for those who took part."),
        _("What is in force stays in force."),
    ]
    return render(
        request,
        "governance/confirm.html",
        {
            **shared(policy, version, person, "overview"),
            "heading": _("Discard version %(n)s") % {"n": version.number},
            "consequences": consequences,
            "submit": _("Discard"),
            "cancel_url": reverse("governance:policy", args=[address]),
        },
    )
