"""Answering a message from its own page; what leaves is known before, and can be taken back for some seconds."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from hemicycle.accounts.permissions import allow
from hemicycle.channels import actions
from hemicycle.channels.errors import CannotAnswer
from hemicycle.channels.forms import AnswerForm
from hemicycle.channels.inbox.rows import sources_of
from hemicycle.channels.inbox.threads import Thread, facts_of
from hemicycle.channels.models import Answer, Inbound
from hemicycle.channels.permissions import ANSWERERS, may_answer
from hemicycle.channels.views.inbox import show
from hemicycle.channels.views.lookup import inbox_page, person, received_message


@allow(*ANSWERERS, only_post=True)
def answer(request: HttpRequest, number: int) -> HttpResponse:
    """Send it; or, without a script, put a template into it, or see how long it is."""
    found = _answerable(request, number)
    why = request.POST.get("why", "")
    if "insert" in request.POST:
        return show(request, found, why=why, answer=_with_template(request, found))
    form = AnswerForm(request.POST)
    if not form.is_valid() or "look" in request.POST:
        return show(request, found, why=why, answer=form, status=422 if form.errors else 200)
    said = form.cleaned_data
    try:
        given = actions.give_answer(found, text=said["text"], lang=said["lang"], key=said["key"], by=person(request))
    except CannotAnswer as error:
        form.add_error("text", str(actions.OBSTACLES[error.code]))
        return show(request, found, why=why, answer=form, status=422)
    _say(request, given)
    return redirect(inbox_page(request, number))


@allow(*ANSWERERS, only_post=True)
def answer_facts(request: HttpRequest, number: int) -> HttpResponse:
    """What would leave, while it is being written."""
    found, form = _answerable(request, number), AnswerForm(request.POST)
    form.is_valid()
    lang = form.cleaned_data.get("lang") or actions.language_of(found)
    facts = facts_of(found, text=request.POST.get("text", ""), lang=lang)
    return render(request, "channels/inbox/facts.html", {"facts": facts})


@allow(*ANSWERERS, only_post=True)
def take_back(request: HttpRequest, number: int) -> HttpResponse:
    """Nothing has left; the words stand in the form again."""
    given = _given(request, number)
    if not actions.take_back(given, by=person(request)):
        messages.error(request, _("It has left already."))
        return redirect(inbox_page(request, given.inbound_id))
    messages.success(request, _("Taken back. Nothing has left."))
    form = AnswerForm(initial={"text": given.text, "lang": given.lang, "key": actions.new_key(), "why": "answer"})
    return show(request, received_message(request, given.inbound_id), why="answer", answer=form)


@allow(*ANSWERERS, only_post=True)
def try_again(request: HttpRequest, number: int) -> HttpResponse:
    given = _given(request, number)
    try:
        _say(request, actions.try_again(given, by=person(request)))
    except CannotAnswer as error:
        messages.error(request, str(actions.OBSTACLES[error.code]))
    return redirect(inbox_page(request, given.inbound_id))


def _answerable(request: HttpRequest, number: int) -> Inbound:
    found = received_message(request, number)
    if not may_answer(person(request), found):
        raise PermissionDenied
    return found


def _given(request: HttpRequest, number: int) -> Answer:
    rows = Answer.objects.visible_to(request.user).select_related("office", "outbound")
    given: Answer = get_object_or_404(rows, pk=number)
    given.inbound = _answerable(request, given.inbound_id)
    return given


def _say(request: HttpRequest, given: Answer) -> None:
    said = _("The answer leaves in %(n)d seconds.") % {"n": actions.WAITS.seconds}
    messages.success(request, said, extra_tags=f"undo:{reverse('channels:take_back', args=[given.pk])}")


def _with_template(request: HttpRequest, found: Inbound) -> AnswerForm:
    """Below what is written already."""
    chosen = request.POST.get("template", "")
    source = sources_of([found]).get(found.answers.content_id) if found.answers is not None else None
    suggestions = Thread(found, person(request), source).suggestions()
    text, lang = request.POST.get("text", "").strip(), request.POST.get("lang", "")
    for one in suggestions:
        if str(one.template.pk) == chosen:
            text, lang = "\n\n".join(filter(None, (text, one.text))), one.template.lang
    initial = {"text": text, "lang": lang, "key": request.POST.get("key", ""), "why": request.POST.get("why", "")}
    return AnswerForm(initial=initial)
