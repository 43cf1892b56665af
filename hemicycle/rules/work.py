"""Background work: which jobs there are, how one is run, and how a dead worker's job is taken up again.

An app inherits `models.Work`, and in its jobs.py, at start, registers what runs it:

    work.register(Analysis, run_analysis)          # run_analysis(analysis, tick) -> None

The run function calls `tick(done, total, message_key)` between steps, outside any transaction: it renews the
lease, writes the progress, and raises Cancelled, LeaseLost or StopRequested, which the function lets pass.
Running twice what an earlier attempt left half done must give the same result.

What is due by the clock and has rows with states of its own (messages that go out, announcements to be released) is a
round: `register_round("sending", send_due, next_due=next_sending)`. Each worker runs the rounds beside its
jobs: whenever something was committed, at the hour that `next_due` names, and otherwise a few times a minute.
What a round does for one row it does by `attempt`, so that a row that fails holds up none of the others.
"""

import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, TypeVar

import structlog
from django.core.cache import cache
from django.db import InterfaceError, OperationalError, transaction
from django.db.models import F, Model
from django.utils import timezone
from django.utils.module_loading import import_string

from .errors import Cancelled, LeaseLost, StopRequested, WorkStopped
from .models import Work, WorkerSeen, WorkState
from .parameters import in_force

log = structlog.get_logger("hemicycle.rounds")

T = TypeVar("T")

# Progress is for eyes, and each write of it waits for the database: two a second are enough.
WRITE_EVERY_SECONDS = 0.5

# A worker gives a sign of life every 15 seconds; four missed ones are an outage.
SILENCE = timedelta(seconds=60)

WORKER_LOST = "worker_lost"

# Of a row that has no place for its reason: a minute, so that the log can be read and the fault is noticed.
POSTPONED_SECONDS = 60

Run = Callable[[Any, "Tick"], None]

Round = Callable[[str, Callable[[], bool]], Any]
"""round(worker, stopping): does what is due now, and returns soon after `stopping()` is true."""

WORK: dict[type[Work], Run] = {}
ROUNDS: dict[str, Round] = {}
NextDue = Callable[[datetime], datetime | None]
"""next_due(now): the next hour at which the round has something to do though nothing is written until then."""

_next_due: dict[str, NextDue] = {}
_wakers: list[Callable[[], Any]] = []


def register(model: type[Work], run: Run) -> None:
    WORK[model] = run


def named(path: str) -> Run:
    """What runs a job, imported when one of its kind first runs: "hemicycle.listening.jobs.analysing.run_intake"."""

    def run(work: Any, tick: Tick) -> None:
        import_string(path)(work, tick)

    return run


def named_round(path: str, waiting: Callable[[], bool]) -> Round:
    """The same for a round: imported, and run, only while something waits for it."""

    def run(worker: str, stopping: Callable[[], bool]) -> Any:
        return import_string(path)(worker, stopping) if waiting() else 0

    return run


def register_round(name: str, run: Round, *, next_due: NextDue = lambda now: None) -> None:
    ROUNDS[name] = run
    _next_due[name] = next_due


def pause_before(name: str, *, longest: float) -> float:
    """Seconds until a round runs again if nothing is written meanwhile."""
    now = timezone.now()
    due = _next_due[name](now) if name in _next_due else None
    return longest if due is None else min(longest, max(0.0, (due - now).total_seconds()))


def attempt(row: Model, do: Callable[[], T], *, failed: Callable[[str], object] | None = None) -> T | None:
    """One row of a round: what `do` returns; None where it failed, which is logged, so that the round goes on.

    `failed` is called with the name of the error, to postpone the row and keep the reason; without it, the row is left
    alone for a minute. What the author of a round foresees is a typed error, handled where it is raised. This is for
    what nobody foresaw: without it, one row that fails is the first of each round, and all behind it wait for ever.
    A database that is not there, and being asked to stop, concern every row: these end the round.
    """
    key = f"rounds.postponed.{row._meta.label_lower}.{row.pk}"
    if failed is None and cache.get(key):
        return None
    try:
        return do()
    except (OperationalError, InterfaceError, WorkStopped):
        raise
    except Exception as error:
        code = type(error).__name__
        log.error("row failed", row=row._meta.label, key=str(row.pk), error=code, exc_info=error)
        if failed is None:
            cache.set(key, code, POSTPONED_SECONDS)
        else:
            failed(code)
        return None


