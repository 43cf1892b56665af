"""What became of the bills about which people wrote: the list, and for each what is known and who is notified."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.forms import BoundField
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import formats
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hemicycle.accounts.models import Office, User
from hemicycle.accounts.permissions import allow
from hemicycle.accounts.roles import Role
from hemicycle.cases.actions import outcomes as actions
from hemicycle.cases.clauses import names_of
from hemicycle.cases.errors import AlreadyAnnounced, NotAgreed, NotInRecord
from hemicycle.cases.forms.agreement import AgreementForm
from hemicycle.cases.forms.clause_texts import ClauseTextsForm
from hemicycle.cases.models import Case, Obstacle, Outcome, OutcomeState
from hemicycle.cases.models.outcome import UNDO
from hemicycle.cases.outcomes.facts import name_of_change, votes_on
from hemicycle.cases.outcomes.figures import kept_figures, reach_of
from hemicycle.cases.outcomes.hearing import coming_up
from hemicycle.cases.outcomes.words import TOKEN, Said, changes_in, note_of, notice_to_one
from hemicycle.cases.permissions import readable_by
from hemicycle.cases.views.announcing import agree, already_drafted, drafting, not_agreed, say_saved
from hemicycle.cases.views.lookup import page_of, person
from hemicycle.cases.views.undoing import say
from hemicycle.channels.models import Medium
from hemicycle.desk.models import WRITERS
from hemicycle.rules import periods

# What a committee plans by.
MONTH = 30
# As many as somebody prints at a time.
MOST_BY_POST = 50
PREPARERS = (Role.OFFICER, Role.EDITOR, Role.CLERK)
"""Those who write down what the committee decided, each for the offices where they are that."""
SENDERS = (Role.MEMBER,)
"""Those who notify whoever wrote to a member's office, in its own name: what it says passes no desk."""


@allow(*PREPARERS, *SENDERS)
def outcomes(request: HttpRequest) -> HttpResponse:
    offices = Office.objects.filter(pk__in=person(request).offices_as((*PREPARERS, *SENDERS)))
    rows = Outcome.objects.filter(office__in=offices).newest_first().select_related("bill", "office", "announcement")
    context = {
        "page": page_of(rows, request),
        "figures": kept_figures(offices),
        "coming": coming_up(offices, days=MONTH),
        "prepares": bool(person(request).offices_as(PREPARERS)),
    }
    return render(request, "cases/outcomes/outcomes.html", context)


@allow(*PREPARERS, *SENDERS)
def outcome(request: HttpRequest, number: int) -> HttpResponse:
    """What the record says, the committee's reasons, and how many are notified."""
    found = _found(request, number, PREPARERS if request.method == "POST" else (*PREPARERS, *SENDERS))
    form = _form(request.POST or None, found)
    if form.is_valid():
        try:
            saved = actions.give_reasons(found, reasons=form.texts, by=person(request))
        except AlreadyAnnounced:
            messages.error(request, already_drafted())
        else:
            say_saved(request, saved, _("The reasons are saved."))
        return redirect("cases:outcome", number)
    return _shown(request, found, form)


@allow(*WRITERS, only_post=True)
def draft_outcome(request: HttpRequest, number: int) -> HttpResponse:
    """With the reasons as they stand in the form, which are saved first."""
    found = _found(request, number, PREPARERS)
    form = _form(request.POST, found)
    if not form.is_valid() or not form.is_in_every_language():
        return _shown(request, found, form)
    try:
        found = actions.give_reasons(found, reasons=form.texts, by=person(request))
        announcement = actions.draft_outcome(found, by=person(request))
    except NotInRecord:
        messages.error(request, _not_in_record())
        return redirect("cases:outcome", number)
    except (AlreadyAnnounced, NotAgreed) as error:
        said = already_drafted() if isinstance(error, AlreadyAnnounced) else not_agreed(found)
        messages.error(request, said)
        return redirect("cases:outcome", number)
    return redirect("desk:compose", announcement.address)


@allow(*PREPARERS, only_post=True)
def agree_outcome(request: HttpRequest, number: int) -> HttpResponse:
    """That the committee agreed to the reasons as they stand in the form, which are saved first; or withdrawn."""
    found = _found(request, number, PREPARERS)
    form = _form(request.POST, found)
    refused = agree(
        request, found, form, lambda: actions.give_reasons(found, reasons=form.texts, by=person(request))
    )  # fmt: skip
    return redirect("cases:outcome", number) if refused is None else _shown(request, found, form, refused)


