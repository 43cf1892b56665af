"""Corrections as a history, undone one by one; and how every view makes one and reports it."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hemicycle.accounts.permissions import allow
from hemicycle.rules.errors import IllegalMove

from ..actions import corrections as actions
from ..errors import ListeningError
from ..models import Correction, Inquiry
from ..models.inquiry import CORRECTORS, READERS
from ..presenters.history import events_of
from ..text.words import grouped
from .lookup import correctable_inquiry, may_correct, page_of, visible_inquiry


@allow(*READERS)
def history(request: HttpRequest, address: str) -> HttpResponse:
    inquiry = visible_inquiry(request, address)
    may = inquiry.is_open and may_correct(request, inquiry)
    page = page_of(events_of(inquiry), request)
    return render(
        request, "listening/history.html", {"inquiry": inquiry, "tab": "history", "page": page, "may_correct": may}
    )


@allow(*CORRECTORS, only_post=True)
def undo(request: HttpRequest, address: str, number: int) -> HttpResponse:
    inquiry = correctable_inquiry(request, address)
    correction = get_object_or_404(inquiry.corrections.select_related("inquiry"), pk=number)
    try:
        actions.undo_correction(correction, by=request.user)
        messages.success(request, _("Undone."))
    except (ListeningError, IllegalMove):
        messages.error(request, _("This correction cannot be undone any more."))
    return redirect(_came_from(request, reverse("listening:history", args=[inquiry.address])))


def _came_from(request: HttpRequest, otherwise: str) -> str:
    """The page the person came from, if it is one of ours."""
    page = request.META.get("HTTP_REFERER", "")
    safe = url_has_allowed_host_and_scheme(page, {request.get_host()}, require_https=request.is_secure())
    return page if safe else otherwise


def attempt(
    request: HttpRequest, inquiry: Inquiry, act: Callable[[], Correction], said: str | Promise | None = None
) -> Correction | None:
    """Correct and report it, with a way back; a refusal is reported in its own words, and gives None.

    Without `said`, the report is how many messages moved.
    """
    try:
        correction = act()
    except ListeningError as error:
        messages.error(request, str(error))
        return None
    undo_url = reverse("listening:undo", args=[inquiry.address, correction.pk])
    messages.success(request, str(said or _moved(correction)), extra_tags=f"undo:{undo_url}")
    return correction


def _moved(correction: Correction) -> str:
    n = len(correction.messages)
    return ngettext("%(n)s message moved.", "%(n)s messages moved.", n) % {"n": grouped(n)}