def register_wake(waker: Callable[[], Any]) -> None:
    """How workers are woken; conf says so at start."""
    _wakers[:] = [waker]


def wake() -> None:
    """Wake a worker once this transaction is committed; losing that loses nothing, the sweep finds the row."""
    for waker in _wakers:
        transaction.on_commit(waker)


def lease() -> timedelta:
    return timedelta(seconds=in_force("lease_seconds"))


def last_seen() -> datetime | None:
    """When a worker last gave a sign of life; None where none ever did."""
    return WorkerSeen.objects.order_by("-at").values_list("at", flat=True).first()


def claim_next(worker: str) -> Work | None:
    """The next waiting job of any kind."""
    for model in WORK:
        if claimed := model._default_manager.all().claim(worker=worker, lease=lease()):  # type: ignore[attr-defined]
            return claimed  # type: ignore[no-any-return]
    return None


def sweep() -> int:
    """Put back what dead workers left; what has been tried too often fails. Returns how many rows moved."""
    moved, attempts = 0, in_force("work_attempts")
    for model in WORK:
        overdue = model._default_manager.all().overdue()  # type: ignore[attr-defined]
        moved += overdue.filter(attempts__gte=attempts).move("fail", error=WORKER_LOST)
        moved += overdue.filter(attempts__lt=attempts).move("requeue")
    return moved


def finish(work: Work, *, worker: str) -> bool:
    """Whether the job was still ours to finish."""
    return bool(_held(work, worker).move("finish", done_steps=F("total_steps")))


def fail(work: Work, *, worker: str, error: str) -> bool:
    return bool(_held(work, worker).move("fail", error=error))


def requeue(work: Work, *, worker: str) -> bool:
    """Return a job unharmed, the attempt not counted."""
    return bool(_held(work, worker).move("requeue", attempts=max(work.attempts - 1, 0)))


def try_again(work: Work, *, worker: str, error: str) -> bool:
    """Return a job after a fault that may pass; after the last attempt it fails."""
    if work.attempts >= in_force("work_attempts"):
        return fail(work, worker=worker, error=error)
    return bool(_held(work, worker).move("requeue"))


def keep(work: Work, *, worker: str) -> bool:
    """Renew the lease of a job that goes on without saying anything."""
    return bool(_held(work, worker).renew(lease=lease()))


def cancel(work: Work) -> bool:
    """Whether there was something left to cancel; a running job notices at its next tick."""
    return bool(_rows(work).move("cancel"))


class Tick:
    """What a running job says between its steps."""

    def __init__(
        self,
        work: Work,
        *,
        worker: str,
        stopping: Callable[[], bool] = lambda: False,
        watch: Callable[[Work], None] = lambda work: None,
    ) -> None:
        self.work = work
        self.worker = worker
        self.stopping = stopping
        self.watch = watch
        self._written_at = float("-inf")
        self._said = ""

    def __call__(self, done: int | None = None, total: int | None = None, message_key: str = "") -> None:
        if self.stopping():
            raise StopRequested
        self.work.done_steps = self.work.done_steps if done is None else done
        self.work.total_steps = self.work.total_steps if total is None else total
        self.work.message_key = message_key or self.work.message_key
        self.watch(self.work)
        if self._is_due():
            self._write()

    def _is_due(self) -> bool:
        finished = self.work.done_steps >= self.work.total_steps
        spoken = self.work.message_key != self._said
        return finished or spoken or time.monotonic() - self._written_at >= WRITE_EVERY_SECONDS

    def _write(self) -> None:
        work = self.work
        renewed = _held(work, self.worker).filter(attempts=work.attempts)
        if not renewed.renew(
            lease=lease(), done_steps=work.done_steps, total_steps=work.total_steps, message_key=work.message_key
        ):
            state = _rows(work).values_list("state", flat=True).first()
            raise Cancelled if state == WorkState.CANCELLED else LeaseLost
        self._written_at = time.monotonic()
        self._said = work.message_key


def _rows(work: Work) -> Any:
    return type(work)._default_manager.filter(pk=work.pk)


def _held(work: Work, worker: str) -> Any:
    return _rows(work).held_by(worker)
