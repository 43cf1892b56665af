"""The page of one letter, for whoever has its key: the reference, how it stands, our answers; never their own words.

A key that somebody else came by shows what we answered and nothing that was written. Programs that look at mail open
links too: everything is done by pressing a button.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from hemicycle.accounts.permissions import allow
from hemicycle.accounts.visitors import HOUR, kept_private, seconds_to_wait
from hemicycle.cases import actions, addresses
from hemicycle.cases.actions.campaigns import public_answer_of
from hemicycle.cases.clauses import name_clauses
from hemicycle.cases.errors import MayNotTakeBack, WrongCode
from hemicycle.cases.models import Campaign, CampaignState, Case, Origin, PassingOn, State, Subject
from hemicycle.cases.outcomes.of_case import outcome_of
from hemicycle.cases.progress import Progress, answers_to, names_of_files, progress_of
from hemicycle.cases.receiving import reply_accounts
from hemicycle.channels.inbox.names import masked
from hemicycle.channels.models import Medium
from hemicycle.desk.models import AnnouncementText
from hemicycle.desk.public import announcements as public
from hemicycle.rules.classification import Classification
from hemicycle.rules.parameters import in_force

from .forms import AddressForm, CodeForm, MoreForm
from .limits import may_ask, seconds_to_ask_again
from .subjects import name_of

View = Callable[..., HttpResponse]


def of_its_writer(view: View) -> View:
    """The case that a key opens, or a page that says that there is none; kept by no cache and no search engine."""

    @csrf_exempt
    @wraps(view)
    def shown(request: HttpRequest, key: str) -> HttpResponse:
        case = _opened_by(key)
        if case is None:
            return kept_private(render(request, "site/writing/gone.html", status=HTTPStatus.GONE))
        return kept_private(view(request, case, key))

    return shown


def _opened_by(key: str) -> Case | None:
    related = ("office", "contact", "account", "merged_into__office", "confirmation", "campaign__office")
    case: Case | None = Case.objects.select_related(*related).filter(key=key).first()
    return case


@allow(public=True)
@of_its_writer
def letter(request: HttpRequest, case: Case, key: str) -> HttpResponse:
    return _page(request, case, key)


@allow(public=True, redirects=True)
@of_its_writer
def code(request: HttpRequest, case: Case, key: str) -> HttpResponse:
    if request.method != "POST":
        # Entered once more in the address bar after a form that was not taken.
        return redirect(addresses.letter(key))
    form = CodeForm(request.POST)
    if form.is_valid():
        try:
            actions.confirm_by_code(case, code=form.cleaned_data["code"])
        except WrongCode:
            form.add_error("code", _("This is not the code, or it is too old. The link in the message still works."))
        else:
            return redirect(addresses.letter(key))
    return _page(request, case, key, code=form, status=HTTPStatus.UNPROCESSABLE_ENTITY)


@allow(public=True, redirects=True)
@of_its_writer
def address(request: HttpRequest, case: Case, key: str) -> HttpResponse:
    """The question once more, to the same address or to the one that is typed in, which the answer to this request
    alone shows whole; it says the same whatever is known of that address."""
    if request.method != "POST" or not actions.may_readdress(case):
        return redirect(addresses.letter(key))
    form = AddressForm(request.POST, accounts=reply_accounts(case.office))
    if not form.is_valid():
        return _page(request, case, key, address=form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    typed = form.cleaned_data.get("address", "")
    soon = seconds_to_wait(request, what="write", most=in_force("letters_an_hour"), within=HOUR)
    if soon or seconds_to_ask_again(case):
        said = (
            _("Too many messages were asked for from here. Try again in an hour.")
            if soon
            else _("We have asked often enough today. Try again tomorrow.")
        )
        form.add_error("address" if "address" in form.fields else None, said)
        return _page(request, case, key, address=form, status=HTTPStatus.TOO_MANY_REQUESTS)
    assert case.contact is not None
    asked = (form.channel, typed) if typed else (case.contact.channel, case.contact.address)
    asks = may_ask(case.office, *asked)
    changed = actions.readdress(case, channel=form.channel, address=typed, asks=asks) and typed
    if changed and (now := _opened_by(key)) is not None:
        return _page(request, now, key, typed=typed)
    return redirect(f"{addresses.letter(key)}?asked=1#confirm")


@allow(public=True, redirects=True)
@of_its_writer
def add(request: HttpRequest, case: Case, key: str) -> HttpResponse:
    """One more letter to the same case."""
    if request.method != "POST":
        return redirect(addresses.letter(key))
    found, form = _whole(case), MoreForm(request.POST)
    status: int = HTTPStatus.UNPROCESSABLE_ENTITY
    if form.is_valid() and _may_add(found):
        wait = seconds_to_wait(request, what="write", most=in_force("letters_an_hour"), within=HOUR)
        if not wait:
            actions.write_again(actions.set_apart(found), text=form.cleaned_data["text"].strip(), form=form.form_key)
            return redirect(f"{addresses.letter(key)}?added=1#progress")
        form.add_error(
            None, _("Too many letters were sent from here. Your words are still below: send them in an hour.")
        )
        status = HTTPStatus.TOO_MANY_REQUESTS
    return _page(request, case, key, more=form, status=status)


@allow(public=True)
@of_its_writer
def take_back(request: HttpRequest, case: Case, key: str) -> HttpResponse:
    """At once; or, of what has to be kept, as soon as somebody has seen to it."""
    found = _whole(case)
    if request.method != "POST":
        return render(request, "site/writing/take_back.html", _kept(found, key))
    later = request.POST.get("later")
    # Whoever asked for later is never taken to mean now: what was answered meanwhile is there to be read.
    if later == "" or (later and (actions.waits_to_be_seen(found) or not actions.has_to_be_kept(found))):
        actions.ask_to_take_back(found, asked=bool(later))
        return redirect(f"{addresses.letter(key)}#take-back")
    try:
        actions.take_back(found)
    except MayNotTakeBack:
        return render(request, "site/writing/take_back.html", _kept(found, key), status=HTTPStatus.CONFLICT)
    return render(request, "site/writing/taken_back.html", {"case": found})


def _kept(case: Case, key: str) -> dict[str, Any]:
    """Whether it has to be kept, and whether that ends once somebody has seen to it."""
    return {
        "case": case,
        "key": key,
        "passed_on": actions.passed_on_of(case),
        "is_kept": actions.has_to_be_kept(case),
        "waits_to_be_seen": actions.waits_to_be_seen(case),
    }


def _whole(case: Case) -> Case:
    """Of a letter that belongs to another of the same person, that other: as long as both are known to be theirs."""
    other = case.merged_into
    if other is not None and case.confirmed_at is not None and other.confirmed_at is not None:
        return other
    return case


def _page(
    request: HttpRequest, case: Case, key: str, *, code: CodeForm | None = None, more: MoreForm | None = None,
    address: AddressForm | None = None, typed: str = "", status: int = 200,
) -> HttpResponse:  # fmt: skip
    found = _whole(case)
    asked = case.merged_into if found.state == State.MERGED else found
    # Whoever types in the address of another learns nothing of what its owner wrote: it is shown as a first letter is.
    shown = asked if found.is_copy and asked is not None else found
    is_unproven = case.contact is not None and case.confirmed_at is None and case.disputed_at is None
    known = asked.confirmation if asked is not None and hasattr(asked, "confirmation") else None
    # Of a letter by mail nobody is asked: what we sent to its address leads here, and to where its owner says so.
    by_mail = is_unproven and case.channel == Medium.EMAIL and known is not None and not known.code
    awaits = is_unproven and not by_mail
    subjects = _subjects(shown, is_copy=found.is_copy)
    progress, campaign = progress_of(found), case.campaign or shown.campaign
    context: dict[str, Any] = {
        **_kept(found, key),
        "was_added": "added" in request.GET,
        "awaits": awaits,
        "is_repeated": case.state == State.MERGED and case.confirmed_at is not None and case.messages.exists(),
        "by_mail": by_mail,
        "confirm_url": addresses.confirmation(known.key) if by_mail and known is not None and known.is_in_time else "",
        "is_tried_too_often": known is not None and known.is_tried_too_often,
        "takes_code": awaits and known is not None and known.takes_code,
        "by_text": case.contact is not None and case.contact.channel == Medium.SMS,
        "address_form": (address or AddressForm(accounts=reply_accounts(case.office)))
        if awaits and actions.may_readdress(case)
        else None,
        "was_asked": "asked" in request.GET,
        "typed": typed,
        "address": masked(case.latest) if awaits and case.latest is not None else "",
        "has_address": case.contact is not None,
        "code_form": code or CodeForm(),
        "stop_url": addresses.stop(case.contact.key) if case.contact is not None and case.confirmed_at else "",
        "more_form": more or MoreForm(),
        "may_add": _may_add(found),
        "passings": _questions(found),
        "progress": progress,
        # By reference nobody learns what a letter is part of: only this page says it.
        "is_in_campaign": progress == Progress.BEING_LOOKED_AT and _is_answered_once(campaign),
        "files": names_of_files(found),
        "answers": answers_to(found) if found.state != State.MERGED else [],
        "due_at": shown.answer_due_at,
        "campaign": campaign,
        "campaign_answer": _campaign_answer(found),
        "outcome": outcome_of(found),
        "subjects": [
            (one.row, name_of(one.row), _stage(one.bill), _clauses(one, subjects)) for one in subjects if not one.eid
        ],
        "status_url": request.build_absolute_uri(addresses.status()),
    }
    return render(request, "site/writing/letter.html", context, status=status)


def _may_add(case: Case) -> bool:
    return case.state != State.MERGED or case.is_copy


def _questions(case: Case) -> list[PassingOn]:
    """What is asked here, and not by a message that leads to a page of its own."""
    if not actions.is_asked_on_page(case) or case.state == State.MERGED:
        return []
    return list(case.passings.filter(withdrawn_at=None).select_related("office", "to", "case"))


def _is_answered_once(campaign: Campaign | None) -> bool:
    """For all who take part, and not yet."""
    return campaign is not None and campaign.is_public and campaign.state == CampaignState.RUNNING


def _campaign_answer(case: Case) -> AnnouncementText | None:
    answer = public_answer_of(case) if case.campaign_id is not None else None
    return public.text_for(answer, get_language() or "") if answer is not None else None


def _subjects(case: Case, *, is_copy: bool) -> list[Subject]:
    """What it surely is about, of what everybody may read: staff may have said that it is about more. Of a copy only
    what its writer said."""
    about = case.subjects.sure().select_related("bill", "committee", "member", "announcement")
    about = about.filter(origin__in=(Origin.SENDER, Origin.NAMED)) if is_copy else about
    found = [one for one in about if one.bill is None or one.bill.classification == Classification.PUBLIC]
    name_clauses(found)
    return found


def _clauses(bill: Subject, subjects: Iterable[Subject]) -> list[str]:
    """What the clauses of this bill are called that the letter is about."""
    return [one.clause_name for one in subjects if one.eid and one.bill_id == bill.bill_id]


def _stage(bill: Any) -> str:
    return str(bill.stage.label) if bill is not None and bill.stage else ""
