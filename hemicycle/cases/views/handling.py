"""What is done about one case of the inbox: assigned, snoozed, closed, noted, tagged, with undo."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hemicycle.accounts.models import User
from hemicycle.accounts.permissions import allow
from hemicycle.cases import actions
from hemicycle.cases.actions import Handling
from hemicycle.cases.forms.cases import AssignForm, NoteForm, SnoozeForm
from hemicycle.cases.inbox.mentions import mentions_in, not_notified_words, notified_words
from hemicycle.cases.models import Case, ProposedAnswer, Urgency
from hemicycle.cases.permissions import readers_of
from hemicycle.cases.views.inbox import show
from hemicycle.cases.views.lookup import inbox_page, just, next_page, person, readable_case
from hemicycle.cases.views.undoing import done, say
from hemicycle.channels.permissions import INBOX


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
    return done(request, before, assigned(to, 1), found)


@allow(*INBOX, only_post=True)
def snooze(request: HttpRequest, reference: str) -> HttpResponse:
    found, form = readable_case(request, reference), SnoozeForm(request.POST)
    if not form.is_valid():
        return show(request, found, snooze=form, status=422)
    until = form.cleaned_data["until"]
    before = actions.snooze(just(found), until=until, by=person(request))
    said = _("Snoozed. It is back on %(day)s.") % {"day": date_format(until, "DATE_FORMAT")}
    warn_of_snooze(request, before, until)
    return done(request, before, said, found, back=next_page(request))


@allow(*INBOX, only_post=True)
def close(request: HttpRequest, reference: str) -> HttpResponse:
    """`then`: the case to go on with."""
    found = readable_case(request, reference)
    before = actions.close(just(found), triage=request.POST.get("triage", ""), by=person(request))
    return done(request, before, closed(found), found, back=next_page(request))


@allow(*INBOX, only_post=True)
def reopen(request: HttpRequest, reference: str) -> HttpResponse:
    found = readable_case(request, reference)
    before = actions.reopen(just(found), by=person(request))
    return done(request, before, _("It is to do again."), found)


@allow(*INBOX, only_post=True)
def note(request: HttpRequest, reference: str) -> HttpResponse:
    found = readable_case(request, reference)
    user, readers = person(request), list(readers_of(found))
    form = NoteForm(request.POST, people=[one for one in readers if one.pk != user.pk])
    if not form.is_valid():
        return show(request, found, note=form, status=422)
    said = form.cleaned_data
    mentions = mentions_in(said["text"], office=found.office, readers=readers, by=user)
    ticked = list(said.get("mentioned", ()))
    notified = ticked + [one for one in mentions.notified if one not in ticked]
    actions.write_note(found, text=said["text"], mentioned=notified, by=user)
    saved = _("The note is saved. It never leaves your office.")
    messages.success(request, " ".join(filter(None, (saved, notified_words(notified)))))
    if missed := not_notified_words(mentions):
        messages.warning(request, " ".join(missed))
    return redirect(inbox_page(request, found))


@allow(*INBOX, only_post=True)
def delete_note(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """One's own. Without undo, for which its words would have to be kept where nobody erases them; the page asks."""
    found = readable_case(request, reference)
    note = get_object_or_404(found.notes, pk=number, written_by=person(request))
    if actions.delete_note(note, by=person(request)):
        messages.success(request, _("The note is deleted."))
    return redirect(inbox_page(request, found))


@allow(*INBOX, only_post=True)
def tag(request: HttpRequest, reference: str) -> HttpResponse:
    """`add`: a name that is typed or chosen; `remove`: one that it has."""
    found = readable_case(request, reference)
    back = inbox_page(request, found)
    added = "remove" not in request.POST
    name = request.POST.get("add" if added else "remove", "").strip()
    if not name:
        messages.error(request, _("Write the name of a tag."))
        return redirect(back)
    changed = (actions.tag if added else actions.untag)(just(found), name=name, by=person(request))
    if changed:
        say(request, tagged(name, 1, added=added), "tags", {"rows": changed, "name": name, "added": added}, back=back)
    return redirect(back)


@allow(*INBOX, only_post=True)
def urgency(request: HttpRequest, reference: str) -> HttpResponse:
    """What the software found is confirmed, or a person says what it is; "" that it can wait."""
    found = readable_case(request, reference)
    if request.POST.get("do") == "confirm":
        actions.confirm_urgency(found, by=person(request))
        messages.success(request, _("Confirmed."))
        return redirect(inbox_page(request, found))
    if request.POST.get("do") != "set":
        actions.set_urgency(found, "", by=person(request))
        messages.success(request, _("Saved."))
        return redirect(inbox_page(request, found))
    said = request.POST.get("urgency", "")
    if said in Urgency.values:
        actions.set_urgency(found, said, by=person(request))
        kind = {"why": Urgency(said).label}
        messages.success(request, _("It cannot wait: %(why)s. “It can wait” takes that back.") % kind)
    else:
        messages.error(request, _("Choose why it cannot wait."))
    return redirect(inbox_page(request, found))


def closed(case: Case) -> str:
    """By keyboard nothing else says which; and what one may have overlooked."""
    said = [_("%(case)s is closed.") % {"case": case}]
    if case.urgency:
        said.append(_("It was marked as one that cannot wait: %(why)s.") % {"why": case.get_urgency_display()})
    if ProposedAnswer.objects.waiting().about(case).exists():
        said.append(_("An answer to it still waits for approval."))
    return " ".join(said)


def warn_of_snooze(request: HttpRequest, before: Iterable[Handling], until: datetime) -> None:
    """Of what is due before it is back, and of what cannot wait."""
    rows = Case.objects.filter(pk__in=[one.case for one in before]).select_related("office").order_by("pk")
    due = [(one, one.answer_due_at) for one in rows]
    if late := [f"{one} ({_day(at)})" for one, at in due if at is not None and at < until]:
        messages.warning(request, _("Due before that day: %(cases)s.") % {"cases": ", ".join(late)})
    if urgent := [f"{one} ({one.get_urgency_display()})" for one in rows if one.urgency]:
        messages.warning(request, _("Cannot wait: %(cases)s.") % {"cases": ", ".join(urgent)})


def _day(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "DATE_FORMAT")


def assigned(to: User | None, count: int) -> str:
    if to is None:
        return ngettext("Assigned to nobody.", "%(n)d cases assigned to nobody.", count) % {"n": count}
    said = ngettext("Assigned to %(name)s.", "%(n)d cases assigned to %(name)s.", count)
    return said % {"n": count, "name": to}


def tagged(name: str, count: int, *, added: bool) -> str:
    if added:
        said = ngettext("Tagged “%(name)s”.", "%(n)d cases tagged “%(name)s”.", count)
    else:
        said = ngettext("The tag “%(name)s” is removed.", "The tag “%(name)s” is removed from %(n)d cases.", count)
    return said % {"n": count, "name": name}
