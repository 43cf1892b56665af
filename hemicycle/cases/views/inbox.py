"""What came to one's offices: the list, and beside it one case with its thread.

What everybody reads on its network is read here by whoever speaks for the account. What was written to the office
alone is read one case at a time, by those who may, and each time is noted: at once by whoever answers letters, with a
reason given by whoever does not.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from hemicycle.accounts.models import Office, User
from hemicycle.accounts.patterns import MOST_COUNTED
from hemicycle.accounts.permissions import allow
from hemicycle.cases import actions
from hemicycle.cases.actions import proposing
from hemicycle.cases.forms.cases import (
    AnswerForm,
    AssignForm,
    EscalateForm,
    InformForm,
    NoteForm,
    PostedAnswerForm,
    SendBackForm,
    SnoozeForm,
)
from hemicycle.cases.inbox import choices
from hemicycle.cases.inbox.constituency import is_out_of_area
from hemicycle.cases.inbox.days import days_offered
from hemicycle.cases.inbox.filters import Asked
from hemicycle.cases.inbox.finding import elsewhere, found_in
from hemicycle.cases.inbox.languages import language_shown, name_of_foreign
from hemicycle.cases.inbox.rows import rows_of, sources_of, state_of, title_of, urgency_of, whole
from hemicycle.cases.inbox.savings import savings_of
from hemicycle.cases.inbox.shelf import shelf_of
from hemicycle.cases.inbox.thread import Thread, others_of
from hemicycle.cases.inbox.triage import ANSWERED_TODAY, guide, looked_at_by
from hemicycle.cases.models import Case, CaseMessage, OutcomeNotice, Presence, Urgency
from hemicycle.cases.outcomes.hearing import before_due, next_hearings
from hemicycle.cases.permissions import colleagues_who_answer, may_answer, may_read, readers_of
from hemicycle.cases.receiving import house_office
from hemicycle.cases.safety.guarded import guarded_of
from hemicycle.cases.safety.support import support_of
from hemicycle.cases.views.drafts import form_of_answer, kept_words, sent_back, sent_keys
from hemicycle.cases.views.lookup import (
    TO_THE_LIST,
    case_of,
    inbox_page,
    page_of,
    person,
    read_at_once,
    readable_case,
    reads_letters,
)
from hemicycle.channels import actions as channels
from hemicycle.channels.forms import ReadForm
from hemicycle.channels.inbox.answers import Entry
from hemicycle.channels.models import Content, Measure
from hemicycle.channels.models import State as Delivery
from hemicycle.channels.permissions import ANSWERERS, INBOX, MAY_READ, MODERATORS
from hemicycle.record.models import MemberOffice, Person

A_DAY = timedelta(days=1)
# What is seen at a glance; the sender's page of the list has the rest.
MOST_OTHERS = 5


@allow(*INBOX)
def inbox(request: HttpRequest) -> HttpResponse:
    """The latest first."""
    context = list_of(request)
    context["to_approve"] = proposing.count_for(person(request))
    context["shelf"] = shelf_of(person(request), context["asked"], request.GET.urlencode())
    return render(request, "cases/inbox/inbox.html", context)


@allow(*INBOX)
def thread(request: HttpRequest, number: int) -> HttpResponse:
    """One text that went out through one account, and what people answered to it."""
    offices = Office.objects.of(request.user)
    content = get_object_or_404(Content.objects.select_related("account"), pk=number, account__office__in=offices)
    is_private = any(row.is_private for row in content.outbounds.select_related("content")[:1])
    answering = CaseMessage.objects.filter(inbound__answers__content=content)
    asked = Asked(person(request), {"state": "all", **request.GET.dict()}, among=answering)
    page = page_of(asked.rows(), request)
    found = whole(page.object_list)
    rules = next(one for one in asked.more if one.name == "rules")
    context = {
        "content": content,
        "parts": [_("A message to one person")] if is_private else content.parts,
        "page": page,
        "rows": rows_of(found, reader=person(request), sources=sources_of(found)),
        "filters": [rules],
    }
    return render(request, "cases/thread.html", context)


@allow(*INBOX, redirects=True)
def message(request: HttpRequest, number: int) -> HttpResponse:
    """The case of a message."""
    rows = CaseMessage.objects.filter(inbound=number, case__in=Case.objects.visible_to(request.user))
    return redirect("cases:case", get_object_or_404(rows.select_related("case")).case.reference)


@allow(*INBOX)
def case(request: HttpRequest, reference: str) -> HttpResponse:
    """One case; its words at once where everybody reads them, and for whoever answers letters."""
    found = case_of(request, reference)
    if found.merged_into is not None:
        return redirect(inbox_page(request, found.merged_into))
    return show(request, found)


@allow(*MAY_READ, only_post=True, step_up="unredacted")
def read(request: HttpRequest, reference: str) -> HttpResponse:
    """The words of a letter, once, in the answer to a form; they stand in no address."""
    found, form = case_of(request, reference), ReadForm(request.POST)
    if not reads_letters(request, found) or not form.is_valid():
        return redirect(inbox_page(request, found))
    return show(request, found, why=form.cleaned_data["why"])


@allow(*INBOX, only_post=True)
def present(request: HttpRequest, reference: str) -> HttpResponse:
    """The page is still open: who else is there, and what they did since it was read."""
    found = readable_case(request, reference)
    actions.mark_present(found, by=person(request), is_writing=bool(request.POST.get("writing")))
    seen = request.POST.get("seen", "")
    entries = proposing.entries_of([found])[found.pk]
    context = _others(request, found) | {"newer": seen.isdecimal() and int(seen) < entries}
    return render(request, "cases/inbox/presence.html", context | {"case": found})


def show(
    request: HttpRequest,
    found: Case,
    *,
    why: str = "",
    answer: AnswerForm | None = None,
    note: NoteForm | None = None,
    snooze: SnoozeForm | None = None,
    posted: PostedAnswerForm | None = None,
    returning: SendBackForm | None = None,
    escalate: EscalateForm | None = None,
    inform: InformForm | None = None,
    status: int = 200,
    **also: object,
) -> HttpResponse:
    """The page of a case, with what somebody has just filled in. `why`: the reason for which its words are shown once
    more, where they are nobody else's to read. `also`: for the template."""
    if found.latest is None:
        raise Http404
    opened = _opens(request, found, why)
    context = list_of(request, beside=found)
    thread = Thread(found, person(request), context.pop("source"))
    said = _thread(request, thread, posted)
    is_proposed = any(one.returned_at is None for one in said.get("proposals", ()))
    context |= _known(request, thread, is_proposed=is_proposed) | said | {"opened": opened, "why": why or "answer"}
    of_ours = any(one.kind != "message" for one, _form in context.get("entries", ()))
    if not (opened or found.is_public) and (of_ours or context.get("proposals")):
        channels.note_thread_read(found.latest, by=thread.reader)
    if opened and context.get("may_answer"):
        answer = answer or kept_words(request, found) or sent_back(context["proposals"], thread.reader)
        if isinstance(answer, InformForm):
            inform, answer = inform or answer, None
        context |= form_of_answer(found, answer, seen=context["seen"], suggestions=context["suggestions"])
        context["approved_first"] = proposing.is_approved_first(found)
        context["has_answer"] |= is_proposed
    if context.get("may_handle"):
        actions.mark_present(found, by=person(request), is_writing=bool(answer and answer["text"].value()))
        context |= _others(request, found)
    if inform is not None:
        inform.initial.setdefault("seen", context.get("seen"))
    context |= {
        "inform_form": inform,
        "note_form": note or NoteForm(people=context.get("people", ())),
        "return_form": returning or SendBackForm(),
        "snooze_form": snooze or SnoozeForm(initial={"until": timezone.localdate() + A_DAY}),
        "escalate_form": escalate or EscalateForm(people=context.get("escalates_to", ())),
        **also,
    }
    return render(request, "cases/inbox/case.html", context, status=status)


