"""Kannel, bound to an SMSC: once, in its segments, reported; a lost answer is found out; replies come by the hook."""

import threading
from urllib.parse import urlencode

import pytest
from django.test import Client

from hemicycle.channels import actions
from hemicycle.channels.adapters.kannel import Kannel as Adapter
from hemicycle.channels.contract import (
    Access,
    DeliveryStatus,
    InboundMessage,
    Message,
    NotAuthorised,
    Outcome,
    Report,
    Request,
)
from hemicycle.channels.jobs.sending import send_account
from hemicycle.channels.models import Inbound
from hemicycle.channels.registry import adapter_of
from tests.conf.installation import wait_until
from tests.verification.dialogues import Http
from tests.verification.proxy import Fault
from tests.verification.receiver import Receiver

from .conftest import CITIZEN, OURS, Called, again, put, send

pytestmark = pytest.mark.django_db
THROTTLED, INVALID_DESTINATION = 0x58, 0x0B
LONG = "The House votes on bill 12 tonight at seven. " * 8
POLISH = "Izba głosuje dziś wieczorem o dziewiętnastej. " * 4


@pytest.mark.parametrize(
    ("text", "coding", "parts"),
    [
        ("Vote at 19:00 {€}", 0, 1),
        ("Vote at `19:00` 😀", 2, 1),
        (LONG, 0, 3),
        (POLISH, 2, 3),
        ("a" * 152 + "€" * 10, 0, 2),
    ],
)
def test_a_message_arrives_once_as_it_was_written_and_is_reported(
    kannel_account, kannel, smsc, called, text, coding, parts
):
    row = send(kannel_account, text)
    assert row.state == "sent"
    called.take(2)
    row.refresh_from_db()
    came = sorted(smsc.messages(kannel.ACCOUNT), key=lambda one: one.udh)

    assert "".join(one.text for one in came) == text.strip()
    assert {(one.coding, one.source, one.destination) for one in came} == {(coding * 4, OURS[1:], CITIZEN[1:])}
    assert len(came) == parts
    assert (row.state, row.code) == ("delivered", "")


@pytest.mark.parametrize(("receipt", "code"), [("UNDELIV", "undeliverable"), ("EXPIRED", "expired")])
def test_a_message_that_does_not_arrive_has_failed(kannel_account, smsc, called, receipt, code):
    smsc.behave(receipt=receipt)
    row = send(kannel_account)
    called.take(2)
    row.refresh_from_db()

    assert (row.state, row.code) == ("failed", code)


def test_what_the_smsc_refuses_for_good_has_failed(kannel_account, smsc, called):
    smsc.behave(status=INVALID_DESTINATION)
    row = send(kannel_account)
    called.take(1)
    row.refresh_from_db()

    assert (row.state, row.code) == ("failed", "rejected")


@pytest.mark.parametrize("fault", [Fault.ANSWER_LOST, Fault.HALF_A_REQUEST, Fault.RESET])
def test_a_lost_answer_does_not_stay_unknown_and_nothing_goes_twice(
    open_kannel, kannel, smsc, proxied, receiver, fault
):
    proxy = proxied(kannel.port, Http)
    proxy.inject(fault)
    account = open_kannel(url=kannel.address.replace(str(kannel.port), str(proxy.port)))
    row = send(account)
    assert row.state == "unknown"
    if fault is Fault.ANSWER_LOST:
        Called(account, receiver).take(1)
    for _ in range(3):
        row = again(account, row)
    wait_until(lambda: len(smsc.messages(kannel.ACCOUNT)) == 1)

    assert row.state in ("sent", "delivered")
    assert len(smsc.messages(kannel.ACCOUNT)) == 1


def test_what_waits_in_kannels_store_is_found_there(open_kannel, kannel, smsc, proxied):
    smsc.behave(status=THROTTLED)
    proxy = proxied(kannel.port, Http)
    proxy.inject(Fault.ANSWER_LOST, times=2)
    account = open_kannel(url=kannel.address.replace(str(kannel.port), str(proxy.port)))
    rows = [put(account, "Głosowanie [19:00]"), put(account, "Vote {€} + 100% `now`", to="+447700900124")]
    send_account(account, worker="w")
    for row in rows:
        row.refresh_from_db()
        assert row.state == "unknown"
    for row in rows:
        assert again(account, row).state == "sent"
    smsc.behave(status=0)
    wait_until(lambda: len(smsc.messages(kannel.ACCOUNT)) == 2)


def test_half_an_answer_says_enough(open_kannel, kannel, smsc, proxied):
    proxy = proxied(kannel.port, Http)
    proxy.inject(Fault.HALF_AN_ANSWER)
    account = open_kannel(url=kannel.address.replace(str(kannel.port), str(proxy.port)))

    assert send(account).state == "sent"


def test_without_bearerbox_nobody_can_tell(kannel_account, kannel):
    look = adapter_of("kannel").look_up
    message = Message("k" * 32, {"text": "never sent"}, CITIZEN)
    known = kannel_account.access

    assert look(known, message).outcome == Outcome.REFUSED
    for missing in ({"admin_url": ""}, {"admin_url": "http://127.0.0.1:1"}, {"admin_url": kannel.address}):
        assert (
            look(Access("kannel", OURS, {**known.settings, **missing}, known.secret, known.webhook_url), message)
            is None
        )
    assert look(Access("kannel", OURS, known.settings, known.secret, ""), message) is None


def test_a_report_that_comes_before_the_answer_counts(kannel_account):
    row = put(kannel_account)
    type(row).objects.filter(pk=row.pk).move("begin", attempts=1)
    actions.store_incoming(
        Report(DeliveryStatus.FAILED, key=row.key, code="rejected"), account=kannel_account, by="test"
    )
    row.refresh_from_db()

    assert (row.state, row.code) == ("failed", "rejected")


