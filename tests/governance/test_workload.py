"""Workload: what waits in each office of the House, and the hours for it; members' offices are not looked at."""

from datetime import timedelta

import pytest
from django.utils import timezone

from hemicycle.accounts.models import Office, User
from hemicycle.cases.actions import open_case
from hemicycle.cases.models import Case
from hemicycle.channels import actions as channels
from hemicycle.channels.models import Inbound
from hemicycle.governance.actions import training
from hemicycle.governance.errors import MayNotAllocate, NotOfTheHouse
from hemicycle.governance.models import PersonalDataRequest, StaffHours
from hemicycle.governance.presenters import workload
from hemicycle.rules.actions import put_policy_in_force

DAY = timedelta(days=1)


def receive(office: Office, number: int, *, days_ago: int, **more: object) -> Case:
    account = channels.open_account(office=office, kind="web", name="Form", address=f"form{number}", by="test")
    message = Inbound.objects.create(
        office=office, channel="web", external_id=str(number), text="A question", account=account,
        received_at=timezone.now() - days_ago * DAY,
    )  # fmt: skip
    case = open_case(message, by="test")
    Case.objects.filter(pk=case.pk).update(**more)
    return case


def load_of(office: Office) -> workload.OfficeLoad:
    return next(one for one in workload.of_offices(timezone.now()) if one.office == office)


def test_the_backlog_of_an_office_says_how_many_and_how_old(office: Office, clerk: User) -> None:
    for number, days in enumerate((1, 3, 20)):
        receive(office, number, days_ago=days, assignee=clerk if days == 3 else None)
    receive(office, 9, days_ago=40, state="closed", closed_at=timezone.now())
    inbox = next(one for one in load_of(office).backlogs if one.label == "Cases in the inbox")
    assert (inbox.waiting, inbox.median, inbox.oldest) == (3, 3, 20)
    assert load_of(office).unassigned == 2
    assert [(one.person, one.assigned) for one in workload.of_people()] == [(clerk, 1)]


def test_requests_about_data_that_await_an_answer_are_part_of_it(office: Office, member_office: Office) -> None:
    now = timezone.now()
    for key, where, state in (("a", office, "open"), ("b", office, "asked"), ("c", member_office, "open")):
        PersonalDataRequest.objects.create(
            office=where, kind="access", state=state, key=key, lang="en", asked_at=now - 4 * DAY, due_at=now + DAY
        )
    requests = next(one for one in load_of(office).backlogs if one.label == "Requests about data")
    assert (requests.waiting, requests.oldest) == (1, 4)


def test_messages_of_a_members_office_are_not_counted(office: Office, member_office: Office, member: User) -> None:
    receive(member_office, 1, days_ago=5, assignee=member)
    assert [one.office for one in workload.of_offices(timezone.now())] == [office]
    assert all(one.waiting == 0 for one in load_of(office).backlogs)
    assert workload.of_people() == []


def test_the_share_answered_in_time_counts_what_was_due_alone(office: Office, clerk: User) -> None:
    put_policy_in_force({"answer_within_days": 5}, policy="test", by="test")
    timely, late = receive(office, 1, days_ago=20), receive(office, 2, days_ago=20)
    for case, days in ((timely, 16), (late, 10)):
        Case.objects.filter(pk=case.pk).update(answered_at=timezone.now() - days * DAY)
    receive(office, 3, days_ago=20)
    receive(office, 4, days_ago=20, state="closed", closed_at=timezone.now())
    receive(office, 5, days_ago=2)
    load = load_of(office)
    assert (load.answered_in_time, load.answerable, load.share) == (1, 3, 33)


def test_hours_promised_follow_the_policy_and_hours_staffed_what_offices_state(
    office: Office, clerk: User, editor: User
) -> None:
    values = {"attended_days": ("monday", "friday"), "attended_from": "08:00", "attended_until": "12:30"}
    put_policy_in_force(values, policy="test", by="test")
    assert workload.hours_promised() == 9
    training.state_hours(clerk, office=office, hours=6, by=editor)
    training.state_hours(editor, office=office, hours=4, by=editor)
    assert load_of(office).hours == 10
    training.state_hours(clerk, office=office, hours=0, by=editor)
    assert [one.person for one in StaffHours.objects.all()] == [editor]


def test_hours_are_stated_for_people_of_ones_own_office(
    office: Office, other_office: Office, other_clerk: User, editor: User, researcher: User
) -> None:
    with pytest.raises(MayNotAllocate):
        training.state_hours(other_clerk, office=other_office, hours=5, by=editor)
    with pytest.raises(MayNotAllocate):
        training.state_hours(editor, office=office, hours=5, by=researcher)
    with pytest.raises(NotOfTheHouse):
        training.state_hours(other_clerk, office=office, hours=5, by=editor)
