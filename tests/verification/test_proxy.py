"""Each fault of the proxy before a real server of each language: the peer has accepted once or not at all, and we see
the error that the fault describes."""

import http.client
import json
import smtplib
from contextlib import closing

import pytest
from smpplib.exceptions import ConnectionError as Ended

from tests.conf.installation import wait_until
from tests.verification.clients import smpp
from tests.verification.dialogues import Http, Smpp, Smtp
from tests.verification.peers import Mail, Proxied, Smsc
from tests.verification.proxy import Fault, Proxy

CITIZEN = "447700900123"
THROTTLED, INVALID_DESTINATION = 0x58, 0x0B
HOUSE = "alerts@parliament.test"
LETTER = "Subject: Vote\r\n\r\nAt 19:00.\r\n"
INCOMING = json.dumps({"account": "desk", "from": CITIZEN, "to": "447700900000", "octets": b"STOP".hex()})


def mailed(port: int, to: str) -> None:
    with smtplib.SMTP("127.0.0.1", port, timeout=10) as postfix:
        postfix.sendmail(HOUSE, [to], LETTER)


def arrived(mail: Mail, to: str) -> int:
    mail.settle()
    return len(mail.received(to))


def posted(port: int) -> tuple[int, bytes]:
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=10)) as line:
        line.request("POST", "/incoming", INCOMING)
        answer = line.getresponse()
        return answer.status, answer.read()


def test_without_a_fault_it_hands_on_both_ways(smsc: Smsc, proxied: Proxied) -> None:
    proxy = proxied(smsc.port, Smpp)
    with smpp(proxy.port) as client:
        client.send("Vote at 19:00", CITIZEN)
        client.read()
        client.read()
    assert client.answers == [(0, smsc.messages()[0].id)]
    assert len(client.came_in) == 1
    assert proxy.injected == []


@pytest.mark.parametrize(
    ("fault", "accepted"),
    [(Fault.ANSWER_LOST, 1), (Fault.HALF_AN_ANSWER, 1), (Fault.RESET, 0), (Fault.HALF_A_REQUEST, 0)],
)
def test_an_sms_whose_answer_never_comes_was_accepted_once_or_not_at_all(
    smsc: Smsc, proxied: Proxied, fault: Fault, accepted: int
) -> None:
    smsc.behave(receipt=None)
    proxy = proxied(smsc.port, Smpp)
    proxy.inject(fault)
    with smpp(proxy.port) as client:
        client.send("Vote at 19:00", CITIZEN)
        with pytest.raises(Ended):
            client.read()
    wait_until(lambda: smsc.sessions() == [])
    assert (len(smsc.messages()), client.answers) == (accepted, [])
    assert proxy.injected == [(fault, "submit_sm")]


def test_an_sms_is_refused_for_now_then_for_good_and_then_accepted(smsc: Smsc, proxied: Proxied) -> None:
    proxy = proxied(smsc.port, Smpp)
    proxy.inject(Fault.REFUSED_FOR_NOW, times=2)
    proxy.inject(Fault.REFUSED_FOR_GOOD)
    with smpp(proxy.port) as client:
        for _ in range(4):
            client.send("Vote at 19:00", CITIZEN)
            client.read()
    assert [status for status, _ in client.answers] == [THROTTLED, THROTTLED, INVALID_DESTINATION, 0]
    assert len(smsc.messages()) == 1


def test_an_answer_drips(smsc: Smsc, proxied: Proxied) -> None:
    smsc.behave(receipt=None)
    proxy = proxied(smsc.port, Smpp)
    proxy.inject(Fault.DRIP)
    with smpp(proxy.port) as client:
        client.send("Vote at 19:00", CITIZEN)
        client.read()
    assert client.answers == [(0, smsc.messages()[0].id)]


def test_an_acknowledgement_that_is_lost_makes_the_smsc_deliver_again(smsc: Smsc, proxied: Proxied) -> None:
    proxy = proxied(smsc.port, Smpp)
    proxy.inject(Fault.RESET, at="deliver_sm")
    smsc.incoming(source=CITIZEN, destination="447700900000", text="STOP")
    for _ in range(2):
        with smpp(proxy.port) as client:
            client.read()
            assert client.came_in[0].short_message == b"STOP"
            wait_until(lambda: proxy.injected == [(Fault.RESET, "deliver_sm")])
    wait_until(lambda: smsc.deliveries()[0]["status"] == 0)
    assert smsc.deliveries()[0]["attempts"] == 2


