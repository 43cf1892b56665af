"""Pausing everything that goes out, and resuming it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hemicycle.accounts.models import User
from hemicycle.accounts.permissions import allow
from hemicycle.channels import actions
from hemicycle.channels.errors import AlreadyPaused
from hemicycle.channels.forms import PauseForm
from hemicycle.channels.models import Outbound, Pause
from hemicycle.channels.permissions import MAY_PAUSE, MAY_RESUME

# A House pauses seldom; whoever wants all of them has the audit log.
MOST_SHOWN = 20


@allow(*MAY_PAUSE)
def pause(request: HttpRequest) -> HttpResponse:
    """The switch, what it holds back in one's own offices, and when it was used."""
    assert isinstance(request.user, User)
    form = PauseForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            actions.pause(reason=form.cleaned_data["reason"], by=request.user)
        except AlreadyPaused:
            messages.info(request, _("All sending was paused already."))
        else:
            messages.success(request, _("All sending is paused. Nothing is sent until someone resumes it."))
        return redirect("channels:pause")
    held = Outbound.objects.visible_to(request.user).waiting()
    context = {
        "form": form,
        "paused": Pause.objects.in_force().first(),
        "waiting": held.count(),
        "too_old": held.stale().count(),
        "may_resume": request.user.has_role(MAY_RESUME),
        "events": _history(),
    }
    return render(request, "channels/pause.html", context, status=422 if form.errors else 200)


@allow(*MAY_RESUME, only_post=True)
def resume(request: HttpRequest) -> HttpResponse:
    too_old = Outbound.objects.visible_to(request.user).stale().count()
    if not actions.resume(by=request.user):
        messages.info(request, _("Nothing was paused."))
        return redirect("channels:pause")
    said = [_("What is due goes out again, within a minute.")]
    if too_old:
        said.append(
            ngettext(
                "%(n)d message of your offices became too old meanwhile and is not sent.",
                "%(n)d messages of your offices became too old meanwhile and are not sent.",
                too_old,
            )
            % {"n": too_old}
        )
    messages.success(request, " ".join(said))
    return redirect("channels:pause")


def _history() -> list[dict[str, object]]:
    """The latest pauses as a timeline: when each began and ended, by whom, and why."""
    rows = list(Pause.objects.latest_first()[:MOST_SHOWN])
    names = User.objects.behind({label for row in rows for label in (row.began_by, row.ended_by) if label})
    events: list[dict[str, object]] = []
    for row in rows:
        if row.ended_at:
            events.append({"at": row.ended_at, "who": names[row.ended_by], "what": _("Resumed")})
        events.append({"at": row.began_at, "who": names[row.began_by], "what": _("Paused"), "why": row.reason})
    return events
