"""Emergency overrides: asked for by one person, confirmed by another, public and short."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from hemicycle.accounts.permissions import allow
from hemicycle.rules.errors import IllegalMove
from hemicycle.rules.parameters import in_force

from .. import addresses
from ..actions import overriding
from ..errors import AlreadyThere, SecondPersonNeeded
from ..forms.overrides import ChoiceForm, OverrideForm
from ..models import LEADERS, Override
from ..presenters.overrides import shown
from .lookup import person
from .responses import THERE_ALREADY, Words, carry_out, status_of


@allow(*LEADERS)
def overrides(request: HttpRequest) -> HttpResponse:
    rows = [shown(one, person(request)) for one in Override.objects.select_related("asked_by", "confirmed_by")]
    context = {
        "awaiting": [one for one in rows if one.is_awaiting],
        "current": [one for one in rows if one.is_in_force],
        "past": [one for one in rows if not one.is_awaiting and not one.is_in_force],
        "most": in_force("override_hours"),
    }
    return render(request, "governance/overrides/overrides.html", context)


@allow(*LEADERS)
def choose(request: HttpRequest) -> HttpResponse:
    """First what stands in the way, then what holds in its place."""
    form = ChoiceForm(request.GET if "asked" in request.GET else None)
    if form.is_bound and form.is_valid():
        query = "&".join(f"value={name}" for name in form.chosen)
        return redirect(f"{reverse('governance:ask_for_override')}?{query}")
    return render(request, "governance/overrides/choose.html", {"form": form}, status=status_of(form))


@allow(*LEADERS)
def ask(request: HttpRequest) -> HttpResponse:
    form = OverrideForm(request.POST or None, names=request.GET.getlist("value"))
    if not form.names:
        return render(request, "governance/overrides/choose.html", {"form": ChoiceForm()})
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            overriding.ask_for_override(form.values, reason=reason, until=form.until, by=person(request))
        except AlreadyThere:
            messages.info(request, THERE_ALREADY)
        else:
            messages.success(request, _("Asked for. It is in force as soon as a second person confirms it."))
        return redirect("governance:overrides")
    return render(request, "governance/overrides/ask.html", {"form": form}, status=status_of(form))


@allow(*LEADERS, only_post=True, step_up="policy")
def confirm(request: HttpRequest, number: int) -> HttpResponse:
    row = get_object_or_404(Override, pk=number)
    refused: dict[type[Exception], Words] = {
        SecondPersonNeeded: _("You asked for it: another person confirms."),
        IllegalMove: _("It is in force already, has ended, or replaces what another one replaces."),
    }
    act = partial(overriding.confirm_override, row, by=person(request))
    carry_out(request, act, _("In force, and public."), refused)
    return redirect("governance:overrides")


@allow(*LEADERS, only_post=True, step_up="policy")
def end(request: HttpRequest, number: int) -> HttpResponse:
    try:
        overriding.end_override(get_object_or_404(Override, pk=number), by=person(request))
    except IllegalMove:
        messages.info(request, _("It has ended already."))
    else:
        messages.success(request, _("Ended: the policy holds again."))
    return redirect("governance:overrides")


@allow(public=True, redirects=True)
def public(request: HttpRequest) -> HttpResponse:
    return redirect(f"{addresses.public_policy()}#overrides")
