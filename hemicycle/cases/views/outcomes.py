"""What became of the bills about which people wrote: the list, and for each what is known and who is notified."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.forms import BoundField
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hemicycle.accounts.models import Office, User
from hemicycle.accounts.permissions import allow
from hemicycle.accounts.roles import Role
from hemicycle.cases.actions import outcomes as actions
from hemicycle.cases.campaigns.approving import approving_in
from hemicycle.cases.clauses import names_of
from hemicycle.cases.errors import AlreadyAnnounced
from hemicycle.cases.forms.clause_texts import ClauseTextsForm
from hemicycle.cases.models import Announced, Outcome
from hemicycle.cases.outcomes.facts import name_of_change, votes_on
from hemicycle.cases.outcomes.figures import kept_figures, reach_of
from hemicycle.cases.outcomes.hearing import coming_up
from hemicycle.cases.outcomes.words import changes_in, note_of
from hemicycle.cases.views.lookup import page_of, person
from hemicycle.desk.models import WRITERS
from hemicycle.rules import periods

# What a committee plans by.
MONTH = 30
PREPARERS = (Role.OFFICER, Role.EDITOR, Role.CLERK)
"""Those who write down what the committee decided, each for the offices where they are that."""


@allow(*PREPARERS)
def outcomes(request: HttpRequest) -> HttpResponse:
    offices = Office.objects.filter(pk__in=person(request).offices_as(PREPARERS), kind=Office.Kind.INSTITUTION)
    rows = Outcome.objects.filter(office__in=offices).newest_first().select_related("bill", "office", "announcement")
    context = {
        "page": page_of(rows, request),
        "figures": kept_figures(offices),
        "coming": coming_up(offices, days=MONTH),
    }
    return render(request, "cases/outcomes/outcomes.html", context)


@allow(*PREPARERS)
def outcome(request: HttpRequest, number: int) -> HttpResponse:
    """What the record says, the committee's reasons, and how many are notified."""
    found = _found(request, number)
    form = _form(request.POST or None, found)
    if form.is_valid():
        try:
            actions.give_reasons(found, reasons=form.texts, by=person(request))
        except AlreadyAnnounced:
            messages.error(request, already_drafted())
        else:
            messages.success(request, _("The reasons are saved."))
        return redirect("cases:outcome", number)
    return _shown(request, found, form)


@allow(*WRITERS, only_post=True)
def draft_outcome(request: HttpRequest, number: int) -> HttpResponse:
    """With the reasons as they stand in the form, which are saved first."""
    found = _found(request, number)
    form = _form(request.POST, found)
    if not form.is_valid():
        return _shown(request, found, form)
    try:
        actions.give_reasons(found, reasons=form.texts, by=person(request))
        announcement = actions.draft_outcome(found, by=person(request))
    except AlreadyAnnounced:
        messages.error(request, already_drafted())
        return redirect("cases:outcome", number)
    return redirect("desk:compose", announcement.address)


def _form(data: Any, found: Outcome) -> ClauseTextsForm:
    """A text for the bill as a whole, and for each clause that changed."""
    lang = get_language() or ""
    names = names_of(found.bill, {eid for change in changes_in(found) for eid in change if eid}, lang)
    clauses = [("", _("The bill as a whole"))]
    clauses += [(new or old, name_of_change((old, new), names)) for old, new in changes_in(found)]
    return ClauseTextsForm(data, clauses=clauses, texts=found.reasons)


def _shown(request: HttpRequest, found: Outcome, form: ClauseTextsForm) -> HttpResponse:
    reach = reach_of(found, actions.to_notify(found))
    context = {
        "outcome": found,
        "form": form,
        "given": _given(form),
        "changed": form.clauses[1:],
        "note": note_of(found, get_language() or ""),
        "votes": votes_on(found.bill, found.on),
        "notified": reach,
        "is_held": found.is_public and reach.left > 0 and periods.stops(actions.TO_ALL_WHO_WROTE) is not None,
        **drafting(found, person(request)),
    }
    return render(request, "cases/outcomes/outcome.html", context, status=422 if form.errors else 200)


def _given(form: ClauseTextsForm) -> list[tuple[str, list[BoundField]]]:
    """The reasons that there are, by clause."""
    said = [(name, [one for one in fields if one.initial]) for name, fields in form.groups]
    return [(name, fields) for name, fields in said if fields]


def drafting(row: Announced, user: User) -> dict[str, Any]:
    """Whether this person may draft its announcement, and who can approve that then; who may look after what is at
    the desk already."""
    writes = row.office_id in user.offices_as(WRITERS)
    if row.is_fixed:
        return {"may_draft": False, "writes": writes}
    return {"may_draft": writes, "writes": writes, "approving": approving_in(row.office, user, editors=row.editors)}


def already_drafted() -> str:
    return _("Its announcement is drafted already. Change that at the desk, or discard it there first.")


def _found(request: HttpRequest, number: int) -> Outcome:
    rows = Outcome.objects.filter(office__in=person(request).offices_as(PREPARERS))
    found: Outcome = get_object_or_404(rows.select_related("bill", "office", "announcement"), pk=number)
    return found
