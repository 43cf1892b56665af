"""The yearly plan of outreach."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from hemicycle.accounts.permissions import allow
from hemicycle.accounts.roles import Role
from hemicycle.rules.errors import IllegalMove

from ..actions import planning as actions
from ..actions.exporting import note_export
from ..errors import AlreadyThere, NotBegun
from ..forms.plan import ActivityForm, CancelForm, ResultForm
from ..models import HOUSE_ROLES, LEADERS, Activity
from ..presenters import plan as plans
from .lookup import person
from .responses import THERE_ALREADY, Words, carry_out, csv_file, form_page, moved


@allow(*HOUSE_ROLES)
def plan(request: HttpRequest) -> HttpResponse:
    """By state, or by month: `?by=month`."""
    year = plans.year_of(request.GET.get("year", ""))
    found = plans.of_year(year)
    by_month = request.GET.get("by") == "month"
    context = {
        "plan": found,
        "columns": plans.by_month(found) if by_month else plans.by_state(found),
        "by_month": by_month,
        "plans": actions.may_plan(request.user),
        "tab": "plan",
    }
    return render(request, "governance/plan/plan.html", context)


@allow(*HOUSE_ROLES, step_up="export")
def plan_csv(request: HttpRequest) -> HttpResponse:
    year = plans.year_of(request.GET.get("year", ""))
    note_export("plan", about=Activity, by=person(request))
    return csv_file(f"plan-{year}.csv", plans.csv_columns(), plans.csv_rows(plans.of_year(year)))


@allow(Role.SECRETARY)
def new_activity(request: HttpRequest) -> HttpResponse:
    form = ActivityForm(request.POST or None, initial={"owner": person(request).pk})
    if form.is_valid():
        try:
            made = actions.plan_activity(form.known, by=person(request))
        except AlreadyThere as error:
            made = error.row
            messages.info(request, THERE_ALREADY)
        else:
            messages.success(request, _("Planned."))
        return redirect("governance:activity", made.pk)
    return _form(request, form, _("New activity"), reverse("governance:plan"))


@allow(*HOUSE_ROLES)
def activity(request: HttpRequest, number: int) -> HttpResponse:
    found, by = _activity(number), person(request)
    is_open = found.state in Activity.OPEN
    context = {
        "activity": found,
        "plans": is_open and actions.may_plan(by),
        "reports": is_open and actions.may_report(found, by),
        "corrects": found.state == Activity.State.DONE and actions.may_report(found, by),
    }
    return render(request, "governance/plan/activity.html", context)


@allow(Role.SECRETARY)
def change_activity(request: HttpRequest, number: int) -> HttpResponse:
    found = _activity(number)
    form = ActivityForm(request.POST or None, instance=found)
    if form.is_valid():
        return _done(request, found, lambda: actions.change_activity(found, form.known, by=person(request)))
    return _form(request, form, _("Change the activity"), reverse("governance:activity", args=[number]))


@allow(*LEADERS, own=HOUSE_ROLES, only_post=True)
def begin_activity(request: HttpRequest, number: int) -> HttpResponse:
    found = _reported(request, number)
    return _done(request, found, lambda: actions.begin_activity(found, by=person(request)))


@allow(*LEADERS, own=HOUSE_ROLES)
def finish_activity(request: HttpRequest, number: int) -> HttpResponse:
    found = _reported(request, number)
    is_done = found.state == Activity.State.DONE
    known = {name: getattr(found, name) for name in ("result", "what_came", "evidence")} if is_done else {}
    form = ResultForm(request.POST or None, initial=known)
    act = actions.correct_result if is_done else actions.finish_activity
    form.fields["result"].help_text = _("Target: %(target)s %(unit)s") % {"target": found.target, "unit": found.unit}
    if form.is_valid():
        return _done(request, found, lambda: act(found, **form.cleaned_data, by=person(request)))
    heading = _("Correct the result") if is_done else _("Record the result")
    return _form(request, form, heading, reverse("governance:activity", args=[number]))


@allow(*LEADERS, own=HOUSE_ROLES)
def cancel_activity(request: HttpRequest, number: int) -> HttpResponse:
    found = _reported(request, number)
    form = CancelForm(request.POST or None)
    if form.is_valid():
        why = form.cleaned_data["why"]
        return _done(request, found, lambda: actions.cancel_activity(found, why=why, by=person(request)))
    return _form(request, form, _("Cancel the activity"), reverse("governance:activity", args=[number]))


def _activity(number: int) -> Activity:
    found: Activity = get_object_or_404(Activity.objects.select_related("office", "owner"), pk=number)
    return found


def _reported(request: HttpRequest, number: int) -> Activity:
    found = _activity(number)
    if not actions.may_report(found, request.user):
        raise PermissionDenied
    return found


def _done(request: HttpRequest, found: Activity, act: Callable[[], Any]) -> HttpResponse:
    refused: dict[type[Exception], Words] = {
        NotBegun: _("It has not begun: a result is recorded from its first day on. Change that day first."),
        IllegalMove: moved(request, found),
    }
    carry_out(request, act, _("Saved."), refused)
    return redirect("governance:activity", found.pk)


def _form(request: HttpRequest, form: BaseForm, heading: str, back: str) -> HttpResponse:
    return form_page(request, form, heading=heading, submit=_("Save"), kicker=_("Plan of outreach"), back=back)
