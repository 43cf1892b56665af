"""SMPP against a real SMSC: once, whole, receipted; what nobody answers is unknown; replies come back threaded."""

from contextlib import closing
from dataclasses import asdict

import pytest

from hemicycle.channels import actions
from hemicycle.channels.actions.incoming import apply_crossed_reports
from hemicycle.channels.contract import CannotConnect, DeliveryStatus, NotAuthorised, Report
from hemicycle.channels.jobs.sending import send_account
from hemicycle.channels.models import Account, EarlyReport, Inbound, InboundPart
from hemicycle.channels.registry import adapter_of
from tests.conf.installation import wait_until
from tests.verification.clients import smpp
from tests.verification.dialogues import Smpp as Dialogue
from tests.verification.proxy import Fault

from .conftest import CITIZEN, OURS, again, put, send

pytestmark = pytest.mark.django_db
THROTTLED, INVALID_DESTINATION, QUEUE_FULL = 0x58, 0x0B, 0x14
LONG = "The House votes on bill 12 tonight at seven. " * 8
POLISH = "Izba głosuje dziś wieczorem o dziewiętnastej. " * 4


@pytest.mark.parametrize(
    ("text", "coding", "parts"),
    [("Vote at 19:00 {€} `", 8, 1), ("Vote at 19:00 {€}", 0, 1), (LONG, 0, 3), (POLISH, 8, 3), ("€" * 153, 0, 3)],
)
def test_a_message_arrives_once_as_it_was_written_and_is_receipted(smpp_account, smsc, listening, text, coding, parts):
    row = send(smpp_account, text)
    came = smsc.messages()

    assert "".join(one.text for one in came) == text.strip()
    assert {(one.coding, one.source, one.destination) for one in came} == {(coding, OURS[1:], CITIZEN[1:])}
    names = [part.external_id for part in row.parts.all()] or [row.external_id]
    assert (row.state, names) == ("sent", [one.id for one in came])
    assert len(came) == parts
    with listening(smpp_account) as heard:
        heard.take_all(parts)
    row.refresh_from_db()
    assert (row.state, row.code) == ("delivered", "")


def test_parts_have_their_numbers_and_the_same_reference_at_every_attempt(smpp_account, smsc):
    smsc.behave(status=INVALID_DESTINATION, times=0)
    row = send(smpp_account, LONG)
    Account.objects.update(failures=0)
    type(row).objects.update(state="waiting", attempts=0)
    row.parts.all().delete()
    again(smpp_account, row)
    udhs = [one.udh for one in smsc.messages()]

    assert [udh[:3] + udh[4:] for udh in udhs] == [bytes([5, 0, 3, 3, number]) for number in (1, 2, 3)] * 2
    assert len({udh[3] for udh in udhs}) == 1


def test_a_message_is_delivered_when_all_its_parts_are(smpp_account):
    row = send(smpp_account, LONG)
    names = [part.external_id for part in row.parts.all()]
    for name in names:
        row.refresh_from_db()
        assert row.state == "sent"
        actions.store_incoming(Report(DeliveryStatus.DELIVERED, name), account=smpp_account, by="test")
    row.refresh_from_db()

    assert row.state == "delivered"


def test_a_message_of_which_one_part_is_lost_has_failed(smpp_account):
    row = send(smpp_account, LONG)
    first, *rest = (part.external_id for part in row.parts.all())
    for name in rest:
        actions.store_incoming(Report(DeliveryStatus.DELIVERED, name), account=smpp_account, by="test")
    actions.store_incoming(Report(DeliveryStatus.FAILED, first, code="undeliverable"), account=smpp_account, by="test")
    row.refresh_from_db()

    assert (row.state, row.code) == ("failed", "undeliverable")


@pytest.mark.parametrize("behaviour", [{}, {"overtake": True}, {"tlv": False}, {"overtake": True, "tlv": False}])
@pytest.mark.parametrize(
    ("receipt", "status", "code"),
    [
        ("UNDELIV", DeliveryStatus.FAILED, "undeliverable-1"),
        ("EXPIRED", DeliveryStatus.EXPIRED, "expired-1"),
        ("DELIVRD", DeliveryStatus.DELIVERED, ""),
    ],
)
def test_a_receipt_is_understood_in_every_form(smpp_account, smsc, listening, behaviour, receipt, status, code):
    smsc.behave(receipt=receipt, **behaviour)
    with listening(smpp_account) as heard:
        wait_until(lambda: any(one["receives"] for one in smsc.sessions()))
        row = send(smpp_account)
        (report,) = heard.wait_for(1)

    assert (report.status, report.external_id, report.code) == (status, row.external_id, code)


def test_a_receipt_that_overtakes_the_answer_waits_for_its_message(smpp_account, smsc):
    smsc.behave(receipt=None)
    with smpp(smsc.port) as client:
        client.send("What is your number?", CITIZEN)
        client.read()
    name = f"m{int(client.answers[0][1][1:]) + 1}"
    row = put(smpp_account)
    actions.store_incoming(Report(DeliveryStatus.DELIVERED, name), account=smpp_account, by="test")
    send_account(smpp_account, worker="w")
    row.refresh_from_db()

    assert (row.external_id, row.state) == (name, "delivered")
    assert not EarlyReport.objects.exists()


