"""Comments below a video of the House, by an imitation of YouTube's documented API."""

from datetime import timedelta

import pytest
from django.utils import timezone

from hemicycle.channels import actions
from hemicycle.channels.adapters.youtube import comments
from hemicycle.channels.adapters.youtube.server import _tokens
from hemicycle.channels.contract import Act
from hemicycle.channels.models import Account, Outbound
from hemicycle.channels.registry import adapter_of
from tests.channels.closed_networks import CHANNEL, QUOTA, VIDEO, google_error

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nobody_signed_in() -> None:
    _tokens.clear()
    comments._received.clear()


def texts(fake) -> list[str]:
    return [one["snippet"]["textOriginal"] for one in fake.comments.values()]


def test_what_is_said_stands_below_the_video_and_leads_to_the_register(fake, channel):
    row = channel.say("Vote at seven")
    assert texts(fake) == [f"Vote at seven\n\n{channel.link}"]
    assert row.external_id in fake.comments
    shown = adapter_of("youtube-comments").permalink(channel.account.access, row.external_id)
    assert shown == f"https://www.youtube.com/watch?v={VIDEO}&lc={row.external_id}"


def test_a_correction_changes_the_comment_and_a_withdrawal_deletes_it(fake, channel):
    first = channel.say("Vote at seven")
    second = channel.say("Vote at eight", Act.CORRECT)
    assert (texts(fake), second.names) == ([f"Vote at eight\n\n{channel.link}"], first.names)
    assert (channel.say("Withdrawn", Act.WITHDRAW).state, fake.comments) == ("sent", {})


def test_what_somebody_deleted_there_needs_no_withdrawal(fake, channel):
    channel.say("Vote at seven")
    fake.comments.clear()
    assert channel.say("Withdrawn", Act.WITHDRAW).state == "sent"


@pytest.mark.parametrize("others", [0, 25])
def test_a_lost_answer_is_found_below_the_video(fake, channel, others):
    fake.page_size = 10
    channel.put("Vote at seven")
    fake.lose = 1
    channel.send()
    for number in range(others):
        fake.write(f"Comment {number}")
    channel.send()
    row = channel.account.outbounds.get()
    assert (row.state, len(fake.comments)) == ("sent", others + 1)


def test_the_same_words_of_somebody_else_are_not_taken_for_ours(fake, channel):
    channel.put("Vote at seven")
    fake.write(f"Vote at seven\n\n{channel.link}")
    fake.refuse = [(500, {})]
    for _ in range(3):
        channel.send()
    assert [one["snippet"]["authorChannelId"]["value"] for one in fake.comments.values()] == ["UCcitizen", CHANNEL]


@pytest.mark.parametrize("act", [Act.CORRECT, Act.WITHDRAW])
def test_a_change_whose_answer_was_lost_is_settled(fake, channel, act):
    channel.say("Vote at seven")
    fake.lose = 1
    row = channel.say("Vote at eight", act)
    channel.send()
    row.refresh_from_db()
    assert (row.state, len(fake.comments)) == ("sent", act == Act.CORRECT)


@pytest.mark.parametrize(
    ("answer", "state", "code"),
    [
        (google_error(403, "rateLimitExceeded"), "waiting", "too-many"),
        (google_error(403, "forbidden"), "waiting", "not-authorised"),
        (google_error(403, "commentsDisabled"), "failed", "takes-no-comments"),
        (google_error(400, "commentTextTooLong"), "failed", "too-long"),
        (google_error(404, "videoNotFound"), "failed", "bad-settings"),
        (google_error(400, "processingFailure"), "failed", "refused"),
        (google_error(500, "backendError"), "unknown", "server-failed"),
        (google_error(503, ""), "waiting", "busy"),
        ((200, []), "unknown", "no-answer"),
    ],
)
def test_each_error_means_what_the_documentation_says(fake, channel, answer, state, code):
    fake.refuse = [answer]
    row = channel.say("Vote at seven")
    assert (row.state, row.code) == (state, code)


def test_who_has_used_up_the_quota_waits_for_the_next_day(fake, channel):
    channel.put("Vote at seven")
    fake.units = QUOTA - 10
    channel.send()
    row = channel.account.outbounds.get()
    assert (row.state, row.code, fake.comments) == ("waiting", "quota-used-up", {})
    assert timedelta(0) < row.due_at - timezone.now() < timedelta(hours=36)


def test_an_access_token_is_kept_and_made_anew_when_it_ended(fake, channel):
    channel.say("Vote at seven")
    channel.say("Vote at eight", Act.CORRECT)
    assert fake.tokens == 1
    fake.tokens = 7
    row = channel.say("Vote at nine", Act.CORRECT)
    channel.send()
    row.refresh_from_db()
    assert (row.state, fake.tokens) == ("sent", 8)


def test_who_is_let_in_no_more_rests_the_account_and_loses_nothing(fake, channel):
    actions.change_account(channel.account, secret={"refresh_token": "another"}, by="test")
    row = channel.say("Vote at seven")
    assert (row.state, Account.objects.get().trouble) == ("waiting", "not-let-in")


def test_a_token_of_another_channel_says_nothing_in_its_name(fake, channel):
    Account.objects.update(address="UCanother")
    channel.account.refresh_from_db()
    channel.say("Vote at seven")
    assert (Account.objects.get().trouble, fake.comments) == ("another-account", {})


def test_comments_and_replies_come_in_once_threaded_to_what_they_answer(fake, channel, office):
    by_hand = actions.open_account(office=office, kind="youtube", name="By hand", address="house", by="test")
    content = actions.prepare(
        by_hand, source="film", lang="en", rendered=actions.render(by_hand, channel.outgoing("The sitting"))
    )
    film = actions.queue(content, due_at=timezone.now(), by="test")
    stands_at = "https://www.youtube.com/watch?v=sitting12"
    Outbound.objects.filter(pk=film.pk).update(state="sent", sent_at=timezone.now(), external_id=stands_at)
    said = channel.say("Vote at seven")
    fake.write("And the fish?", above=said.external_id)
    fake.write("It is at seven.", above=said.external_id, author=CHANNEL)
    fake.write("Well filmed", video="sitting12")
    fake.write("First", video="elsewhere")
    found = {one.text: one.answers for one in channel.hear()}
    assert found == {"And the fish?": said, "Well filmed": film, "First": None}
    assert all(one.is_authenticated for one in channel.hear())
    assert len(channel.hear()) == 3


def test_more_replies_than_come_with_a_thread_are_asked_for(fake, channel):
    said = channel.say("Vote at seven")
    for number in range(12):
        fake.write(f"Reply {number}", above=said.external_id)
    assert sorted(one.text for one in channel.hear()) == sorted(f"Reply {number}" for number in range(12))
    asked = len(fake.asked)
    channel.hear()
    assert [path for _method, path in fake.asked[asked:]] == ["/youtube/v3/commentThreads"]
    fake.write("One more", above=said.external_id)
    assert "One more" in [one.text for one in channel.hear()]
