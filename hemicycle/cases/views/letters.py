"""Letters that came by post: a page to enter one, and what is printed for whoever wrote it."""

from __future__ import annotations

from contextlib import suppress

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from hemicycle.accounts.models import Office, User
from hemicycle.accounts.permissions import allow
from hemicycle.cases import actions
from hemicycle.cases.errors import CannotCorrect
from hemicycle.cases.forms.cases import LetterForm, PostalAddressForm
from hemicycle.cases.inbox.constituency import area_of_address
from hemicycle.cases.models import Case, OutcomeNotice
from hemicycle.cases.paper import letters
from hemicycle.cases.permissions import ANSWER_LETTERS
from hemicycle.cases.views.answers import given_answer
from hemicycle.cases.views.inbox import show
from hemicycle.cases.views.lookup import answerable_case, inbox_page, person
from hemicycle.channels.actions import new_key
from hemicycle.channels.models import Inbound
from hemicycle.rules.errors import PdfRefused


@allow(*ANSWER_LETTERS)
def new_letter(request: HttpRequest) -> HttpResponse:
    """Whoever types a letter has read it, and answers it."""
    offices = _offices(person(request))
    if request.method != "POST":
        form = LetterForm(offices=offices, initial={"key": new_key()})
        return render(request, "cases/inbox/new_letter.html", {"form": form})
    form = LetterForm(request.POST, request.FILES, offices=offices)
    if not form.is_valid():
        return render(request, "cases/inbox/new_letter.html", {"form": form}, status=422)
    case = form.store(by=person(request))
    said = [_("Saved under the reference %(reference)s.") % {"reference": case}]
    if case.area is not None:
        said.append(_("Constituency: %(name)s.") % {"name": case.area})
    messages.success(request, " ".join(said))
    return redirect(inbox_page(request, case))


@allow(*ANSWER_LETTERS, only_post=True)
def address(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Name and address of one of its letters, as they are right."""
    found = answerable_case(request, reference)
    message = get_object_or_404(Inbound.objects.select_related("office", "contact"), pk=number, office=found.office)
    if not message.is_on_paper or not found.messages.filter(inbound=message).exists():
        raise Http404
    form = PostalAddressForm(request.POST)
    if not form.is_valid():
        return show(request, found, address_form=form, address_of=message.pk, status=422)
    sender = form.cleaned_data["sender"]
    try:
        actions.correct_address(found, message, sender=sender, area=area_of_address(sender), by=person(request))
    except CannotCorrect:
        messages.error(request, _("An answer to it was posted already: name and address stay as they were."))
    else:
        messages.success(request, _("Saved."))
    return redirect(inbox_page(request, found))


@allow(*ANSWER_LETTERS, only_post=True)
def acknowledgement(request: HttpRequest, reference: str) -> HttpResponse:
    """The acknowledgement to print; it counts as given."""
    found = _on_paper(answerable_case(request, reference))
    try:
        content = letters.acknowledgement(found)
    except PdfRefused:
        return refused(request, found)
    actions.acknowledge_on_paper(found, by=person(request))
    return served(content, found)


@allow(*ANSWER_LETTERS, only_post=True)
def answer(request: HttpRequest, number: int) -> HttpResponse:
    """An answer to print."""
    given, found = given_answer(request, number)
    _on_paper(found)
    with suppress(PdfRefused):
        return served(letters.answer(found, given), found)
    return refused(request, found)


@allow(*ANSWER_LETTERS, only_post=True)
def outcome(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """What became of a bill, to print for whoever wrote by post; they count as notified."""
    found = _on_paper(answerable_case(request, reference))
    related = OutcomeNotice.objects.select_related(
        "outcome__bill", "outcome__office", "outcome__announcement", "case__office"
    )
    notice = get_object_or_404(related, case=found, outcome=number)
    try:
        content = letters.outcome(found, notice.outcome)
    except PdfRefused:
        return refused(request, found)
    actions.notify_on_paper(notice, by=person(request))
    return served(content, found)


def _offices(user: User) -> list[Office]:
    return list(Office.objects.filter(pk__in=user.offices_as(ANSWER_LETTERS)).order_by("name"))


def _on_paper(found: Case) -> Case:
    if found.latest is None or not found.latest.is_on_paper:
        raise Http404
    return found


def served(content: bytes, found: Case) -> HttpResponse:
    response = HttpResponse(content, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="{found}.pdf"'
    response.headers["Cache-Control"] = "no-store, private"
    return response


def refused(request: HttpRequest, found: Case) -> HttpResponse:
    messages.error(request, _("It cannot be printed from here. Copy the words into a letter of your own."))
    return redirect(inbox_page(request, found))
