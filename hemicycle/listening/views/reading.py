"""What a person does with one message: sees it as it came, says its language, what it speaks of, what is covered."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from hemicycle.accounts.patterns import Remark
from hemicycle.accounts.permissions import allow
from hemicycle.rules.errors import Refused

from ..actions import messages as actions
from ..errors import ListeningError
from ..forms import CoverForm, LanguageForm
from ..models import Correction, Finding, Inquiry
from ..models.inquiry import CORRECTORS, UNREDACTED
from ..readable import readable
from ..words import COVERED, word
from .lookup import correctable, may_correct, seen, shown
from .telling import attempt


@allow(*UNREDACTED, only_post=True)
@never_cache
def original(request: HttpRequest, address: str, number: int) -> HttpResponse:
    """The message as it came, once, in the answer to a form; it stands in no address and is kept nowhere."""
    inquiry = seen(request, address)
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
        Remark(str(n), read.at(start), read.at(end), word(COVERED, kind), kind="own")
        for n, (start, end, kind) in enumerate(finding.redactions, 1)
    ]
    correcting = inquiry.is_open and may_correct(request, inquiry)
    context = {
        "inquiry": inquiry,
        "tab": "messages",
        "finding": finding,
        "text": read.text,
        "remarks": remarks,
        "covered": list(zip(remarks, finding.redactions, strict=True)),
        "cover_form": CoverForm() if correcting and not read.was_markup else None,
        "may_correct": correcting,
    }
    return render(request, "listening/original.html", context)


@allow(*CORRECTORS, only_post=True)
def language(request: HttpRequest, address: str, number: int) -> HttpResponse:
    inquiry = correctable(request, address)
    form = LanguageForm(request.POST, lang=_finding(inquiry, number).lang)
    lang = form.cleaned_data["lang"] if form.is_valid() else ""
    return _do(
        request,
        inquiry,
        number,
        lambda: actions.set_language(inquiry, message=number, lang=lang, by=request.user),
        _("The message has another language now."),
    )


@allow(*CORRECTORS, only_post=True)
def cover(request: HttpRequest, address: str, number: int) -> HttpResponse:
    inquiry = correctable(request, address)
    form = CoverForm(request.POST)
    found = form.cleaned_data if form.is_valid() else {"words": "", "kind": ""}
    return _do(
        request,
        inquiry,
        number,
        lambda: actions.cover(inquiry, message=number, words=found["words"], kind=found["kind"], by=request.user),
        _("The words are covered now."),
    )


@allow(*CORRECTORS, only_post=True)
def uncover(request: HttpRequest, address: str, number: int) -> HttpResponse:
    inquiry = correctable(request, address)
    start = request.POST.get("start", "")
    at = int(start) if start.isdecimal() else -1
    return _do(
        request,
        inquiry,
        number,
        lambda: actions.uncover(inquiry, message=number, start=at, by=request.user),
        _("The words are shown again."),
    )


@allow(*CORRECTORS, only_post=True)
def link(request: HttpRequest, address: str, number: int) -> HttpResponse:
    """Confirm or reject what a message is linked to, or say it."""
    inquiry = correctable(request, address)
    target, by = request.POST.get("target", ""), request.user
    deeds: dict[str, tuple[Callable[[], Correction], str]] = {
        "confirm": (lambda: actions.confirm_link(inquiry, message=number, target=target, by=by), _("Confirmed.")),
        "reject": (lambda: actions.reject_link(inquiry, message=number, target=target, by=by), _("Rejected.")),
        "set": (lambda: actions.set_link(inquiry, message=number, target=target, by=by), _("The link is set.")),
    }
    act, said = deeds.get(request.POST.get("do", ""), deeds["set"])
    return _do(request, inquiry, number, act, said)


def _do(request: HttpRequest, inquiry: Inquiry, number: int, act: Callable[[], Correction], said: str) -> HttpResponse:
    _finding(inquiry, number)
    attempt(request, inquiry, act, said)
    return redirect("listening:message", inquiry.address, number)


def _finding(inquiry: Inquiry, number: int) -> Finding:
    related = shown(inquiry).findings.select_related("inbound", "analysis")
    finding: Finding = get_object_or_404(related.filter(inbound__office=inquiry.office), inbound=number)
    return finding
