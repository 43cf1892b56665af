"""What people write to a page, a channel or a number is answered there, once, by what imitates each network."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.urls import reverse
from django.utils import timezone

from hemicycle.channels import actions
from hemicycle.channels.adapters.facebook import comments as facebook_comments
from hemicycle.channels.adapters.youtube import comments as youtube_comments
from hemicycle.channels.adapters.youtube.server import _tokens
from hemicycle.channels.errors import CannotAnswer
from hemicycle.channels.jobs import sending
from hemicycle.channels.models import Account, Answer, Inbound, Outbound
from tests.cases.pages import page as case_page
from tests.channels.closed_networks import CHANNEL, PAGE, google_error, graph_error, signed
from tests.channels.network_desk import said_in_public

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_heard_yet() -> None:
    _tokens.clear()
    youtube_comments._received.clear()
    facebook_comments._received.clear()


def answer(message: Inbound, officer, text: str = "Everybody may.", key: str = "k") -> Outbound:
    given = actions.give_answer(message, text=text, lang="en", key=key, by=officer)
    return given.outbound


def send(account: Account) -> None:
    Outbound.objects.filter(state__in=("waiting", "unknown")).update(due_at=timezone.now() - timedelta(hours=2))
    Account.objects.update(rests_until=None, sender="", sender_until=None)
    sending.send_account(account, worker="worker")


def sent(row: Outbound) -> tuple[str, str]:
    row.refresh_from_db()
    return row.state, row.code


# ── A page ──


def page_comments(fake) -> list[tuple[str, str, str]]:
    (post,) = fake.posts.values()
    return [(one["from"]["id"], one.get("parent", {}).get("id", ""), one["message"]) for one in post["comments"][::-1]]


@pytest.fixture
def comment(fake, page) -> Inbound:
    row = page.say("Vote at seven")
    fake.comment(row.external_id, "Who may write?")
    return page.hear()[0]


def test_a_comment_below_a_post_of_the_page_is_answered_below_it(sign_in, officer, fake, page, comment):
    client = sign_in(officer)
    shown = client.get(case_page("case", comment)).text
    assert "Answer in public" in shown
    client.post(case_page("answer", comment), {"text": "Everybody may.", "lang": "en", "key": "k"})
    send(page.account)
    name = comment.external_id.removeprefix("comment:")
    assert page_comments(fake) == [
        ("900", "", "Who may write?"),
        (PAGE, name, said_in_public(comment, "Everybody may.")),
    ]
    assert sent(Outbound.objects.order_by("-pk")[0]) == ("sent", "")
    assert page.hear() == [comment]


def test_what_answers_an_answer_stands_below_the_same_comment(fake, page, comment, officer):
    answer(comment, officer)
    send(page.account)
    (post,) = fake.posts.values()
    above = comment.external_id.removeprefix("comment:")
    fake.comment(post["id"], "And by e-mail?", parent={"id": above})
    fake.comment(post["id"], "Me too", author="901", parent={"id": above})
    found = {one.text: one for one in page.hear()}
    again, other = found["And by e-mail?"], found["Me too"]
    assert again.answers == Answer.objects.get().outbound
    assert other.answers.content.source.startswith(page.link)
    row = answer(again, officer, "Yes.", "k2")
    send(page.account)
    assert page_comments(fake)[-1] == (PAGE, above, said_in_public(again, "Yes."))
    assert sent(row) == ("sent", "")


@pytest.mark.parametrize("others", [0, 25])
def test_a_lost_answer_of_the_page_is_found_below_the_comment_and_never_said_twice(
    fake, page, comment, officer, others
):
    fake.page_size = 10
    row = answer(comment, officer)
    fake.lose = 1
    send(page.account)
    assert sent(row) == ("unknown", "no-answer")
    for number in range(others):
        fake.comment(next(iter(fake.posts)), f"Me too {number}")
    send(page.account)
    assert sent(row) == ("sent", "")
    assert [one[2] for one in page_comments(fake)].count(said_in_public(comment, "Everybody may.")) == 1


def test_the_same_words_of_somebody_else_are_not_taken_for_the_answer_of_the_page(fake, page, comment, officer):
    above = comment.external_id.removeprefix("comment:")
    said = said_in_public(comment, "Everybody may.")
    fake.comment(next(iter(fake.posts)), said, author="901", parent={"id": above})
    row = answer(comment, officer)
    fake.refuse = [(500, {})]
    for _round in range(3):
        send(page.account)
    assert sent(row) == ("sent", "")
    assert [one[0] for one in page_comments(fake) if one[2] == said] == ["901", PAGE]


@pytest.mark.parametrize(
    ("response", "state", "code"),
    [
        (graph_error(100, subcode=33), "failed", "answered-is-gone"),
        (graph_error(200), "waiting", "not-authorised"),
        (graph_error(32), "waiting", "too-many"),
        (graph_error(506), "unknown", "said-already"),
        (graph_error(1, status=500), "unknown", "server-failed"),
        ((200, []), "unknown", "no-answer"),
    ],
)
def test_each_error_of_a_page_means_what_the_documentation_says(fake, page, comment, officer, response, state, code):
    row = answer(comment, officer)
    fake.refuse = [response]
    send(page.account)
    assert sent(row) == (state, code)


# ── A channel of YouTube ──


def channel_comments(fake) -> list[tuple[str, str, str]]:
    rows = (one["snippet"] for one in fake.comments.values())
    return [(one["authorChannelId"]["value"], one.get("parentId", ""), one["textOriginal"]) for one in rows]


@pytest.fixture
def below_a_video(fake, channel) -> Inbound:
    fake.write("Who may write?")
    return channel.hear()[0]


def test_a_comment_below_a_video_is_answered_below_it(fake, channel, below_a_video, officer):
    row = answer(below_a_video, officer)
    send(channel.account)
    name = below_a_video.external_id.removeprefix("comment:")
    said = said_in_public(below_a_video, "Everybody may.")
    assert channel_comments(fake) == [("UCcitizen", "", "Who may write?"), (CHANNEL, name, said)]
    assert sent(row) == ("sent", "")
    fake.write("And by e-mail?", above=name)
    _first, again = channel.hear()
    assert again.answers == row
    answer(again, officer, "Yes.", "k2")
    send(channel.account)
    assert channel_comments(fake)[-1] == (CHANNEL, name, said_in_public(again, "Yes."))


def test_a_lost_answer_of_the_channel_is_found_below_the_comment(fake, channel, below_a_video, officer):
    row = answer(below_a_video, officer)
    fake.lose = 1
    send(channel.account)
    assert sent(row)[0] == "unknown"
    send(channel.account)
    assert sent(row) == ("sent", "")
    said = said_in_public(below_a_video, "Everybody may.")
    assert [one[2] for one in channel_comments(fake)].count(said) == 1


@pytest.mark.parametrize(
    ("response", "state", "code"),
    [
        (google_error(404, "parentCommentNotFound"), "failed", "answered-is-gone"),
        (google_error(400, "parentCommentIsPrivate"), "failed", "answered-is-gone"),
        (google_error(400, "operationNotSupported"), "failed", "answered-is-gone"),
        (google_error(400, "commentTextTooLong"), "failed", "too-long"),
        (google_error(403, "commentsDisabled"), "failed", "takes-no-comments"),
        (google_error(500, "backendError"), "unknown", "server-failed"),
    ],
)
def test_each_error_of_a_channel_means_what_the_documentation_says(
    fake, channel, below_a_video, officer, response, state, code
):
    row = answer(below_a_video, officer)
    fake.refuse = [response]
    send(channel.account)
    assert sent(row) == (state, code)


# ── A number of WhatsApp ──


def wrote(client, account: Account, fake, text: str, hours: float = 0, **more) -> Inbound:
    at = int((timezone.now() - timedelta(hours=hours)).timestamp())
    body = fake.wrote(text, timestamp=str(at), **more)
    hook = urlsplit(account.access.webhook_url).path
    headers = {"X-Hub-Signature-256": signed(body)}
    assert client.post(hook, body, content_type="application/json", headers=headers).status_code == 200
    return Inbound.objects.select_related("account", "contact__office", "office").order_by("-pk")[0]


def test_within_a_day_any_words_are_sent_below_what_they_answer(client, fake, number, clerk):
    message = wrote(client, number, fake, "Is the hearing public?", hours=23)
    row = answer(message, clerk, "Yes.\n\nCome at nine, {name} or not.")
    assert row.not_after - timezone.now() < timedelta(hours=1)
    send(number)
    (said,) = fake.messages
    assert (said["type"], said["text"]["body"]) == ("text", "Yes.\n\nCome at nine, {name} or not.")
    assert said["context"] == {"message_id": message.external_id}
    assert sent(row) == ("sent", "")


def test_after_a_day_the_page_says_why_and_what_to_do_before_anything_is_written(sign_in, client, fake, number, clerk):
    message = wrote(client, number, fake, "Is the hearing public?", hours=25)
    shown = sign_in(clerk).get(case_page("case", message)).text
    assert "only within 24 hours" in shown
    assert "Send the answer" not in shown
    with pytest.raises(CannotAnswer, match="window"):
        answer(message, clerk)
    wrote(client, number, fake, "Hello?", hours=1)
    shown = sign_in(clerk).get(case_page("case", message)).text
    assert "Taken until" in shown
    assert answer(message, clerk).state == "waiting"


def test_another_persons_message_opens_no_window(client, fake, number, clerk):
    message = wrote(client, number, fake, "Is the hearing public?", hours=25)
    wrote(client, number, fake, "Hello?", sender="447700900124")
    with pytest.raises(CannotAnswer, match="window"):
        answer(message, clerk)


def test_what_does_not_leave_in_time_does_not_leave_and_is_to_do_again(client, fake, number, clerk):
    message = wrote(client, number, fake, "Is the hearing public?", hours=1)
    row = answer(message, clerk)
    Outbound.objects.update(not_after=timezone.now() - timedelta(seconds=1))
    send(number)
    assert (sent(row), fake.messages) == (("expired", "too-old"), [])


def test_an_answer_that_nobody_can_tell_about_is_settled_by_a_report_or_by_who_answered(
    sign_in, client, fake, number, clerk
):
    message = wrote(client, number, fake, "Is the hearing public?")
    row = answer(message, clerk)
    fake.lose = 1
    for _round in range(2):
        send(number)
    assert (sent(row)[0], len(fake.messages)) == ("unknown", 1)
    staff = sign_in(clerk)
    address = reverse("cases:settle_answer", args=[Answer.objects.get().pk])
    assert address in staff.get(case_page("case", message)).text
    assert "Everybody may." in staff.get(address).text
    staff.post(address, {"found": "sent"})
    assert sent(row)[0] == "sent"
