"""Webhooks: signed, the same key at every attempt, and never into a network."""

import hashlib
import hmac
import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler

import pytest

from hemicycle.channels.adapters.webhook import Webhook
from hemicycle.channels.contract import Access, CannotConnect, Message, NotAuthorised, Outcome, OutgoingText
from tests.served import Response, Served

MESSAGE = Message("k" * 32, {"title": "Vote", "body": "At seven"})


class Receiver(Served):
    """Answers with the next of `statuses`, then with 200; of 0, with nothing. `got` is what came."""

    def __init__(self) -> None:
        self.statuses: list[int] = []
        self.headers: dict[str, str] = {}
        self.got: list[tuple[dict[str, str], bytes]] = []
        self.serve()

    def respond(self, request: BaseHTTPRequestHandler, body: bytes) -> Response | None:
        self.got.append((dict(request.headers), body))
        status = self.statuses.pop(0) if self.statuses else 200
        return (status, b"", self.headers) if status else None


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    running = Receiver()
    yield running
    running.close()


def access(receiver: Receiver, **settings) -> Access:
    address = f"{receiver.address}/hook?a=1"
    return Access("webhook", address, {"timeout": 2, **settings}, {"secret": "both know it"})


def sent(where: Access):
    handed: list[bool] = []
    receipt = Webhook().connect(where).send(MESSAGE, lambda: handed.append(True))
    assert handed == [True]
    return receipt


def test_it_arrives_signed_and_with_its_key(receiver):
    assert sent(access(receiver)).outcome == Outcome.ACCEPTED
    ((headers, body),) = receiver.got
    at, signature = (part.partition("=")[2] for part in headers["Hemicycle-Signature"].split(", "))

    assert json.loads(body) == {"key": MESSAGE.key, "title": "Vote", "body": "At seven"}
    assert headers["Idempotency-Key"] == MESSAGE.key
    assert signature == hmac.new(b"both know it", f"{at}.".encode() + body, hashlib.sha256).hexdigest()


@pytest.mark.parametrize(("status", "outcome", "permanent"), [
    (201, "accepted", False), (409, "accepted", False), (429, "refused", False), (503, "refused", False),
    (400, "refused", True), (404, "refused", True), (302, "refused", True), (500, "unknown", False),
    (502, "unknown", False), (0, "unknown", False),
])  # fmt: skip
def test_the_status_says_what_came_of_it(receiver, status, outcome, permanent):
    receiver.statuses = [status]
    receipt = sent(access(receiver))

    assert (receipt.outcome, receipt.permanent) == (outcome, permanent)
    assert len(receiver.got) == 1


@pytest.mark.parametrize(("said", "wait"), [("120", 120.0), ("999999999", 86_400.0), ("soon", None)])
def test_the_receivers_word_about_waiting_is_honoured(receiver, said, wait):
    receiver.statuses, receiver.headers = [429], {"Retry-After": said}

    assert sent(access(receiver)).retry_after == wait


@pytest.mark.parametrize("host", [
    "127.0.0.1", "localhost", "0.0.0.0", "2130706433", "127.1", "169.254.169.254", "[::1]", "[::ffff:127.0.0.1]", "10.0.0.1",
])  # fmt: skip
def test_it_goes_nowhere_within_a_network_that_the_installation_does_not_list(receiver, host, settings):
    settings.PRIVATE_NETWORKS = []
    where = Access("webhook", f"http://{host}:{receiver.port}/", {"timeout": 1}, {})

    with pytest.raises(NotAuthorised):
        Webhook().connect(where).send(MESSAGE, lambda: pytest.fail("handed over"))
    assert receiver.got == []


@pytest.mark.parametrize("address", ["ftp://a.example/", "https://user:word@a.example/", "nothing", "http:///x"])
def test_what_is_no_address_is_refused(address):
    with pytest.raises(NotAuthorised):
        Webhook().connect(Access("webhook", address)).send(MESSAGE, lambda: pytest.fail("handed over"))


def test_where_nobody_answers_nothing_was_handed_over(receiver):
    receiver.close()

    with pytest.raises(CannotConnect):
        Webhook().connect(access(receiver)).send(MESSAGE, lambda: pytest.fail("handed over"))


def test_the_same_piece_gives_the_same_content():
    outgoing = OutgoingText("Vote", "At seven", "en", hashtags=("Bill12",))

    assert Webhook().render(outgoing, {}) == Webhook().render(outgoing, {})
