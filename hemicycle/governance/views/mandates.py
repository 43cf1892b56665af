"""The end of a mandate: the House sets the day and sees whether it is done; the office takes the steps."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from hemicycle.accounts.permissions import allow
from hemicycle.accounts.roles import Role
from hemicycle.accounts.visitors import kept_private
from hemicycle.rules.errors import IllegalMove

from ..actions.mandates import ending
from ..errors import Blocked, SecondPersonNeeded
from ..forms.mandates import EndForm, NameForm, SuccessorForm
from ..models import Mandate, TransferConsent
from ..models.mandates import SETTERS
from ..presenters.requests import by_table
from .lookup import person
from .responses import Words, attachment, carry_out, status_of


@allow(*SETTERS)
def mandates(request: HttpRequest) -> HttpResponse:
    """The days, and done or not: nothing else of these offices is shown here."""
    form = EndForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        ending.set_end(form.cleaned_data["office"], ends_on=form.cleaned_data["ends_on"], by=person(request))
        messages.success(request, _("The office sees the day, and the steps it takes, on each of its pages."))
        return redirect("governance:mandates")
    rows = Mandate.objects.select_related("office")
    return render(request, "governance/mandates/list.html", {"rows": rows, "form": form}, status=status_of(form))


@allow(*SETTERS, only_post=True)
def remove(request: HttpRequest, number: int) -> HttpResponse:
    row = get_object_or_404(Mandate.objects.under_way(), pk=number)
    refused: dict[type[Exception], Words] = {
        IllegalMove: _("The office has taken a step already: set another day instead.")
    }
    carry_out(request, partial(ending.remove_end, row, by=person(request)), _("No day is set any more."), refused)
    return redirect("governance:mandates")


@allow(Role.MEMBER)
def mandate(request: HttpRequest) -> HttpResponse:
    row = Mandate.objects.under_way().of_the_office(person(request)).select_related("office", "successor").first()
    return render(request, "governance/mandates/mandate.html", _about(row, request) if row else {"row": None})


def _about(row: Mandate, request: HttpRequest) -> dict[str, object]:
    erasure = row.erasures.order_by("-pk").first()
    answers = list(row.consents.values_list("agreed", flat=True))
    return {
        "row": row,
        "successor_form": SuccessorForm(office=row.office, initial={"successor": row.successor}),
        "name_form": NameForm(),
        "asked": len(answers),
        "agreed": answers.count(True),
        "declined": answers.count(False),
        "asked_by_me": row.asked_by_id == person(request).pk,
        "erasure": erasure,
        "removed": by_table(row.removed),
    }


@allow(Role.MEMBER, only_post=True)
def export(request: HttpRequest) -> HttpResponse:
    content = ending.take_export(_of_mine(request), by=person(request))
    return attachment(content, "office.zip", "application/zip")


@allow(Role.MEMBER, only_post=True)
def successor(request: HttpRequest) -> HttpResponse:
    row = _of_mine(request)
    form = SuccessorForm(request.POST, office=row.office)
    if form.is_valid():
        asked = ending.ask_consents(row, successor=form.cleaned_data["successor"], by=person(request))
        messages.success(request, _("Persons asked now: %(n)s. Without a yes, a case is erased.") % {"n": asked})
    else:
        messages.error(request, _("Choose the office of a member."))
    return redirect("governance:mandate")


@allow(Role.MEMBER, only_post=True)
def erase(request: HttpRequest) -> HttpResponse:
    try:
        ending.ask_erasure(_of_mine(request), by=person(request))
    except Blocked as error:
        messages.error(request, error.reasons[0])
    return redirect("governance:mandate")


@allow(Role.MEMBER, only_post=True)
def keep(request: HttpRequest) -> HttpResponse:
    ending.keep_everything(_of_mine(request), by=person(request))
    messages.success(request, _("Nothing is erased."))
    return redirect("governance:mandate")


@allow(Role.MEMBER, only_post=True)
def confirm(request: HttpRequest) -> HttpResponse:
    refused: dict[type[Exception], Words] = {
        Blocked: lambda error: error.reasons[0],
        SecondPersonNeeded: _("You asked for it: another person of your office confirms it."),
        IllegalMove: _("Nothing was erased: type the name of the office as it stands here."),
    }
    act = partial(ending.confirm_erasure, _of_mine(request), typed=request.POST.get("name", ""), by=person(request))
    carry_out(request, act, _("Everything is being erased. You may leave this page: it goes on."), refused)
    return redirect("governance:mandate")


@allow(public=True)
def transfer(request: HttpRequest, key: str) -> HttpResponse:
    """A link that is opened changes nothing; the buttons do."""
    rows = TransferConsent.objects.select_related("mandate__office", "mandate__successor")
    consent = get_object_or_404(rows, key=key)
    if request.method == "POST":
        try:
            ending.answer_consent(consent, agreed=request.POST.get("answer") == "yes")
        except IllegalMove:
            messages.error(request, _("You have answered already, or the office is closed."))
        return redirect("governance:transfer", key)
    return kept_private(render(request, "governance/mandates/transfer.html", {"consent": consent}))


def _of_mine(request: HttpRequest) -> Mandate:
    found: Mandate = get_object_or_404(Mandate.objects.under_way().of_the_office(person(request)), confirmed_at=None)
    return found
