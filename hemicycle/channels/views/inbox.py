"""What came to one's offices through their accounts: the list, and beside it one message with its thread.

What everybody reads on its network is read here by whoever speaks for the account. What was written to the office
alone is read one message at a time, by those who may, and each time is noted.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hemicycle.accounts.models import Office, User
from hemicycle.accounts.permissions import allow
from hemicycle.channels import actions
from hemicycle.channels.forms import AnswerForm, AssignForm, NoteForm, PostedAnswerForm, ReadForm, SnoozeForm
from hemicycle.channels.inbox.filters import Asked
from hemicycle.channels.inbox.rows import age_of, is_overdue, rows_of, sources_of, state_of, title_of, whole
from hemicycle.channels.inbox.savings import savings_of
from hemicycle.channels.inbox.threads import Entry, Thread, facts_of
from hemicycle.channels.models import Content, Inbound, State, is_public
from hemicycle.channels.permissions import (
    ANSWERERS,
    INBOX,
    MAY_READ,
    MODERATORS,
    may_answer,
    may_read,
    readers_of,
)
from hemicycle.channels.views.lookup import inbox_page, page_of, person, received_message

A_DAY = timedelta(days=1)
REFUSED = {
    "kind": gettext_lazy("not kept: of a kind that is not taken"),
    "size": gettext_lazy("not kept: too large"),
    "number": gettext_lazy("not kept: too many files"),
    "content": gettext_lazy("not kept: not what it says it is"),
}


@allow(*INBOX)
def inbox(request: HttpRequest) -> HttpResponse:
    """The latest first."""
    return render(request, "channels/inbox/inbox.html", list_of(request))


@allow(*INBOX)
def thread(request: HttpRequest, number: int) -> HttpResponse:
    """One text that went out through one account, and what people answered to it."""
    offices = Office.objects.of(request.user)
    content = get_object_or_404(Content.objects.select_related("account"), pk=number, account__office__in=offices)
    is_private = any(row.is_private for row in content.outbounds.select_related("content")[:1])
    asked = Asked(person(request), {"state": "all", **request.GET.dict()})
    page = page_of(asked.rows().answering(content), request)
    found = whole(page.object_list, oldest_first=asked.is_oldest_first)
    rules = next(one for one in asked.more if one.name == "rules")
    context = {
        "content": content,
        "parts": [_("An answer to one person")] if is_private else content.parts,
        "page": page,
        "rows": rows_of(found, reader=person(request), sources=sources_of(found)),
        "filters": [rules],
    }
    return render(request, "channels/thread.html", context)


@allow(*INBOX)
def received(request: HttpRequest, number: int) -> HttpResponse:
    """One message; its words at once where everybody reads them."""
    return show(request, received_message(request, number))


@allow(*MAY_READ, only_post=True, step_up="unredacted")
def read(request: HttpRequest, number: int) -> HttpResponse:
    """The words of a letter, once, in the answer to a form; they stand in no address."""
    found, form = received_message(request, number), ReadForm(request.POST)
    if not _reads_letters(request, found) or not form.is_valid():
        return redirect(inbox_page(request, number))
    return show(request, found, why=form.cleaned_data["why"])


@allow(*MAY_READ, only_post=True, step_up="unredacted")
def take_file(request: HttpRequest, number: int, file: int) -> HttpResponse:
    """A file that came with a message, to be saved: never opened by the browser as a page of ours."""
    found, form = received_message(request, number), ReadForm(request.POST)
    attached = get_object_or_404(found.attachments.filter(refused=""), pk=file)
    if not _reads_letters(request, found) or not form.is_valid():
        return redirect(inbox_page(request, number))
    content = actions.read_file(attached, why=form.cleaned_data["why"], by=person(request))
    answer = HttpResponse(content, content_type="application/octet-stream")
    answer.headers["Content-Disposition"] = (
        content_disposition_header(as_attachment=True, filename=attached.name) or ""
    )
    answer.headers["Cache-Control"] = "no-store, private"
    return answer


def show(
    request: HttpRequest,
    found: Inbound,
    *,
    why: str = "",
    answer: AnswerForm | None = None,
    note: NoteForm | None = None,
    snooze: SnoozeForm | None = None,
    posted: PostedAnswerForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page of a message, with what somebody has just filled in. `why`: the reason for which its words are shown
    once more, where they are nobody else's to read."""
    text = found.text if is_public(found) and may_read(person(request), found) else None
    if text is None and why in actions.REASONS_TO_READ and _reads_letters(request, found):
        text = actions.read_message(found, why=why, by=person(request))
    context = list_of(request, beside=found)
    thread = Thread(found, person(request), context.pop("source"))
    context |= _known(request, thread) | _thread(request, thread, posted) | {"text": text, "why": why}
    if text is not None and context.get("may_answer"):
        context |= _answering(found, answer, why=why, suggestions=context["suggestions"])
    context |= {
        "note_form": note or NoteForm(),
        "snooze_form": snooze or SnoozeForm(initial={"until": timezone.localdate() + A_DAY}),
    }
    return render(request, "channels/inbox/message.html", context, status=status)