def test_a_connection_is_reset_before_a_word(smsc: Smsc, proxied: Proxied) -> None:
    proxy = proxied(smsc.port, Smpp)
    proxy.inject(Fault.RESET, at="connect")
    with pytest.raises(Ended), smpp(proxy.port):
        pass


def test_a_fault_that_did_not_happen_fails_the_test(smsc: Smsc) -> None:
    proxy = Proxy(("127.0.0.1", smsc.port), Smpp)
    proxy.inject(Fault.RESET)
    with pytest.raises(AssertionError, match="did not happen"):
        proxy.close()


def test_a_refusal_of_the_peer_is_no_answer_to_lose(smsc: Smsc, proxied: Proxied) -> None:
    smsc.behave(to=CITIZEN, status=THROTTLED, times=1, receipt=None)
    proxy = proxied(smsc.port, Smpp)
    proxy.inject(Fault.ANSWER_LOST)
    with smpp(proxy.port) as client:
        client.send("Vote at 19:00", CITIZEN)
        client.read()
        client.send("Vote at 19:00", CITIZEN)
        with pytest.raises(Ended):
            client.read()
    assert client.answers == [(THROTTLED, None)]
    assert len(smsc.messages()) == 1


@pytest.mark.parametrize(("fault", "accepted"), [(Fault.ANSWER_LOST, 1), (Fault.RESET, 0), (Fault.HALF_A_REQUEST, 0)])
def test_a_letter_whose_answer_never_comes_was_accepted_once_or_not_at_all(
    mail: Mail, proxied: Proxied, fault: Fault, accepted: int
) -> None:
    citizen = mail.box("ana")
    proxy = proxied(mail.smtp, Smtp)
    proxy.inject(fault)
    with pytest.raises((smtplib.SMTPServerDisconnected, ConnectionResetError)):
        mailed(proxy.port, citizen)
    assert arrived(mail, citizen) == accepted


@pytest.mark.parametrize("fault", [Fault.HALF_AN_ANSWER, Fault.DRIP])
def test_a_letter_whose_answer_comes_badly_was_accepted(mail: Mail, proxied: Proxied, fault: Fault) -> None:
    citizen = mail.box("ana")
    proxy = proxied(mail.smtp, Smtp)
    proxy.inject(fault)
    mailed(proxy.port, citizen)
    assert arrived(mail, citizen) == 1


def test_a_letter_is_refused_at_each_step_and_then_accepted(mail: Mail, proxied: Proxied) -> None:
    citizen = mail.box("ana")
    proxy = proxied(mail.smtp, Smtp)
    steps = {"connect": 421, "MAIL": 451, "RCPT": 451, "DATA": 451, ".": 451}
    for at, code in steps.items():
        proxy.inject(Fault.REFUSED_FOR_NOW, at=at)
        with pytest.raises(smtplib.SMTPException, match=str(code)):
            mailed(proxy.port, citizen)
    proxy.inject(Fault.REFUSED_FOR_GOOD)
    with pytest.raises(smtplib.SMTPDataError, match="550"):
        mailed(proxy.port, citizen)
    mailed(proxy.port, citizen)
    assert [at for _, at in proxy.injected] == [*steps, "."]
    assert arrived(mail, citizen) == 1


@pytest.mark.parametrize(
    ("fault", "accepted"),
    [(Fault.ANSWER_LOST, 1), (Fault.HALF_AN_ANSWER, 1), (Fault.RESET, 0), (Fault.HALF_A_REQUEST, 0)],
)
def test_a_request_whose_answer_never_comes_was_accepted_once_or_not_at_all(
    smsc: Smsc, proxied: Proxied, fault: Fault, accepted: int
) -> None:
    proxy = proxied(smsc.control, Http)
    proxy.inject(fault)
    with pytest.raises((http.client.RemoteDisconnected, http.client.IncompleteRead, ConnectionResetError)):
        posted(proxy.port)
    assert len(smsc.deliveries()) == accepted


def test_a_request_is_refused_for_now_then_for_good_and_then_answered_slowly(smsc: Smsc, proxied: Proxied) -> None:
    proxy = proxied(smsc.control, Http)
    for fault in (Fault.REFUSED_FOR_NOW, Fault.REFUSED_FOR_GOOD, Fault.DRIP):
        proxy.inject(fault)
    answers = [posted(proxy.port) for _ in range(3)]
    assert [status for status, _ in answers] == [503, 400, 200]
    assert json.loads(answers[2][1])["from"] == CITIZEN
    assert len(smsc.deliveries()) == 1