def test_a_receipt_that_crosses_the_answer_is_met_a_moment_later(smpp_account, smsc):
    smsc.behave(receipt=None)
    row = send(smpp_account)
    early = Report(DeliveryStatus.DELIVERED, row.external_id)
    EarlyReport.objects.create(account=smpp_account, external_id=row.external_id, report=asdict(early))
    EarlyReport.objects.create(account=smpp_account, external_id="of another system", report=asdict(early))
    assert [apply_crossed_reports() for _ in range(2)] == [1, 0]
    row.refresh_from_db()

    assert row.state == "delivered"
    assert EarlyReport.objects.get().external_id == "of another system"


@pytest.mark.parametrize(
    ("status", "state", "code"),
    [
        (THROTTLED, "waiting", "busy"),
        (QUEUE_FULL, "waiting", "queue-full"),
        (0x0401, "waiting", "status-0x0401"),
        (INVALID_DESTINATION, "failed", "no-such-number"),
    ],
)
def test_a_refusal_says_whether_to_try_again(smpp_account, smsc, status, state, code):
    smsc.behave(status=status, times=1)
    row = send(smpp_account)

    assert (row.state, row.code) == (state, code)
    row = again(smpp_account, row)
    assert (row.state, len(smsc.messages())) == (("sent", 1) if state == "waiting" else ("failed", 0))


def test_a_part_that_is_throttled_follows_the_others_and_none_goes_twice(open_smpp, smsc):
    smsc.behave(per_second=2, receipt=None)
    row = send(open_smpp(window=2), LONG)

    assert row.state == "sent"
    assert sorted(one.udh[5] for one in smsc.messages()) == [1, 2, 3]


@pytest.mark.parametrize(
    ("text", "to", "code"),
    [("x" * 1531, CITIZEN, "cannot-be-written"), ("Vote", "no number at all", "cannot-be-written")],
)
def test_what_cannot_be_sent_fails_at_once_and_is_not_handed_over(smpp_account, smsc, text, to, code):
    row = send(smpp_account, text, to)

    assert (row.state, row.code) == ("failed", code)
    assert smsc.messages() == []


def test_an_answer_that_does_not_come_is_unknown_and_is_not_asked_for_again(open_smpp, smsc, proxied):
    proxy = proxied(smsc.port, Dialogue)
    proxy.inject(Fault.ANSWER_LOST)
    account = open_smpp(port=proxy.port)
    row = send(account)

    assert (row.state, row.code, len(smsc.messages())) == ("unknown", "hung-up", 1)
    assert again(account, row).state == "unknown"
    assert len(smsc.messages()) == 1


def test_the_line_is_bound_again_before_the_next_message(open_smpp, smsc, proxied):
    proxy = proxied(smsc.port, Dialogue)
    proxy.inject(Fault.ANSWER_LOST)
    account = open_smpp(port=proxy.port)
    first, second = put(account, "First"), put(account, "Second")
    send_account(account, worker="w")
    for row in (first, second):
        row.refresh_from_db()
    account.refresh_from_db()

    assert (first.state, second.state) == ("unknown", "sent")
    assert (account.failures, account.trouble) == (0, "")


def test_a_line_that_was_cut_in_a_pause_costs_no_message(smpp_account, smsc):
    with closing(adapter_of("smpp").connect(smpp_account.access)) as sender:
        smsc.hang_up()
        wait_until(lambda: not smsc.sessions())
        sender.ready()
        assert len(smsc.sessions()) == 1


def test_whoever_is_not_authorised_is_informed_and_a_wrong_port_is_no_password(open_smpp, smsc):
    with pytest.raises(NotAuthorised, match="not-authorised"):
        adapter_of("smpp").connect(open_smpp(password="guess", name="a").access)
    with pytest.raises(CannotConnect, match="no-connection"):
        adapter_of("smpp").connect(open_smpp(port=1, name="b").access)
    with pytest.raises(NotAuthorised, match="bad-settings"):
        adapter_of("smpp").connect(open_smpp(host="", name="c").access)


def test_a_slow_answer_is_waited_for(open_smpp, smsc, proxied):
    proxy = proxied(smsc.port, Dialogue)
    proxy.inject(Fault.DRIP)
    row = send(open_smpp(port=proxy.port, answer_seconds=5))

    assert (row.state, len(smsc.messages())) == ("sent", 1)


@pytest.mark.parametrize("text", ["I agree, at 19:00 {€}", "Zgadzam się", "Ça alors ! " * 30, "Zgadzam się. " * 20])
def test_a_reply_comes_back_whole_and_threaded_to_what_we_last_sent(smpp_account, smsc, listening, text):
    row = send(smpp_account)
    with listening(smpp_account) as heard:
        parts = smsc.incoming(source=CITIZEN[1:], destination=OURS[1:], text=text)
        heard.take_all(len(parts) + 1)
        wait_until(lambda: all(one["status"] == 0 for one in smsc.deliveries()))
    reply = Inbound.objects.get()

    assert (reply.text, reply.answers, reply.contact.address) == (text, row, CITIZEN)
    assert (reply.channel, reply.automatic) == ("sms", False)
    assert not InboundPart.objects.exists()


def test_what_was_not_kept_comes_again_and_what_was_kept_is_kept_once(smpp_account, smsc, listening):
    smsc.incoming(source=CITIZEN[1:], destination=OURS[1:], text="STOP")
    with listening(smpp_account, OSError("the disk is full")) as heard:
        wait_until(lambda: heard.broken is not None)
    with listening(smpp_account) as heard:
        heard.take_all(1)
        wait_until(lambda: smsc.deliveries()[0]["status"] == 0)
    assert smsc.deliveries()[0]["attempts"] == 2
    actions.store_incoming(heard.news[0], account=smpp_account, by="test")

    assert Inbound.objects.count() == 1
