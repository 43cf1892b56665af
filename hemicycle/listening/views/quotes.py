"""The quotes of a draft, each read in its letter: accepted, replaced, translated."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from hemicycle.accounts.permissions import allow

from ..actions import quotes as actions
from ..dossier.reviews import Quoted, quotes_in, read_by
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
    prefetch_related_objects([draft.inquiry], "quote_reviews")
    listed = quotes_in(draft)
    at = _at(listed, request.GET.get("quote", ""))
    context = {
        "inquiry": inquiry,
        "tab": "dossiers",
        "dossier": draft,
        "quotes": listed,
        "left": sum(not one.is_accepted for one in listed),
        "read_by": read_by(draft),
        "set_aside": _set_aside(inquiry),
        **(_open(inquiry, draft, listed, at) if listed else {}),
    }
    return render(request, "listening/dossier/quotes.html", context)


def _open(inquiry: Inquiry, draft: Dossier, listed: list[Quoted], at: int) -> dict[str, Any]:
    quote = listed[at]
    rows = Finding.objects.filter(analysis=inquiry.shown_id, inbound=quote.message)
    finding = rows.select_related("inbound", "campaign").first()
    explained = in_its_letter(finding, quote.text) if finding else None
    foreign = quote.lang not in ("", draft.language)
    form = QuoteForm(initial={"translation": quote.translation(draft.language)}) if foreign else None
    return {
        "quote": quote,
        "place": at + 1,
        "finding": finding,
        "explained": explained,
        "is_there": explained is not None and any(mark.id == "quote" for mark in explained.remarks),
        "form": form,
        "before": listed[at - 1] if at else None,
        "after": listed[at + 1] if at + 1 < len(listed) else None,
    }


def _at(listed: list[Quoted], digest: str) -> int:
    unread = next((at for at, one in enumerate(listed) if not one.is_accepted), 0)
    # Two people may have written the same words: the one that is still to be read stands first.
    same = [at for at, one in enumerate(listed) if one.digest == digest]
    return next((at for at in same if not listed[at].is_accepted), same[0] if same else unread)


def _set_aside(inquiry: Inquiry) -> list[tuple[QuoteReview, Finding]]:
    """The quotes that were replaced, by the letters they are from; the words themselves are not kept."""
    reviews = list(inquiry.quote_reviews.exclude(verdict=QuoteReview.Verdict.ACCEPTED).order_by("-at", "-pk"))
    rows = Finding.objects.filter(analysis=inquiry.shown_id, inbound__in=[one.inbound_id for one in reviews])
    findings = {row.inbound_id: row for row in rows.defer("evidence")}
    return [(one, findings[one.inbound_id]) for one in reviews if one.inbound_id in findings]


@allow(*CORRECTORS, only_post=True)
def decide(request: HttpRequest, address: str, number: int, message: int) -> HttpResponse:
    """Accept or replace the quote, and open the next one."""
    inquiry, draft = _draft(request, address, number)
    digest = request.POST.get("digest", "")
    place = _at(quotes_in(draft), digest)
    if request.POST.get("do") == "replace":
        act = partial(actions.replace_quote, draft, message=message, digest=digest, by=request.user)
        after = _do(request, draft, act, "")
        if after is not None:
            _offer_undo(request, inquiry, after, message, digest)
        return _to(after or draft, _next(after or draft, place))
    words = request.POST.get("translation", "")
    act = partial(actions.accept_quote, draft, message=message, digest=digest, translation=words, by=request.user)
    after = _do(request, draft, act, _("Accepted."))
    return _to(after or draft, _next(after, place + 1) if after else digest)


def _next(draft: Dossier, place: int) -> str:
    """The first unread quote from this place on, else the first unread, else the one in this place."""
    listed = quotes_in(draft)
    unread = [at for at, one in enumerate(listed) if not one.is_accepted]
    at = next((at for at in unread if at >= place), unread[0] if unread else min(place, len(listed) - 1))
    return listed[at].digest if listed else ""


def _offer_undo(request: HttpRequest, inquiry: Inquiry, draft: Dossier, message: int, digest: str) -> None:
    review = inquiry.quote_reviews.get(inbound=message, digest=digest)
    said = _("Set aside: no new dossier of this inquiry quotes it. Another one takes its place here if there is one.")
    undo = reverse("listening:quote_restore", args=[inquiry.address, draft.pk, review.pk])
    messages.success(request, said, extra_tags=f"undo:{undo}")


@allow(*CORRECTORS, only_post=True)
def restore(request: HttpRequest, address: str, number: int, review: int) -> HttpResponse:
    """Take a verdict back."""
    inquiry, draft = _draft(request, address, number)
    digest = inquiry.quote_reviews.filter(pk=review).values_list("digest", flat=True).first() or ""
    act = partial(actions.restore_quote, draft, review=review, by=request.user)
    _do(request, draft, act, _("Restored. It may be quoted once somebody has read it again."))
    return _to(draft, digest)


def _do(request: HttpRequest, draft: Dossier, act: Callable[[], Dossier], said: str) -> Dossier | None:
    """The draft afterwards; None where it was refused, which is said."""
    try:
        after = act()
    except ListeningError as error:
        messages.error(request, str(error))
        return None
    if said:
        messages.success(request, said)
    return after


def _to(draft: Dossier, digest: str) -> HttpResponse:
    return redirect(f"{reverse('listening:quotes', args=[draft.inquiry.address, draft.pk])}?quote={digest}#mark-quote")


def _draft(request: HttpRequest, address: str, number: int) -> tuple[Inquiry, Dossier]:
    correctable_inquiry(request, address)
    return found_dossier(request, address, number)
