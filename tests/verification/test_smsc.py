"""The SMSC of deploy/services, seen with smpplib."""

import pytest
from smpplib.exceptions import ConnectionError as Ended
from smpplib.exceptions import PDUError

from tests.conf.installation import wait_until
from tests.verification.clients import smpp
from tests.verification.peers import Services, Smsc

CITIZEN = "447700900123"
OTHER = "447700900124"
THROTTLED, INVALID_PASSWORD, INVALID_SYSTEM = 0x58, 0x0E, 0x0F
RECEIPT = 4


def test_a_message_arrives_with_its_text_and_coding_and_is_receipted(smsc: Smsc) -> None:
    with smpp(smsc.port) as client:
        client.send("Vote at 19:00 {€}", CITIZEN)
        client.read()
        client.read()
    [message] = smsc.messages()
    assert (message.destination, message.coding, message.text) == (CITIZEN, 0, "Vote at 19:00 {€}")
    assert client.answers == [(0, message.id)]
    [receipt] = client.came_in
    assert (receipt.esm_class, receipt.receipted_message_id.decode().rstrip("\0")) == (RECEIPT, message.id)
    assert f"id:{message.id} sub:001 dlvrd:001".encode() in receipt.short_message
    assert b"stat:DELIVRD" in receipt.short_message


def test_a_long_message_in_ucs_2_arrives_in_parts_with_their_headers(smsc: Smsc) -> None:
    text = "Głosowanie o 19:00. " * 8
    with smpp(smsc.port) as client:
        client.send(text, CITIZEN)
        for _ in range(3):
            client.read()
    parts = smsc.messages()
    assert "".join(part.text for part in parts) == text
    assert {part.coding for part in parts} == {8}
    assert [(part.udh[:3], part.udh[4:]) for part in parts] == [(b"\5\0\3", bytes([3, n])) for n in (1, 2, 3)]


def test_a_wrong_password_and_an_unknown_account_do_not_bind(smsc: Smsc) -> None:
    with pytest.raises(PDUError) as wrong, smpp(smsc.port, password="guess"):
        pass
    with pytest.raises(PDUError) as unknown, smpp(smsc.port, account="nobody"):
        pass
    assert (wrong.value.args[1], unknown.value.args[1]) == (INVALID_PASSWORD, INVALID_SYSTEM)
    assert smsc.sessions() == []


def test_it_throttles_as_often_as_was_set_and_one_number_only(smsc: Smsc) -> None:
    smsc.behave(to=CITIZEN, status=THROTTLED, times=2)
    with smpp(smsc.port) as client:
        for number in (CITIZEN, OTHER, CITIZEN, CITIZEN):
            client.send("Vote at 19:00", number)
        while len(client.answers) < 4:
            client.read()
    assert [status for status, _ in client.answers] == [THROTTLED, 0, THROTTLED, 0]
    assert [message.destination for message in smsc.messages()] == [OTHER, CITIZEN]


def test_it_throttles_what_comes_faster_than_its_rate(smsc: Smsc) -> None:
    smsc.behave(per_second=3, receipt=None)
    with smpp(smsc.port) as client:
        for _ in range(5):
            client.send("Vote at 19:00", CITIZEN)
        for _ in range(5):
            client.read()
    assert [status for status, _ in client.answers] == [0, 0, 0, THROTTLED, THROTTLED]


def test_a_receipt_may_come_before_the_answer_and_report_a_failure(smsc: Smsc) -> None:
    smsc.behave(overtake=True, receipt="UNDELIV", tlv=False)
    with smpp(smsc.port) as client:
        client.send("Vote at 19:00", CITIZEN)
        client.read()
        assert (client.answers, len(client.came_in)) == ([], 1)
        client.read()
    assert b"stat:UNDELIV err:001" in client.came_in[0].short_message
    assert client.came_in[0].receipted_message_id is None
    assert client.answers == [(0, smsc.messages()[0].id)]


def test_a_reply_waits_for_who_receives_and_comes_again_until_it_is_acknowledged(smsc: Smsc) -> None:
    smsc.incoming(source=CITIZEN, destination="447700900000", text="STOP €")
    assert [(row["attempts"], row["status"]) for row in smsc.deliveries()] == [(0, None)]
    with smpp(smsc.port):
        # Bound, and gone before it reads.
        wait_until(lambda: smsc.deliveries()[0]["attempts"] == 1)
    wait_until(lambda: smsc.sessions() == [])
    with smpp(smsc.port) as client:
        client.read()
        wait_until(lambda: smsc.deliveries()[0]["status"] == 0)
    assert [(pdu.source_addr, pdu.short_message) for pdu in client.came_in] == [(CITIZEN.encode(), b"STOP \x1be")]
    assert smsc.deliveries()[0]["attempts"] == 2


def test_it_hangs_up(smsc: Smsc) -> None:
    with smpp(smsc.port) as client:
        smsc.hang_up()
        with pytest.raises(Ended):
            client.read()


def test_it_comes_back_where_it_was(services: Services, smsc: Smsc) -> None:
    services.stop("smsc")
    assert services.start("smsc")["smpp"] == smsc.port
    with smpp(smsc.port):
        assert len(smsc.sessions()) == 1
