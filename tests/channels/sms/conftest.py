"""Accounts that send text messages to real servers, and what they bring back."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.utils import timezone

from hemicycle.channels import actions
from hemicycle.channels.contract import ChannelError, InboundMessage, OutgoingText, Report
from hemicycle.channels.jobs.sending import send_account
from hemicycle.channels.models import Account, Outbound
from hemicycle.channels.registry import ADAPTERS
from tests.conf.installation import wait_until
from tests.verification.peers import Gammu, Kannel, Smsc
from tests.verification.receiver import Receiver

CITIZEN, OURS = "+447700900123", "+447700900000"
News = list[InboundMessage | Report]


def send(account: Account, text: str = "Vote at 19:00", to: str = CITIZEN, **when: Any) -> Outbound:
    """Put one message out and send it; the row as it is afterwards."""
    row = put(account, text, to, **when)
    send_account(account, worker="w")
    row.refresh_from_db()
    return row


def put(account: Account, text: str = "Vote at 19:00", to: str = CITIZEN, **when: Any) -> Outbound:
    content = actions.prepare(account, source=text[:80], lang="en", rendered=rendered(account, text))
    person = actions.contact_of(office=account.office, channel="sms", address=to)
    return actions.queue(content, to=person, by="test", **when)


def rendered(account: Account, text: str) -> Any:
    return actions.render(account, OutgoingText("", text, "en"))


def again(account: Account, row: Outbound) -> Outbound:
    """Time goes by, and it is tried once more."""
    Outbound.objects.filter(pk=row.pk).update(due_at=timezone.now() - timedelta(seconds=1))
    Account.objects.filter(pk=account.pk).update(rests_until=None, sender="", sender_until=None)
    send_account(account, worker="w2")
    row.refresh_from_db()
    return row


class Listener:
    """What an account brings, kept as it comes; `take_all` gives it to the channels."""

    def __init__(self, account: Account, fails: Exception | None = None) -> None:
        self.account, self.news, self.fails = account, News(), fails
        self.broken: Exception | None = None
        self._stop = threading.Event()
        access = account.access
        self._thread = threading.Thread(target=self._listen, args=(access,), daemon=True)
        self._thread.start()

    def _listen(self, access: Any) -> None:
        try:
            ADAPTERS[self.account.kind].listen(access, self._take, self._stop)
        except (ChannelError, OSError) as error:
            self.broken = error

    def _take(self, news: InboundMessage | Report) -> None:
        if self.fails:
            raise self.fails
        self.news.append(news)

    def wait_for(self, count: int) -> News:
        wait_until(lambda: len(self.news) >= count, every=0.02, why=lambda: str(self.news))
        return self.news

    def take_all(self, count: int) -> None:
        for news in self.wait_for(count):
            actions.store_incoming(news, account=self.account, by="test")

    def stop(self) -> None:
        self._stop.set()
        self._thread.join(10)
        assert not self._thread.is_alive()


Listening = Callable[..., Any]


@pytest.fixture
def listening() -> Listening:
    """`with listening(account) as heard:` somebody is bound and takes what comes, or fails in doing so."""

    @contextmanager
    def bound(account: Account, fails: Exception | None = None) -> Iterator[Listener]:
        listener = Listener(account, fails)
        try:
            yield listener
        finally:
            listener.stop()

    return bound


@pytest.fixture
def open_smpp(office, smsc: Smsc) -> Callable[..., Account]:
    """`open_smpp(port=…, answer_seconds=…)`: an account on the SMSC, or on a proxy before it."""

    def opened(*, name: str = "SMSC", password: str = Smsc.PASSWORD, **settings: Any) -> Account:
        known = {
            "host": "127.0.0.1",
            "port": smsc.port,
            "system_id": Smsc.ACCOUNT,
            "answer_seconds": 2,
            "country": "44",
            **settings,
        }
        address = OURS if name == "SMSC" else name
        return actions.open_account(
            office=office,
            kind="smpp",
            name=name,
            address=address,
            settings=known,
            secret={"password": password},
            by="test",
        )

    return opened


@pytest.fixture
def smpp_account(open_smpp) -> Account:
    return open_smpp()


class Called:
    """What a gateway calls us with, at the receiver instead of at our site; `take` passes it on to the hook."""

    def __init__(self, account: Account, receiver: Receiver) -> None:
        self.account, self.receiver, self.taken = account, receiver, 0

    def take(self, count: int) -> None:
        """Wait for so many calls more, and answer them; reports of what an earlier test sent are nobody's."""
        hook = urlsplit(self.account.access.webhook_url).path
        ours = lambda: [c for c in self.receiver.calls if c.path.startswith((hook, "/incoming"))]  # noqa: E731
        wait_until(lambda: len(ours()) >= self.taken + count)
        for call in ours()[self.taken : self.taken + count]:
            path = call.path.replace("/incoming", hook, 1)
            assert Client().generic(call.method, path).status_code == 200
        self.taken += count


@pytest.fixture
def open_kannel(office, kannel: Kannel, receiver: Receiver, settings) -> Callable[..., Account]:
    """`open_kannel(url=…)`: an account on Kannel, or on a proxy before it, whose calls come to the receiver."""
    settings.ADDRESS = receiver.address

    def opened(**more: Any) -> Account:
        known = {
            "url": kannel.address,
            "admin_url": kannel.admin,
            "username": kannel.USER,
            "settle_seconds": 0.01,
            "country": "44",
            **more,
        }
        secret = {"password": known.pop("password", kannel.PASSWORD), "admin_password": kannel.PASSWORD}
        return actions.open_account(
            office=office, kind="kannel", name="Kannel", address=OURS, settings=known, secret=secret, by="test"
        )

    return opened


@pytest.fixture
def kannel_account(open_kannel) -> Account:
    return open_kannel()


@pytest.fixture
def called(kannel_account, receiver: Receiver) -> Called:
    return Called(kannel_account, receiver)


@pytest.fixture
def gammu_account(office, gammu: Gammu) -> Account:
    known = {"folder": str(gammu.inbox.parent)}
    return actions.open_account(office=office, kind="gammu", name="Modem", address=OURS, settings=known, by="test")
