"""Answering a case from its own page; what leaves is known before, and can be taken back for some seconds."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from hemicycle.accounts.permissions import allow
from hemicycle.cases.actions import notices, proposing
from hemicycle.cases.forms.cases import AnswerForm, InformForm, PostedAnswerForm
from hemicycle.cases.inbox.rows import sources_of
from hemicycle.cases.inbox.thread import Thread
from hemicycle.cases.models import Case, CaseMessage
from hemicycle.cases.views.drafts import forget_words, keep_words
from hemicycle.cases.views.inbox import show
from hemicycle.cases.views.lookup import answerable_case, inbox_page, next_page, person
from hemicycle.channels import actions
from hemicycle.channels.contract.capabilities import ByHand
from hemicycle.channels.errors import BadPost, CannotAnswer, NotByHand, NotSettled
from hemicycle.channels.forms import SettleForm
from hemicycle.channels.inbox.answers import facts_of
from hemicycle.channels.models import TAKEN_BACK, Answer, Inbound, State
from hemicycle.channels.permissions import ANSWERERS
from hemicycle.channels.registry import ADAPTERS
from hemicycle.channels.status.labels import SHAPES, reason
from hemicycle.channels.views import packs


@allow(*ANSWERERS, only_post=True)
def answer(request: HttpRequest, reference: str) -> HttpResponse:
    """Send it; or, without a script, put a template into it, or see how long it is."""
    found = answerable_case(request, reference)
    if "insert" in request.POST:
        return show(request, found, answer=_with_template(request, found))
    form = AnswerForm(request.POST)
    if "look" in request.POST and form.is_valid():
        return show(request, found, answer=form)
    return send(request, found, form)


def send(request: HttpRequest, found: Case, form: AnswerForm) -> HttpResponse:
    """What stands in the form, or the page with what is to be changed or meant."""
    latest, shown = _latest(found), {"inform" if isinstance(form, InformForm) else "answer": form}
    if not form.is_valid():
        return show(request, found, **shown, status=422)  # type: ignore[arg-type]
    said = form.cleaned_data
    facts = facts_of(latest, text=said["text"], lang=said["lang"])
    if meanwhile := _meanwhile(found, said):
        form.ask_whether_still_meant(proposing.entries_of([found])[found.pk], meanwhile)
        return show(request, found, **shown, status=409)  # type: ignore[arg-type]
    if facts is not None and facts.fits and facts.is_long:
        form.ask_whether_meant(facts.length)
    if form.advice:
        return show(request, found, **shown)  # type: ignore[arg-type]
    try:
        if proposing.is_approved_first(found):
            return _propose(request, found, said)
        given = actions.give_answer(latest, text=said["text"], lang=said["lang"], key=said["key"], by=person(request))
    except CannotAnswer as error:
        form.add_error("text", facts.too_long if facts and facts.over else str(actions.OBSTACLES[error.code]))
        return show(request, found, **shown, status=422)  # type: ignore[arg-type]
    forget_words(request, found)
    say_given(request, given)
    return redirect(next_page(request) or inbox_page(request, found))


def _propose(request: HttpRequest, found: Case, said: dict[str, Any]) -> HttpResponse:
    """It waits for a colleague, once. Raises CannotAnswer."""
    given, user = {name: said[name] for name in ("text", "lang", "key")}, person(request)
    try:
        proposing.propose(_latest(found), case=found, **given, by=user)
    except CannotAnswer as error:
        if error.code != proposing.WAITS:
            raise
        messages.info(request, str(actions.OBSTACLES[error.code]))
        return redirect(next_page(request) or inbox_page(request, found))
    forget_words(request, found)
    if proposing.approvers_of(found, writer=user).exists():
        messages.success(request, _("It waits for a colleague, who approves it before it leaves."))
    else:
        words = _("It waits, but nobody else of your office may approve it: ask its administrator for a colleague.")
        messages.warning(request, words)
    return redirect(next_page(request) or inbox_page(request, found))


def _meanwhile(found: Case, said: dict[str, Any]) -> str:
    """What came since the page of this form was read, in words; "" for nothing, and for the same form once more."""
    seen = said["seen"]
    if (
        seen is None
        or seen >= proposing.entries_of([found])[found.pk]
        or Answer.objects.filter(key=said["key"]).exists()
    ):
        return ""
    messages = CaseMessage.objects.filter(case=found).values("inbound")
    last = Answer.objects.filter(inbound__in=messages).select_related("written_by").last()
    if last is not None and last.written_at >= max(one.received_at for one in Inbound.objects.filter(pk__in=messages)):
        said_by = _("%(name)s answered it meanwhile: see above. Press the button again to send yours as well.")
        return said_by % {"name": last.written_by}
    return _("They wrote again meanwhile: see above. Press the button again to send your answer as it is.")


@allow(*ANSWERERS, only_post=True)
def answer_length(request: HttpRequest, reference: str) -> HttpResponse:
    """How long it is for its channel, while it is being written."""
    found, form = _latest(answerable_case(request, reference)), AnswerForm(request.POST)
    form.is_valid()
    lang = form.cleaned_data.get("lang") or actions.language_of(found)
    facts = facts_of(found, text=request.POST.get("text", ""), lang=lang)
    return render(request, "cases/inbox/length.html", {"facts": facts})


@allow(*ANSWERERS, only_post=True)
def take_back(request: HttpRequest, number: int) -> HttpResponse:
    """Nothing has left; the words stand in the form again of whoever takes it back, and who wrote them is notified
    where that is somebody else. What a colleague approved waits again then."""
    given, found = given_answer(request, number)
    if given.outbound is not None and given.outbound.code == TAKEN_BACK:
        # The page of what was taken back, loaded once more.
        return redirect(inbox_page(request, found))
    if given.written_by_id != person(request).pk and proposing.is_approved_first(found):
        return _undo_approval(request, given, found)
    if not actions.take_back(given, by=person(request)):
        messages.error(request, _("It has left already."))
        return redirect(inbox_page(request, found))
    if given.written_by_id != person(request).pk:
        notices.note_taken_back(found, to=given.written_by, by=person(request))
    messages.success(request, _("Taken back. Nothing has left."))
    keep_words(request, found, text=given.text, lang=given.lang, informs=given.informs)
    return redirect(inbox_page(request, found))


def _undo_approval(request: HttpRequest, given: Answer, found: Case) -> HttpResponse:
    if proposing.undo_approval(given, case=found, by=person(request)):
        said = _("Taken back. Nothing has left: the answer of %(name)s waits for approval again.")
        messages.success(request, said % {"name": given.written_by})
    else:
        messages.error(request, _("It has left already."))
    return redirect(inbox_page(request, found))


@allow(*ANSWERERS, only_post=True)
def try_again(request: HttpRequest, number: int) -> HttpResponse:
    given, found = given_answer(request, number)
    try:
        say_given(request, actions.try_again(given, by=person(request)))
    except CannotAnswer as error:
        messages.error(request, str(actions.OBSTACLES[error.code]))
    return redirect(inbox_page(request, found))


@allow(*ANSWERERS, only_post=True)
def answer_posted(request: HttpRequest, number: int) -> HttpResponse:
    """Somebody posted it by hand, and says where it stands where the network shows that."""
    given, found = given_answer(request, number)
    form = PostedAnswerForm(request.POST, answer=given.pk)
    if form.is_valid():
        try:
            actions.mark_answer_posted(given, address=form.cleaned_data["address"], by=person(request))
        except BadPost as error:
            form.add_error("address", str(packs.WRONG[error.code]))
        except NotByHand:
            messages.error(request, _("Somebody else has seen to it meanwhile."))
            return redirect(inbox_page(request, found))
    if form.errors:
        return show(request, found, posted=form, status=422)
    undo = f"undo:{reverse('cases:answer_not_posted', args=[given.pk])}"
    messages.success(request, _("Saved. The thread shows the answer as sent."), extra_tags=undo)
    return redirect(inbox_page(request, found))


@allow(*ANSWERERS, only_post=True)
def answer_not_posted(request: HttpRequest, number: int) -> HttpResponse:
    """It was marked by mistake."""
    given, found = given_answer(request, number)
    try:
        actions.unmark_answer_posted(given, by=person(request))
    except NotByHand:
        messages.error(request, _("It is not marked as posted any more."))
    else:
        messages.success(request, _("The answer waits to be posted again."))
    return redirect(inbox_page(request, found))


@allow(*ANSWERERS)
def settle_answer(request: HttpRequest, number: int) -> HttpResponse:
    """Somebody found out what became of an answer that nobody could tell about, and says so."""
    given, found = given_answer(request, number)
    sent = given.outbound
    if sent is None:
        raise Http404
    form = SettleForm(request.POST if request.method == "POST" else None)
    back = inbox_page(request, found)
    if form.is_valid():
        try:
            actions.settle(sent, found=form.cleaned_data["found"], by=person(request))
        except NotSettled:
            messages.info(request, _("It has been settled meanwhile."))
        else:
            messages.success(request, _("Saved. The outcome is no longer unknown."))
        return redirect(back)
    shown = {"to_settle": sent.state == State.UNKNOWN, "shape": SHAPES[sent.state], "reason": reason(sent.code)}
    context = {"form": form, "message": sent, "back": back, "shown": shown | {"parts": [given.text]}}
    return render(request, "channels/settle.html", context, status=422 if form.errors else 200)


def _latest(found: Case) -> Inbound:
    """What an answer answers: the last that they wrote."""
    if found.latest is None:
        raise Http404
    return found.latest


def given_answer(request: HttpRequest, number: int) -> tuple[Answer, Case]:
    """An answer and its case, for whoever may answer that."""
    rows = Answer.objects.visible_to(request.user).select_related(
        "office", "inbound__account", "inbound__contact", "outbound__account", "outbound__content", "outbound__office"
    )
    given: Answer = get_object_or_404(rows, pk=number)
    held = get_object_or_404(CaseMessage.objects.select_related("case"), inbound=given.inbound_id)
    return given, answerable_case(request, held.case.reference)


def leaves_by_itself(given: Answer) -> bool:
    """It is sent; it neither stands on the page of its letter alone nor is posted by a person."""
    return given.outbound is not None and not isinstance(ADAPTERS.get(given.outbound.account.kind), ByHand)


def say_given(request: HttpRequest, given: Answer) -> None:
    if given.is_to_print:
        messages.success(request, _("The answer is ready. Print and post it, then say so below."))
        return
    if given.outbound is None:
        said = _("Closed as “Inform”. The message stands on the page of the letter.") if given.informs else ""
        messages.success(request, said or _("The answer stands on the page of the letter."))
        return
    if not leaves_by_itself(given):
        said = _("The answer is ready. Copy it, post it on the network, then say so below.")
    elif given.informs:
        said = _("Closed as “Inform”. The message leaves in %(n)d seconds.") % {"n": actions.WAITS.seconds}
    else:
        said = _("The answer leaves in %(n)d seconds.") % {"n": actions.WAITS.seconds}
    messages.success(request, said, extra_tags=f"undo:{reverse('cases:take_back', args=[given.pk])}")


def _with_template(request: HttpRequest, found: Case) -> AnswerForm:
    """Below what is written already, in whose language the answer stays."""
    chosen = request.POST.get("template", "")
    answered = _latest(found).answers
    source = sources_of([found]).get(answered.content_id) if answered is not None else None
    suggestions = Thread(found, person(request), source).suggestions()
    text, lang = request.POST.get("text", "").strip(), request.POST.get("lang", "")
    inserted = next((one for one in suggestions if str(one.template.pk) == chosen), None)
    if inserted is not None:
        lang = lang if text else inserted.template.lang
        text = "\n\n".join(filter(None, (text, inserted.text)))
    form = AnswerForm(initial={"text": text, "lang": lang, "key": request.POST.get("key", "")})
    if inserted is not None and inserted.template.lang != lang:
        form.advice = _("The template is in another language than your answer: translate it before you send it.")
    return form
