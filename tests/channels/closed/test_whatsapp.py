"""WhatsApp to people, by an imitation of the documented Cloud API: in a template, with reports, signed calls, STOP."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from hemicycle.channels import actions
from hemicycle.channels.contract import OutgoingText
from hemicycle.channels.jobs import sending
from hemicycle.channels.models import Account, Inbound, Outbound
from hemicycle.follow.follow_accounts import follow_account
from hemicycle.follow.models import FollowAccount
from tests.channels.closed_networks import NUMBER, VERIFY_TOKEN, graph_error, signed

pytestmark = pytest.mark.django_db

CITIZEN = "+447700900123"
LINK = "https://parliament.example/announcements/12/"


def put(account: Account, text: str = "It votes at seven.\n\nOn fish.", **more) -> Outbound:
    outgoing = OutgoingText("The House votes", text, "fr", link=LINK, footer="Opt out: STOP", **more)
    content = actions.prepare(account, source=text[:80], lang="fr", rendered=actions.render(account, outgoing))
    contact = actions.contact_of(office=account.office, channel="sms", address=CITIZEN, lang="fr")
    return actions.queue(content, to=contact, due_at=timezone.now() - timedelta(seconds=1), by="test")


def work() -> None:
    Outbound.objects.filter(state="waiting").update(due_at=timezone.now() - timedelta(seconds=1))
    Account.objects.update(rests_until=None)
    sending.send_due("worker", lambda: False)


def say(account: Account, *words, **more) -> Outbound:
    row = put(account, *words, **more)
    work()
    row.refresh_from_db()
    return row


def called(account: Account, body: bytes, *, signature: str = "") -> int:
    hook = f"/hooks/whatsapp-business/{account.key}/"
    headers = {"X-Hub-Signature-256": signature or signed(body)}
    return Client().post(hook, body, content_type="application/json", headers=headers).status_code


def test_what_is_announced_goes_out_in_the_template_on_one_line(fake, number):
    row = say(number)
    (message,) = fake.messages
    assert message["template"]["name"] == "news"
    assert message["template"]["language"] == {"code": "fr"}
    (component,) = message["template"]["components"]
    assert component["parameters"][0]["text"] == f"The House votes It votes at seven. On fish. {LINK} Opt out: STOP"
    assert (message["to"], message["biz_opaque_callback_data"]) == (CITIZEN, row.key)
    assert (row.state, row.external_id) == ("sent", message["id"])


def test_without_a_template_and_for_the_answer_to_stop_it_is_a_text(fake, number):
    say(number, free=True)
    Account.objects.update(settings=number.settings | {"template": ""})
    number.refresh_from_db()
    say(number, "Another")
    assert [message["type"] for message in fake.messages] == ["text", "text"]
    assert fake.messages[0]["text"]["body"].startswith("The House votes\n\nIt votes at seven.")


def test_what_is_too_long_for_a_template_is_announced_by_its_title_and_where_it_stands(fake, number):
    say(number, "Long. " * 300)
    (component,) = fake.messages[0]["template"]["components"]
    assert component["parameters"][0]["text"] == f"The House votes {LINK} Opt out: STOP"


@pytest.mark.parametrize(
    ("answer", "state", "code"),
    [
        (graph_error(190), "waiting", "not-authorised"),
        (graph_error(130429, status=429), "waiting", "too-many"),
        (graph_error(131056), "waiting", "too-many"),
        (graph_error(131016, status=503), "waiting", "busy"),
        (graph_error(131026), "failed", "takes-no-mail"),
        (graph_error(131047), "failed", "outside-the-window"),
        (graph_error(132001, status=404), "failed", "no-template"),
        (graph_error(131000, status=500), "unknown", "server-failed"),
        (graph_error(131009), "failed", "refused"),
        (graph_error(0, status=401), "waiting", "not-authorised"),
        ((400, {}), "failed", "refused"),
    ],
)
def test_each_error_means_what_the_documentation_says(fake, number, answer, state, code):
    fake.refuse = [answer]
    row = say(number)
    assert (row.state, row.code) == (state, code)
    assert not row.contact.is_suppressed


@pytest.mark.parametrize("later", [False, True])
def test_who_ended_messages_at_whatsapp_is_not_written_to_again(fake, number, later):
    fake.refuse = [] if later else [graph_error(131050)]
    row = say(number)
    if later:
        called(number, fake.status("failed", code=131050))
        row.refresh_from_db()
    assert (row.state, row.code, row.contact.is_suppressed) == ("failed", "asked", True)


@pytest.mark.parametrize(
    ("word", "code", "state", "said"),
    [
        ("sent", 0, "sent", ""),
        ("delivered", 0, "delivered", ""),
        ("read", 0, "delivered", ""),
        ("failed", 131026, "failed", "takes-no-mail"),
        ("failed", 131047, "failed", "outside-the-window"),
        ("warped", 0, "sent", ""),
    ],
)
def test_reports_say_what_became_of_it(fake, number, word, code, state, said):
    row = say(number)
    assert called(number, fake.status(word, code=code)) == 200
    row.refresh_from_db()
    assert (row.state, row.code) == (state, said)


def test_a_lost_answer_is_never_sent_again_and_settled_by_its_report(fake, number):
    fake.lose = 1
    row = say(number)
    work()
    row.refresh_from_db()
    assert (row.state, len(fake.messages)) == ("unknown", 1)
    called(number, fake.status("delivered"))
    row.refresh_from_db()
    assert (row.state, row.external_id, len(fake.messages)) == ("delivered", fake.messages[0]["id"], 1)


def test_what_people_write_comes_in_once_and_is_threaded(fake, number):
    row = say(number)
    body = fake.wrote("And the fish?", answers=row.external_id)
    assert (called(number, body), called(number, body)) == (200, 200)
    picture = {"type": "image", "image": {"id": "1", "caption": "My river"}}
    called(number, fake.wrote("", **picture))
    called(number, fake.wrote("", type="audio", audio={"id": "2"}))
    called(number, fake.wrote("", type="system", system={"body": "changed their number"}))
    assert [(one.text, one.answers) for one in Inbound.objects.order_by("pk")] == [
        ("And the fish?", row), ("My river\n\n[image]", row), ("[audio]", row),
    ]  # fmt: skip
    assert Inbound.objects.first().contact.address == CITIZEN
    assert all(one.is_authenticated for one in Inbound.objects.all())


def test_stop_ends_it_and_is_answered_as_a_text(fake, number):
    say(number)
    called(number, fake.wrote("STOP"))
    work()
    assert Outbound.objects.first().contact.is_suppressed
    assert [message["type"] for message in fake.messages] == ["template", "text"]


@pytest.mark.parametrize("signature", ["sha256=0", "sha256=" + "é" * 64, "none"])
def test_a_call_that_is_not_signed_by_the_app_is_refused(fake, number, signature):
    assert called(number, fake.wrote("And the fish?"), signature=signature) == 403
    assert not Inbound.objects.exists()


def test_without_the_secret_of_the_app_nothing_is_taken(fake, number):
    actions.change_account(number, forget=["app_secret"], by="test")
    assert called(number, fake.wrote("And the fish?")) == 403


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b'{"entry": 7}', b'{"entry": [{"changes": [{"value": null}]}]}'])
def test_a_signed_call_that_says_nothing_we_know_breaks_nothing(number, body):
    assert called(number, body) in (200, 400)
    assert not Inbound.objects.exists()


def test_calls_about_another_number_of_the_app_are_not_ours(fake, number):
    body = fake.wrote("And the fish?").replace(NUMBER.encode(), b"777")
    assert (called(number, body), Inbound.objects.count()) == (200, 0)


@pytest.mark.parametrize(("word", "status"), [(VERIFY_TOKEN, 200), ("another", 403), ("", 403)])
def test_the_challenge_is_said_back_to_whoever_knows_our_word(number, word, status):
    asked = {"hub.mode": "subscribe", "hub.verify_token": word, "hub.challenge": "1158201444"}
    answer = Client().get(f"/hooks/whatsapp-business/{number.key}/", asked)
    assert answer.status_code == status
    assert (answer.text == "1158201444") == (status == 200)


def test_followers_by_number_are_not_notified_by_it_unless_somebody_chose_that(number):
    assert follow_account("sms") is None
    FollowAccount.objects.create(channel="sms", account=number)
    assert follow_account("sms") == number
