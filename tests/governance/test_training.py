# ruff: noqa: F811 fixtures of other apps are asked for by their names
"""Training: who has it approves, releases and answers in public, where the policy requires it."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.utils import timezone

from hemicycle.accounts.models import User
from hemicycle.accounts.training import lacks_training
from hemicycle.channels import actions as channels
from hemicycle.channels.errors import CannotAnswer
from hemicycle.channels.models import Inbound
from hemicycle.desk import actions as desk
from hemicycle.desk.actions import parts_of
from hemicycle.desk.errors import NotTrained
from hemicycle.desk.models import Announcement
from hemicycle.governance.actions import training
from hemicycle.governance.errors import MayNotAllocate, NotOfTheHouse, OwnTraining
from hemicycle.governance.models import Training
from hemicycle.rules.actions import put_policy_in_force
from hemicycle.rules.errors import IllegalMove

# An announcement to approve, and a comment to answer, as those apps make them for their own tests.
from ..cases.test_answers import comment, letter, mailbox  # noqa: F401
from ..desk.conftest import feed, second_editor, site, write  # noqa: F401

DAY = timedelta(days=1)


@pytest.fixture
def today() -> date:
    return timezone.localdate()


def put_in_force(**values: object) -> None:
    put_policy_in_force(values, policy="test", by="test")


def train(person: User, *, on: date) -> None:
    training.record_training(person, subjects=Training.NEEDED, on=on, by="test")


@pytest.fixture
def submitted(write: Callable[..., Announcement], officer: User) -> Announcement:
    announcement = write()
    desk.submit(announcement, by=officer)
    return announcement


def test_without_valid_training_nobody_approves_where_the_policy_requires_it(
    submitted: Announcement, editor: User, today: date
) -> None:
    put_in_force(training_required="required")
    with pytest.raises(NotTrained):
        desk.approve(submitted, digest=submitted.digest, by=editor)
    train(editor, on=today)
    desk.approve(submitted, digest=submitted.digest, by=editor)


def test_where_training_is_advised_everybody_goes_on(submitted: Announcement, editor: User) -> None:
    desk.approve(submitted, digest=submitted.digest, by=editor)
    assert not lacks_training(editor.pk)


def test_an_announcement_names_those_who_wait_for_training_and_counts_them_not(
    submitted: Announcement,
    editor: User,
    second_editor: User,
    today: date,
) -> None:
    put_in_force(training_required="required")
    train(second_editor, on=today)
    approving = desk.approving_assignments(submitted)
    assert desk.untrained(parts_of(submitted), approving) == [editor]
    assert [one.user for one in desk.who_may_approve(submitted)] == [second_editor]


def test_without_valid_training_nobody_releases(
    submitted: Announcement,
    officer: User,
    editor: User,
    second_editor: User,
    today: date,
) -> None:
    for one in (editor, second_editor):
        desk.approve(submitted, digest=submitted.digest, by=one)
    put_in_force(training_required="required")
    with pytest.raises(NotTrained):
        desk.schedule(submitted, by=officer)
    train(officer, on=today)
    desk.schedule(submitted, by=officer)
    assert Announcement.objects.get(pk=submitted.pk).state == "scheduled"


def test_without_valid_training_nobody_answers_in_public_but_to_one_person(
    comment: Inbound,
    letter: Inbound,
    editor: User,
    clerk: User,
    today: date,
) -> None:
    put_in_force(training_required="required")
    with pytest.raises(CannotAnswer) as refused:
        channels.give_answer(comment, text="Everybody.", lang="en", key="1", by=editor)
    assert refused.value.code == "untrained"
    channels.give_answer(letter, text="Thank you.", lang="en", key="2", by=clerk)
    train(editor, on=today)
    channels.give_answer(comment, text="Everybody.", lang="en", key="3", by=editor)


def test_a_training_is_valid_for_as_many_days_as_the_policy_says(editor: User, today: date) -> None:
    put_in_force(training_required="required", training_valid_days=30)
    train(editor, on=today - 30 * DAY)
    assert lacks_training(editor.pk)
    put_in_force(training_required="required", training_valid_days=31)
    assert not lacks_training(editor.pk)
    assert Training.objects.filter(person=editor).first().valid_until == today


def test_every_subject_that_the_policy_names_is_needed(editor: User, secretary: User, today: date) -> None:
    put_in_force(training_required="required")
    *most, last = Training.NEEDED
    training.record_training(editor, subjects=[*most, "other"], title="Radio", on=today, by=secretary)
    assert lacks_training(editor.pk)
    training.record_training(editor, subjects=[last], on=today, by=secretary)
    assert not lacks_training(editor.pk)


def test_nobody_records_their_own_training_nor_does_whoever_records_nothing(
    editor: User, secretary: User, member: User, today: date
) -> None:
    with pytest.raises(OwnTraining):
        training.record_training(secretary, subjects=["security"], on=today, by=secretary)
    with pytest.raises(MayNotAllocate):
        training.record_training(secretary, subjects=["security"], on=today, by=editor)
    with pytest.raises(NotOfTheHouse):
        training.record_training(member, subjects=["security"], on=today, by=secretary)
    with pytest.raises(IllegalMove):
        training.record_training(editor, subjects=["security"], on=today + DAY, by=secretary)
