"""The plan of outreach: a goal that can be measured, and what came of it."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from hemicycle.accounts.models import Office, User
from hemicycle.governance.actions import planning
from hemicycle.governance.errors import MayNotAllocate, NoReason, NotOfTheHouse
from hemicycle.governance.models import Activity
from hemicycle.governance.presenters import plan as plans
from hemicycle.rules.errors import IllegalMove


@pytest.fixture
def known(office: Office, officer: User) -> dict[str, Any]:
    today = timezone.localdate()
    return {
        "title": "School week", "goal": "Pupils know how a bill is made.", "target": 12, "unit": "schools",
        "audience": "Pupils", "channel": "Visits", "office": office, "owner": officer, "starts_on": today,
        "ends_on": today + timedelta(days=5), "is_public": True,
    }  # fmt: skip


def test_an_activity_is_planned_begun_and_finished_with_its_evidence(
    known: dict[str, Any], secretary: User, officer: User
) -> None:
    activity = planning.plan_activity(known, by=secretary)
    planning.begin_activity(activity, by=officer)
    with pytest.raises(NoReason):
        planning.finish_activity(activity, result=14, evidence=" ", by=officer)
    done = planning.finish_activity(activity, result=14, evidence="https://assembly.example/schools", by=officer)
    assert (done.state, done.result) == ("done", 14)
    with pytest.raises(IllegalMove):
        planning.change_activity(activity, known, by=secretary)


def test_only_who_leads_the_policy_plans_and_only_the_owner_reports_beside_them(
    known: dict[str, Any], secretary: User, editor: User, member: User
) -> None:
    with pytest.raises(MayNotAllocate):
        planning.plan_activity(known, by=editor)
    with pytest.raises(NotOfTheHouse):
        planning.plan_activity({**known, "owner": member}, by=secretary)
    activity = planning.plan_activity(known, by=secretary)
    with pytest.raises(MayNotAllocate):
        planning.begin_activity(activity, by=editor)


def test_a_cancelled_activity_says_why_and_counts_neither_as_planned_nor_as_delivered(
    known: dict[str, Any], secretary: User, officer: User
) -> None:
    first, second = (planning.plan_activity({**known, "title": f"Week {n}"}, by=secretary) for n in (1, 2))
    with pytest.raises(NoReason):
        planning.cancel_activity(first, why="", by=officer)
    planning.cancel_activity(first, why="The schools are closed.", by=officer)
    planning.finish_activity(second, result=3, evidence="https://assembly.example/schools", by=officer)
    plan = plans.of_year(known["starts_on"].year)
    assert (plan.delivered, plan.planned, plan.cancelled) == (1, 1, 1)


def test_what_should_be_over_is_overdue_until_it_is(known: dict[str, Any], secretary: User) -> None:
    past = timezone.localdate() - timedelta(days=1)
    activity = planning.plan_activity({**known, "starts_on": past, "ends_on": past}, by=secretary)
    assert activity.is_overdue and list(Activity.objects.overdue(timezone.localdate())) == [activity]
    done = planning.finish_activity(activity, result=1, evidence="https://assembly.example/a", by=secretary)
    assert not done.is_overdue


def test_an_activity_that_lasts_over_the_turn_of_the_year_is_in_both_plans(
    known: dict[str, Any], secretary: User
) -> None:
    planning.plan_activity({**known, "starts_on": date(2029, 12, 1), "ends_on": date(2030, 2, 1)}, by=secretary)
    assert [len(plans.of_year(year).activities) for year in (2028, 2029, 2030, 2031)] == [0, 1, 1, 0]
    assert [one["label"] for one in plans.by_month(plans.of_year(2030))] == ["January"]
