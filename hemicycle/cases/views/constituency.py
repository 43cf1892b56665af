"""Where a letter comes from, and asking whoever wrote it whether it may go to the office that sees to them."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from hemicycle.accounts.models import Office
from hemicycle.accounts.permissions import allow
from hemicycle.cases import actions
from hemicycle.cases.errors import CannotPassOn
from hemicycle.cases.forms.paper import PassingOnAnswerForm
from hemicycle.cases.inbox.constituency import areas_of, offices_for
from hemicycle.cases.models import Case, PassingOn
from hemicycle.cases.paper import letters
from hemicycle.cases.views.inbox import show
from hemicycle.cases.views.letters import refused, served
from hemicycle.cases.views.lookup import answerable_case, inbox_page, person, readable_case
from hemicycle.cases.views.undoing import say
from hemicycle.channels.permissions import ANSWERERS, INBOX
from hemicycle.record.models import Area
from hemicycle.rules.errors import PdfRefused


@allow(*INBOX, only_post=True)
def set_area(request: HttpRequest, reference: str) -> HttpResponse:
    """By postcode, place or name, or by the button "unknown" that it is not known. `then`: from the page that passes
    it on, and back to it."""
    passing_on = request.POST.get("then") == "pass-on"
    found = (answerable_case if passing_on else readable_case)(request, reference)
    is_unknown = "unknown" in request.POST
    before = str(found.area.pk) if found.area is not None else None
    words = request.POST.get("where", "").strip()[:120]
    areas = areas_of(words) if words else []
    if not is_unknown and len(areas) != 1:
        wrong = _Wrong(words, _not_one(words, areas, is_known=before is not None))
        if passing_on:
            return _page(request, found, wrong)
        return show(request, found, wrong_area=wrong, status=422)
    area = None if is_unknown else areas[0]
    actions.set_area(found, area, by=person(request))
    back = _here(request, found) if passing_on else inbox_page(request, found)
    said = _("Saved.") if area is not None else _("Removed. Where it comes from is not known.")
    facts = {"case": found.pk, "before": before, "after": area and str(area.pk)}
    say(request, said, "area", facts, back=back)
    return redirect(back)


@dataclass(frozen=True, slots=True)
class _Wrong:
    """What was typed, which stays in the field, and why it is not the place."""

    words: str
    why: str


def _not_one(words: str, areas: list[Area], *, is_known: bool) -> str:
    if not words:
        return (
            _("Enter a postcode or place, or press “Not known” to remove it.")
            if is_known
            else _("Enter a postcode or place.")
        )
    if not areas:
        return _("No constituency matches “%(words)s”.") % {"words": words}
    return _("Several lie there: %(names)s. Type one of them.") % {"names": ", ".join(map(str, areas[:12]))}


def _here(request: HttpRequest, found: Case) -> str:
    """This page, with the list that it was opened from."""
    query = request.GET.urlencode()
    return reverse("cases:pass_on", args=[found.reference]) + (f"?{query}" if query else "")


@allow(*ANSWERERS)
def pass_on(request: HttpRequest, reference: str) -> HttpResponse:
    """To whom, chosen on this page, which shows what whoever wrote it is asked."""
    found = answerable_case(request, reference)
    for name, handle in (("withdraw", _withdraw), ("print", _print), ("record", _record)):
        if name in request.POST:
            return handle(request, found, _asked(found, request.POST[name]))
    to = next((one for one in offices_for(found) if str(one.pk) == request.POST.get("to")), None)
    if request.method != "POST" or to is None:
        return _page(request, found)
    try:
        actions.ask_to_pass_on(found, to=to, by=person(request))
    except CannotPassOn:
        messages.error(request, _not_asked(found, to))
    else:
        if actions.is_asked_on_paper(found):
            messages.success(request, _("Print the question and post it. Without their yes the letter stays here."))
            return redirect(_here(request, found))
        messages.success(request, _("Whoever wrote it is asked. Without their yes it stays here."))
    return redirect(inbox_page(request, found))


def _page(
    request: HttpRequest, found: Case, wrong: _Wrong | None = None, *, recording: PassingOnAnswerForm | None = None
) -> HttpResponse:
    asked = list(found.passings.select_related("to", "recorded_by"))
    on_paper = actions.is_asked_on_paper(found)
    offices = [(one, actions.why_not_to(one, found, asked)) for one in offices_for(found)]
    open_to = [one for one, why in offices if not why]
    context = {
        "case": found, "back": inbox_page(request, found), "query": request.GET.urlencode(),
        "asked": [(one, _form_of(one, recording) if on_paper else None) for one in asked], "is_on_paper": on_paper,
        "offices": [(one, actions.NOT_TO_OFFICE.get(why, "")) for one, why in offices],
        "open_to": open_to, "chosen": open_to[0] if len(open_to) == 1 else None,
        "is_on_page": actions.is_asked_on_page(found), "wrong_area": wrong,
        "nobody_sits": found.area is not None and found.office.kind == Office.Kind.INSTITUTION
        and not any(one.kind == Office.Kind.MEMBER for one, _why in offices),
        "why_not": actions.NOT_PASSED_ON.get(actions.why_not_passed_on(found), ""),
    }  # fmt: skip
    return render(request, "cases/inbox/pass_on.html", context, status=422 if request.method == "POST" else 200)


def _not_asked(case: Case, to: Office) -> str:
    if why := actions.why_not_passed_on(case):
        return str(actions.NOT_PASSED_ON[why])
    said = {
        "passed_on": _("Nobody is asked: %(office)s has it already."),
        "unanswered": _(
            "Nobody is asked again: whoever wrote it was asked about %(office)s and has not answered yet."
        ),
        "refused": _("Nobody is asked again: whoever wrote it does not want it to go to %(office)s."),
        "account": _("%(office)s has no account by which it could answer."),
    }
    why_not = actions.why_not_to(to, case, case.passings.all())
    return said.get(why_not, _("It was changed meanwhile. Nobody is asked.")) % {"office": to}


def _form_of(row: PassingOn, posted: PassingOnAnswerForm | None) -> PassingOnAnswerForm | None:
    if row.answered_at is not None or row.withdrawn_at is not None:
        return None
    return posted if posted is not None and posted.row == row else PassingOnAnswerForm(row=row)


def _asked(found: Case, number: str) -> PassingOn:
    asked = found.passings.select_related("case__office", "case__contact", "case__latest", "to")
    row: PassingOn | None = next((one for one in asked if str(one.pk) == number), None)
    if row is None:
        raise Http404
    return row


def _print(request: HttpRequest, found: Case, row: PassingOn) -> HttpResponse:
    if not actions.is_asked_on_paper(found):
        raise Http404
    with suppress(PdfRefused):
        return served(letters.may_pass_on(row), found)
    return refused(request, found)


def _record(request: HttpRequest, found: Case, row: PassingOn) -> HttpResponse:
    form = PassingOnAnswerForm(request.POST, request.FILES, row=row)
    if not form.is_valid():
        return _page(request, found, recording=form)
    try:
        there = form.store(by=person(request))
    except CannotPassOn:
        messages.error(request, _("It cannot be recorded: the question was answered or withdrawn meanwhile."))
    else:
        said = _("%(office)s has the letter now.") if there else _("Recorded. The letter stays here.")
        messages.success(request, said % {"office": row.to})
    return redirect(inbox_page(request, found))


def _withdraw(request: HttpRequest, found: Case, row: PassingOn) -> HttpResponse:
    try:
        actions.withdraw_question(row, by=person(request))
    except CannotPassOn:
        messages.error(request, _("The question was answered or withdrawn meanwhile."))
    else:
        messages.success(request, _("The question is withdrawn. The case stays here."))
    return redirect(inbox_page(request, found))
