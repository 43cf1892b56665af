"""Kannel of deploy/services, seen with urllib."""

import urllib.error
import urllib.request
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from tests.conf.installation import wait_until
from tests.verification.dialogues import Http
from tests.verification.peers import Kannel, Proxied, Smsc
from tests.verification.proxy import Fault
from tests.verification.receiver import Receiver

CITIZEN, HOUSE = "447700900123", "447700900000"
THROTTLED = 0x58
# What a receipt says (Kannel's user guide, "dlr-mask"): delivered, refused for good, taken by the SMSC.
DELIVERED, TAKEN = "1", "8"


def sent(port: int, text: str, **more: str) -> tuple[int, bytes]:
    words = {"username": "desk", "password": "secret", "from": HOUSE, "to": CITIZEN, "text": text, "charset": "UTF-8"}
    address = f"http://127.0.0.1:{port}/cgi-bin/sendsms?{urlencode(words | more)}"
    with urllib.request.urlopen(address, timeout=60) as answer:
        return answer.status, answer.read()


def test_a_message_is_taken_and_reaches_the_smsc(kannel: Kannel, smsc: Smsc) -> None:
    assert sent(kannel.port, "Vote at 19:00 {€}") == (202, b"0: Accepted for delivery")
    wait_until(lambda: bool(smsc.messages(kannel.ACCOUNT)))
    [message] = smsc.messages(kannel.ACCOUNT)
    assert (message.source, message.destination, message.text) == (HOUSE, CITIZEN, "Vote at 19:00 {€}")


def test_a_long_message_in_ucs_2_is_cut_into_parts(kannel: Kannel, smsc: Smsc) -> None:
    text = "Głosowanie o 19:00. " * 8
    sent(kannel.port, text, coding="2")
    wait_until(lambda: len(smsc.messages(kannel.ACCOUNT)) == 3)
    parts = sorted(smsc.messages(kannel.ACCOUNT), key=lambda part: part.udh)
    assert "".join(part.text for part in parts) == text


def test_receipts_come_where_the_message_says_in_any_order(kannel: Kannel, receiver: Receiver) -> None:
    sent(kannel.port, "Vote at 19:00", **{"dlr-mask": "31", "dlr-url": f"{receiver.address}/receipt?row=7&type=%d"})
    wait_until(lambda: len(receiver.calls) == 2)
    assert {call.path for call in receiver.calls} == {f"/receipt?row=7&type={kind}" for kind in (TAKEN, DELIVERED)}


def test_a_reply_is_brought_to_the_receiver(kannel: Kannel, smsc: Smsc, receiver: Receiver) -> None:
    smsc.incoming(source=CITIZEN, destination=HOUSE, text="STOP €", account=kannel.ACCOUNT)
    smsc.incoming(source=CITIZEN, destination=HOUSE, text="Ścięte", account=kannel.ACCOUNT)
    wait_until(lambda: len(receiver.calls) == 2)
    texts = {}
    for call in receiver.calls:
        words = parse_qs(urlsplit(call.path).query, encoding="latin-1")
        assert (words["from"], words["to"]) == ([CITIZEN], [HOUSE])
        texts[words["coding"][0]] = words["text"][0].encode("latin-1").decode(words["charset"][0])
    assert texts == {"0": "STOP €", "2": "Ścięte"}
    assert smsc.deliveries(kannel.ACCOUNT)[0]["status"] == 0


def test_what_the_smsc_throttles_is_tried_again(kannel: Kannel, smsc: Smsc) -> None:
    smsc.behave(status=THROTTLED, times=1)
    sent(kannel.port, "Vote at 19:00")
    wait_until(lambda: len(smsc.messages(kannel.ACCOUNT)) == 1)


def test_a_wrong_password_is_refused(kannel: Kannel) -> None:
    with pytest.raises(urllib.error.HTTPError) as refused:
        sent(kannel.port, "Vote at 19:00", password="guess")
    with refused.value as answer:
        assert (answer.code, answer.read()) == (403, b"Authorization failed for sendsms")


@pytest.mark.parametrize(("fault", "accepted"), [(Fault.ANSWER_LOST, 1), (Fault.RESET, 0)])
def test_a_message_whose_answer_never_comes_was_taken_once_or_not_at_all(
    kannel: Kannel, smsc: Smsc, proxied: Proxied, fault: Fault, accepted: int
) -> None:
    proxy = proxied(kannel.port, Http)
    proxy.inject(fault, at="GET")
    with pytest.raises((urllib.error.URLError, ConnectionError)):
        sent(proxy.port, "lost")
    sent(kannel.port, "later")
    wait_until(lambda: "later" in [message.text for message in smsc.messages(kannel.ACCOUNT)])
    assert len(smsc.messages(kannel.ACCOUNT)) == accepted + 1
