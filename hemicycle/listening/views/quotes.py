"""The quotes of a draft, each read in its letter: accepted, replaced, translated."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from hemicycle.accounts.permissions import allow

from ..actions import quotes as actions
from ..dossier.reviews import Quoted, quotes_in
from ..errors import ListeningError
from ..forms import QuoteForm
from ..models import Dossier, Finding, Inquiry, QuoteReview
from ..models.inquiry import CORRECTORS
from ..presenters.explaining import in_its_letter
from .dossiers import found_dossier
from .lookup import correctable_inquiry


@allow(*CORRECTORS)
def read(request: HttpRequest, address: str, number: int) -> HttpResponse:
    """One quote in its letter, the first that nobody has read unless the address names one, and the list of all."""
    inquiry, draft = _draft(request, address, number)
    if not draft.is_draft:
        return redirect("listening:dossier", inquiry.address, draft.pk)
    listed = quotes_in(draft)
    at = _at(listed, request.GET.get("quote", ""))
    context = {
        "inquiry": inquiry,
        "tab": "dossiers",
        "dossier": draft,
        "quotes": listed,
        "left": sum(not one.is_accepted for one in listed),
        "set_aside": _set_aside(inquiry),
        **(_open(inquiry, draft, listed, at) if listed else {}),
    }
    return render(request, "listening/dossier/quotes.html", context)


def _open(inquiry: Inquiry, draft: Dossier, listed: list[Quoted], at: int) -> dict[str, Any]:
    quote = listed[at]
    rows = Finding.objects.filter(analysis=inquiry.shown_id, inbound=quote.message)
    finding = rows.select_related("inbound", "campaign").first()
    foreign = quote.lang not in ("", draft.language)
    form = QuoteForm(initial={"translation": quote.translation(draft.language)}) if foreign else None
    return {
        "quote": quote,
        "place": at + 1,
        "finding": finding,
        "explained": in_its_letter(finding, quote.text) if finding else None,
        "form": form,
        "before": listed[at - 1] if at else None,
        "after": listed[at + 1] if at + 1 < len(listed) else None,
    }


def _at(listed: list[Quoted], digest: str) -> int:
    unread = next((at for at, one in enumerate(listed) if not one.is_accepted), 0)
    return next((at for at, one in enumerate(listed) if one.digest == digest), unread)


def _set_aside(inquiry: Inquiry) -> list[tuple[QuoteReview, Finding]]:
    """The quotes that were replaced, by the letters they are from; the words themselves are not kept."""
    reviews = list(inquiry.quote_reviews.exclude(verdict=QuoteReview.Verdict.ACCEPTED).order_by("-at", "-pk"))
    rows = Finding.objects.filter(analysis=inquiry.shown_id, inbound__in=[one.inbound_id for one in reviews])
    findings = {row.inbound_id: row for row in rows.defer("evidence")}
    return [(one, findings[one.inbound_id]) for one in reviews if one.inbound_id in findings]


@allow(*CORRECTORS, only_post=True)
def decide(request: HttpRequest, address: str, number: int, message: int) -> HttpResponse:
    """Accept or replace the quote, and open the next one."""
    _inquiry, draft = _draft(request, address, number)
    digest = request.POST.get("digest", "")
    if request.POST.get("do") == "replace":
        act = partial(actions.replace_quote, draft, message=message, digest=digest, by=request.user)
        return _do(request, draft, act, _("Replaced. It is not quoted; another one takes its place if there is one."))
    words = request.POST.get("translation", "")
    act = partial(actions.accept_quote, draft, message=message, digest=digest, translation=words, by=request.user)
    return _do(request, draft, act, _("Accepted."))


@allow(*CORRECTORS, only_post=True)
def restore(request: HttpRequest, address: str, number: int, review: int) -> HttpResponse:
    """Take a verdict back."""
    _inquiry, draft = _draft(request, address, number)
    act = partial(actions.restore_quote, draft, review=review, by=request.user)
    return _do(request, draft, act, _("Restored. It may be proposed again."))


def _do(request: HttpRequest, draft: Dossier, act: Callable[[], Dossier], said: str) -> HttpResponse:
    try:
        act()
        messages.success(request, said)
    except ListeningError as error:
        messages.error(request, str(error))
    return redirect(f"{reverse('listening:quotes', args=[draft.inquiry.address, draft.pk])}#quote")


def _draft(request: HttpRequest, address: str, number: int) -> tuple[Inquiry, Dossier]:
    correctable_inquiry(request, address)
    return found_dossier(request, address, number)
