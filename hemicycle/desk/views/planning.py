"""Planning in the calendar: a new announcement on a day, and one that moves to another."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, datetime, time
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from hemicycle.accounts.permissions import allow
from hemicycle.desk import actions
from hemicycle.desk.errors import DeskError
from hemicycle.desk.models import WRITERS, Announcement
from hemicycle.desk.planning_forms import MoveForm
from hemicycle.desk.presenters import composer
from hemicycle.desk.presenters.effects import asked_in_words, effects_of_edit
from hemicycle.desk.timestamps import FORMAT, describe_ambiguous, zone
from hemicycle.desk.views.lookup import person, written
from hemicycle.desk.views.responses import REOPENED, needs_reopening, refused
from hemicycle.desk.words import refusal
from hemicycle.rules.errors import IllegalMove

# When offices open; whoever plans a day sets the hour while writing.
_OPENING = time(9)


def planned_on(request: HttpRequest) -> dict[str, Any]:
    """The time of a new announcement for a day that was chosen in the calendar; none for a day that is over."""
    day = request.GET.get("on", "") or request.POST.get("on", "")
    with suppress(ValueError):
        at = datetime.combine(date.fromisoformat(day), _OPENING, tzinfo=zone())
        if at > timezone.now() and at.year <= 2200:
            return {"release_at": at}
    return {}


@allow(*WRITERS)
def move(request: HttpRequest, address: str) -> HttpResponse:
    """To another time, by default another day at the same hour; what that undoes is said before."""
    found = written(request, address)
    if found.release_at is None or not composer.may_change(found):
        return refused(request, found, _("It has no release time that could be moved."))
    asked = _asked(request, found.release_at)
    given = {"data": asked} if request.method == "POST" else {"initial": asked}
    form = MoveForm(announcement=found, **given)
    asks, was_submitted = needs_reopening(found, request.POST), needs_reopening(found, {})
    effects = effects_of_edit(found, person(request)) if was_submitted else None
    if request.method == "POST" and form.is_valid() and not asks and (answer := _moved(request, found, form)):
        return answer
    context = {
        "announcement": found,
        "form": form,
        "effects": effects,
        "reopen": REOPENED,
    }
    return render(request, "desk/board/move.html", context, status=422 if form.errors else 200)


def _asked(request: HttpRequest, now: datetime) -> dict[str, str]:
    """The time that was chosen in the form, or that of a day of the calendar to which it was dragged."""
    for data in (request.POST, request.GET):
        if "release_at" in data:
            return {"release_at": data["release_at"]}
        if "day" in data:
            return {"release_at": f"{data['day']}T{now.astimezone(zone()):%H:%M}"}
    return {}


def _moved(request: HttpRequest, found: Announcement, form: MoveForm) -> HttpResponse | None:
    """To the calendar; None where it was refused, with the reason at the field."""
    at, was_draft, by = form.cleaned_data["release_at"], not needs_reopening(found, {}), person(request)
    try:
        if was_draft:
            actions.change(found, edit=found.edit, by=by, release_at=at)
        else:
            actions.choose_new_time(found, release_at=at, not_after=found.not_after, by=by)
    except (DeskError, IllegalMove) as error:
        form.add_error("release_at", refusal(error))
        return None
    words = _("It is now planned for %(moment)s.") % {"moment": date_format(at, "DATETIME_FORMAT")}
    words = " ".join(filter(None, (words, describe_ambiguous(at))))
    undo = f"undo:{reverse('desk:move', args=[found.address])}?release_at={form.at:{FORMAT}}"
    if was_draft:
        messages.success(request, words, extra_tags=undo)
    else:
        messages.success(request, f"{words} {_('It is in review again.')} {asked_in_words(found)}")
    return redirect(f"{reverse('desk:calendar')}?month={at:%Y-%m}")
