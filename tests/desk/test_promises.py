"""Promises of the desk that no other test holds: what is approved, what is sent, and what stays public."""

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from hemicycle.channels.models import Content, Outbound
from hemicycle.desk import actions, jobs
from hemicycle.desk.errors import DigestMismatch
from hemicycle.desk.models import Announcement, AnnouncementText
from hemicycle.rules.classification import Classification
from hemicycle.rules.errors import IllegalMove

pytestmark = pytest.mark.django_db


def other_words(announcement: Announcement) -> None:
    """As nobody wrote them at the desk."""
    AnnouncementText.objects.filter(announcement=announcement, lang="en").update(body="Words that nobody read.")


@pytest.fixture
def scheduled(approved, officer) -> Announcement:
    announcement = approved()
    actions.schedule(announcement, by=officer)
    return announcement


@pytest.fixture
def released(scheduled) -> Announcement:
    assert actions.release(scheduled, by="worker")
    scheduled.refresh_from_db()
    return scheduled


def test_what_is_approved_is_what_was_read(write, officer, editor):
    announcement = write()
    actions.submit(announcement, by=officer)
    other_words(announcement)
    with pytest.raises(DigestMismatch):
        actions.approve(announcement, digest=announcement.digest, by=editor)
    assert not announcement.approvals.exists()


def test_what_is_approved_by_a_signed_link_is_what_was_read(write, officer, other_clerk):
    announcement = write()
    actions.submit(announcement, by=officer)
    link = actions.ask_on_duty(announcement, to=other_clerk, why="Nobody else is in.", by=officer)
    other_words(announcement)
    with pytest.raises(DigestMismatch):
        actions.approve_on_duty(link, by=other_clerk)


def test_what_was_approved_is_what_goes_out(released):
    other_words(released)
    jobs.enqueue_due("worker", lambda: False)
    texts = [" ".join(row.content.parts) for row in Outbound.objects.select_related("content")]
    assert len(texts) == 6
    assert not any("Words that nobody read" in text for text in texts)


def test_it_is_released_with_as_many_approvals_as_the_house_asks_for(scheduled):
    scheduled.approvals.all()[0].delete()
    with pytest.raises(DigestMismatch):
        actions.release(scheduled, by="worker")
    assert not Content.objects.exists()


def test_the_desk_sends_nothing_itself(released):
    jobs.enqueue_due("worker", lambda: False)
    assert set(Outbound.objects.values_list("state", flat=True)) == {"waiting"}


def test_what_was_released_is_never_deleted(released, officer):
    with pytest.raises(IllegalMove):
        actions.discard(released, by=officer)
    with pytest.raises(ProtectedError):
        released.delete()


def test_the_database_refuses_what_is_public_and_not_released(scheduled):
    scheduled.classification = Classification.PUBLIC
    with pytest.raises(IntegrityError), transaction.atomic():
        scheduled.save()


def test_the_database_refuses_that_one_person_asks_for_a_withdrawal_and_confirms_it(released, editor):
    withdrawal = actions.ask_withdrawal(released, reasons={"en": "It was wrong."}, by=editor)
    withdrawal.confirmed_by = editor
    with pytest.raises(IntegrityError), transaction.atomic():
        withdrawal.save()
