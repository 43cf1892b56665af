"""Answers that colleagues approve before they leave, where the policy asks for it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hemicycle.accounts.permissions import allow
from hemicycle.cases.actions import proposing
from hemicycle.cases.forms.cases import SendBackForm
from hemicycle.cases.inbox.languages import language_shown
from hemicycle.cases.inbox.rows import title_of
from hemicycle.cases.models import Case, CaseMessage, ProposedAnswer, with_reports
from hemicycle.cases.safety.guarded import guarded_of
from hemicycle.cases.views.answers import leaves_by_itself, say_given
from hemicycle.cases.views.drafts import keep_words
from hemicycle.cases.views.inbox import show
from hemicycle.cases.views.lookup import answerable_case, inbox_page, person, read_at_once, seen_in
from hemicycle.cases.views.undoing import say
from hemicycle.channels import actions as channels
from hemicycle.channels.contract.capabilities import ByHand
from hemicycle.channels.errors import CannotAnswer
from hemicycle.channels.models import Inbound
from hemicycle.channels.permissions import ANSWERERS
from hemicycle.channels.registry import ADAPTERS

# As many as somebody reads at a time.
PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class Line:
    """An answer that waits, and the case it is for."""

    proposal: ProposedAnswer
    case: Case
    who: str
    is_own: bool
    seen: int
    since: Sequence[Inbound] = ()
    """What they wrote after the answer was written."""

    @property
    def letter_lang(self) -> str:
        """In which the letter is written, "" where nothing tells."""
        message = self.proposal.inbound
        return language_shown(self.case.lang or message.lang, message.text)

    @property
    def how(self) -> str:
        """Where it does not leave by itself, how it reaches whoever wrote; "" where it does, and can be undone."""
        message = self.proposal.inbound
        if message.is_on_paper:
            return _("to be printed and posted")
        if message.account is None or channels.is_answered_on_page(message):
            return _("stands on the page of the letter at once; it cannot be undone")
        return _("to be posted by hand") if isinstance(ADAPTERS.get(message.account.kind), ByHand) else ""


@allow(*ANSWERERS)
def proposals(request: HttpRequest) -> HttpResponse:
    """What waits in the offices where this person answers; those that are ticked are approved."""
    lines = _lines(request)
    if request.method != "POST":
        shown = lines[:PER_PAGE]
        to_read = [one.case for one in shown if not (one.is_own or guarded_of(one.case)["is_guarded"])]
        read = read_at_once(request, to_read)
        context = {
            "lines": [(one, one.case.pk in read) for one in shown],
            "more": len(lines) > PER_PAGE,
            "may_tick": any(not one.is_own for one in shown),
        }
        return render(request, "cases/inbox/proposals.html", context)
    ticked = set(request.POST.getlist("rows"))
    chosen = [one for one in lines if str(one.proposal.pk) in ticked and not one.is_own]
    if not chosen:
        messages.error(request, _("Tick the answers that you approve."))
    _approve_many(request, chosen)
    return redirect("cases:proposals")


def _approve_many(request: HttpRequest, chosen: Iterable[Line]) -> None:
    """As one is approved, with one way back for all that leave."""
    leaving, others = list[int](), 0
    for one in chosen:
        try:
            seen = seen_in(request, f"seen-{one.proposal.pk}")
            answer = proposing.approve(one.proposal, case=one.case, seen=seen, by=person(request))
        except CannotAnswer as error:
            messages.error(request, f"{one.who}: {channels.OBSTACLES[error.code]}")
            continue
        if leaves_by_itself(answer):
            leaving.append(answer.pk)
        else:
            others += 1
    if others:
        said = ngettext(
            "%(n)d answer approved: its case says how it reaches whoever wrote.",
            "%(n)d answers approved: their cases say how they reach whoever wrote.",
            others,
        )
        messages.success(request, said % {"n": others})
    if leaving:
        said = ngettext(
            "%(n)d answer approved: it leaves in %(seconds)d seconds.",
            "%(n)d answers approved: they leave in %(seconds)d seconds.",
            len(leaving),
        )
        words = said % {"n": len(leaving), "seconds": channels.WAITS.seconds}
        facts = {"answers": leaving, "others": others}
        say(request, words, "approvals", facts, back=reverse("cases:proposals"))


@allow(*ANSWERERS, only_post=True)
def approve(request: HttpRequest, number: int) -> HttpResponse:
    found, case = _found(request, number)
    try:
        given = proposing.approve(found, case=case, seen=seen_in(request, "seen"), by=person(request))
        say_given(request, given)
    except CannotAnswer as error:
        messages.error(request, str(channels.OBSTACLES[error.code]))
    return redirect(inbox_page(request, case))


@allow(*ANSWERERS, only_post=True)
def send_back(request: HttpRequest, number: int) -> HttpResponse:
    found, case = _found(request, number)
    form = SendBackForm(request.POST)
    if not form.is_valid():
        return show(request, case, returning=form, status=422)
    try:
        proposing.send_back(found, case=case, why=form.cleaned_data["why"], by=person(request))
    except CannotAnswer as error:
        messages.error(request, str(channels.OBSTACLES[error.code]))
    else:
        messages.success(request, _("Sent back to %(name)s.") % {"name": found.written_by})
    return redirect(inbox_page(request, case))


@allow(*ANSWERERS, only_post=True)
def take_back(request: HttpRequest, number: int) -> HttpResponse:
    """Its words stand in the form again."""
    found, case = _found(request, number)
    if not proposing.take_proposal_back(found, case=case, by=person(request)):
        messages.error(request, _("Only whoever wrote it takes it back."))
        return redirect(inbox_page(request, case))
    messages.success(request, _("Taken back. Nothing has left."))
    keep_words(request, case, text=found.text, lang=found.lang, informs=found.informs)
    return redirect(inbox_page(request, case))


def _found(request: HttpRequest, number: int) -> tuple[ProposedAnswer, Case]:
    rows = ProposedAnswer.objects.visible_to(request.user).select_related("written_by")
    found: ProposedAnswer = get_object_or_404(rows, pk=number)
    held = get_object_or_404(CaseMessage.objects.select_related("case"), inbound=found.inbound_id)
    return found, answerable_case(request, held.case.reference)


def _lines(request: HttpRequest) -> list[Line]:
    user = person(request)
    rows = list(proposing.proposals_for(user))
    held = CaseMessage.objects.filter(inbound__in=[one.inbound_id for one in rows])
    case_of = dict(held.values_list("inbound", "case"))
    related = ("office", "latest__contact", "latest__account")
    cases = with_reports(Case.objects.filter(pk__in=case_of.values())).select_related(*related).in_bulk()
    entries = proposing.entries_of(cases.values())
    since: dict[int, list[Inbound]] = {}
    for each in CaseMessage.objects.filter(case__in=cases).select_related("inbound"):
        since.setdefault(each.case_id, []).append(each.inbound)
    lines = list[Line]()
    for one in rows:
        if (case := cases.get(case_of.get(one.inbound_id, 0))) is not None:
            later = [each for each in since[case.pk] if each.pk > one.inbound_id and not each.automatic]
            is_own = one.written_by_id == user.pk
            lines.append(Line(one, case, title_of(case), is_own, entries[case.pk], later))
    return lines
