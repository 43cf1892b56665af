"""An announcement is read, approved, sent back; an edit is proposed, a remark overruled."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from hemicycle.accounts.permissions import allow
from hemicycle.desk import actions
from hemicycle.desk.errors import DeskError
from hemicycle.desk.forms import OverruleForm, ProposalForm
from hemicycle.desk.forms.releases import RefusalForm, SendBackForm
from hemicycle.desk.models import WRITERS, Announcement, Proposal, State
from hemicycle.desk.presenters import comparison, page, remarks
from hemicycle.desk.views.lookup import person, reviewed, seen, writes, written
from hemicycle.desk.views.responses import sent
from hemicycle.desk.words import refusal
from hemicycle.rules.errors import IllegalMove

# What was read last is remembered for as many announcements, as long as the browser is open.
REMEMBERED = 50
_READ = "desk-read"


@allow(*WRITERS)
def announcement(request: HttpRequest, address: str) -> HttpResponse:
    """Exactly what will be sent, and what is to be decided about it."""
    return shown(request, reviewed(request, address))


def shown(request: HttpRequest, found: Announcement, **refused: Any) -> HttpResponse:
    """The page; with a form that was refused, which has the focus at its field."""
    user, read = person(request), _read(request)
    context = page.context(found, user, writes=writes(user, found), seen=read.get(found.pk))
    status = 422 if refused else 200
    context |= {"note_form": SendBackForm(), "refusal_form": RefusalForm()} | refused
    response = render(request, "desk/review/announcement.html", context, status=status)
    # Annotated by `reviewed`; only what awaits a decision is worth remembering.
    number, last = found.editions_made, found.last_digest  # type: ignore[attr-defined]
    if found.state == State.IN_REVIEW and last == context["digest"] and read.get(found.pk) != number:
        _remember(request, response, {**read, found.pk: number})
    return response


def _read(request: HttpRequest) -> dict[int, int]:
    """Which edition this person has read last of an announcement, by its key."""
    written = request.get_signed_cookie(_READ, default="", salt=_salt(request))
    pairs = [pair.partition("-") for pair in (written or "").split(".") if pair]
    return {int(key): int(number) for key, _dash, number in pairs}


def _remember(request: HttpRequest, response: HttpResponse, read: dict[int, int]) -> None:
    """In a cookie of the session, signed for this person alone: no write to the database for having read."""
    value = ".".join(f"{key}-{number}" for key, number in list(read.items())[-REMEMBERED:])
    response.set_signed_cookie(
        _READ, value, salt=_salt(request), path=reverse("desk:board"), httponly=True, samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )  # fmt: skip


def _salt(request: HttpRequest) -> str:
    return f"{_READ}.{person(request).pk}"


def done(
    request: HttpRequest, found: Announcement, act: Callable[[], Any], message: str, *, place: str = ""
) -> HttpResponse:
    """Act and say so, or say why not; then back to the announcement."""
    try:
        act()
    except (DeskError, IllegalMove) as error:
        messages.error(request, refusal(error))
    else:
        messages.success(request, message)
    url = reverse("desk:announcement", args=[found.address])
    return redirect(f"{url}#{place}" if place else url)


@allow(*WRITERS, only_post=True, step_up="approve")
def approve(request: HttpRequest, address: str) -> HttpResponse:
    """Approve exactly what was read: the form carries its digest."""
    found, by = seen(request, address), person(request)
    digest = request.POST.get("digest", "")
    return done(request, found, lambda: actions.approve(found, digest=digest, by=by), _("You have approved it."))


@allow(*WRITERS, only_post=True)
def send_back(request: HttpRequest, address: str) -> HttpResponse:
    found, by, form = seen(request, address), person(request), SendBackForm(request.POST)
    if not page.decides(found, by):
        messages.error(request, _("You cannot decide this, or can no longer do so."))
        return redirect("desk:announcement", address)
    if not form.is_valid():
        return shown(request, reviewed(request, address), note_form=form)
    note = form.cleaned_data["note"]
    message = _("Sent back. The author finds your note on their board.")
    return done(request, found, lambda: actions.send_back(found, note=note, by=by), message)


@allow(*WRITERS)
def propose(request: HttpRequest, address: str) -> HttpResponse:
    """An approver proposes a text, and stays an approver."""
    found, by = seen(request, address), person(request)
    if found.state not in (State.DRAFT, State.IN_REVIEW):
        messages.error(request, _("You can propose a change to a draft or to an announcement in review."))
        return redirect("desk:announcement", address)
    form = ProposalForm(sent(request), announcement=found)
    if form.is_valid():
        texts, own_texts, note = form.texts, form.own_texts, form.cleaned_data["note"]
        same = all(texts[lang] == {"title": one.title, "body": one.body} for lang, one in found.by_language.items())
        if same and not own_texts:
            form.add_error(None, _("Your text is the same as the current one."))
        else:
            message = _("Change proposed. The author accepts or declines it.")
            return done(
                request,
                found,
                lambda: actions.propose(found, texts=texts, own_texts=own_texts, note=note, by=by),
                message,
            )
    context = {"announcement": found, "form": form}
    return render(request, "desk/review/propose.html", context, status=422 if form.errors else 200)


@allow(*WRITERS, only_post=True)
def take_over(request: HttpRequest, address: str, number: int) -> HttpResponse:
    found, by = written(request, address), person(request)
    proposal = get_object_or_404(Proposal, announcement=found, pk=number)
    message = _("The proposed change is made. Read it again and submit it for review.")
    return done(request, found, lambda: actions.take_over(proposal, by=by), message)


@allow(*WRITERS, only_post=True)
def decline(request: HttpRequest, address: str, number: int) -> HttpResponse:
    found, by = written(request, address), person(request)
    proposal = get_object_or_404(Proposal, announcement=found, pk=number)
    return done(request, found, lambda: actions.decline(proposal, by=by), _("Marked as done; the text is unchanged."))


@allow(*WRITERS, only_post=True)
def overrule(request: HttpRequest, address: str) -> HttpResponse:
    """Overrule a blocking remark, with a reason that is kept."""
    found, by, form = seen(request, address), person(request), OverruleForm(request.POST)
    remark, check = request.POST.get("remark", ""), request.POST.get("check", "")
    if not form.is_valid():
        refused = {
            "overrule_refused": remark,
            "overrule_error": " ".join(map(str, form.errors["reason"])),
            "overrule_reason": form["reason"].value(),
        }
        return shown(request, reviewed(request, address), **refused)
    if not _is_remark(found, remark, check):
        messages.error(request, _("The text has changed: this remark is no longer made."))
        return redirect("desk:announcement", address)
    reason = form.cleaned_data["reason"]
    message = _("Remark overridden; your reason is shown beside it.")
    return done(
        request, found, lambda: actions.overrule(found, remark=remark, check=check, reason=reason, by=by), message
    )


def _is_remark(found: Announcement, remark: str, check: str) -> bool:
    notes = remarks.notes_on(found)
    return any((note.key, note.remark.check) == (remark, check) for found in notes.values() for note in found)


@allow(*WRITERS)
def edition(request: HttpRequest, address: str, number: int) -> HttpResponse:
    """One edition as it was kept."""
    found = seen(request, address)
    kept = get_object_or_404(found.editions.select_related("editor"), number=number)
    return render(request, "desk/review/edition.html", {"announcement": found, "edition": kept})


@allow(*WRITERS)
def compare(request: HttpRequest, address: str) -> HttpResponse:
    """Any two editions; without a choice, the last two."""
    found = seen(request, address)
    editions = list(found.editions.select_related("editor"))
    numbers = [edition.number for edition in editions]
    first = _number(request, "from", numbers[-2:-1] or numbers)
    second = _number(request, "to", numbers[-1:])
    by_number = {edition.number: edition for edition in editions}
    old, new = by_number.get(first), by_number.get(second)
    context = {"announcement": found, "editions": editions, "old": old, "new": new}
    if old is not None and new is not None:
        context["difference"] = comparison.difference(old.content, new.content)
    return render(request, "desk/review/compare.html", context)


def _number(request: HttpRequest, name: str, otherwise: list[int]) -> int:
    written = request.GET.get(name, "")
    return int(written) if written.isdecimal() and len(written) < 10 else next(iter(otherwise), 0)