def list_of(request: HttpRequest, *, beside: Inbound | None = None) -> dict[str, Any]:
    """The list; with a message `beside` it, what that answers is found together with what the others answer."""
    user = person(request)
    asked = Asked(user, request.GET)
    tabs, waiting = asked.tabs()
    page = page_of(asked.rows(), request, count=next(tab.count for tab in tabs if tab.is_current))
    found = whole(page.object_list, oldest_first=asked.is_oldest_first)
    sources = sources_of([*found, beside] if beside is not None else found)
    answered = beside.answers if beside is not None else None
    return {
        "asked": asked,
        "tabs": tabs,
        "waiting": waiting,
        "has_any": any(tab.count for tab in tabs),
        "page": page,
        "rows": rows_of(found, reader=user, sources=sources),
        "source": sources[answered.content_id] if answered is not None else None,
        "query": request.GET.urlencode(),
        "may_moderate": user.has_role(MODERATORS),
        "may_have_templates": bool(user.offices_as(ANSWERERS)),
    }


def _reads_letters(request: HttpRequest, found: Inbound) -> bool:
    return found.office_id in person(request).offices_as(MAY_READ)


def _thread(request: HttpRequest, thread: Thread, posted: PostedAnswerForm | None) -> dict[str, Any]:
    """What belongs to it, for those who may read it."""
    user, found = thread.reader, thread.message
    if not may_read(user, found):
        readers = [str(one) for one in readers_of(found)]
        return {"source": thread.source, "readers": readers, "suggestions": []}
    people, entries = readers_of(found), list(thread.entries())
    if not is_public(found) and any(one.text for one in entries):
        actions.note_thread_read(found, by=user)
    return {
        "may_handle": True,
        "may_answer": may_answer(user, found),
        "source": thread.source,
        "above": thread.above,
        "entries": [(one, _posted_form(one, posted)) for one in entries],
        "suggestions": thread.suggestions(),
        "assign_form": AssignForm(initial={"assignee": found.assignee_id}, people=people),
        "is_mine": found.assignee_id == user.pk,
        "notifies": _notified_of_answer(user, found, people),
        "sent_keys": [one.key for one in thread.given],
    }


def _notified_of_answer(reader: User, found: Inbound, readers: Iterable[User]) -> User | None:
    """The colleague it is assigned to, as long as they may read it."""
    return next((one for one in readers if one.pk == found.assignee_id and one.pk != reader.pk), None)


def _posted_form(entry: Entry, posted: PostedAnswerForm | None) -> PostedAnswerForm | None:
    if not entry.is_to_post:
        return None
    return posted if posted is not None and posted.answer == entry.number else PostedAnswerForm(answer=entry.number)


def _answering(found: Inbound, form: AnswerForm | None, *, why: str, suggestions: Any) -> dict[str, Any]:
    lang = actions.language_of(found)
    given = form or AnswerForm(initial={"lang": lang, "key": actions.new_key(), "why": why})
    text, asked = str(given["text"].value() or ""), str(given["lang"].value() or lang)
    if stopped := actions.obstacle(found):
        return {"obstacle": actions.OBSTACLES[stopped]}
    return {"answer_form": given, "facts": facts_of(found, text=text, lang=asked), "answer_lang": asked}


def _known(request: HttpRequest, thread: Thread) -> dict[str, Any]:
    found = thread.message
    attached = found.attachments.order_by("pk").values("pk", "name", "kind", "size", "refused")
    last = thread.given[-1] if thread.given else None
    to_post = last is not None and last.outbound is not None and last.outbound.state == State.BY_HAND
    state, label = state_of(
        found, is_answered=last is not None, is_undelivered=bool(last and last.returned_at), is_to_post=to_post
    )
    return {
        "message": found,
        "lang": found.lang or actions.known_languages([found])[found.pk],
        "title": title_of(found),
        "has_answer": found.closed_at is not None or to_post,
        "state": state,
        "label": label,
        "age": age_of(found),
        "due_at": found.answer_due_at,
        "is_overdue": is_overdue(found),
        "files": [{**one, "status": str(REFUSED.get(one["refused"], "")) or _("kept")} for one in attached],
        "savings": savings_of(found) if attached and _reads_letters(request, found) else (),
        "measures": found.measures.order_by("pk") if is_public(found) else (),
        "is_public": is_public(found),
        "form": ReadForm() if _reads_letters(request, found) else None,
        "may_apply_rules": found.office_id in person(request).offices_as(MODERATORS),
    }
