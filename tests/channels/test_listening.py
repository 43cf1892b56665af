"""Somebody listens to every account: one worker, which stays until it ends or is lost; what goes wrong rests."""

import time
from collections.abc import Iterator, Mapping
from datetime import timedelta
from threading import Event, Thread
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from hemicycle.channels import actions
from hemicycle.channels.contract import Access, CannotConnect, InboundMessage, Metrics, NotAuthorised, Receive
from hemicycle.channels.jobs.listening import Listener, Listening
from hemicycle.channels.jobs.sending import send_due
from hemicycle.channels.jobs.turns import Queue
from hemicycle.channels.models import Account, Inbound, Tally
from hemicycle.channels.registry import ADAPTERS
from tests.conf.installation import wait_until

from .sink import Sink

pytestmark = pytest.mark.django_db(transaction=True)


class Letters(Sink):
    """`box` is what lies there; it is taken away when it was kept. `goes_wrong` is raised by the next lines."""

    medium = "email"

    def __init__(self) -> None:
        super().__init__()
        self.box: list[InboundMessage] = []
        self.goes_wrong: list[Exception] = []
        self.asked = 0

    def receives(self, settings: Mapping[str, Any]) -> bool:
        return bool(settings.get("box", True))

    def empty(self, receive: Receive) -> None:
        while self.box:
            receive(self.box[0])
            self.box.pop(0)

    def begin(self) -> None:
        self.asked += 1
        if self.goes_wrong:
            raise self.goes_wrong.pop(0)


class Asked(Letters):
    kind = "asked"

    def fetch(self, access: Access, receive: Receive) -> None:
        self.begin()
        self.empty(receive)


class Connected(Asked):
    kind = "connected"
    settings: object = None

    def listen(self, access: Access, receive: Receive, stop: Event) -> None:
        self.begin()
        self.settings = access.settings
        while not stop.wait(0.01):
            self.empty(receive)


@pytest.fixture(params=[Asked, Connected])
def letters(request, monkeypatch: pytest.MonkeyPatch) -> Letters:
    letters = request.param()
    monkeypatch.setitem(ADAPTERS, letters.kind, letters)
    return letters


@pytest.fixture
def connected(monkeypatch: pytest.MonkeyPatch) -> Connected:
    connected = Connected()
    monkeypatch.setitem(ADAPTERS, connected.kind, connected)
    return connected


def opened(office, adapter: Letters, **settings) -> Account:
    return actions.open_account(office=office, kind=adapter.kind, name="Letters", settings=settings, by="test")


class Workers:
    """`of("w")` is the listener of a worker; `after` looks again and again until something is so."""

    def __init__(self) -> None:
        self.wrong: list[Exception] = []
        self.all: dict[str, Listener] = {}

    def of(self, name: str) -> Listener:
        return self.all.setdefault(name, Listener(name, self.wrong))

    def after(self, so, *names: str) -> bool:
        def look() -> bool:
            for name in names or ("w",):
                self.of(name).look()
            return so()

        wait_until(look)
        return True


@pytest.fixture
def workers() -> Iterator[Workers]:
    workers = Workers()
    yield workers
    for listener in workers.all.values():
        listener.end()


def test_what_comes_in_is_kept_and_let_go_only_then(office, letters, workers):
    opened(office, letters)
    letters.box = [InboundMessage("1", "I agree"), InboundMessage("2", "I do not")]

    assert workers.after(lambda: not letters.box)
    assert list(Inbound.objects.in_order_of_arrival().values_list("text", "office")) == [
        ("I agree", office.pk), ("I do not", office.pk),
    ]  # fmt: skip


def test_the_policy_is_read_once_for_each_message(office, letters, workers):
    asked: list[str] = []
    empty = letters.empty

    def counted(execute, sql, *rest):
        asked.append(sql)
        return execute(sql, *rest)

    def watched(receive: Receive) -> None:
        with connection.execute_wrapper(counted):
            empty(receive)

    letters.empty, letters.medium = watched, "sms"
    opened(office, letters)
    letters.box = [InboundMessage(str(n), f"I agree {n}", sender=f"+9996001000{n}") for n in range(3)]

    assert workers.after(lambda: not letters.box)
    assert sum("rules_parameterinforce" in sql for sql in asked) == 3


def test_of_two_workers_one_listens_and_the_other_takes_over_when_it_ends(office, letters, workers):
    account = opened(office, letters)
    workers.after(lambda: letters.asked == 1, "one", "two")
    (owner,) = [name for name in ("one", "two") if workers.of(name).held]
    assert Account.objects.get().listener == owner
    workers.all.pop(owner).end()
    letters.box = [InboundMessage("1", "Later")]
    other = {"one": "two", "two": "one"}[owner]

    assert workers.after(lambda: Inbound.objects.filter(text="Later").exists(), other)
    assert Account.objects.get(pk=account.pk).listener == other


def test_what_a_dead_worker_listened_to_is_taken_up_when_its_lease_is_over(office, letters, workers):
    account = opened(office, letters)
    lost = {"listener": "dead", "listener_until": timezone.now() + timedelta(seconds=30)}
    Account.objects.filter(pk=account.pk).update(**lost)
    workers.of("w").look()
    assert not workers.of("w").held
    Account.objects.filter(pk=account.pk).update(listener_until=timezone.now() - timedelta(seconds=1))

    assert workers.after(lambda: letters.asked == 1)


