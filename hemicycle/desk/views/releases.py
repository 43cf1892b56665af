"""Schedule, put on hold, correct, withdraw."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from hemicycle.accounts.models import User
from hemicycle.accounts.permissions import allow
from hemicycle.accounts.sensitive_periods import waits_for
from hemicycle.channels.models import Pause
from hemicycle.desk import actions
from hemicycle.desk.errors import DeskError
from hemicycle.desk.forms import ReasonForm
from hemicycle.desk.forms.releases import RefusalForm, WithdrawalForm
from hemicycle.desk.leaving import leaving_in_words, text_messages
from hemicycle.desk.models import WRITERS, Announcement, Withdrawal
from hemicycle.desk.periods import stopping_if_scheduled
from hemicycle.desk.presenters import page, withdrawing
from hemicycle.desk.presenters.reach import Reached
from hemicycle.desk.snapshot import take_snapshot
from hemicycle.desk.timestamps import zone
from hemicycle.desk.views.lookup import person, reviewed, seen, written
from hemicycle.desk.views.responses import sent
from hemicycle.desk.views.reviews import done, shown
from hemicycle.desk.words import people, refusal
from hemicycle.desk.workflow import ANNOUNCEMENT_WORKFLOW
from hemicycle.rules.errors import IllegalMove


@allow(*WRITERS, step_up="release")
def schedule(request: HttpRequest, address: str) -> HttpResponse:
    """Release it at its time, after saying what is sent, to how many people and at what cost."""
    found = written(request, address)
    if found.state not in ANNOUNCEMENT_WORKFLOW.sources("schedule"):
        return redirect("desk:announcement", address)
    if request.method == "POST":
        later, now = _("It will be released at the scheduled time."), _("It is being released.")
        return done(
            request,
            found,
            lambda: actions.schedule(found, by=person(request)),
            later if found.is_released_later else now,
        )
    context = {
        "announcement": found,
        "consequences": consequences(found, by=person(request)),
        "is_paused": Pause.objects.in_force().exists(),
    }
    return render(request, "desk/release/schedule.html", context)


def consequences(found: Announcement, *, by: User) -> list[str]:
    """What is sent, when, through which channel, to how many people and at what cost."""
    at = found.earliest_release
    if at is not None and found.is_released_later:
        when = date_format(at.astimezone(zone()), "DATETIME_FORMAT")
        lines = [_("It will be released on %(moment)s without further confirmation.") % {"moment": when}]
    else:
        lines = [_("It will be sent within a minute.")]
    stop = stopping_if_scheduled(found)
    if stop is not None:
        waits = _("%(reason)s: it is not released before, and then comes back to you to choose a new time.")
        lines = [waits % {"reason": waits_for(stop)}]
    lines.append(
        _("It stays on the public register permanently: it can be corrected or withdrawn publicly, not deleted.")
    )
    lines += [_leaves(one) for one in page.reach_of(take_snapshot(found), to=by)]
    lines += leaving_in_words(found)
    if found.corrects_id is not None:
        lines.append(_("The announcement it corrects is marked as corrected and links to it."))
    return lines


def _leaves(one: Reached) -> str:
    if one.blocker:
        return f"{one.account.name}: {one.blocker.sentence}"
    if not one.addressed:
        return _("%(channel)s: public.") % {"channel": one.account.name}
    parts = [_("%(channel)s: to %(people)s") % {"channel": one.account.name, "people": people(one.now)}]
    if one.segments:
        parts.append(text_messages(one.segments))
    if one.cost is not None:
        parts.append(_("for %(cost)s %(currency)s") % {"cost": f"{one.cost:.2f}", "currency": one.currency})
    if not one.is_exact and (one.segments or one.cost is not None):
        parts.append(_("at most"))
    if one.later:
        parts.append(_("%(people)s more in digests") % {"people": people(one.later)})
    return _("%(parts)s.") % {"parts": ", ".join(parts)}


@allow(*WRITERS, only_post=True)
def unschedule(request: HttpRequest, address: str) -> HttpResponse:
    found = written(request, address)
    message = _("On hold. Its approvals remain valid.")
    return done(request, found, lambda: actions.unschedule(found, by=person(request)), message)


@allow(*WRITERS, only_post=True, step_up="release")
def try_again(request: HttpRequest, address: str) -> HttpResponse:
    """Send once more what certainly did not arrive; back to the board where that was asked for there."""
    found = written(request, address)
    _say_sent(
        request,
        lambda: actions.try_again(found, by=person(request)),
        _("It is being sent again."),
        _("Nothing was left to send again: somebody else was first, or it has arrived."),
    )
    if request.POST.get("from") == "board":
        return redirect("desk:board")
    return redirect(f"{reverse('desk:announcement', args=[address])}#sent")


@allow(*WRITERS, only_post=True, step_up="release")
def send_stopped(request: HttpRequest, address: str) -> HttpResponse:
    """Send what a withdrawal had stopped that was refused or taken back."""
    found = written(request, address)
    _say_sent(
        request,
        lambda: actions.send_stopped(found, by=person(request)),
        _("What was stopped is being sent."),
        _("Nothing was left to send: somebody else was first, or nobody may get it any more."),
    )
    return redirect(f"{reverse('desk:announcement', args=[address])}#sent")


@allow(*WRITERS, only_post=True)
def send_held(request: HttpRequest, address: str) -> HttpResponse:
    """Send what a sensitive period held back that is over."""
    found = written(request, address)
    _say_sent(
        request,
        lambda: actions.send_held(found, by=person(request)),
        _("What was held back is being sent."),
        _("Nothing was left to send: somebody else was first, or the period is not over."),
    )
    return redirect(f"{reverse('desk:announcement', args=[address])}#sent")


@allow(*WRITERS, only_post=True)
def leave_held(request: HttpRequest, address: str) -> HttpResponse:
    """Decide that it is not sent any more."""
    found = written(request, address)
    if actions.leave_held(found, by=person(request)):
        messages.success(request, _("It is not sent any more. The announcement stays as it was released."))
    return redirect("desk:announcement", address)


def _say_sent(request: HttpRequest, send: Callable[[], int], sent: str, nothing: str) -> None:
    try:
        count = send()
    except IllegalMove as error:
        messages.error(request, refusal(error))
    else:
        messages.success(request, sent) if count else messages.info(request, nothing)


@allow(*WRITERS)
def correct(request: HttpRequest, address: str) -> HttpResponse:
    """Begin a correction with its reason, which is public."""
    found, by = written(request, address), person(request)
    if found.state not in ANNOUNCEMENT_WORKFLOW.sources("correct"):
        return redirect("desk:announcement", address)
    if (begun := actions.open_correction(found)) is not None:
        messages.info(request, _("A correction of this announcement is already under way: this is it."))
        return redirect("desk:announcement", begun.address)
    if Withdrawal.objects.filter(announcement=found).exists():
        messages.info(
            request, _("Its withdrawal is requested: it can be corrected once that is refused or taken back.")
        )
        return redirect("desk:announcement", address)
    form = ReasonForm(sent(request), announcement=found)
    if form.is_valid():
        correction = actions.correct(found, reasons=form.reasons, by=by)
        messages.success(
            request,
            _(
                "The correction is a draft. Fix what was wrong; it is reviewed and approved like any other "
                "announcement."
            ),
        )
        return redirect("desk:compose", correction.address)
    context = {"announcement": found, "form": form, **_others(found, by)}
    return render(request, "desk/release/correct.html", context, status=422 if form.errors else 200)


def _others(found: Announcement, by: User) -> dict[str, Any]:
    """Who can approve what this person writes; `gives_up`: they could have, had somebody else written it."""
    able, needed = actions.beside(found, by), actions.approvals_needed(found)
    gives_up = actions.approving_office(found, by) is not None
    return {"able": able, "needed": needed, "gives_up": gives_up, "too_few": len(able) < needed}


@allow(*WRITERS)
def withdraw(request: HttpRequest, address: str) -> HttpResponse:
    """Ask for a withdrawal; another person confirms it."""
    found, by = written(request, address), person(request)
    if found.state not in ANNOUNCEMENT_WORKFLOW.sources("withdraw"):
        return redirect("desk:announcement", address)
    received = withdrawing.received(found)
    form = WithdrawalForm(sent(request), announcement=found, received=sum(received.values()))
    if form.is_valid():
        message = _("Withdrawal requested. Messages not yet sent are stopped; someone else must confirm.")
        return done(
            request,
            found,
            lambda: actions.ask_withdrawal(found, reasons=form.reasons, notifies=form.notifies, by=by),
            message,
        )
    reasons = {lang: _("(your reason)") for lang in found.by_language}
    context = {
        "announcement": found,
        "form": form,
        "able": actions.beside(found, by),
        "withdrawn_too": withdrawing.with_it(found),
        "notices": withdrawing.notices(found, reasons, notifies=True),
    }
    return render(request, "desk/release/withdraw.html", context, status=422 if form.errors else 200)


@allow(*WRITERS, step_up="approve")
def confirm_withdrawal(request: HttpRequest, address: str) -> HttpResponse:
    """Confirm it, after saying what leaves the building."""
    found, by = seen(request, address), person(request)
    withdrawal = getattr(found, "withdrawal", None)
    if withdrawal is None or withdrawal.confirmed_at is not None:
        messages.error(request, _("Nobody has requested its withdrawal."))
        return redirect("desk:announcement", address)
    if request.method == "POST":
        message = _("Withdrawn. The register shows this, with the reason.")
        return done(request, found, lambda: actions.confirm_withdrawal(found, by=by), message)
    notices = withdrawing.notices(found, withdrawal.reasons, notifies=withdrawal.notifies)
    able = actions.who_may_confirm(found, withdrawal.asked_by)
    context = {
        "announcement": found,
        "withdrawal": withdrawal,
        "able": able,
        "confirms": any(one.user_id == by.pk for one in able),
        "consequences": withdrawing.consequences(found, notices, notifies=withdrawal.notifies),
        "notices": notices,
    }
    return render(request, "desk/release/confirm_withdrawal.html", context)


@allow(*WRITERS, only_post=True)
def drop_withdrawal(request: HttpRequest, address: str) -> HttpResponse:
    found, form = written(request, address), RefusalForm(request.POST)
    own = Withdrawal.objects.filter(announcement=found, asked_by=person(request)).exists()
    if not form.is_valid():
        return shown(request, reviewed(request, address), refusal_form=form)
    try:
        actions.drop_withdrawal(found, reason=form.cleaned_data["reason"], by=person(request))
    except (DeskError, IllegalMove) as error:
        messages.error(request, refusal(error))
    else:
        message = _("You have taken back the request.") if own else _("Withdrawal refused.")
        if actions.stopped_messages(found).exists():
            message += " " + _("What it stopped is sent only if someone chooses Send what was stopped.")
        messages.success(request, message)
    return redirect("desk:announcement", address)
