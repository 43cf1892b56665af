import threading
import time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hemicycle.conf import worker
from hemicycle.rules import work
from hemicycle.rules.models import WorkState
from tests.workbench.models import Count

pytestmark = pytest.mark.django_db


def failing(job: Count, tick: work.Tick) -> None:
    raise ValueError("Dear committee, my daughter …")


def test_the_worker_does_what_waits_and_says_how_far_it_is() -> None:
    seen: list[int] = []
    Count.objects.create(up_to=3), Count.objects.create(up_to=1)
    assert worker.Worker(watch=lambda job: seen.append(job.done_steps)).drain() == 2
    assert set(Count.objects.values_list("state", flat=True)) == {WorkState.DONE}
    assert seen == [0, 1, 2, 0]


def test_a_job_that_fails_says_of_what_kind_and_the_next_one_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    bad = Count.objects.create()
    monkeypatch.setitem(work.WORK, Count, failing)
    worker.Worker().drain()
    bad.refresh_from_db()
    assert (bad.state, bad.error) == (WorkState.FAILED, "ValueError")
    assert bad.finished_at is not None


def test_a_stopping_worker_takes_up_nothing_new() -> None:
    Count.objects.create()
    stopping = worker.Worker()
    stopping.stopping.set()
    assert stopping.drain() == 0
    assert Count.objects.get().state == WorkState.WAITING


def test_a_wake_up_call_wakes_one_worker_and_is_gone(django_capture_on_commit_callbacks) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        work.wake()
    assert worker.was_woken()
    assert not worker.was_woken()


def test_a_worker_of_another_queue_that_runs_the_wake_up_call_does_the_work() -> None:
    Count.objects.create(up_to=1)
    worker.claim_waiting.call()
    assert Count.objects.get().state == WorkState.DONE


@pytest.mark.django_db(transaction=True)
def test_a_long_round_delays_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    walked = threading.Event()

    def long(name: str, stopping) -> None:
        while not stopping():
            time.sleep(0.01)

    monkeypatch.setattr(work, "ROUNDS", {"long": long, "short": lambda name, stopping: walked.set()})
    running = worker.Worker()
    thread = threading.Thread(target=running.run)
    thread.start()
    try:
        assert walked.wait(10)
    finally:
        running.stopping.set()
        thread.join(10)
    assert not thread.is_alive()


@pytest.mark.parametrize("name", sorted(work.ROUNDS))
def test_a_round_that_has_nothing_to_do_writes_nothing(name: str) -> None:
    """A write of SQLite waits for its turn, even where it changes no row: each would hold up whoever stores letters."""
    # What is done once a day, or for the first time, is done.
    work.ROUNDS[name]("test", lambda: False)
    with CaptureQueriesContext(connection) as asked:
        work.ROUNDS[name]("test", lambda: False)
    written = [
        one["sql"] for one in asked if one["sql"].split()[0] in ("INSERT", "UPDATE", "DELETE", "SAVEPOINT", "BEGIN")
    ]
    assert written == []
