"""The worker: takes up waiting work, one job at a time; several may run beside each other.

The rows are the truth (rules.work). A nudge wakes a worker at once; without one it looks every few seconds, and
then also takes up what a dead worker left. A pulse beside the job gives the signs of life, so that a long step
that says nothing does not lose its lease. Asked to stop, the worker gives its job back at the next tick. The rounds
(what is due by the clock) are walked in threads of their own: neither a long job nor a long mailing delays the others.
"""

import os
import signal
import socket
import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from functools import partial
from types import FrameType

import structlog
from django.db import DatabaseError, OperationalError, close_old_connections, connection
from django.utils import timezone
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from hemicycle.conf import address
from hemicycle.conf.health import refuse_unless_migrated
from hemicycle.rules import work as works
from hemicycle.rules.errors import StopRequested, WorkStopped
from hemicycle.rules.models import Work, WorkerSeen

log = structlog.get_logger("hemicycle.worker")

# A person who has just pressed a button should see something move within a second.
LOOK_FOR_NUDGE_SECONDS = 0.5
SWEEP_SECONDS = 5.0
PULSE_SECONDS = 15.0
ROUND_SECONDS = 1.0
FORGET_WORKERS_AFTER = timedelta(days=1)


@task()
def take_up() -> None:
    """The nudge. Our worker reads only that it is there; a worker of another queue that runs it does the work."""
    Worker().drain()


def nudged() -> bool:
    """Whether a nudge was waiting; it wakes the one worker that removed it."""
    removed, _ = DBTaskResult.objects.filter(task_path=take_up.module_path).delete()
    return bool(removed)


class Worker:
    """One process's part in the work. `watch` sees each job as it moves, for a progress bar."""

    def __init__(self, *, watch: Callable[[Work], None] = lambda job: None) -> None:
        self.name = f"{socket.gethostname()[:40]}:{os.getpid()}:{uuid.uuid4().hex[:6]}"
        self.watch = watch
        self.stopping = threading.Event()
        self._job: Work | None = None

    def run(self) -> None:
        """Work until asked to stop."""
        log.info("worker started", worker=self.name)
        with ExitStack() as beside:
            beside.enter_context(self._beside("beat", self._beat))
            for name, walk in works.ROUNDS.items():
                beside.enter_context(self._beside(name, partial(self._walk, name, walk)))
            while not self.stopping.is_set():
                close_old_connections()
                try:
                    works.sweep()
                    self.drain()
                    self._wait()
                except DatabaseError as error:
                    log.error("database unreachable", exc_info=error)
                    self.stopping.wait(SWEEP_SECONDS)
        log.info("worker stopped", worker=self.name)

    def drain(self) -> int:
        """Do what waits, until nothing does; returns how many jobs were taken up."""
        taken = 0
        while not self.stopping.is_set() and (job := works.claim_next(self.name)):
            self._job = job
            self._perform(job)
            self._job = None
            taken += 1
        return taken

    def _perform(self, job: Work) -> None:
        tick = works.Tick(job, worker=self.name, stopping=self.stopping.is_set, watch=self.watch)
        told = log.bind(worker=self.name, work=job._meta.label, key=str(job.pk))
        told.info("took up")
        try:
            works.WORK[type(job)](job, tick)
        except StopRequested:
            works.give_back(job, worker=self.name)
            told.info("gave back")
        except WorkStopped as stopped:
            told.info("put down", error=type(stopped).__name__)
        except OperationalError as error:
            works.try_again(job, worker=self.name, error=type(error).__name__)
            told.warning("database refused", exc_info=error)
        except Exception as error:
            works.fail(job, worker=self.name, error=type(error).__name__)
            told.error("failed", exc_info=error)
        else:
            works.finish(job, worker=self.name)
            told.info("finished")

    def _wait(self) -> None:
        for _ in range(round(SWEEP_SECONDS / LOOK_FOR_NUDGE_SECONDS)):
            if nudged() or self.stopping.wait(LOOK_FOR_NUDGE_SECONDS):
                return

    @contextmanager
    def _beside(self, name: str, does: Callable[[], None]) -> Iterator[None]:
        thread = threading.Thread(target=does, name=name, daemon=True)
        thread.start()
        try:
            yield
        finally:
            self.stopping.set()
            thread.join()

    def _walk(self, name: str, walk: works.Round) -> None:
        """Round after round; one that fails is told of and walked again."""
        while not self.stopping.wait(ROUND_SECONDS):
            close_old_connections()
            try:
                walk(self.name, self.stopping.is_set)
            except DatabaseError as error:
                log.error("database unreachable", work=name, exc_info=error)
            except Exception as error:
                log.error("round failed", work=name, exc_info=error)
        connection.close()

    def _beat(self) -> None:
        """Signs of life: the worker's own, and the lease of its job."""
        pause = 0.0
        while not self.stopping.wait(pause):
            try:
                pause = min(PULSE_SECONDS, works.lease().total_seconds() / 4)
                WorkerSeen.objects.update_or_create(worker=self.name, defaults={"at": timezone.now()})
                WorkerSeen.objects.filter(at__lt=timezone.now() - FORGET_WORKERS_AFTER).delete()
                if job := self._job:
                    works.keep(job, worker=self.name)
            except DatabaseError as error:
                log.error("no pulse", worker=self.name, exc_info=error)
                pause = LOOK_FOR_NUDGE_SECONDS
                connection.close()
        WorkerSeen.objects.filter(worker=self.name).delete()
        connection.close()


def main() -> None:
    """Run one worker until SIGTERM or SIGINT."""
    refuse_unless_migrated()
    address.settle()
    worker = Worker()

    def stop(signum: int, frame: FrameType | None) -> None:
        worker.stopping.set()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    worker.run()