@allow(*SENDERS, only_post=True)
def send_outcome(request: HttpRequest, number: int) -> HttpResponse:
    """With the office's own words, to everybody who wrote to it about the bill."""
    found = _found(request, number, SENDERS)
    form = _form(request.POST, found)
    if not form.is_valid():
        return _shown(request, found, form)
    try:
        actions.send_by_member(found, words=form.texts[""], by=person(request))
    except AlreadyAnnounced:
        messages.error(request, _("It was sent already."))
        return redirect("cases:outcome", number)
    except NotInRecord:
        messages.error(request, _not_in_record())
        return redirect("cases:outcome", number)
    said = _("It begins to leave in %(seconds)s seconds.") % {"seconds": UNDO.seconds}
    say(request, said, "outcome", {"outcome": found.pk}, back=reverse("cases:outcome", args=[number]))
    return redirect("cases:outcome", number)


def _form(data: Any, found: Outcome) -> ClauseTextsForm:
    """A text for the bill as a whole, and for each clause that changed; for a member's office, what it says itself."""
    if found.is_of_a_member:
        return ClauseTextsForm(data, clauses=[("", _("Your own words"))], texts={"": found.words})
    clauses = [("", _("The bill as a whole")), *_changed(found)]
    return ClauseTextsForm(data, clauses=clauses, texts=found.reasons)


def _changed(found: Outcome) -> list[tuple[str, str]]:
    """(eId, what it is called) of each clause that changed."""
    changes = changes_in(found)
    names = names_of(found.bill, {eid for change in changes for eid in change if eid}, get_language() or "")
    return [(new or old, name_of_change((old, new), names)) for old, new in changes]


def _shown(
    request: HttpRequest, found: Outcome, form: ClauseTextsForm, agreement: AgreementForm | None = None
) -> HttpResponse:
    reach = reach_of(found, actions.to_notify(found))
    context = {
        "outcome": found,
        "form": form,
        "given": _given(form),
        "changed": _changed(found),
        "note": note_of(found, get_language() or ""),
        "votes": votes_on(found.bill, found.on),
        "notified": reach,
        **_by_post(found, person(request)),
        "is_held": found.is_public and reach.left > 0 and periods.stops(actions.TO_ALL_WHO_WROTE) is not None,
        **(_sending(found) if found.is_of_a_member else drafting(found, person(request), agreement)),
        **_corrected(found),
    }
    status = 422 if form.errors or agreement else 200
    return render(request, "cases/outcomes/outcome.html", context, status=status)


def _corrected(found: Outcome) -> dict[str, Any]:
    """What the record says now of a step that was corrected since, and what becomes of this."""
    if found.is_in_record:
        return {}
    days = ", ".join(formats.date_format(one, "DATE_FORMAT") for one in found.days_in_record)
    said = _("The record has this step on %(day)s now.") % {"day": days} if days else _("The record has it no more.")
    if found.state != OutcomeState.DRAFTED:
        then = _("It was announced as it stands here, and nobody is written to a second time.")
    elif not found.is_fixed:
        then = _not_in_record()
    elif found.is_public:
        then = "" if days else _("Nobody is written to. Withdraw its announcement.")
    else:
        then = _("Discard its announcement at the desk.")
    return {"corrected": [one for one in (said, then) if one], "may_draft": False}


def _not_in_record() -> str:
    return _("The record does not say this any more: it is not announced as it stands here.")


def _by_post(found: Outcome, user: User) -> dict[str, Any]:
    """Those who are to be written to on paper, for whoever may read what they wrote."""
    theirs = readable_by(Case.objects.of_office(found.office), user).values("pk")
    rows = found.notices.filter(obstacle=Obstacle.POST, case__in=theirs).select_related("case").order_by("pk")
    shown = list(rows[:MOST_BY_POST])
    return {"by_post": shown, "by_post_more": rows.count() - len(shown) if len(shown) == MOST_BY_POST else 0}


def _given(form: ClauseTextsForm) -> list[tuple[str, list[BoundField]]]:
    """The reasons that there are, by clause."""
    said = [(name, [one for one in fields if one.initial]) for name, fields in form.groups]
    return [(name, fields) for name, fields in said if fields]


def _sending(row: Outcome) -> dict[str, Any]:
    """What a member's office sends, as whoever wrote about the whole bill gets it, without its own words."""
    if row.is_public:
        return {}
    shown = copy(row)
    shown.words, shown.reasons = {}, row.of_the_house.reasons if row.of_the_house is not None else {}
    said = Said.of(shown, get_language() or settings.LANGUAGE_CODE)
    preview = notice_to_one(said, medium=Medium.EMAIL, references=["…"], about=[], link=row.get_absolute_url())
    return {"may_send": True, "preview": replace(preview, footer=preview.footer.replace(TOKEN, "…"))}


def _found(request: HttpRequest, number: int, roles: Sequence[Role]) -> Outcome:
    rows = Outcome.objects.filter(office__in=person(request).offices_as(roles))
    found: Outcome = get_object_or_404(rows.select_related("bill", "office", "announcement"), pk=number)
    return found
