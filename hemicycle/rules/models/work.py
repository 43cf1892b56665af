"""The shape of background work that apps inherit."""

from datetime import timedelta
from typing import Any, Self, TypeVar

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..workflow import Workflow


class WorkState(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed")
    CANCELLED = "cancelled", _("Cancelled")


WORK_LIFE = Workflow(
    initial=WorkState.WAITING,
    final=frozenset({WorkState.DONE, WorkState.FAILED, WorkState.CANCELLED}),
    moves={
        "claim": ((WorkState.WAITING,), WorkState.RUNNING),
        "requeue": ((WorkState.RUNNING,), WorkState.WAITING),
        "finish": ((WorkState.RUNNING,), WorkState.DONE),
        "fail": ((WorkState.WAITING, WorkState.RUNNING), WorkState.FAILED),
        "cancel": ((WorkState.WAITING, WorkState.RUNNING), WorkState.CANCELLED),
    },
)


W = TypeVar("W", bound="Work")


class WorkQuerySet(models.QuerySet[W]):
    """Jobs by what is to be done with them; every change is a compare-and-set, so that two workers never hold one."""

    def waiting(self) -> Self:
        return self.filter(state=WorkState.WAITING)

    def running(self) -> Self:
        return self.filter(state=WorkState.RUNNING)

    def unfinished(self) -> Self:
        return self.exclude(state__in=WORK_LIFE.final)

    def overdue(self) -> Self:
        """Running, with a lease that ran out: the worker is dead or cut off."""
        return self.running().filter(lease_until__lt=timezone.now())

    def held_by(self, worker: str) -> Self:
        return self.running().filter(worker=worker)

    def claim(self, *, worker: str, lease: timedelta) -> W | None:
        """Take the oldest waiting job, or None; the one whose update counts has it."""
        for key in list(self.waiting().order_by("created_at", "pk").values_list("pk", flat=True)[:8]):
            now = timezone.now()
            taken = self.filter(pk=key).move(
                "claim", worker=worker, lease_until=now + lease, started_at=now, attempts=F("attempts") + 1
            )
            if taken:
                return self.get(pk=key)
        return None

    def renew(self, *, lease: timedelta, **progress: Any) -> int:
        return self.running().update(lease_until=timezone.now() + lease, **progress)

    def move(self, verb: str, **changes: Any) -> int:
        """Say `verb` to the rows whose state allows it; returns how many moved."""
        target = WORK_LIFE.moves[verb].target
        if target != WorkState.RUNNING:
            changes |= {"worker": "", "lease_until": None}
        if target in WORK_LIFE.final:
            changes |= {"finished_at": timezone.now()}
        return self.filter(state__in=WORK_LIFE.sources(verb)).update(state=target, **changes)


class Work(models.Model):
    """A job as a row: the truth about it is here, the task queue only wakes workers.

    Running means that a worker holds it until `lease_until`; past that, the sweep takes it up again. `error`
    is a stable code or the name of an exception, never its words. `message_key` says what is being done, for
    the app to put into words.
    """

    state = models.CharField(max_length=10, choices=WorkState.choices, default=WorkState.WAITING, db_index=True)
    worker = models.CharField(max_length=80, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    done_steps = models.PositiveIntegerField(default=0)
    total_steps = models.PositiveIntegerField(default=0)
    message_key = models.CharField(max_length=60, blank=True)
    error = models.CharField(max_length=120, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(state=WorkState.RUNNING, lease_until__isnull=False)
                | Q(~Q(state=WorkState.RUNNING), lease_until__isnull=True, worker=""),
                name="%(app_label)s_%(class)s_runs_under_a_lease",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "running"], finished_at__isnull=True)
                | Q(state__in=["done", "failed", "cancelled"], finished_at__isnull=False),
                name="%(app_label)s_%(class)s_ends_once",
            ),
        ]
