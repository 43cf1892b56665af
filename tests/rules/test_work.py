from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from hemicycle.rules import work
from hemicycle.rules.errors import Cancelled, LeaseLost, StopRequested
from hemicycle.rules.models import WorkerSeen, WorkState
from tests.workbench.models import Count

pytestmark = pytest.mark.django_db

MINUTE = timedelta(minutes=1)


def claimed(worker: str = "anna", **fields: object) -> Count:
    Count.objects.create(**fields)
    job = Count.objects.all().claim(worker=worker, lease=MINUTE)
    assert job is not None
    return job


def abandoned(**fields: object) -> Count:
    """A job whose worker died a while ago."""
    job = claimed(**fields)
    Count.objects.filter(pk=job.pk).update(lease_until=timezone.now() - MINUTE)
    return job


def test_the_oldest_waiting_job_is_claimed_first_and_by_one_worker_only() -> None:
    older, newer = Count.objects.create(), Count.objects.create()
    claims = [Count.objects.all().claim(worker=name, lease=MINUTE) for name in ("anna", "bela", "carl")]
    assert claims == [older, newer, None]


def test_a_job_that_another_worker_claims_meanwhile_is_claimed_once() -> None:
    """Both have seen it waiting when the first of them takes it."""
    Count.objects.create()
    quicker: list[Count | None] = []

    def claim_first(execute: Callable[..., Any], sql: str, *how: Any) -> Any:
        if sql.startswith("UPDATE") and not quicker:
            quicker.append(None)
            quicker[0] = Count.objects.all().claim(worker="bela", lease=MINUTE)
        return execute(sql, *how)

    with connection.execute_wrapper(claim_first):
        slower = Count.objects.all().claim(worker="anna", lease=MINUTE)
    assert (slower, quicker, Count.objects.get().worker) == (None, [Count.objects.get()], "bela")


def test_a_claimed_job_runs_under_a_lease_and_counts_the_attempt() -> None:
    job = claimed()
    assert (job.state, job.worker, job.attempts) == (WorkState.RUNNING, "anna", 1)
    assert job.lease_until > timezone.now()


def test_a_job_cannot_run_without_a_lease() -> None:
    job = Count.objects.create()
    with pytest.raises(IntegrityError), transaction.atomic():
        Count.objects.filter(pk=job.pk).update(state=WorkState.RUNNING)


def test_a_tick_writes_the_progress_and_renews_the_lease() -> None:
    job, began = claimed(), timezone.now()
    Count.objects.update(lease_until=began + timedelta(seconds=1))
    work.Tick(job, worker="anna")(2, 5, "counting")
    job.refresh_from_db()
    assert (job.done_steps, job.total_steps, job.message_key) == (2, 5, "counting")
    assert job.lease_until > began + timedelta(seconds=10)


def test_ticks_in_quick_succession_write_once_and_the_last_always() -> None:
    job = claimed()
    tick = work.Tick(job, worker="anna")
    for step in range(1, 5):
        tick(step, 5, "counting")
    assert Count.objects.get().done_steps == 1
    tick(5, 5, "counting")
    assert Count.objects.get().done_steps == 5


def test_the_next_tick_of_a_cancelled_job_stops_it_and_it_stays_cancelled() -> None:
    job = claimed()
    assert work.cancel(job)
    with pytest.raises(Cancelled):
        work.Tick(job, worker="anna")(1, 2)
    assert not work.finish(job, worker="anna")
    assert Count.objects.get().state == WorkState.CANCELLED


def test_a_second_cancel_finds_nothing_left_to_cancel() -> None:
    job = Count.objects.create()
    assert work.cancel(job)
    assert not work.cancel(job)


def test_a_worker_that_was_thought_dead_loses_its_lease_and_cannot_finish() -> None:
    job = abandoned()
    work.sweep()
    assert Count.objects.all().claim(worker="bela", lease=MINUTE) == job
    with pytest.raises(LeaseLost):
        work.Tick(job, worker="anna")(1, 2)
    assert not work.finish(job, worker="anna")
    assert Count.objects.get().worker == "bela"


