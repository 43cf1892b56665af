"""An idle worker sleeps, wakes for what is committed, and says once that the database is gone."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import InterfaceError, OperationalError, close_old_connections, connection
from django.utils import timezone
from structlog.testing import capture_logs

from hemicycle.conf import worker
from hemicycle.conf.waking import Bell, Outage, database_state, is_outage
from hemicycle.rules import work
from hemicycle.rules.models import ParameterInForce, WorkerSeen
from tests.conf.installation import wait_until

pytestmark = pytest.mark.django_db(transaction=True)


def elsewhere(does) -> None:
    """In a thread, on a connection of its own."""

    def run() -> None:
        does()
        connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()


@contextmanager
def running(monkeypatch: pytest.MonkeyPatch, *, state=database_state, **rounds) -> Iterator[worker.Worker]:
    """A worker with these rounds alone, which would look by itself once an hour."""
    monkeypatch.setattr(work, "ROUNDS", rounds)
    monkeypatch.setattr(worker, "IDLE_SECONDS", 3600.0)
    one = worker.Worker(state=state)
    thread = threading.Thread(target=one.run)
    thread.start()
    try:
        yield one
    finally:
        one.stopping.set()
        thread.join(60)
    assert not thread.is_alive()


def test_what_another_connection_commits_changes_the_state_and_reading_does_not():
    before = database_state()
    elsewhere(lambda: list(WorkerSeen.objects.all()))
    assert database_state() == before
    elsewhere(lambda: WorkerSeen.objects.create(worker="anna", at=timezone.now()))
    assert database_state() != before


def test_a_sleeping_round_is_walked_when_something_is_committed(monkeypatch):
    found: list[int] = []
    with running(monkeypatch, look=lambda name, stopping: found.append(ParameterInForce.objects.count())):
        wait_until(lambda: bool(found))
        ParameterInForce.objects.create(name="tea", value=3)
        wait_until(lambda: found[-1] == 1)


def test_a_round_is_walked_at_its_hour_though_nothing_is_written(monkeypatch):
    walked: list[int] = []
    hours = iter([timezone.now() + timedelta(seconds=1)])
    monkeypatch.setitem(work._next_due, "look", lambda now: next(hours, None))
    with running(monkeypatch, look=lambda name, stopping: walked.append(1)):
        wait_until(lambda: len(walked) >= 2)


def test_a_bell_that_rang_meanwhile_lets_nobody_sleep():
    bell = Bell()
    before = bell.rung
    bell.ring()
    bell.wait(before, 3600)


def test_an_idle_worker_makes_one_small_query_and_runs_no_round(monkeypatch):
    walked, asked = [], []

    def state() -> str:
        asked.append(database_state())
        return asked[-1]

    with running(monkeypatch, state=state, look=lambda name, stopping: walked.append(1)):
        wait_until(lambda: len(asked) >= 10)
    # Once at the start, and once because its first answer was new to it.
    assert len(walked) <= 2
    assert len(set(asked)) == 1


def test_a_database_that_is_gone_for_all_rounds_is_said_once_and_work_goes_on(monkeypatch):
    gone, walked = threading.Event(), {"a": 0, "b": 0, "c": 0}
    gone.set()

    def ask() -> str:
        if gone.is_set():
            raise OperationalError("server closed the connection")
        return "1"

    def walk(letter: str) -> None:
        walked[letter] += 1
        ask()

    rounds = {letter: lambda name, stopping, letter=letter: walk(letter) for letter in walked}
    with capture_logs() as said, running(monkeypatch, state=ask, **rounds):
        wait_until(lambda: all(walked.values()) and any(one["event"] == "database lost" for one in said))
        before = dict(walked)
        gone.clear()
        wait_until(lambda: all(walked[letter] > before[letter] for letter in walked))
    events = [one["event"] for one in said if one["event"].startswith("database")]
    assert events == ["database lost", "database back"]


def test_an_outage_says_how_long_it_lasted_and_no_more_than_that():
    times = iter([10.0, 72.0])
    outage = Outage(clock=lambda: next(times))
    with capture_logs() as said:
        outage.begin(OperationalError("gone"))
        outage.begin(OperationalError("still gone"))
        assert (outage.end(), outage.end()) == (True, False)
    assert [(one["event"], one.get("after_seconds")) for one in said] == [
        ("database lost", None),
        ("database back", 62),
    ]


def test_only_the_database_is_an_outage():
    assert is_outage(ExceptionGroup("accounts", [OperationalError(), InterfaceError()]))
    assert not is_outage(ExceptionGroup("accounts", [OperationalError(), ValueError()]))


def test_a_connection_to_sqlite_is_kept_while_a_thread_rests_and_one_to_a_server_is_not() -> None:
    left_open = []

    def ask_and_rest() -> None:
        database_state()
        close_old_connections()
        left_open.append(connection.connection is not None)

    elsewhere(ask_and_rest)
    assert left_open == [connection.vendor == "sqlite"]
