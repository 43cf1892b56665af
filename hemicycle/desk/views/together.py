"""What is done to several announcements of the list at once, and undone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hemicycle.accounts.models import User
from hemicycle.accounts.permissions import allow
from hemicycle.desk import actions
from hemicycle.desk.errors import DeskError
from hemicycle.desk.models import WRITERS, Announcement
from hemicycle.desk.offices import written_in
from hemicycle.desk.views.lookup import PER_PAGE, person
from hemicycle.rules.errors import IllegalMove

_DONE = "desk.done_together"
Change = Callable[..., Any]


def _schedule_again(announcement: Announcement, *, by: User) -> None:
    """What would go out at once, because its time has passed meanwhile, is left on hold."""
    if announcement.earliest_release is None or announcement.earliest_release <= timezone.now():
        raise IllegalMove("its time has passed")
    actions.schedule(announcement, by=by)


_ACTS: dict[str, tuple[Change, Change]] = {
    "hold": (actions.unschedule, _schedule_again),
    "discard": (actions.discard, actions.restore),
}
"""Each with what undoes it."""


@allow(*WRITERS, only_post=True)
def together(request: HttpRequest) -> HttpResponse:
    """Those whose state allows it; the others stay as they are, and their number is said."""
    act, chosen = request.POST.get("act", ""), request.POST.getlist("rows")[:PER_PAGE]
    if act not in _ACTS or not chosen:
        messages.error(request, _("Choose announcements first."))
        return _back(request)
    done = _each(request, chosen, _ACTS[act][0])
    request.session[_DONE] = {"act": act, "rows": done}
    left = len(set(chosen)) - len(done)
    words = _words(act, len(done))
    if left:
        words += " " + ngettext(
            "%(n)d stayed as it was: its state does not allow it.",
            "%(n)d stayed as they were: their state does not allow it.",
            left,
        ) % {"n": left}  # fmt: skip
    messages.success(request, words, extra_tags=f"undo:{reverse('desk:undo_together')}" if done else "")
    return _back(request)


@allow(*WRITERS, only_post=True)
def undo_together(request: HttpRequest) -> HttpResponse:
    done: dict[str, Any] = request.session.pop(_DONE, {})
    if not done:
        messages.error(request, _("This can no longer be undone."))
        return redirect("desk:list")
    undone = _each(request, done["rows"], _ACTS[done["act"]][1])
    if left := len(done["rows"]) - len(undone):
        messages.error(
            request,
            ngettext(
                "%(n)d could not be put back: it has changed, or its time has passed.",
                "%(n)d could not be put back: they have changed, or their time has passed.",
                left,
            )
            % {"n": left},
        )
    if undone:
        messages.success(request, _("Undone."))
    return redirect("desk:list")


def _each(request: HttpRequest, chosen: list[str], change: Change) -> list[str]:
    """The addresses of those that were changed."""
    rows = Announcement.objects.visible_to(request.user).filter(address__in=chosen)
    done = []
    for row in rows.filter(office__in=written_in(person(request))).order_by("pk"):
        try:
            change(row, by=person(request))
        except (IllegalMove, DeskError):
            continue
        done.append(row.address)
    return done


def _words(act: str, n: int) -> str:
    if act == "hold":
        words = ngettext("%(n)d announcement is on hold.", "%(n)d announcements are on hold.", n)
    else:
        words = ngettext("%(n)d announcement was discarded.", "%(n)d announcements were discarded.", n)
    return words % {"n": n}


def _back(request: HttpRequest) -> HttpResponse:
    """To the list as it was narrowed."""
    there = request.POST.get("back", "")
    own = there.startswith(reverse("desk:list")) and url_has_allowed_host_and_scheme(there, allowed_hosts=None)
    return redirect(there if own else "desk:list")
