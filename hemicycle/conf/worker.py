"""The worker: takes up waiting work, one job at a time; several may run beside each other.

The rows are the truth (rules.work). A worker with nothing to do sleeps (waking.py): whatever is committed wakes it
within moments, and without that it looks every few seconds, and then also takes up what a dead worker left. A pulse
beside the job gives the signs of life, so that a long step that says nothing does not lose its lease. Asked to stop,
the worker gives its job back at the next tick. The rounds (what is due by the clock) run in threads of their
own: neither a long job nor a long mailing delays the others. A database that is gone for a moment is waited for.
"""

import os
import signal
import socket
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import timedelta
from functools import partial
from types import FrameType

import structlog
from django.db import DatabaseError, InterfaceError, OperationalError, close_old_connections, connection
from django.utils import timezone
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from hemicycle.conf import address, threads
from hemicycle.conf.health import refuse_unless_migrated
from hemicycle.conf.waking import Bell, Outage, database_state, is_outage
from hemicycle.rules import work as works
from hemicycle.rules.errors import StopRequested, WorkStopped
from hemicycle.rules.models import Work, WorkerSeen

log = structlog.get_logger("hemicycle.worker")

# A person who has just pressed a button should see something move within a second.
LOOK_SECONDS = 0.25
SWEEP_SECONDS = 10.0
PULSE_SECONDS = 15.0
# However much is committed, a round runs once a second; while nothing is, and no hour is named, every twenty.
ROUND_SECONDS, IDLE_SECONDS = 1.0, 20.0
LONGEST_REST_SECONDS = 60.0
FORGET_WORKERS_AFTER = timedelta(days=1)


@task()
def claim_waiting() -> None:
    """The wake-up call. Our worker only reads that it is there; any other queue's worker does the work itself."""
    Worker().drain()


def was_woken() -> bool:
    """Whether a wake-up call was waiting; it wakes the one worker that removed it."""
    removed, _ = DBTaskResult.objects.filter(task_path=claim_waiting.module_path).delete()
    return bool(removed)