def _others(request: HttpRequest, found: Case) -> dict[str, Any]:
    rows = Presence.objects.now().of_others(person(request)).filter(case=found).select_related("user")
    return {"present": list(rows.order_by("user__name", "pk"))}


def _opens(request: HttpRequest, found: Case, why: str) -> bool:
    """Whether the words are shown, which is noted of letters."""
    if not found.is_public and why in channels.REASONS_TO_READ and reads_letters(request, found):
        assert found.latest is not None
        channels.read_message(found.latest, why=why, by=person(request))
        return True
    return found.pk in read_at_once(request, [found])


def list_of(request: HttpRequest, *, beside: Case | None = None) -> dict[str, Any]:
    """The list; with a case `beside` it, what that answers is found together with what the others answer."""
    user = person(request)
    asked = Asked(user, request.GET)
    tabs, waiting = asked.tabs(is_beside=beside is not None)
    together = asked.campaigns()
    count = next(tab.count or 0 for tab in tabs if tab.is_current)
    page = page_of(asked.rows(), request, count=min(count, MOST_COUNTED))
    found = whole(page.object_list, beside=beside)
    if words := request.GET.get("q", "").strip():
        actions.note_search(words, lambda: found_in(asked), by=user)
    sources = sources_of([*found, beside] if beside is not None else found)
    answered = beside.latest.answers if beside is not None and beside.latest is not None else None
    has_any = any(tab.count or tab.campaigns for tab in tabs)
    return {
        "asked": asked,
        "is_to_do": asked.state == choices.TO_DO,
        "in_campaigns": sum(n for _campaign, n in together) - sum(tab.campaigns for tab in tabs),
        "tabs": tabs,
        "waiting": waiting,
        "has_any": has_any,
        "elsewhere": elsewhere(user, asked, request.GET.dict()) if beside is None else (),
        "may_export": bool(user.offices_as(MAY_READ)),
        "letters_elsewhere": None if has_any else _letters_elsewhere(user),
        "written_to": None if has_any else _member_written_to(user),
        "page": page,
        "rows": rows_of(found, reader=user, sources=sources),
        "campaigns": together if page.number == 1 else [],
        "source": sources[answered.content_id] if answered is not None else None,
        "is_cut": count > MOST_COUNTED,
        "next": _next(asked, found, beside) if beside is not None else "",
        "query": request.GET.urlencode(),
        "triages": [(one.value, one.label) for one in actions.CLOSED_FOR],
        "tags": [value for value, _label in asked.choices_of("tag") if value],
        "may_moderate": user.has_role(MODERATORS),
        "may_have_templates": bool(user.offices_as(ANSWERERS)),
        "may_add_letters": bool(user.offices_as(ANSWERERS) & user.offices_as(MAY_READ)),
    }


