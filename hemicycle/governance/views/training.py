"""Training: one's own, and for who records it everybody's; hours and workload."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from hemicycle.accounts.models import Office, User
from hemicycle.accounts.permissions import allow
from hemicycle.accounts.roles import Role
from hemicycle.accounts.training import REQUIRED
from hemicycle.rules.parameters import in_force

from ..actions import training as actions
from ..actions.exporting import note_export
from ..forms.duties import HoursForm, TrainingForm
from ..models import HOUSE_ROLES, StaffHours, Training, leads
from ..presenters import workload as loads
from ..presenters.matrix import missing_subjects
from .lookup import person
from .responses import csv_file, form_page


@allow(*HOUSE_ROLES)
def training(request: HttpRequest) -> HttpResponse:
    by, today = person(request), timezone.localdate()
    records = by.has_role(actions.RECORDERS)
    mine = Training.objects.filter(person=by).order_by("-on", "subject")
    context = {
        "mine": mine,
        "valid": set(Training.objects.valid(today).values_list("pk", flat=True)),
        "missing": missing_subjects(by, today),
        "required": in_force("training_required") == REQUIRED,
        "days": in_force("training_valid_days"),
        "everybody": Training.objects.select_related("person", "recorded_by") if records else (),
        "records": records,
        "tab": "training",
    }
    return render(request, "governance/duties/training.html", context)


@allow(*actions.RECORDERS)
def record_training(request: HttpRequest) -> HttpResponse:
    by = person(request)
    form = TrainingForm(request.POST or None, by=by, initial={"person": request.GET.get("person", "")})
    if form.is_valid():
        given = form.cleaned_data
        actions.record_training(
            given["person"], subjects=given["subjects"], title=given["title"], on=given["on"], by=by
        )
        messages.success(request, _("Saved."))
        return redirect("governance:training")
    return form_page(
        request,
        form,
        heading=_("Record a training"),
        submit=_("Save"),
        kicker=_("Training"),
        back=reverse("governance:training"),
    )


@allow(*actions.RECORDERS, only_post=True)
def remove_training(request: HttpRequest, number: int) -> HttpResponse:
    by = person(request)
    actions.remove_training(get_object_or_404(Training.objects.exclude(person=by), pk=number), by=by)
    messages.success(request, _("Removed."))
    return redirect("governance:training")


@allow(*HOUSE_ROLES)
def workload(request: HttpRequest) -> HttpResponse:
    """One's own; offices for who allocates duties."""
    by, now = person(request), timezone.now()
    allocates = leads(by)
    offices = loads.of_offices(now) if allocates else []
    context = {
        "mine": loads.of_person(by, now),
        "loads": offices,
        "people": loads.of_people() if allocates else [],
        "promised": loads.hours_promised(),
        "staffed": sum(one.hours for one in offices),
        "days": in_force("answer_within_days"),
        "allocates": allocates,
        "tab": "workload",
    }
    return render(request, "governance/duties/workload.html", context)


@allow(Role.SECRETARY, step_up="export")
def workload_csv(request: HttpRequest) -> HttpResponse:
    note_export("workload", about=StaffHours, by=person(request))
    return csv_file("workload.csv", loads.csv_columns(), loads.csv_rows(loads.of_offices(timezone.now())))


@allow(*actions.STATERS)
def hours(request: HttpRequest) -> HttpResponse:
    """Of the people of one's own offices."""
    by = person(request)
    offices = _offices(by)
    form = HoursForm(request.POST or None, offices=offices)
    if form.is_valid():
        held = form.chosen
        actions.state_hours(held.user, office=held.office, hours=form.cleaned_data["hours"], by=by)
        messages.success(request, _("Saved."))
        return redirect("governance:workload")
    return form_page(
        request,
        form,
        heading=_("Hours that staff can give"),
        submit=_("Save"),
        kicker=_("Workload"),
        back=reverse("governance:workload"),
    )


def _offices(by: User) -> object:
    of_the_house = Office.objects.filter(kind=Office.Kind.INSTITUTION)
    return (
        of_the_house if by.has_role(actions.RECORDERS) else of_the_house.filter(pk__in=by.offices_as(actions.STATERS))
    )
