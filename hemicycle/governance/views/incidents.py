"""Incidents and leak drills, for the Secretary General’s office and administrators."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from hemicycle.accounts.permissions import allow
from hemicycle.rules.errors import IllegalMove

from ..actions import drills
from ..actions import incidents as actions
from ..errors import AlreadyThere, NoReason
from ..forms.incidents import DrillForm, IncidentForm, ReportForm, StepForm
from ..models import Incident, IncidentStep, LeakDrill
from ..presenters import incidents as presenter
from .lookup import person
from .responses import THERE_ALREADY, quicker, status_of

RESPONSIBLE = actions.RESPONSIBLE


@allow(*RESPONSIBLE)
def board(request: HttpRequest) -> HttpResponse:
    rows = [presenter.shown(row) for row in presenter.with_steps().newest_first()]
    context = {"rows": rows, "drills": presenter.drills(), "drill_form": DrillForm()}
    return render(request, "governance/incidents/board.html", context)


@allow(*RESPONSIBLE)
def create(request: HttpRequest) -> HttpResponse:
    form = IncidentForm(request.POST if request.method == "POST" else None, initial={"aware_at": timezone.now()})
    if form.is_valid():
        try:
            made = actions.open_incident(**form.cleaned_data, by=person(request))
        except AlreadyThere as error:
            made = error.row
            messages.info(request, THERE_ALREADY)
        return redirect("governance:incident", made.pk)
    return render(request, "governance/incidents/new.html", {"form": form}, status=status_of(form))


@allow(*RESPONSIBLE, step_up="unredacted")
def incident(request: HttpRequest, number: int) -> HttpResponse:
    """What has to be done, by when, and who did it. Prints as the record of the incident."""
    return _page(request, get_object_or_404(presenter.with_steps(), pk=number))


def _page(
    request: HttpRequest, found: Incident, *, step: IncidentStep | None = None, step_form: StepForm | None = None,
    report: ReportForm | None = None,
) -> HttpResponse:  # fmt: skip
    one = presenter.shown(found)
    forms = [(line, step_form if step is not None and line.step.pk == step.pk else StepForm(
        auto_id=f"id_{line.step.pk}_%s")) for line in one.lines]  # fmt: skip
    context = {"one": one, "lines": forms, "report_form": report or ReportForm()}
    return render(request, "governance/incidents/incident.html", context, status=422 if step_form or report else 200)


@allow(*RESPONSIBLE, only_post=True)
def settle(request: HttpRequest, number: int, step: int) -> HttpResponse:
    found = get_object_or_404(presenter.with_steps(), pk=number)
    row, form = get_object_or_404(found.steps, pk=step), StepForm(request.POST, auto_id=f"id_{step}_%s")
    if not form.is_valid():
        return _page(request, found, step=row, step_form=form)
    is_needed = "not_needed" not in request.POST
    try:
        actions.settle_step(row, is_needed=is_needed, note=form.cleaned_data["note"], by=person(request))
    except NoReason:
        form.add_error("note", _("Say why it is not needed."))
        return _page(request, found, step=row, step_form=form)
    except IllegalMove:
        messages.info(request, str(quicker(request, found)))
    return redirect("governance:incident", number)


@allow(*RESPONSIBLE, only_post=True)
def find_data(request: HttpRequest, number: int) -> HttpResponse:
    found = get_object_or_404(Incident, pk=number)
    try:
        actions.find_personal_data(found, by=person(request))
    except IllegalMove:
        messages.info(request, str(quicker(request, found)))
    return redirect("governance:incident", number)


@allow(*RESPONSIBLE, only_post=True, step_up="approve")
def close(request: HttpRequest, number: int) -> HttpResponse:
    found, form = get_object_or_404(presenter.with_steps(), pk=number), ReportForm(request.POST)
    if form.is_valid():
        try:
            actions.close_incident(found, report=form.cleaned_data["report"], by=person(request))
        except IllegalMove:
            form.add_error(None, _("Settle every step first: done, or not needed with the reason."))
        else:
            messages.success(request, _("The incident is closed."))
            return redirect("governance:incident", number)
    return _page(request, found, report=form)


@allow(*RESPONSIBLE, only_post=True)
def plant(request: HttpRequest) -> HttpResponse:
    form = DrillForm(request.POST)
    if form.is_valid():
        try:
            made = drills.plant_drill(place=form.cleaned_data["place"], by=person(request))
        except AlreadyThere as error:
            made = error.row
            messages.info(request, THERE_ALREADY)
        return redirect("governance:drill", made.pk)
    rows = [presenter.shown(row) for row in presenter.with_steps().newest_first()]
    context = {"rows": rows, "drills": presenter.drills(), "drill_form": form}
    return render(request, "governance/incidents/board.html", context, status=422)


@allow(*RESPONSIBLE)
def drill(request: HttpRequest, number: int) -> HttpResponse:
    """The words to plant; then what a search found. POST asks for a search."""
    found = get_object_or_404(LeakDrill.objects.select_related("planted_by"), pk=number)
    if request.method == "POST":
        drills.ask_for_search(found, by=person(request))
        return redirect("governance:drill", number)
    searches = found.searches.select_related("asked_by")
    context = {"drill": found, "searches": searches, "is_searching": searches.unfinished().exists()}
    return render(request, "governance/incidents/drill.html", context)
