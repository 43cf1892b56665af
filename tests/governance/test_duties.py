"""Duties: who holds one, who stands in, and what the matrix says is missing."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from hemicycle.accounts.models import Notice, Office, User
from hemicycle.accounts.roles import Role
from hemicycle.channels import actions as channels
from hemicycle.governance.actions import duties, reminding, training
from hemicycle.governance.errors import BothParts, MayNotAllocate, NotOfTheHouse, PeriodTaken
from hemicycle.governance.models import Appointment, Duty, Training
from hemicycle.governance.presenters.matrix import matrix
from hemicycle.governance.presenters.reminders import open_gaps
from hemicycle.governance.presenters.responsible import responsible
from hemicycle.rules.actions import put_policy_in_force
from hemicycle.rules.errors import IllegalMove

from ..cast import person

HOLDER, DEPUTY = Appointment.Part.HOLDER, Appointment.Part.DEPUTY
DAY = timedelta(days=1)


@pytest.fixture
def today() -> date:
    return timezone.localdate()


@pytest.fixture
def approving(office: Office, secretary: User) -> Duty:
    return duties.open_duty(kind=Duty.Kind.APPROVING, office=office, by=secretary)


def codes(today: date) -> list[str]:
    return [gap.code for row in matrix(today, with_gaps=True).rows for gap in row.gaps]


def test_whoever_follows_ends_the_time_of_whoever_held_it(
    approving: Duty, editor: User, second_secretary: User, secretary: User, today: date
) -> None:
    duties.appoint(approving, person=editor, part=HOLDER, starts_on=today - 10 * DAY, by=secretary)
    duties.appoint(
        approving, person=second_secretary, part=HOLDER, starts_on=today, handover="Two drafts are open.", by=secretary
    )
    now, before = approving.appointments.order_by("-starts_on")
    assert now.person == second_secretary
    assert (before.ends_on, before.handover) == (today - DAY, "Two drafts are open.")


def test_nobody_is_appointed_to_a_time_that_is_taken_nor_stands_in_for_themselves(
    approving: Duty, editor: User, secretary: User, today: date
) -> None:
    duties.appoint(approving, person=editor, part=HOLDER, starts_on=today, ends_on=today + 9 * DAY, by=secretary)
    with pytest.raises(PeriodTaken):
        duties.appoint(approving, person=secretary, part=HOLDER, starts_on=today + 9 * DAY, by=secretary)
    with pytest.raises(BothParts):
        duties.appoint(approving, person=editor, part=DEPUTY, starts_on=today + DAY, by=secretary)
    with pytest.raises(IllegalMove):
        duties.appoint(approving, person=secretary, part=DEPUTY, starts_on=today, ends_on=today - DAY, by=secretary)


def test_only_who_leads_the_policy_allocates_and_only_to_people_of_the_house(
    approving: Duty, editor: User, member: User, member_office: Office, outsider: User, secretary: User, today: date
) -> None:
    with pytest.raises(MayNotAllocate):
        duties.appoint(approving, person=editor, part=HOLDER, starts_on=today, by=editor)
    with pytest.raises(NotOfTheHouse):
        duties.appoint(approving, person=member, part=HOLDER, starts_on=today, by=secretary)
    with pytest.raises(NotOfTheHouse):
        duties.appoint(approving, person=outsider, part=HOLDER, starts_on=today, by=secretary)
    with pytest.raises(NotOfTheHouse):
        duties.open_duty(kind=Duty.Kind.ANSWERING, office=member_office, by=secretary)


def test_the_matrix_names_a_duty_without_deputy_and_the_menu_counts_it(
    approving: Duty, editor: User, secretary: User, officer: User, today: date
) -> None:
    duties.appoint(approving, person=editor, part=HOLDER, starts_on=today, by=secretary)
    assert "no-deputy" in codes(today) and "no-holder" not in codes(today)
    assert open_gaps(secretary).count() == 1 and open_gaps(editor).count() == 0
    duties.appoint(approving, person=officer, part=DEPUTY, starts_on=today, by=secretary)
    assert "no-deputy" not in codes(today)
    assert open_gaps(secretary).count() == 0


def test_the_matrix_names_who_lacks_the_role_and_who_has_left(
    approving: Duty, editor: User, officer: User, secretary: User, administrator: User, today: date
) -> None:
    duties.appoint(approving, person=editor, part=HOLDER, starts_on=today, by=secretary)
    duties.appoint(approving, person=officer, part=DEPUTY, starts_on=today, by=secretary)
    (gap,) = (one for row in matrix(today, with_gaps=True).rows for one in row.gaps if one.code == "no-role")
    # The Secretary cannot open the page of the roles.
    assert gap.url == "" and "An administrator gives roles: Adam Administrator." in gap.sentence
    editor.assignments.all().delete()
    assert "left" in codes(today)
    assert open_gaps(secretary).count() == 1


def test_a_deputy_stands_in_while_the_holder_is_on_leave(
    approving: Duty, editor: User, secretary: User, other_office: Office, today: date
) -> None:
    second = person("Second Editor", Role.EDITOR, office=approving.office)
    duties.appoint(approving, person=editor, part=HOLDER, starts_on=today, by=secretary)
    duties.enter_leave(editor, starts_on=today, ends_on=today + DAY, by=editor)
    assert "all-away" in codes(today)
    duties.appoint(approving, person=second, part=DEPUTY, starts_on=today, by=secretary)
    (row,) = matrix(today, with_gaps=True).rows
    assert row.stands_in and "all-away" not in [gap.code for gap in row.gaps]
    assert not matrix(today + 2 * DAY, with_gaps=True).rows[0].stands_in


def test_a_duty_whose_holder_and_deputy_are_both_on_leave_is_a_gap_that_the_menu_counts(
    approving: Duty, editor: User, secretary: User, today: date
) -> None:
    second = person("Second Editor", Role.EDITOR, office=approving.office)
    for part, whose in ((HOLDER, editor), (DEPUTY, second)):
        duties.appoint(approving, person=whose, part=part, starts_on=today, by=secretary)
    duties.enter_leave(editor, starts_on=today, ends_on=today, by=editor)
    assert open_gaps(secretary).count() == 0
    duties.enter_leave(second, starts_on=today, ends_on=today, by=second)
    assert open_gaps(secretary).count() == 1
    gaps = [gap.sentence for row in matrix(today, with_gaps=True).rows for gap in row.gaps]
    assert "Edith Editor and Second Editor are both on leave: nobody does it now." in gaps


def test_too_few_who_can_approve_today_are_a_gap(editor: User, office: Office, secretary: User, today: date) -> None:
    put_policy_in_force({"approvals_sensitive": 2}, policy="test", by="test")
    person("Second Editor", Role.EDITOR, office=office)
    assert not matrix(today, with_gaps=True).approvals
    duties.enter_leave(editor, starts_on=today, ends_on=today, by=editor)
    assert [gap.code for _office, gap in matrix(today, with_gaps=True).approvals] == ["approvers"]


def test_leave_of_others_is_entered_by_who_allocates_alone(editor: User, officer: User, today: date) -> None:
    with pytest.raises(MayNotAllocate):
        duties.enter_leave(editor, starts_on=today, ends_on=today, by=officer)


def test_an_account_follows_who_answers_for_it_and_its_recovery_is_tested(
    office: Office, editor: User, officer: User, secretary: User, today: date
) -> None:
    account = channels.open_account(office=office, kind="web", name="Website", address="www", owner=officer, by=editor)
    assert codes(today) == ["not-allocated"]
    duty = duties.open_duty(kind=Duty.Kind.ACCOUNT, office=office, account=account, by=secretary)
    assert "recovery" in codes(today) and "no-holder" not in codes(today)
    duties.appoint(duty, person=editor, part=HOLDER, starts_on=today + DAY, by=secretary)
    assert "differs" in codes(today + DAY)
    duties.record_recovery_test(account, on=today, works=True, by=officer)
    assert "recovery" not in codes(today)
    assert "recovery" in codes(today + timedelta(days=183))


def test_giving_an_account_to_its_deputy_leaves_nobody_on_both_sides(
    office: Office, editor: User, officer: User, secretary: User, today: date
) -> None:
    account = channels.open_account(
        office=office, kind="web", name="Website", address="www", owner=officer, deputy=editor, by=editor
    )
    duty = duties.open_duty(kind=Duty.Kind.ACCOUNT, office=office, account=account, by=secretary)
    duty.appointments.all().delete()
    duties.appoint(duty, person=editor, part=HOLDER, starts_on=today, by=secretary)
    account.refresh_from_db()
    assert (account.owner, account.deputy) == (editor, None)


def test_those_concerned_are_notified_once_before_a_duty_or_a_training_ends(
    approving: Duty, editor: User, secretary: User, second_secretary: User, today: date
) -> None:
    duties.appoint(approving, person=editor, part=HOLDER, starts_on=today, ends_on=today + 14 * DAY, by=secretary)
    training.record_training(editor, subjects=["security"], on=today - timedelta(days=340), by=secretary)
    assert reminding.remind(by="worker") == 2
    assert reminding.remind(by="worker") == 0
    ends = Notice.objects.filter(kind=reminding.DUTY_ENDS)
    assert {one.person for one in ends} == {editor, secretary, second_secretary}
    assert [one.person for one in Notice.objects.filter(kind=reminding.TRAINING_ENDS)] == [editor]


def test_a_deputy_is_notified_once_on_the_day_on_which_the_stand_in_begins(
    approving: Duty, editor: User, officer: User, secretary: User, today: date, sign_in: Callable[[object], Client]
) -> None:
    duties.appoint(approving, person=editor, part=HOLDER, starts_on=today, by=secretary)
    duties.enter_leave(editor, starts_on=today + DAY, ends_on=today + 9 * DAY, by=editor)
    now = duties.enter_leave(editor, starts_on=today, ends_on=today, by=editor)
    assert reminding.remind(by="worker") == 0, "nobody stands in yet"
    duties.appoint(approving, person=officer, part=DEPUTY, starts_on=today, by=secretary)
    assert [reminding.remind(by="worker") for _round in range(2)] == [1, 0]
    (notice,) = Notice.objects.filter(kind=duties.STANDS_IN)
    assert (notice.person, notice.about) == (officer, now.pk)
    page = sign_in(officer).get("/account/notices/").text
    assert "You stand in for a colleague who is away from today." in page and "For Edith Editor, until" in page
    duties.remove_leave(now, by=editor)
    assert "Nothing is asked of you any more" in sign_in(officer).get("/account/notices/").text


def test_a_deputy_who_is_away_too_gets_no_notice(
    approving: Duty, editor: User, officer: User, secretary: User, today: date
) -> None:
    for person_, part in ((editor, HOLDER), (officer, DEPUTY)):
        duties.appoint(approving, person=person_, part=part, starts_on=today, by=secretary)
        duties.enter_leave(person_, starts_on=today, ends_on=today, by=person_)
    assert reminding.remind(by="worker") == 0


def test_nobody_is_notified_of_an_end_far_off_or_with_somebody_to_follow(
    approving: Duty, editor: User, officer: User, secretary: User, today: date
) -> None:
    duties.appoint(approving, person=editor, part=HOLDER, starts_on=today, ends_on=today + 15 * DAY, by=secretary)
    assert reminding.remind(by="worker") == 0
    row = approving.appointments.get()
    duties.end_appointment(row, on=today + DAY, by=editor)
    duties.appoint(approving, person=officer, part=HOLDER, starts_on=today + 2 * DAY, by=secretary)
    assert reminding.remind(by="worker") == 0


def test_everybody_reads_the_office_that_answers_and_a_name_only_if_the_house_decided_so(
    approving: Duty, editor: User, secretary: User, today: date
) -> None:
    duties.appoint(approving, person=editor, part=HOLDER, starts_on=today, by=secretary)
    assert [(one.office, one.name) for one in responsible()] == [("Research service", "")]
    put_policy_in_force({"approvals_shown": "names"}, policy="test", by="test")
    assert [one.name for one in responsible()] == ["Edith Editor"]


def test_a_duty_that_is_closed_keeps_who_held_it(approving: Duty, editor: User, secretary: User, today: date) -> None:
    duties.appoint(approving, person=editor, part=HOLDER, starts_on=today - DAY, by=secretary)
    duties.close_duty(approving, by=secretary)
    assert approving.appointments.get().ends_on == today
    assert not matrix(today, with_gaps=True).rows
    with pytest.raises(IllegalMove):
        duties.close_duty(approving, by=secretary)


def test_a_person_of_several_subjects_is_recorded_once_for_each(editor: User, secretary: User, today: date) -> None:
    for _twice in range(2):
        training.record_training(editor, subjects=["security", "accessibility"], on=today, by=secretary)
    assert Training.objects.count() == 2
