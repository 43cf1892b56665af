"""Each fault of the proxy before each real server: the peer has accepted once or not at all, and we are told what the
fault says."""

import time

import pytest
from smpplib.exceptions import ConnectionError as Ended

from tests.conf.installation import wait_until
from tests.verification.clients import smpp
from tests.verification.dialogues import Smpp
from tests.verification.peers import Proxied, Smsc
from tests.verification.proxy import Fault, Proxy

CITIZEN = "447700900123"
THROTTLED, INVALID_DESTINATION = 0x58, 0x0B


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
        begun = time.monotonic()
        client.read()
    # Sixteen octets of a head and the message id, twenty a second.
    assert time.monotonic() - begun > 16 / 20
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
