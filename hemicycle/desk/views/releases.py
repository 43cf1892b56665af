"""Schedule, put on hold, correct, withdraw."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hemicycle.accounts.models import User
from hemicycle.accounts.permissions import allow
from hemicycle.channels.models import Pause
from hemicycle.desk import actions
from hemicycle.desk.errors import DeskError
from hemicycle.desk.forms import ReasonForm
from hemicycle.desk.models import WRITERS, Announcement
from hemicycle.desk.presenters import page
from hemicycle.desk.presenters.reach import Reached
from hemicycle.desk.snapshot import take_snapshot
from hemicycle.desk.timestamps import zone
from hemicycle.desk.views.lookup import person, seen, written
from hemicycle.desk.views.responses import sent
from hemicycle.desk.views.reviews import done
from hemicycle.desk.words import refusal
from hemicycle.desk.workflow import ANNOUNCEMENT_WORKFLOW
from hemicycle.rules.errors import IllegalMove


@allow(*WRITERS)
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
    lines.append(
        _("It stays on the public register permanently: it can be corrected or withdrawn publicly, not deleted.")
    )
    lines += [_leaves(one) for one in page.reach_of(take_snapshot(found), to=by)]
    if found.corrects_id is not None:
        lines.append(_("The announcement it corrects is marked as corrected and links to it."))
    return lines


def _leaves(one: Reached) -> str:
    if one.blocker:
        return f"{one.account.name}: {one.blocker.sentence}"
    if not one.addressed:
        return _("%(channel)s: public.") % {"channel": one.account.name}
    n = one.now
    words = ngettext("%(channel)s: to %(n)d follower at once", "%(channel)s: to %(n)d followers at once", n)
    parts = [words % {"channel": one.account.name, "n": n}]
    if one.segments:
        parts.append(ngettext("%(n)d segment", "%(n)d segments", one.segments) % {"n": one.segments})
    if one.cost is not None:
        parts.append(_("for %(cost)s %(currency)s") % {"cost": f"{one.cost:.2f}", "currency": one.currency})
    if one.later:
        parts.append(ngettext("%(n)d more in a digest", "%(n)d more in digests", one.later) % {"n": one.later})
    return _("%(parts)s.") % {"parts": ", ".join(parts)}


@allow(*WRITERS, only_post=True)
def unschedule(request: HttpRequest, address: str) -> HttpResponse:
    found = written(request, address)
    message = _("On hold. Its approvals remain valid.")
    return done(request, found, lambda: actions.unschedule(found, by=person(request)), message)


@allow(*WRITERS)
def correct(request: HttpRequest, address: str) -> HttpResponse:
    """Begin a correction with its reason, which is public."""
    found = written(request, address)
    if found.state not in ANNOUNCEMENT_WORKFLOW.sources("correct"):
        return redirect("desk:announcement", address)
    if (begun := actions.open_correction(found)) is not None:
        messages.info(request, _("A correction of this announcement is already under way: this is it."))
        return redirect("desk:announcement", begun.address)
    form = ReasonForm(sent(request), announcement=found)
    if form.is_valid():
        correction = actions.correct(found, reasons=form.reasons, by=person(request))
        messages.success(
            request,
            _(
                "The correction is a draft. Fix what was wrong; it is reviewed and approved like any other "
                "announcement."
            ),
        )
        return redirect("desk:compose", correction.address)
    context = {"announcement": found, "form": form}
    return render(request, "desk/release/correct.html", context, status=422 if form.errors else 200)


@allow(*WRITERS)
def withdraw(request: HttpRequest, address: str) -> HttpResponse:
    """Ask for a withdrawal; another person confirms it."""
    found = written(request, address)
    if found.state not in ANNOUNCEMENT_WORKFLOW.sources("withdraw"):
        return redirect("desk:announcement", address)
    form = ReasonForm(sent(request), announcement=found)
    if form.is_valid():
        message = _("Withdrawal requested. Messages not yet sent are stopped; someone else must confirm.")
        return done(
            request, found, lambda: actions.ask_withdrawal(found, reasons=form.reasons, by=person(request)), message
        )
    context = {"announcement": found, "form": form}
    return render(request, "desk/release/withdraw.html", context, status=422 if form.errors else 200)


@allow(*WRITERS, only_post=True)
def confirm_withdrawal(request: HttpRequest, address: str) -> HttpResponse:
    found = seen(request, address)
    if getattr(found, "withdrawal", None) is None:
        messages.error(request, _("Nobody has requested its withdrawal."))
        return redirect("desk:announcement", address)
    message = _("Withdrawn. The register shows this, with the reason.")
    return done(request, found, lambda: actions.confirm_withdrawal(found, by=person(request)), message)


@allow(*WRITERS, only_post=True)
def drop_withdrawal(request: HttpRequest, address: str) -> HttpResponse:
    found = written(request, address)
    try:
        actions.drop_withdrawal(found, by=person(request))
    except (DeskError, IllegalMove) as error:
        messages.error(request, refusal(error))
    else:
        messages.success(request, _("Withdrawal cancelled. The stopped messages are sent only if someone sends them."))
    return redirect("desk:announcement", address)
