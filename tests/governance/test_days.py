"""Days that are typed: no form of governance takes one that cannot be meant."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django import forms
from django.test import Client
from django.utils import timezone

from hemicycle.accounts.models import Office, User
from hemicycle.governance.actions import duties, planning
from hemicycle.governance.errors import NotBegun
from hemicycle.governance.forms import adoption, days, incidents, mandates, plan
from hemicycle.governance.forms import duties as of_duties
from hemicycle.governance.forms import periods as of_periods
from hemicycle.governance.models import Incident, Leave
from hemicycle.rules.models import PeriodKind

SignIn = Callable[[object], Client]
TODAY = timezone.localdate
FAR = "2206-03-01"


@pytest.fixture
def activity(office: Office, officer: User) -> dict[str, Any]:
    today = TODAY()
    return {
        "title": "School week", "goal": "Pupils know.", "target": 12, "unit": "schools", "audience": "Pupils",
        "channel": "Visits", "office": office.pk, "owner": officer.pk, "starts_on": today, "ends_on": today,
    }  # fmt: skip


def wrong(form: forms.Form | forms.ModelForm[Any]) -> set[str]:
    return {*form.errors}


@pytest.mark.parametrize("on", ["2206-03-01", "1926-03-01"])
def test_a_day_that_cannot_be_meant_is_refused_at_its_field(secretary: User, editor: User, on: str) -> None:
    assert "on" in wrong(adoption.AdoptionForm({"on": on}))
    assert "on" in wrong(of_duties.TrainingForm({"on": on}, by=secretary))
    assert "on" in wrong(of_duties.RecoveryForm({"on": on}))
    assert "on" in wrong(of_duties.EndForm({"on": on}, since=date(2026, 1, 1)))
    assert "starts_on" in wrong(of_duties.AppointForm({"starts_on": on}))
    assert "starts_on" in wrong(of_duties.LeaveForm({"starts_on": on}, allocates=False, by=editor))
    assert "ends_on" in wrong(mandates.EndForm({"ends_on": on}))


def test_a_duty_is_given_for_ten_years_at_most_and_leave_for_two(editor: User) -> None:
    today = TODAY()
    late = {"starts_on": today, "ends_on": days.years_from(today, 10) + timedelta(days=1)}
    assert "ends_on" in wrong(of_duties.AppointForm(late))
    assert "ends_on" not in wrong(of_duties.AppointForm({**late, "ends_on": days.years_from(today, 10)}))
    long = {"starts_on": today, "ends_on": days.years_from(today, 2) + timedelta(days=1)}
    assert "ends_on" in wrong(of_duties.LeaveForm(long, allocates=False, by=editor))


@pytest.mark.parametrize("ago", [timedelta(days=366), timedelta(days=-1)])
def test_an_incident_is_neither_a_year_old_nor_still_to_come(ago: timedelta) -> None:
    moment = timezone.localtime(timezone.now() - ago)
    sent = {"kind": Incident.Kind.LEAK, "title": "A leak", "aware_at": moment.strftime("%Y-%m-%dT%H:%M")}
    assert "aware_at" in wrong(incidents.IncidentForm(sent))


def test_an_activity_stays_near_the_plan_of_its_year(activity: dict[str, Any]) -> None:
    assert not wrong(plan.ActivityForm(activity))
    assert "starts_on" in wrong(plan.ActivityForm({**activity, "starts_on": FAR, "ends_on": FAR}))
    assert "ends_on" in wrong(plan.ActivityForm({**activity, "ends_on": FAR}))
    assert "starts_on" in wrong(plan.ActivityForm({**activity, "starts_on": "1926-01-01"}))


def test_a_sensitive_period_is_not_planned_for_another_century(db: None) -> None:
    form = of_periods.PeriodForm({"starts_at": f"{FAR}T10:00", "ends_at": ""}, kind=PeriodKind.ELECTION)
    assert "starts_at" in wrong(form)
    assert "ends_at" in wrong(of_periods.LongerForm({"ends_at": f"{FAR}T10:00"}))


def test_leave_is_entered_once_for_a_day(editor: User, sign_in: SignIn) -> None:
    browser, today = sign_in(editor), TODAY()
    sent = {"starts_on": today, "ends_on": today + timedelta(days=3)}
    assert browser.post("/policy/duties/leave/", sent).status_code == 302
    again = browser.post("/policy/duties/leave/", {**sent, "starts_on": today + timedelta(days=3)})
    assert again.status_code == 422 and "entered already" in again.content.decode()
    assert Leave.objects.count() == 1


def test_an_activity_has_no_result_before_its_first_day(
    activity: dict[str, Any], office: Office, officer: User, secretary: User, sign_in: SignIn
) -> None:
    begins = TODAY() + timedelta(days=1)
    known = {
        **activity,
        "office": office,
        "owner": officer,
        "starts_on": begins,
        "ends_on": begins,
        "is_public": False,
    }
    planned = planning.plan_activity(known, by=secretary)
    with pytest.raises(NotBegun):
        planning.finish_activity(planned, result=1, evidence="https://assembly.example/a", by=officer)
    sent = {"result": "1", "evidence": "https://assembly.example/a", "what_came": ""}
    page = sign_in(officer).post(f"/policy/plan/{planned.pk}/finish/", sent, follow=True).content.decode()
    assert "It has not begun" in page


def test_29_february_has_a_day_in_every_year() -> None:
    assert days.years_from(date(2028, 2, 29), 1) == date(2029, 2, 28)
    assert days.years_from(date(2028, 2, 29), -4) == date(2024, 2, 29)


def test_a_leave_that_was_removed_may_be_entered_anew(editor: User) -> None:
    row = duties.enter_leave(editor, starts_on=TODAY(), ends_on=TODAY(), by=editor)
    duties.remove_leave(row, by=editor)
    assert duties.enter_leave(editor, starts_on=TODAY(), ends_on=TODAY(), by=editor).pk
