"""Servers of the fediverse from which an office hears nothing: asked for by one, confirmed by another, taken back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from hemicycle.accounts.models import Office
from hemicycle.accounts.permissions import allow
from hemicycle.channels import actions
from hemicycle.channels.errors import OwnMeasure
from hemicycle.channels.forms import BlockForm
from hemicycle.channels.models import Block
from hemicycle.channels.permissions import MODERATORS
from hemicycle.channels.views.lookup import page_of, person


@allow(*MODERATORS)
def servers(request: HttpRequest) -> HttpResponse:
    """Those of one's offices, and a form to ask for another."""
    form = BlockForm(request.POST if request.method == "POST" else None, offices=_offices(request))
    if form.is_valid():
        said, by = form.cleaned_data, person(request)
        row = actions.ask_block(
            office=said["office"], server=said["server"], reason=said["reason"], days=said["days"], by=by
        )
        if row.is_awaiting:
            messages.success(request, _("Saved. It takes effect once another person confirms it."))
        else:
            messages.success(request, _("Nothing is received from there."))
        return redirect("channels:blocked_servers")
    rows = Block.objects.visible_to(request.user).of_servers().select_related("office", "asked_by").order_by("-pk")
    page = page_of(rows, request)
    context = {"page": page, "rows": [_shown(row, request) for row in page], "form": form}
    return render(request, "channels/blocked_servers.html", context, status=422 if form.errors else 200)


@allow(*MODERATORS, only_post=True)
def confirm(request: HttpRequest, number: int) -> HttpResponse:
    try:
        if actions.confirm_block(_found(request, number), by=person(request)):
            messages.success(request, _("Confirmed. It is in force."))
    except OwnMeasure:
        messages.error(request, _("Somebody else has to confirm what you asked for."))
    return redirect("channels:blocked_servers")


@allow(*MODERATORS, only_post=True)
def lift(request: HttpRequest, number: int) -> HttpResponse:
    actions.unblock(_found(request, number), by=person(request))
    messages.success(request, _("The block is lifted."))
    return redirect("channels:blocked_servers")


def _shown(row: Block, request: HttpRequest) -> dict[str, Any]:
    """`lost`: how many followers a confirmation would cost."""
    lost = actions.followers_from(row.office, row.target).count() if row.is_awaiting else 0
    return {"block": row, "lost": lost, "own": row.asked_by_id == person(request).pk}


def _offices(request: HttpRequest) -> QuerySet[Office]:
    held = person(request).assignments.filter(role__in=MODERATORS)
    return Office.objects.filter(pk__in=held.values("office")).order_by("name", "pk")


def _found(request: HttpRequest, number: int) -> Block:
    rows = Block.objects.visible_to(request.user).of_servers().select_related("office")
    found: Block = get_object_or_404(rows, pk=number)
    if not _offices(request).filter(pk=found.office_id).exists():
        raise PermissionDenied
    return found