def _letters_elsewhere(user: User) -> Office | None:
    """The office that gets what people write to the House in the form, where that is none of theirs."""
    office = house_office()
    return None if office is None or office in user.offices else office


def _member_written_to(user: User) -> Person | None:
    """Whose letters come to an office of theirs."""
    found = MemberOffice.objects.filter(office__in=user.offices).select_related("person").order_by("pk").first()
    return found.person if found is not None else None


def _next(asked: Asked, listed: list[Case], beside: Case) -> str:
    """The reference of the case that follows in the list; TO_THE_LIST behind the last."""
    at = next((at for at, one in enumerate(listed) if one.pk == beside.pk), None)
    if at is not None and at + 1 < len(listed):
        return listed[at + 1].reference
    following = asked.after(beside).values_list("reference", flat=True)[:1]
    return next(iter(following), TO_THE_LIST)


def _thread(request: HttpRequest, thread: Thread, posted: PostedAnswerForm | None) -> dict[str, Any]:
    """What belongs to it, for those who may read it."""
    user, found = thread.reader, thread.case
    people = readers_of(found)
    hearings = next_hearings([one.bill.pk for one in thread.subjects if one.bill is not None]).values()
    if not may_read(user, found):
        return {"source": thread.source, "readers": [str(one) for one in people], "suggestions": []}
    proposals = thread.proposals()
    return {
        "may_handle": True,
        "may_answer": may_answer(user, found),
        "source": thread.source,
        "above": thread.above,
        "entries": [(one, _posted_form(one, posted)) for one in thread.entries()],
        "suggestions": thread.suggestions(),
        "proposals": proposals,
        "subjects": thread.subjects,
        "clauses": thread.clauses(),
        "outcome_notices": _outcome_notices(found),
        "hearings": hearings,
        "heard_before": before_due(found, [one.sitting.date for one in hearings]),
        **guarded_of(found),
        "guide": guide(),
        "support": support_of(found),
        "others": others_of(found, most=MOST_OTHERS),
        "looked_at_by": looked_at_by(found, people),
        "is_today": found.urgency in ANSWERED_TODAY,
        "people": [one for one in people if one.pk != user.pk],
        "escalates_to": colleagues_who_answer(people, user),
        "assign_form": AssignForm(initial={"assignee": found.assignee_id}, people=people),
        "snooze_days": days_offered(thread.subjects),
        "passings": list(found.passings.select_related("to")) if getattr(found, "was_asked", False) else [],
        "why_not_passed_on": actions.NOT_PASSED_ON.get(actions.why_not_passed_on(found), ""),
        "not_acknowledged": actions.NOT_ACKNOWLEDGED.get(actions.why_not_acknowledged(found), ""),
        "is_out_of_area": is_out_of_area(found),
        "is_mine": found.assignee_id == user.pk,
        "notifies": _notified_of_answer(user, found, people),
        "sent_keys": sent_keys(thread, proposals),
        "received": len(thread.messages),
        "seen": len(thread.messages) + len(thread.given),
        "case_tags": [one.tag.name for one in found.tags.all()],
    }