@pytest.mark.parametrize(
    ("status", "body", "outcome", "code", "permanent"),
    [
        (202, b"3: Queued for later delivery", Outcome.ACCEPTED, "", False),
        (403, b"Authorization failed for sendsms", Outcome.REFUSED, "not-authorised", False),
        (403, b"Not routable. Do not try again.", Outcome.REFUSED, "no-route", True),
        (400, b"Missing receiver number, rejected", Outcome.REFUSED, "rejected", True),
        (503, b"Temporal failure, try again later.", Outcome.REFUSED, "busy", False),
        (504, b"", Outcome.UNKNOWN, "http-504", False),
        (302, b"", Outcome.UNKNOWN, "http-302", False),
    ],
)
def test_every_answer_has_a_meaning(answers, status, body, outcome, code, permanent):
    access = Access("kannel", OURS, {"url": answers(status, body)})
    receipt = Adapter().connect(access).send(Message("k" * 32, {"text": "Vote"}, CITIZEN), lambda: None)

    assert (receipt.outcome, receipt.code, receipt.permanent) == (outcome, code, permanent)


def test_a_wrong_password_lets_the_messages_wait(open_kannel, smsc):
    row = send(open_kannel(password="guess"))

    assert (row.state, row.code) == ("waiting", "not-authorised")
    with pytest.raises(NotAuthorised, match="bad-settings"):
        Adapter().connect(Access("kannel", OURS, {}))


def test_what_no_header_can_hold_is_refused_and_nothing_is_said(receiver):
    said = threading.Event()
    for access, to in (
        (Access("kannel", "Assembl\u00e9e", {"url": receiver.address}), CITIZEN),
        (Access("kannel", "A\r\nX-Kannel-To: 1", {"url": receiver.address}), CITIZEN),
        (Access("kannel", OURS, {"url": receiver.address}), "a\r\nb"),
    ):
        receipt = Adapter().connect(access).send(Message("k" * 32, {"text": "Vote"}, to), said.set)
        assert (receipt.outcome, receipt.permanent) == (Outcome.REFUSED, True)
    assert not said.is_set() and receiver.calls == []


def test_numbers_and_texts_stand_in_no_address(receiver, answers):
    access = Access(
        "kannel",
        OURS,
        {"url": receiver.address, "free_source": "38383", "free_binfo": "FREE"},
        webhook_url="http://h/",
    )
    Adapter().connect(access).send(Message("k" * 32, {"text": "Vote", "free": True}, CITIZEN), lambda: None)
    (call,) = receiver.calls

    assert (call.path, call.body) == ("/", b"Vote")
    sent_headers = {name.lower(): value for name, value in call.headers.items()}
    assert (sent_headers["x-kannel-to"], sent_headers["x-kannel-from"], sent_headers["x-kannel-binfo"]) == (
        CITIZEN,
        "38383",
        "FREE",
    )
    assert sent_headers["x-kannel-dlr-url"] == f"http://h/?row={'k' * 32}&type=%d"


@pytest.mark.parametrize(
    "text", ["I agree, at 19:00 {€}", "Zgadzam się", "Ça alors ! " * 30, "Zgadzam się. " * 20, "a + b & c=d"]
)
def test_a_reply_comes_back_whole_and_threaded_to_what_we_last_sent(kannel_account, kannel, smsc, called, text):
    row = send(kannel_account)
    called.take(2)
    smsc.incoming(source=CITIZEN[1:], destination=OURS[1:], text=text, account=kannel.ACCOUNT)
    called.take(1)
    reply = Inbound.objects.get()

    assert (reply.text, reply.answers, reply.contact.address) == (text, row, CITIZEN)
    assert (reply.channel, reply.automatic) == ("sms", False)
    assert reply.sent_at is not None


def answered(query: str, **settings) -> object:
    answer = Adapter().handle_webhook(Access("kannel", OURS, settings), Request("GET", query, {}, b""))
    return answer.received[0] if answer.received else answer.status


def test_what_is_neither_a_report_nor_a_message_is_refused():
    for query in ("", "row=1", "row=1&type=64", "row=1&type=-1", "from=1", "text=a", "%", "row=&type=1&type=x"):
        assert answered(query) == 400


def test_odd_messages_are_read_as_far_as_they_go():
    words = {"from": "07700 900123", "id": "x1", "text": "café", "charset": "ISO-8859-1", "at": "9" * 40}
    latin = answered(urlencode(words, encoding="latin-1"), country="44")
    assert isinstance(latin, InboundMessage)
    assert (latin.text, latin.sender, latin.sent_at.year) == ("café", CITIZEN, 2286)
    bare = answered("from=BANK&id=x2&text=%FF&charset=klingon&at=soon&udh=%05%00%03%2A%02%01")
    assert (bare.text, bare.sender, bare.automatic, bare.sent_at) == ("\ufffd", "BANK", True, None)
    assert (latin.authenticated, bare.authenticated) == (True, False)
    assert (bare.segment.number, bare.segment.total) == (1, 2)


def test_whoever_does_not_know_the_hook_says_nothing(kannel_account):
    row = put(kannel_account)

    assert Client().get(f"/hooks/kannel/guess/?row={row.key}&type=1").status_code == 404
    row.refresh_from_db()
    assert row.state == "waiting"


@pytest.fixture
def answers(receiver: Receiver):
    """`answers(503, b"…")`: the address of a server that says that."""

    def saying(status: int, body: bytes) -> str:
        receiver.status, receiver.body = status, body
        return receiver.address

    return saying