class Worker:
    """One process's part in the work. `watch` sees each job as it moves, for a progress bar; `state` is asked whether
    anything was committed."""

    def __init__(
        self, *, watch: Callable[[Work], None] = lambda job: None, state: Callable[[], str] = database_state
    ) -> None:
        self.name = f"{socket.gethostname()[:40]}:{os.getpid()}:{uuid.uuid4().hex[:6]}"
        self.watch, self.state = watch, state
        self.stopping = threading.Event()
        self.bell, self.outage = Bell(), Outage()
        self._job: Work | None = None
        self._beat_at = self._swept_at = float("-inf")

    def run(self) -> None:
        """Work until asked to stop."""
        log.info("worker started", worker=self.name)
        with ExitStack() as beside:
            beside.enter_context(self._beside("watch", self._watch))
            for name, run_round in works.ROUNDS.items():
                beside.enter_context(self._beside(name, partial(self._run_round, name, run_round)))
            while not self.stopping.is_set():
                rung = self.bell.rung
                close_old_connections()
                try:
                    self._look()
                except (OperationalError, InterfaceError) as error:
                    self.outage.begin(error)
                self.stopping.wait(LOOK_SECONDS)
                self.bell.wait(rung, SWEEP_SECONDS)
        log.info("worker stopped", worker=self.name)

    def _look(self) -> None:
        """Take up what waits, and, now and then, what a dead worker left."""
        if time.monotonic() - self._swept_at >= SWEEP_SECONDS:
            works.sweep()
            self._swept_at = time.monotonic()
        was_woken()
        self.drain()

    def drain(self) -> int:
        """Do what waits, until nothing does; returns how many jobs were taken up."""
        taken = 0
        while not self.stopping.is_set() and (job := works.claim_next(self.name)):
            self._job = job
            try:
                self._perform(job)
            finally:
                # If the database is gone, its lease is not kept for nobody.
                self._job = None
            taken += 1
        return taken

    def _perform(self, job: Work) -> None:
        tick = works.Tick(job, worker=self.name, stopping=self.stopping.is_set, watch=self.watch)
        entry = log.bind(worker=self.name, work=job._meta.label, key=str(job.pk))
        entry.info("took up")
        try:
            works.WORK[type(job)](job, tick)
        except StopRequested:
            works.requeue(job, worker=self.name)
            entry.info("gave back")
        except WorkStopped as stopped:
            entry.info("put down", error=type(stopped).__name__)
        except (OperationalError, InterfaceError) as error:
            self.outage.begin(error)
            close_old_connections()
            works.try_again(job, worker=self.name, error=type(error).__name__)
            entry.warning("database refused", error=type(error).__name__)
        except Exception as error:
            works.fail(job, worker=self.name, error=type(error).__name__)
            entry.error("failed", exc_info=error)
        else:
            works.finish(job, worker=self.name)
            entry.info("finished")

    @contextmanager
    def _beside(self, name: str, does: Callable[[], None]) -> Iterator[None]:
        def run() -> None:
            try:
                does()
            finally:
                connection.close()

        thread = threading.Thread(target=run, name=name, daemon=True)
        thread.start()
        try:
            yield
        finally:
            self.stopping.set()
            thread.join()

    def _run_round(self, name: str, run_round: works.Round) -> None:
        """Round after round; one that fails is told of and walked again, later each time."""
        failures = 0
        while not self.stopping.is_set():
            rung, began = self.bell.rung, time.monotonic()
            try:
                run_round(self.name, self.stopping.is_set)
                pause, failures = works.pause_before(name, longest=IDLE_SECONDS), 0
            except Exception as error:
                pause, failures = IDLE_SECONDS, failures + 1
                self._say(name, error)
            # What is broken or has been kept long enough.
            close_old_connections()
            rest = ROUND_SECONDS if not failures else min(ROUND_SECONDS * 2**failures, LONGEST_REST_SECONDS)
            self.stopping.wait(max(0.0, began + rest - time.monotonic()))
            self.bell.wait(rung, max(0.0, began + pause - time.monotonic()))
            while self.outage.is_on and not self.stopping.wait(LOOK_SECONDS):
                failures = 0

    def _say(self, name: str, error: Exception) -> None:
        if is_outage(error):
            self.outage.begin(error)
        else:
            log.error("round failed", work=name, exc_info=error)

    def _watch(self) -> None:
        """Ring when something was committed or the database is back; give the signs of life."""
        state = ""
        try:
            while not self.stopping.wait(LOOK_SECONDS):
                try:
                    self._beat()
                    before, state = state, self.state()
                except DatabaseError as error:
                    self.outage.begin(error)
                    connection.close()
                    self.stopping.wait(ROUND_SECONDS)
                    continue
                if self.outage.end() or state != before:
                    self.bell.ring()
            with suppress(DatabaseError):
                WorkerSeen.objects.filter(worker=self.name).delete()
        finally:
            self.bell.ring()

    def _beat(self) -> None:
        """Signs of life, when they are due or the database was lost: the worker's own, and the lease of its job.

        On the connection that watches, whose own commits wake nobody.
        """
        if time.monotonic() < self._beat_at and not self.outage.is_on:
            return
        lease = works.lease().total_seconds()
        WorkerSeen.objects.update_or_create(worker=self.name, defaults={"at": timezone.now()})
        WorkerSeen.objects.filter(at__lt=timezone.now() - FORGET_WORKERS_AFTER).delete()
        if job := self._job:
            works.keep(job, worker=self.name)
        self._beat_at = time.monotonic() + min(PULSE_SECONDS, lease / 4)


def main() -> None:
    """Run one worker until SIGTERM or SIGINT."""
    refuse_unless_migrated()
    address.settle()
    threads.take_turns_often()
    worker = Worker()

    def stop(signum: int, frame: FrameType | None) -> None:
        worker.stopping.set()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    worker.run()