def _outcome_notices(found: Case) -> Iterable[OutcomeNotice]:
    if not getattr(found, "has_outcomes", True):
        return ()
    # What waits, or was cancelled, reached nobody.
    said = ~Q(obstacle="") | Q(pk__in=found.outcomes.notified().values("pk"))
    rows = found.outcomes.filter(said).select_related("outcome__bill", "outcome__announcement", "outcome__office")
    return rows.order_by("pk")


def _notified_of_answer(reader: User, found: Case, readers: Iterable[User]) -> User | None:
    """The colleague it is assigned to, as long as they may read it."""
    return next((one for one in readers if one.pk == found.assignee_id and one.pk != reader.pk), None)


def _posted_form(entry: Any, posted: PostedAnswerForm | None) -> PostedAnswerForm | None:
    if not isinstance(entry, Entry) or not entry.is_to_post:
        return None
    return posted if posted is not None and posted.answer == entry.number else PostedAnswerForm(answer=entry.number)


def _known(request: HttpRequest, thread: Thread, *, is_proposed: bool) -> dict[str, Any]:
    found = thread.case
    latest = found.latest
    assert latest is not None
    # A notice of the house rules is no answer, unless it did not arrive.
    last = next((one for one in reversed(thread.given) if one.returned_at or not channels.is_notice(one)), None)
    to_post = last is not None and (
        last.is_to_print or (last.outbound is not None and last.outbound.state == Delivery.BY_HAND)
    )
    state, label = state_of(
        found, is_answered=last is not None, is_undelivered=bool(last and last.returned_at), is_to_post=to_post,
        is_proposed=is_proposed,
    )  # fmt: skip
    lang = language_shown(found.lang or channels.known_languages([latest])[latest.pk], latest.text)
    has_files = any(one.attachments.all() for one in thread.messages)
    return {
        "case": found,
        "message": latest,
        "lang": lang,
        "foreign": name_of_foreign(lang),
        "title": title_of(found),
        "has_answer": not found.is_open or to_post,
        "state": state,
        "label": label,
        "certainty": min(99, round(100 * found.evidence.get("certainty", 0))),
        "urgency": urgency_of(found),
        "urgencies": Urgency.choices,
        "due_at": found.answer_due_at,
        "is_overdue": found.is_overdue,
        "printed_on": timezone.localdate(),
        "savings": _savings(thread) if has_files and reads_letters(request, found) else (),
        "measures": _measures(thread),
        "form": ReadForm() if reads_letters(request, found) else None,
        "may_apply_rules": found.office_id in person(request).offices_as(MODERATORS),
    }


def _measures(thread: Thread) -> Iterable[Measure]:
    """Only of what everybody reads."""
    if not thread.case.is_public or not getattr(thread.case, "has_measures", True):
        return ()
    return Measure.objects.filter(inbound__in=thread.messages).order_by("pk")


def _savings(thread: Thread) -> list[Any]:
    return [one for row in thread.messages if row.attachments.all() for one in savings_of(row)]
