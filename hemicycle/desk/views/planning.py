"""When it goes out: a new announcement on a day of the calendar, and another time for one that is there."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, datetime, time
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from hemicycle.accounts.permissions import allow
from hemicycle.desk import actions
from hemicycle.desk.errors import DeskError, InvalidTime
from hemicycle.desk.forms.planning import NEW_TIMES, NewTimeForm
from hemicycle.desk.models import WRITERS, Announcement, State
from hemicycle.desk.presenters import composer
from hemicycle.desk.presenters.effects import asked_in_words, effects_of_edit
from hemicycle.desk.timestamps import FORMAT, describe_ambiguous, zone
from hemicycle.desk.views.lookup import person, written
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
def new_time(request: HttpRequest, address: str) -> HttpResponse:
    """Give it another time, after saying which approvals that costs; a day of the calendar keeps the hour."""
    found = written(request, address)
    if not composer.may_change(found):
        return redirect("desk:announcement", address)
    asked, former = _asked(request, found), found.release_at
    form = NewTimeForm(asked if request.method == "POST" else None, initial=asked, announcement=found)
    effects = effects_of_edit(found, person(request)) if found.state != State.DRAFT else None
    # Who drags it to a day has not read what that costs.
    was_read = effects is None or "release_at" in request.POST
    if request.method == "POST" and form.is_valid() and was_read and _chosen(request, found, form):
        return redirect(_back(request, found, found.release_at or former))
    shown = {"announcement": found, "form": form, "effects": effects, "back": _back(request, found, former)}
    return render(request, "desk/release/new_time.html", shown, status=422 if form.errors else 200)


def _asked(request: HttpRequest, found: Announcement) -> dict[str, str]:
    """What was chosen in the form, or the day of the calendar to which it was dragged; else its times now."""
    now = {name: _written(getattr(found, name)) for name in NEW_TIMES if found.state != State.MISSED}
    given = request.GET.dict() | request.POST.dict()
    if "day" in given and found.release_at is not None:
        given.setdefault("release_at", f"{given['day']}T{found.release_at.astimezone(zone()):%H:%M}")
    return now | {name: given[name] for name in NEW_TIMES if name in given}


def _written(at: datetime | None) -> str:
    return f"{at.astimezone(zone()):{FORMAT}}" if at is not None else ""


def _chosen(request: HttpRequest, found: Announcement, form: NewTimeForm) -> bool:
    """Whether it has its new time; what is refused stands at its field."""
    was_draft, by, former = found.state == State.DRAFT, person(request), _undo(found)
    try:
        if was_draft:
            actions.change(found, edit=found.edit, by=by, **form.cleaned_data)
        else:
            actions.choose_new_time(found, by=by, **form.cleaned_data)
    except InvalidTime as error:
        form.add_error("not_after" if str(error) == "not_after" else "release_at", refusal(error))
    except (DeskError, IllegalMove) as error:
        form.add_error(None, refusal(error))
    else:
        at = form.cleaned_data["release_at"]
        words = [_("It has no release time now.")]
        if at is not None:
            words = [_("It is now planned for %(moment)s.") % {"moment": date_format(at, "DATETIME_FORMAT")}]
        words += [describe_ambiguous(at)]
        if was_draft:
            messages.success(request, " ".join(filter(None, words)), extra_tags=former)
        else:
            words += [_("It is in review again."), asked_in_words(found)]
            messages.success(request, " ".join(filter(None, words)))
    return not form.errors


def _undo(found: Announcement) -> str:
    times = {name: _written(getattr(found, name)) for name in NEW_TIMES}
    return f"undo:{reverse('desk:new_time', args=[found.address])}?{urlencode({'from': 'calendar', **times})}"


def _back(request: HttpRequest, found: Announcement, at: datetime | None) -> str:
    """To its month of the calendar, for whoever comes from there."""
    if request.GET.get("from") != "calendar":
        return reverse("desk:announcement", args=[found.address])
    return reverse("desk:calendar") + (f"?month={at.astimezone(zone()):%Y-%m}" if at is not None else "")
