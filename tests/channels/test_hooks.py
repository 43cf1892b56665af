"""What the other side tells us by calling us: kept before it is answered, and only from whoever knows the address."""

import pytest
from django.test import Client
from django.urls import reverse

from hemicycle.channels import actions
from hemicycle.channels.contract import Access, DeliveryStatus, InboundMessage, Report, Request, WebhookResponse
from hemicycle.channels.jobs.sending import send_due
from hemicycle.channels.models import Account, Inbound, Outbound
from hemicycle.channels.registry import ADAPTERS

from .sink import Sink

pytestmark = pytest.mark.django_db


class Called(Sink):
    """What it is told is the body of the call; whoever does not say its password is refused."""

    kind, medium = "called", "sms"

    def __init__(self) -> None:
        super().__init__()
        self.calls: list[Request] = []

    def handle_webhook(self, access: Access, request: Request) -> WebhookResponse:
        self.calls.append(request)
        if request.headers.get("X-Password") != access.secret["password"]:
            return WebhookResponse(status=403)
        words = request.body.decode()
        if words.startswith("x-"):
            return WebhookResponse((Report(DeliveryStatus.DELIVERED, external_id=words),), body="ACK")
        return WebhookResponse((InboundMessage(words, words, sender="+447700900123"),), body="ACK")


@pytest.fixture
def called(monkeypatch: pytest.MonkeyPatch) -> Called:
    called = Called()
    monkeypatch.setitem(ADAPTERS, called.kind, called)
    return called


@pytest.fixture
def by_call(office, called) -> Account:
    return actions.open_account(office=office, kind="called", name="Called", secret={"password": "x"}, by="test")


def call(account: Account, body: str = "I agree", *, password: str = "x", method: str = "post", query: str = ""):
    path = account.access.webhook_url.removeprefix("http://localhost:8000") + query
    client = Client(enforce_csrf_checks=True, headers={"x-password": password})
    return getattr(client, method)(path, body, content_type="text/plain")


def test_what_a_call_brings_is_kept_once_and_answered(by_call):
    for _ in range(2):
        answer = call(by_call)
        assert (answer.status_code, answer.content, answer["Content-Type"]) == (
            200, b"ACK", "text/plain; charset=utf-8",
        )  # fmt: skip
        assert not answer.cookies

    assert (Inbound.objects.get().text, Inbound.objects.get().office) == ("I agree", by_call.office)


def test_a_receipt_by_call_settles_its_message(by_call, put):
    (row,) = put(by_call)
    send_due("w", lambda: False)
    call(by_call, f"x-{row.key}")

    assert Outbound.objects.get().state == "delivered"


def test_what_stands_behind_the_question_mark_is_given_as_it_came(by_call, called):
    call(by_call, method="put", query="?text=%E9t%C3%A9&to=1")

    assert called.calls[0].query == "text=%E9t%C3%A9&to=1"
    assert called.calls[0].method == "PUT"
    assert called.calls[0].headers["Content-Type"] == "text/plain"


def test_who_does_not_show_who_they_are_is_refused_and_nothing_kept(by_call):
    assert call(by_call, password="guess").status_code == 403
    assert not Inbound.objects.exists()


def test_without_the_key_of_an_open_account_there_is_nothing(by_call, account, called):
    guesses = [("called", "guess"), ("sink", by_call.key), ("nothing", by_call.key), ("sink", account.key)]
    for kind, key in guesses:
        assert Client().post(reverse("channels:hook", args=[kind, key])).status_code == 404
    actions.close_account(by_call, by="test")

    assert Client().post(reverse("channels:hook", args=["called", by_call.key])).status_code == 404
    assert called.calls == []


class CalledToo(Called):
    kind = "called-too"


def test_the_key_of_an_account_opens_nothing_at_the_address_of_another_kind(by_call, monkeypatch):
    another = CalledToo()
    monkeypatch.setitem(ADAPTERS, another.kind, another)
    address = reverse("channels:hook", args=[another.kind, by_call.key])
    answer = Client(headers={"x-password": "x"}).post(address, "I agree", content_type="text/plain")

    assert answer.status_code == 404
    assert another.calls == []
    assert not Inbound.objects.exists()


def test_what_is_too_large_is_not_read(by_call, called):
    assert call(by_call, "x" * 6_000_000).status_code == 413
    assert called.calls == []


def test_two_accounts_have_two_keys_that_nobody_guesses(office, called):
    keys = {
        actions.open_account(office=office, kind="called", name="C", address=str(n), by="test").key for n in range(9)
    }
    assert len(keys) == 9
    assert {len(key) for key in keys} == {22}
