"""Somebody on duty in another office is asked by a signed link, reads the whole, and approves or sends back."""

from __future__ import annotations

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from hemicycle.accounts.permissions import allow
from hemicycle.desk import actions
from hemicycle.desk.errors import DeskError
from hemicycle.desk.forms import DutyForm
from hemicycle.desk.forms.releases import SendBackForm
from hemicycle.desk.models import DUTY, WRITERS, Announcement, DutyLink, State
from hemicycle.desk.presenters import page, trail
from hemicycle.desk.snapshot import take_snapshot
from hemicycle.desk.views.lookup import person, written
from hemicycle.desk.views.responses import sent
from hemicycle.desk.views.reviews import done
from hemicycle.desk.words import link_closed, refusal
from hemicycle.rules.errors import IllegalMove

GONE = 410


@allow(*WRITERS)
def ask_on_duty(request: HttpRequest, address: str) -> HttpResponse:
    """Choose who is asked, and say why; the link is then on the page of the announcement, to be passed on."""
    found, by = written(request, address), person(request)
    if found.state != State.IN_REVIEW:
        return redirect("desk:announcement", address)
    form = DutyForm(sent(request), announcement=found, by=by)
    if form.is_valid():
        to, why = form.cleaned_data["to"], form.cleaned_data["why"]
        message = _("The link is below. It opens only for %(name)s.") % {"name": to}
        return done(request, found, lambda: actions.ask_on_duty(found, to=to, why=why, by=by), message, place="duty")
    context = {"announcement": found, "form": form}
    return render(request, "desk/duty/ask.html", context, status=422 if form.errors else 200)


@allow(*WRITERS, only_post=True)
def take_back(request: HttpRequest, address: str, number: int) -> HttpResponse:
    found, by = written(request, address), person(request)
    link = get_object_or_404(DutyLink, announcement=found, pk=number)
    return done(request, found, lambda: actions.take_back(link, by=by), _("The link no longer opens."))


@allow(*DUTY, redirects=True, step_up="approve")
@reauthentication_required  # type: ignore[untyped-decorator]
def on_duty(request: HttpRequest, token: str) -> HttpResponse:
    """For one person, who has just confirmed who they are: the whole announcement, and the decision."""
    link = DutyLink.objects.select_related("to", "asked_by", "edition").behind(token)
    if link is None or link.to_id != person(request).pk:
        raise Http404
    found: Announcement = Announcement.objects.whole().get(pk=link.announcement_id)
    form = SendBackForm()
    if request.method == "POST":
        form = SendBackForm(request.POST)
        if answer := _decided(request, link, form):
            return answer
    snapshot = take_snapshot(found)
    if why := actions.why_closed(link, snapshot):
        context = {"link": link, "announcement": found, "why": link_closed(link, why)}
        return render(request, "desk/duty/closed.html", context, status=200 if link.ended_at else GONE)
    context = page.exactly(snapshot, to=person(request), trail=trail.read(found), token=link.token) | {
        "link": link,
        "note_form": form,
    }
    return render(request, "desk/duty/answer.html", context, status=422 if form.errors else 200)


def _decided(request: HttpRequest, link: DutyLink, form: SendBackForm) -> HttpResponse | None:
    """The answer to a decision; None where the note is missing with which it is sent back."""
    by = person(request)
    try:
        if request.POST.get("decision") == "approve":
            actions.approve_on_duty(link, by=by)
        elif form.is_valid():
            actions.send_back_on_duty(link, note=form.cleaned_data["note"], by=by)
        else:
            return None
    except (DeskError, IllegalMove) as error:
        messages.error(request, refusal(error))
    else:
        messages.success(request, _("Thank you: your decision is saved with your name and office."))
    return redirect("desk:on_duty", link.token)
