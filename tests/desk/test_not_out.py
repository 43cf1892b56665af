"""What did not go out heads the board, with the reason and one way on, for whoever wrote it and whoever may approve it."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from hemicycle.channels import actions as channels
from hemicycle.channels.models import Outbound
from hemicycle.desk import actions
from hemicycle.desk.models import Announcement
from hemicycle.desk.presenters.board import board_for
from hemicycle.rules.models import AuditEntry
from tests.rounds import run_rounds

pytestmark = pytest.mark.django_db


def gone_by(announcement: Announcement) -> Announcement:
    """Its deadline passes, and the worker comes round."""
    past = timezone.now() - timedelta(hours=1)
    Announcement.objects.filter(pk=announcement.pk).update(release_at=past - timedelta(hours=1), not_after=past)
    run_rounds()
    announcement.refresh_from_db()
    return announcement


def in_an_hour() -> dict[str, object]:
    now = timezone.now()
    return {"release_at": now + timedelta(hours=1), "not_after": now + timedelta(hours=2)}


@pytest.fixture
def missed(approved, officer) -> Announcement:
    return gone_by(actions.unschedule(approved(**in_an_hour()), by=officer))


def reasons(person) -> list[str]:
    return [one.reason for one in board_for(person).not_out]


def test_why_it_was_missed_is_what_it_still_waited_for(write, approved, officer, editor):
    in_review, ready, scheduled = write(**in_an_hour()), approved(**in_an_hour()), approved(**in_an_hour())
    actions.submit(in_review, by=officer)
    actions.unschedule(ready, by=officer)
    channels.pause(reason="A false account is about", by=editor)
    for one in (in_review, ready, scheduled):
        assert gone_by(one).state == "missed"

    entries = AuditEntry.objects.filter(action="desk.miss").order_by("sequence")
    assert [entry.facts["why"] for entry in entries] == ["not-approved", "not-scheduled", "paused"]
    assert {one.split(": ")[1] for one in reasons(officer)} == {
        "its deadline passed before it had all its approvals",
        "its deadline passed before anyone released it",
        "its deadline passed while all sending was paused",
    }


def test_it_heads_the_board_of_who_wrote_it_and_who_may_approve_it_and_of_nobody_else(
    missed, officer, editor, second_editor, other_clerk, sign_in
):
    for person in (officer, editor, second_editor):
        assert reasons(person) == ["Missed: its deadline passed before anyone released it"]
    assert reasons(other_clerk) == []
    text = sign_in(officer).get("/desk/").text
    assert text.index("Did not go out") < text.index("Waiting for you") < text.index("Nothing else is waiting for you")
    assert reverse("desk:new_time", args=[missed.address]) in text


def test_its_page_says_why_and_its_history_has_an_entry(missed, officer, sign_in):
    text = sign_in(officer).get(reverse("desk:announcement", args=[missed.address])).text
    assert "Missed: its deadline passed before anyone released it" in text
    assert "Nothing was sent." in text
    assert "Did not release an announcement whose deadline had passed" in text


def test_with_a_new_time_it_is_in_review_again_and_no_longer_on_the_board(missed, officer, editor, sign_in):
    at = timezone.localtime(timezone.now() + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M")
    address = reverse("desk:new_time", args=[missed.address])
    answer = sign_in(officer).post(address, {"release_at": at, "not_after": ""}, follow=True)
    assert "It is in review again." in answer.text
    missed.refresh_from_db()
    assert (missed.state, missed.not_after) == ("in_review", None)
    assert not missed.approvals.current().exists()
    assert reasons(officer) == reasons(editor) == []
    assert [one.announcement for one in board_for(editor).awaiting] == [missed]


@pytest.mark.parametrize(
    ("release_at", "not_after", "said"),
    [
        ("2020-01-01T10:00", "", "This time has passed."),
        ("2099-01-02T10:00", "2099-01-01T10:00", "This must be later than the release time."),
        ("tomorrow", "", "Enter a date and a time"),
    ],
)
def test_a_time_that_cannot_be_is_refused_at_its_field(missed, officer, sign_in, release_at, not_after, said):
    address = reverse("desk:new_time", args=[missed.address])
    answer = sign_in(officer).post(address, {"release_at": release_at, "not_after": not_after})
    assert answer.status_code == 422
    assert said in answer.text and "field-wrong" in answer.text
    missed.refresh_from_db()
    assert missed.state == "missed"


def test_a_post_that_a_channel_refused_is_on_the_board_until_it_is_sent(approved, officer, editor, sign_in):
    announcement = approved()
    actions.schedule(announcement, by=officer)
    run_rounds()
    assert reasons(officer) == []
    post = Outbound.objects.of_source(actions.source_of(announcement)).first()
    Outbound.objects.filter(pk=post.pk).update(state="failed", code="no-folder", sent_at=None)

    (one,) = board_for(editor).not_out
    assert one.reason == f"Not sent: {post.account.name} ({post.content.lang.upper()})"
    assert one.why == "The folder of the account cannot be read or written."
    page = sign_in(officer).get(reverse("desk:announcement", args=[announcement.address])).text
    assert "The folder of the account cannot be read or written." in page
    Outbound.objects.filter(pk=post.pk).update(state="sent", code="", sent_at=timezone.now())
    assert reasons(editor) == []


def test_a_reader_of_another_office_cannot_choose_its_time(missed, clerk, other_clerk, sign_in):
    address = reverse("desk:new_time", args=[missed.address])
    assert [sign_in(one).get(address).status_code for one in (clerk, other_clerk)] == [403, 403]
