"""What is done about cases of the inbox: assigned, snoozed, closed, noted; one or many at once, with undo."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.crypto import get_random_string
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hemicycle.accounts.models import User
from hemicycle.accounts.permissions import allow
from hemicycle.cases import actions
from hemicycle.cases.actions import Handling
from hemicycle.cases.errors import NotAReader
from hemicycle.cases.forms import AssignForm, NoteForm, SnoozeForm
from hemicycle.cases.models import Case
from hemicycle.cases.permissions import readable_by, readers_of
from hemicycle.cases.views.inbox import show
from hemicycle.cases.views.lookup import PER_PAGE, inbox_page, just, person, readable_case
from hemicycle.channels.permissions import INBOX

# Whoever wants more than this undone goes to the cases themselves.
MOST_UNDONE = 10
_UNDO = "inbox_undo"


@allow(*INBOX, only_post=True)
def assign(request: HttpRequest, reference: str) -> HttpResponse:
    """To a colleague who may read it, to oneself, or to nobody."""
    found = readable_case(request, reference)
    form = AssignForm(request.POST, people=readers_of(found))
    if not form.is_valid():
        messages.error(request, _("Choose somebody who may read it."))
        return redirect(inbox_page(request, found))
    to = person(request) if "mine" in request.POST else form.cleaned_data["assignee"]
    before = actions.assign(just(found), to=to, by=person(request))
    return done(request, before, _assigned(to, 1), found)


@allow(*INBOX, only_post=True)
def snooze(request: HttpRequest, reference: str) -> HttpResponse:
    found, form = readable_case(request, reference), SnoozeForm(request.POST)
    if not form.is_valid():
        return show(request, found, snooze=form, status=422)
    until = form.cleaned_data["until"]
    before = actions.snooze(just(found), until=until, by=person(request))
    said = _("Snoozed. It is back on %(day)s.") % {"day": date_format(until, "DATE_FORMAT")}
    return done(request, before, said, found)


@allow(*INBOX, only_post=True)
def close(request: HttpRequest, reference: str) -> HttpResponse:
    found = readable_case(request, reference)
    before = actions.close(just(found), triage=request.POST.get("triage", ""), by=person(request))
    return done(request, before, _("Closed."), found)


@allow(*INBOX, only_post=True)
def reopen(request: HttpRequest, reference: str) -> HttpResponse:
    found = readable_case(request, reference)
    before = actions.reopen(just(found), by=person(request))
    return done(request, before, _("It is to do again."), found)


@allow(*INBOX, only_post=True)
def note(request: HttpRequest, reference: str) -> HttpResponse:
    found = readable_case(request, reference)
    form = NoteForm(request.POST, people=[one for one in readers_of(found) if one.pk != person(request).pk])
    if not form.is_valid():
        return show(request, found, note=form, status=422)
    said = form.cleaned_data
    actions.write_note(found, text=said["text"], mentioned=said["mentioned"], by=person(request))
    messages.success(request, _("The note is saved. It never leaves your office."))
    return redirect(inbox_page(request, found))


@allow(*INBOX, only_post=True)
def bulk(request: HttpRequest) -> HttpResponse:
    """What is ticked on one page of the list; of it what this person may read."""
    visible = Case.objects.visible_to(request.user).filter(reference__in=request.POST.getlist("rows")[:PER_PAGE])
    rows = readable_by(visible, person(request))
    if not rows.exists():
        messages.error(request, _("Tick the cases first. Letters are closed and assigned by those who read them."))
        return redirect(inbox_page(request))
    if request.POST.get("do") == "close":
        before = actions.close(rows, by=person(request))
        said = ngettext("%(n)d case closed.", "%(n)d cases closed.", len(before)) % {"n": len(before)}
        return done(request, before, said)
    to = _chosen(request)
    try:
        before = actions.assign(rows, to=to, by=person(request))
    except NotAReader:
        messages.error(request, _("%(name)s may not read all of these cases.") % {"name": to})
        return redirect(inbox_page(request))
    return done(request, before, _assigned(to, len(before)))


@allow(*INBOX, only_post=True)
def undo(request: HttpRequest, key: str) -> HttpResponse:
    """As it was before; what was undone already is left as it is."""
    kept: dict[str, Any] = request.session.get(_UNDO, {})
    stood = kept.pop(key, None)
    request.session[_UNDO] = kept
    if stood is None:
        messages.error(request, _("This cannot be undone any more."))
        return redirect("cases:inbox")
    visible = Case.objects.visible_to(request.user)
    actions.restore(readable_by(visible, person(request)), [_opened(one) for one in stood["rows"]], by=person(request))
    messages.success(request, _("Undone."))
    return redirect(stood["back"])


def _chosen(request: HttpRequest) -> User | None:
    """Of the list's own choices; whether they may read it is for the action to say."""
    chosen = request.POST.get("assignee", "")
    if chosen == "mine":
        return person(request)
    with suppress(ValueError):
        return User.objects.filter(pk=UUID(chosen), is_active=True).first()
    return None


def _assigned(to: User | None, count: int) -> str:
    if to is None:
        return ngettext("Assigned to nobody.", "%(n)d cases assigned to nobody.", count) % {"n": count}
    said = ngettext("Assigned to %(name)s.", "%(n)d cases assigned to %(name)s.", count)
    return said % {"n": count, "name": to}


def done(request: HttpRequest, before: Sequence[Handling], said: str, found: Case | None = None) -> HttpResponse:
    """Say it, with the way back."""
    back = inbox_page(request, found)
    if not before:
        return redirect(back)
    key = get_random_string(12)
    kept = dict(list(request.session.get(_UNDO, {}).items())[1 - MOST_UNDONE :])
    request.session[_UNDO] = kept | {key: {"back": back, "rows": [_kept(one) for one in before]}}
    messages.success(request, said, extra_tags=f"undo:{reverse('cases:undo_handling', args=[key])}")
    return redirect(back)


def _kept(one: Handling) -> dict[str, Any]:
    """As a session keeps it: words and numbers."""
    return {name: value if isinstance(value, int) else value and str(value) for name, value in asdict(one).items()}


def _opened(kept: dict[str, Any]) -> Handling:
    times = {
        name: kept[name] and parse_datetime(kept[name]) for name in ("snoozed_until", "closed_at", "waiting_since")
    }
    return Handling(**{**kept, **times})
