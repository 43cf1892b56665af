"""Requests of persons, for those who answer them: numbers, dates and decisions."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from hemicycle.accounts.models import Office
from hemicycle.accounts.permissions import allow
from hemicycle.accounts.roles import Role
from hemicycle.rules import audit, personal_data
from hemicycle.rules.errors import IllegalMove

from ..actions.requests import asking, deciding
from ..actions.requests.accounts import offered
from ..actions.requests.answering import obstacles
from ..errors import Blocked, NoAccount, NotErased, SecondPersonNeeded
from ..forms.requests import AnswerForm, AskForm, ExtendForm
from ..models import PersonalDataRequest, answers_for_data
from ..models.requests import ALL_HANDLERS, HANDLERS
from ..presenters.requests import by_table
from .lookup import person
from .responses import Words, carry_out, moved, status_of

# Those of the House, whoever handles them there; a member's office its own.
HANDLED = allow(*HANDLERS, own=(Role.MEMBER,), also=answers_for_data)
HANDLED_BY_POST = allow(*HANDLERS, own=(Role.MEMBER,), also=answers_for_data, only_post=True)


@allow(*ALL_HANDLERS, also=answers_for_data)
def requests(request: HttpRequest) -> HttpResponse:
    """What is to be answered, what was; and the form for who asked by telephone, at the counter or in a letter."""
    office = _member_office(request)
    channels = offered(office)
    form = AskForm(request.POST or None, channels=channels, initial={"lang": get_language()})
    if request.method == "POST" and channels and form.is_valid():
        return _record(request, form, office)
    rows = PersonalDataRequest.objects.visible_to(request.user).select_related("office")
    context = {
        "waiting": rows.to_answer().most_urgent_first(),
        "unproved": rows.filter(state=PersonalDataRequest.State.ASKED).count(),
        "done": rows.exclude(answered_at=None).order_by("-answered_at")[:50],
        "form": form if channels else None,
    }
    return render(request, "governance/requests/list.html", context, status=status_of(form))


def _record(request: HttpRequest, form: AskForm, office: Office | None) -> HttpResponse:
    said = form.cleaned_data
    channel, address = form.addresses()[0]
    asking.ask(
        kind=said["kind"], member_office=office, channel=channel, address=address, lang=said["lang"],
        words=said["words"], by=person(request),
    )  # fmt: skip
    messages.success(
        request, _("Recorded. A code was sent to the address: nothing is looked for until the person has typed it.")
    )
    return redirect("governance:requests")


@HANDLED
def request(request: HttpRequest, number: int) -> HttpResponse:
    return _page(request, _visible(request, number))


def _page(
    request: HttpRequest,
    row: PersonalDataRequest,
    *,
    form: AnswerForm | None = None,
    extension: ExtendForm | None = None,
) -> HttpResponse:
    counts: dict[str, int] = {}
    kept: list[str] = []
    if not row.is_over and row.state != PersonalDataRequest.State.ASKED:
        subject = row.subject()
        counts, kept = personal_data.count(subject), personal_data.kept(subject)
        audit.record("governance.request_look", by=request.user, about=row, office=row.office)
    proposed = row.state == PersonalDataRequest.State.PROPOSED
    context = {
        "row": row,
        "counts": by_table(counts),
        "kept": kept,
        "removed": by_table(row.removed),
        "obstacles": obstacles(row) if counts else [],
        "is_open": row.state == PersonalDataRequest.State.OPEN,
        "is_proposed": proposed,
        "is_mine": row.proposed_by_id == person(request).pk,
        "refuses": row.wanted == deciding.REFUSE,
        "needs_two": deciding.needs_two(row, deciding.ANSWER),
        "is_of_the_house": row.is_of_the_house,
        "form": form or AnswerForm(initial={"wanted": deciding.ANSWER}),
        "extension": None if row.extended_why else extension or ExtendForm(row=row),
    }
    return render(request, "governance/requests/request.html", context, status=status_of(form, extension))


@HANDLED_BY_POST
def answer(request: HttpRequest, number: int) -> HttpResponse:
    row = _visible(request, number)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _page(request, row, form=form)
    said = form.cleaned_data
    return _done(
        request, row, lambda: deciding.propose(row, wanted=said["wanted"], reason=said["reason"], by=person(request))
    )


@HANDLED_BY_POST
def confirm(request: HttpRequest, number: int) -> HttpResponse:
    row = _visible(request, number)
    return _done(request, row, lambda: deciding.confirm(row, by=person(request)))


@HANDLED_BY_POST
def withdraw(request: HttpRequest, number: int) -> HttpResponse:
    row = _visible(request, number)
    return _done(request, row, lambda: deciding.withdraw(row, by=person(request)))


@HANDLED_BY_POST
def extend(request: HttpRequest, number: int) -> HttpResponse:
    row = _visible(request, number)
    form = ExtendForm(request.POST, row=row)
    if not form.is_valid():
        return _page(request, row, extension=form)
    until = timezone.make_aware(datetime.combine(form.cleaned_data["until"], time.max.replace(microsecond=0)))
    why = form.cleaned_data["why"]
    return _done(request, row, lambda: deciding.extend(row, until=until, reason=why, by=person(request)))


def _done(request: HttpRequest, row: PersonalDataRequest, act: Callable[[], PersonalDataRequest]) -> HttpResponse:
    refused = {**_REFUSED, IllegalMove: moved(request, row)}
    carry_out(request, act, lambda after: _SAID.get(after.state, _("Saved.")), refused)
    return redirect("governance:request", row.pk)


_SAID = {
    "proposed": gettext_lazy("Proposed. Another person has been asked to confirm it."),
    "answered": gettext_lazy("Done. The person gets a message, and their address is forgotten when it has arrived."),
    "refused": gettext_lazy("Refused. The person gets a message with the reason."),
}


_REFUSED: dict[type[Exception], Words] = {
    SecondPersonNeeded: gettext_lazy("You proposed it: another person confirms it."),
    Blocked: lambda error: error.reasons[0],
    NotErased: gettext_lazy("Something was left over, so nothing was erased. Tell whoever runs the server."),
    NoAccount: gettext_lazy("There is no account that could write to the person. Open one first."),
}


def _visible(request: HttpRequest, number: int) -> PersonalDataRequest:
    rows = PersonalDataRequest.objects.visible_to(request.user).select_related("office", "proposed_by", "decided_by")
    found: PersonalDataRequest = get_object_or_404(rows, pk=number)
    return found


def _member_office(request: HttpRequest) -> Office | None:
    """Nobody works for the House and for a member."""
    held = [one.office for one in person(request).assignments_as([Role.MEMBER])]
    return held[0] if held else None
