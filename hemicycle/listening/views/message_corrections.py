"""How staff correct one message: where it is counted, its language, what it speaks of, what is redacted in it."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from hemicycle.accounts.patterns import Remark
from hemicycle.accounts.permissions import allow
from hemicycle.rules.errors import Refused

from ..actions import groups
from ..actions import messages as actions
from ..errors import ListeningError
from ..forms import LanguageForm, RedactForm
from ..models import Correction, Finding, Inquiry
from ..models.group_kinds import CAMPAIGN
from ..models.inquiry import CORRECTORS, UNREDACTED
from ..text.readable import readable
from ..text.words import REDACTED, word
from .corrections import attempt
from .lookup import correctable_inquiry, may_correct, shown_analysis, visible_inquiry


@allow(*UNREDACTED, only_post=True, step_up="unredacted")
@never_cache
def original(request: HttpRequest, address: str, number: int) -> HttpResponse:
    """The original message, once, in the answer to a form; it is in no address and is stored nowhere."""
    inquiry = visible_inquiry(request, address)
    finding = _finding(inquiry, number)
    try:
        text = actions.look_at_original(inquiry, finding, why=request.POST.get("why", ""), by=request.user)
    except Refused as refused:
        raise PermissionDenied from refused
    except ListeningError as error:
        messages.error(request, str(error))
        return redirect("listening:message", inquiry.address, number)
    read = readable(text)
    remarks = [
        Remark(str(n), read.at(start), read.at(end), word(REDACTED, kind), kind="own")
        for n, (start, end, kind) in enumerate(finding.redactions, 1)
    ]
    correcting = inquiry.is_open and may_correct(request, inquiry)
    context = {
        "inquiry": inquiry,
        "tab": "messages",
        "finding": finding,
        "text": read.text,
        "remarks": remarks,
        "redacted": list(zip(remarks, finding.redactions, strict=True)),
        "redact_form": RedactForm() if correcting and not read.was_markup else None,
        "may_correct": correcting,
    }
    return render(request, "listening/message/original.html", context)


@allow(*CORRECTORS, only_post=True)
def casework(request: HttpRequest, address: str, number: int) -> HttpResponse:
    inquiry = correctable_inquiry(request, address)
    is_casework = request.POST.get("do") == "mark"
    act = partial(actions.set_casework, inquiry, message=number, is_casework=is_casework, by=request.user)
    said = _("Marked as casework; it is not quoted.") if is_casework else _("Marked as no casework.")
    return _do(request, inquiry, number, act, said)


@allow(*CORRECTORS, only_post=True)
def language(request: HttpRequest, address: str, number: int) -> HttpResponse:
    inquiry = correctable_inquiry(request, address)
    form = LanguageForm(request.POST, lang=_finding(inquiry, number).lang)
    lang = form.cleaned_data["lang"] if form.is_valid() else ""
    act = partial(actions.set_language, inquiry, message=number, lang=lang, by=request.user)
    return _do(request, inquiry, number, act, _("The message has another language now."))


@allow(*CORRECTORS, only_post=True)
def redact(request: HttpRequest, address: str, number: int) -> HttpResponse:
    inquiry = correctable_inquiry(request, address)
    form = RedactForm(request.POST)
    found = form.cleaned_data if form.is_valid() else {"words": "", "kind": ""}
    act = partial(actions.redact, inquiry, message=number, words=found["words"], kind=found["kind"], by=request.user)
    return _do(request, inquiry, number, act, _("The words are redacted now."))


@allow(*CORRECTORS, only_post=True)
def unredact(request: HttpRequest, address: str, number: int) -> HttpResponse:
    inquiry = correctable_inquiry(request, address)
    start = request.POST.get("start", "")
    at = int(start) if start.isdecimal() else -1
    act = partial(actions.unredact, inquiry, message=number, start=at, by=request.user)
    return _do(request, inquiry, number, act, _("The words are shown again."))


@allow(*CORRECTORS, only_post=True)
def link(request: HttpRequest, address: str, number: int) -> HttpResponse:
    """Confirm or reject what a message is linked to, or say it."""
    inquiry = correctable_inquiry(request, address)
    target, by = request.POST.get("target", ""), request.user
    verbs: dict[str, tuple[Callable[..., Correction], str]] = {
        "confirm": (actions.confirm_link, _("Confirmed.")),
        "reject": (actions.reject_link, _("Rejected.")),
        "set": (actions.set_link, _("The link is set.")),
    }
    act, said = verbs.get(request.POST.get("do", ""), verbs["set"])
    return _do(request, inquiry, number, partial(act, inquiry, message=number, target=target, by=by), said)


@allow(*CORRECTORS, only_post=True)
def move(request: HttpRequest, address: str, number: int) -> HttpResponse:
    """Move one message into another campaign, or count it as an individual voice."""
    inquiry = correctable_inquiry(request, address)
    finding, by = _finding(inquiry, number), request.user
    into, why = request.POST.get("into", ""), request.POST.get("why", "")[:300]
    here: dict[str, Any] = {"messages": [number], "why": why, "by": by}
    if into:
        said = _("The message is counted in the other campaign now.")
        return _do(request, inquiry, number, partial(groups.move, inquiry, CAMPAIGN, into=into, **here), said)
    said = _("The message is counted as an individual voice now.")
    if finding.campaign is None:
        return _do(request, inquiry, number, partial(groups.mark_individual, inquiry, **here), said)
    return _do(
        request, inquiry, number, partial(groups.take_out, inquiry, CAMPAIGN, finding.campaign.key, **here), said
    )


def _do(request: HttpRequest, inquiry: Inquiry, number: int, act: Callable[[], Correction], said: str) -> HttpResponse:
    _finding(inquiry, number)
    attempt(request, inquiry, act, said)
    return redirect("listening:message", inquiry.address, number)


def _finding(inquiry: Inquiry, number: int) -> Finding:
    related = shown_analysis(inquiry).findings.select_related("inbound", "analysis")
    finding: Finding = get_object_or_404(related.filter(inbound__office=inquiry.office), inbound=number)
    return finding