def test_the_same_worker_does_not_mistake_its_second_attempt_for_its_first() -> None:
    job = abandoned()
    work.sweep()
    Count.objects.all().claim(worker="anna", lease=MINUTE)
    with pytest.raises(LeaseLost):
        work.Tick(job, worker="anna")(1, 2)


def test_the_sweep_leaves_alone_what_is_alive() -> None:
    claimed()
    assert work.sweep() == 0


def test_a_job_that_took_down_every_worker_fails_instead_of_coming_back_for_ever() -> None:
    for _ in range(3):
        Count.objects.update(attempts=2)
    abandoned(attempts=2)
    assert work.sweep() == 1
    job = Count.objects.get()
    assert (job.state, job.error) == (WorkState.FAILED, work.WORKER_LOST)
    assert job.finished_at is not None


def test_a_worker_asked_to_stop_gives_its_job_back_and_the_attempt_is_not_counted() -> None:
    job = claimed()
    with pytest.raises(StopRequested):
        work.Tick(job, worker="anna", stopping=lambda: True)(1, 2)
    assert work.requeue(job, worker="anna")
    job.refresh_from_db()
    assert (job.state, job.attempts, job.worker) == (WorkState.WAITING, 0, "")


def test_a_fault_that_may_pass_is_tried_again_until_the_last_attempt() -> None:
    job = claimed()
    assert work.try_again(job, worker="anna", error="OperationalError")
    assert Count.objects.get().state == WorkState.WAITING
    Count.objects.update(attempts=2)
    last = Count.objects.all().claim(worker="anna", lease=MINUTE)
    assert last is not None
    work.try_again(last, worker="anna", error="OperationalError")
    assert Count.objects.get().state == WorkState.FAILED


def test_a_worker_is_woken_only_once_the_row_is_committed(
    monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks
) -> None:
    woken: list[str] = []
    monkeypatch.setattr(work, "_wakers", [lambda: woken.append("nudged")])
    with django_capture_on_commit_callbacks(execute=True):
        work.wake()
        assert woken == []
    assert woken == ["nudged"]


def test_a_round_is_walked_again_when_something_is_due_and_otherwise_after_a_while(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(work, "ROUNDS", {})
    monkeypatch.setattr(work, "_next_due", {})
    due = {"soon": timedelta(seconds=5), "late": timedelta(hours=1), "overdue": -MINUTE}
    for name, wait in due.items():
        work.register_round(name, lambda worker, stopping: None, next_due=lambda now, wait=wait: now + wait)
    work.register_round("idle", lambda worker, stopping: None)
    assert {name: work.pause_before(name, longest=20) for name in (*due, "idle", "unheard of")} == {
        "soon": pytest.approx(5), "late": 20, "overdue": 0, "idle": 20, "unheard of": 20,
    }  # fmt: skip


def test_a_worker_was_last_seen_when_any_of_them_was() -> None:
    assert work.last_seen() is None
    now = timezone.now()
    for name, ago in (("anna", MINUTE), ("bela", 2 * MINUTE)):
        WorkerSeen.objects.create(worker=name, at=now - ago)
    assert work.last_seen() == now - MINUTE


def test_a_job_that_says_nothing_keeps_its_lease_by_a_sign_of_life() -> None:
    job = claimed()
    Count.objects.update(lease_until=timezone.now())
    assert not work.keep(job, worker="bela")
    assert work.keep(job, worker="anna")
    assert Count.objects.get().lease_until > timezone.now() + MINUTE / 2


def test_new_words_are_written_at_once() -> None:
    job = claimed()
    tick = work.Tick(job, worker="anna")
    tick(1, 5, "counting")
    tick(2, 5, "sorting")
    assert (Count.objects.get().done_steps, Count.objects.get().message_key) == (2, "sorting")


def test_what_runs_a_job_may_be_named_and_is_imported_when_it_runs() -> None:
    seen: list[object] = []
    work.named("tests.rules.test_work.noted")(seen, 7)
    assert seen == [7]


def noted(seen: list[object], tick: object) -> None:
    seen.append(tick)