def test_a_worker_that_has_lost_an_account_ends_its_line(office, connected, workers):
    account = opened(office, connected)
    workers.after(lambda: connected.asked == 1)
    Account.objects.filter(pk=account.pk).update(
        listener="other", listener_until=timezone.now() + timedelta(seconds=30)
    )
    (held,) = workers.of("w").held.values()
    held.held_until = 0.0

    assert workers.after(lambda: not workers.of("w").held)
    assert Account.objects.get().listener == "other"


@pytest.mark.parametrize("error", [CannotConnect("no-line"), NotAuthorised("wrong-password")])
def test_what_goes_wrong_is_shown_rests_and_leaves_sending_alone(office, letters, workers, put, error):
    account = opened(office, letters)
    put(account)
    letters.goes_wrong = [error]
    workers.after(lambda: bool(Account.objects.get().listening_trouble))
    for _ in range(3):
        workers.of("w").look()
    send_due("w", lambda: False)

    assert Account.objects.get().listening_trouble == error.code
    assert letters.asked == 1
    assert len(letters.got) == 1


def test_whoever_mends_an_account_is_not_made_to_wait(office, letters, workers):
    account = opened(office, letters)
    letters.goes_wrong = [NotAuthorised("wrong-password")]
    workers.after(lambda: bool(Account.objects.get().listening_trouble))
    actions.change_account(account, secret={"password": "right"}, by="test")

    assert workers.after(lambda: letters.asked == 2)
    assert Account.objects.get().listening_trouble == ""


def test_a_line_begins_anew_when_its_settings_change(office, connected, workers):
    account = opened(office, connected, folder="INBOX")
    workers.after(lambda: connected.settings == {"folder": "INBOX"})
    actions.change_account(account, settings={"folder": "Letters"}, by="test")

    assert workers.after(lambda: connected.settings == {"folder": "Letters"})
    assert connected.asked == 2


def test_what_goes_well_again_is_no_trouble_any_more(office, letters, workers):
    account = opened(office, letters, fetch_seconds=0)
    letters.goes_wrong = [CannotConnect("no-line", retry_after=0)]
    workers.after(lambda: letters.asked >= 2)

    assert workers.after(lambda: Account.objects.get(pk=account.pk).listening_trouble == "")


def test_an_account_that_only_sends_or_is_closed_is_not_listened_to(office, letters, workers):
    account = opened(office, letters, box=False)
    assert not workers.of("w").look()
    actions.change_account(account, settings={}, by="test")
    workers.after(lambda: letters.asked == 1)
    actions.close_account(account, by="test")

    assert workers.after(lambda: not workers.of("w").held)
    assert letters.asked == 1


def test_with_a_number_of_seconds_a_channel_that_could_stay_connected_is_asked(office, connected, workers):
    opened(office, connected, fetch_seconds=0)

    assert workers.after(lambda: connected.asked >= 3)


def test_the_round_listens_beside_the_worker_and_ends_with_it(office, letters):
    opened(office, letters)
    letters.box = [InboundMessage("1", "I agree")]
    listening, stopping = Listening(), Event()
    listening.run("w", stopping.is_set)
    wait_until(lambda: not letters.box)
    stopping.set()
    wait_until(lambda: Account.objects.get().listener == "")
    listening.run("w", stopping.is_set)

    assert Inbound.objects.get().text == "I agree"


def test_what_is_wrong_in_our_own_code_is_raised_by_the_round(office, letters):
    opened(office, letters)
    letters.goes_wrong = [ZeroDivisionError("ours")]
    listening, stopping = Listening(), Event()
    try:
        with pytest.raises(ExceptionGroup) as raised:
            while letters.asked < 2:
                listening.run("w", stopping.is_set)
                time.sleep(0.05)
    finally:
        stopping.set()
    wait_until(lambda: Account.objects.get().listener == "")

    assert raised.group_contains(ZeroDivisionError)
    assert Account.objects.get().listening_trouble == "ZeroDivisionError"


def test_what_a_network_counts_is_asked_once_an_hour_with_the_rest(office, connected, workers, monkeypatch):
    asked = []
    monkeypatch.setattr(
        Connected, "metrics", lambda self, access: asked.append(1) or [Metrics(followers=7)], raising=False
    )
    account = opened(office, connected, fetch_seconds=0)

    assert workers.after(lambda: connected.asked >= 3)
    assert (len(asked), Tally.objects.of_accounts().get().followers) == (1, 7)
    Tally.objects.update(counted_at=timezone.now() - timedelta(hours=2))
    assert workers.after(lambda: Tally.objects.is_fresh(account))
    assert len(asked) == 2


def test_where_there_is_nothing_to_listen_to_no_thread_is_there(office, account):
    listening = Listening()
    listening.run("w", lambda: False)

    assert listening._running is None


def test_whoever_waits_longest_stores_next() -> None:
    """Who has just had a turn and asks again at once comes after those who wait; one that failed keeps nobody."""
    queue, order = Queue(), list[str]()

    def store(name: str) -> None:
        with queue.turn():
            order.append(name)

    threads = [Thread(target=store, args=[name]) for name in ("mail", "telephone")]
    with pytest.raises(ValueError, match="broken"), queue.turn():
        for waiting, thread in enumerate(threads, 2):
            thread.start()
            wait_until(lambda waiting=waiting: len(queue.waiting) == waiting)
        raise ValueError("broken")
    store("the first again")
    assert order == ["mail", "telephone", "the first again"]
    for thread in threads:
        thread.join()
