"""Messages of the inbox are taken into an inquiry: asked for, counted, taken, and taken out again."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import ngettext

from hemicycle.accounts.permissions import allow

from ..actions import collecting as actions
from ..actions.collecting import Wanted
from ..errors import ListeningError
from ..forms import InboxForm
from ..models.inquiry import CORRECTORS
from ..text.words import channel_name, grouped
from .lookup import correctable_inquiry


@allow(*CORRECTORS)
def inbox(request: HttpRequest, address: str) -> HttpResponse:
    """First how many there are, by channel; then, on a second step, they are taken."""
    inquiry = correctable_inquiry(request, address)
    asked = request.POST or request.GET or None
    form = InboxForm(asked, inquiry=inquiry)
    wanted = form.wanted if form.is_bound and form.is_valid() else None
    if request.method == "POST" and wanted is not None:
        try:
            collection = actions.collect(inquiry, wanted, by=request.user)
        except ListeningError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _collected(collection.added))
            return redirect("listening:inbox", inquiry.address)
    context = {
        "inquiry": inquiry,
        "form": form,
        "found": _found(inquiry, wanted),
        "wanted": wanted,
        "collections": inquiry.collections.order_by("-at"),
    }
    return render(request, "listening/inbox.html", context)


def _found(inquiry: Any, wanted: Wanted | None) -> dict[str, Any] | None:
    if wanted is None:
        return None
    counts = actions.preview(inquiry, wanted)
    channels = [(channel_name(code), n) for code, n in counts.items()]
    return {
        "total": sum(counts.values()),
        "channels": channels,
        "left_out": actions.left_out(inquiry, wanted),
        "with_safety": actions.with_safety(inquiry, wanted),
    }


def _collected(count: int) -> str:
    text = ngettext(
        "%(n)s message was collected into the inquiry.", "%(n)s messages were collected into the inquiry.", count
    )
    return text % {"n": grouped(count)}


@allow(*CORRECTORS, only_post=True)
def take_out(request: HttpRequest, address: str, number: int) -> HttpResponse:
    inquiry = correctable_inquiry(request, address)
    collection = get_object_or_404(inquiry.collections.select_related("inquiry"), pk=number)
    try:
        count = actions.undo_collection(collection, by=request.user)
    except ListeningError as error:
        messages.error(request, str(error))
    else:
        text = ngettext(
            "%(n)s message was removed from the inquiry; it stays in the inbox.",
            "%(n)s messages were removed from the inquiry; they stay in the inbox.",
            count,
        )
        messages.success(request, text % {"n": grouped(count)})
    return redirect("listening:inbox", inquiry.address)
