"""The tables of the floor, and the shape of background work that apps inherit."""

from collections.abc import Collection
from datetime import timedelta
from typing import Any, Self, TypeVar

from django.db import models
from django.db.models import F, Max, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .errors import AppendOnly
from .workflow import Workflow


class AuditEntryQuerySet(models.QuerySet["AuditEntry"]):
    """Reads only: what would change or remove entries raises AppendOnly."""

    def update(self, **changes: Any) -> int:
        raise AppendOnly("entries of the audit log are never changed")

    def delete(self) -> tuple[int, dict[str, int]]:
        raise AppendOnly("entries of the audit log are never deleted")

    def bulk_update(self, *rows: Any, **options: Any) -> int:
        raise AppendOnly("entries of the audit log are never changed")

    def bulk_create(self, *rows: Any, **options: Any) -> list["AuditEntry"]:
        raise AppendOnly("entries are appended one by one, by audit.record")

    def about(self, row: models.Model) -> Self:
        """What happened to one row, newest first."""
        return self.filter(about=f"{row._meta.label_lower}:{row.pk}").order_by("-sequence")


class AuditEntry(models.Model):
    """One write that mattered. No foreign keys: an entry outlives what it tells of."""

    sequence = models.PositiveBigIntegerField(primary_key=True)
    at = models.DateTimeField(db_index=True)
    actor = models.CharField(max_length=100)
    office = models.CharField(max_length=60, blank=True)
    action = models.CharField(max_length=80, db_index=True)
    about = models.CharField(max_length=160, db_index=True)
    facts = models.JSONField(default=dict)
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64, unique=True)

    objects = AuditEntryQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["actor", "at"], name="rules_auditentry_by_actor"),
            models.Index(fields=["office", "at"], name="rules_auditentry_by_office"),
        ]

    def __str__(self) -> str:
        return f"{self.sequence} {self.action}"

    def save(self, *, force_insert: bool = False, **options: Any) -> None:  # type: ignore[override]
        if not force_insert or not self._state.adding:
            raise AppendOnly("entries are appended by audit.record, and never saved again")
        super().save(force_insert=True, **options)

    def delete(self, **options: Any) -> tuple[int, dict[str, int]]:  # type: ignore[override]
        raise AppendOnly("entries of the audit log are never deleted")


class AuditHead(models.Model):
    """The end of the chain: one row, locked while an entry is appended, so that the end cannot be cut off unseen."""

    sequence = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="rules_audithead_is_one_row")]

    def __str__(self) -> str:
        return str(self.sequence)


class ParameterInForce(models.Model):
    """A decided value that replaces the declared default of a parameter; None: none was decided.

    Until `override_until` the value of an emergency override holds instead.
    """

    name = models.CharField(max_length=80, unique=True)
    value = models.JSONField(null=True, blank=True)
    since = models.DateTimeField(default=timezone.now)
    override = models.JSONField(null=True, blank=True)
    override_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(override__isnull=True, override_until=None)
                | Q(override__isnull=False, override_until__isnull=False),
                name="rules_parameterinforce_override_ends",
            )
        ]

    def __str__(self) -> str:
        return self.name


class SiteAddress(models.Model):
    """Where the public reads the site: one row, stored by the process that first knew it (site_address.py)."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    address = models.CharField(max_length=300)
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="rules_siteaddress_is_one_row")]

    def __str__(self) -> str:
        return self.address


class HealthProbe(models.Model):
    """When it was last proved that the database can be written: one row, written for that alone (conf/health.py)."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="rules_healthprobe_is_one_row")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M:%S}"


class WorkerSeen(models.Model):
    """The last sign of life of a worker process."""

    worker = models.CharField(max_length=80, primary_key=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.worker


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


class RetentionRunQuerySet(WorkQuerySet["RetentionRun"]):
    def claim(self, *, worker: str, lease: timedelta) -> "RetentionRun | None":
        """One at a time, in the order in which they were asked for: what hangs on other rows ends before them."""
        return None if self.running().exists() else super().claim(worker=worker, lease=lease)

    def latest(self) -> "dict[str, RetentionRun]":  # type: ignore[override]
        """The newest of each rule that ended, well or badly."""
        return {run.rule: run for run in self._newest()}

    def failing(self) -> Self:
        """Of the rules that ended badly when they were carried out last, that run."""
        return self._newest().filter(state=WorkState.FAILED)

    def _newest(self) -> Self:
        newest = self.exclude(finished_at=None).values("rule").annotate(newest=Max("pk")).values("newest")
        return self.filter(pk__in=newest)


class RetentionRun(Work):
    """One carrying out of one rule. `night` is the day of the House's calendar, None where somebody asked for it.

    `ended` and `held` count rows by the office they belong to ("" of none): each office is told its own.
    """

    rule = models.CharField(max_length=120)
    night = models.DateField(null=True, blank=True)
    ended = models.JSONField(default=dict)
    held = models.JSONField(default=dict)

    objects = RetentionRunQuerySet.as_manager()

    class Meta(Work.Meta):
        constraints = [
            *Work.Meta.constraints,
            models.UniqueConstraint(fields=["rule", "night"], name="rules_retentionrun_once_a_night"),
        ]
        indexes = [models.Index(fields=["night"], name="rules_retentionrun_night")]

    def __str__(self) -> str:
        return f"{self.rule} {self.night or ''}".strip()


class LogCheckQuerySet(WorkQuerySet["LogCheck"]):
    def last_done(self) -> "LogCheck | None":
        """The newest that came to its end."""
        return self.filter(state=WorkState.DONE).order_by("-finished_at", "-pk").first()


class LogCheck(Work):
    """One comparison of the whole audit log with its chain. `night` is the day of the House's calendar.

    `entries` were there; `breaks` is the number of places where the chain is broken, the first of them at the
    entry `broken_at`, for the reason `why` (audit.BREAKS).
    """

    night = models.DateField(unique=True)
    entries = models.PositiveBigIntegerField(default=0)
    breaks = models.PositiveBigIntegerField(default=0)
    broken_at = models.PositiveBigIntegerField(null=True, blank=True)
    why = models.CharField(max_length=80, blank=True)

    objects = LogCheckQuerySet.as_manager()

    class Meta(Work.Meta):
        constraints = [
            *Work.Meta.constraints,
            models.CheckConstraint(
                condition=Q(breaks=0, broken_at=None, why="") | Q(breaks__gt=0, broken_at__isnull=False),
                name="rules_logcheck_says_where",
            ),
        ]

    def __str__(self) -> str:
        return str(self.night)


class LegalHoldQuerySet(models.QuerySet["LegalHold"]):
    def in_force(self) -> Self:
        return self.filter(lifted_at=None)

    def of_offices(self, slugs: Collection[str]) -> Self:
        return self.filter(office__in=slugs)

    def newest_first(self) -> Self:
        return self.order_by("-since", "-pk")


class LegalHold(models.Model):
    """Rows that do not end, whatever their rule says, until it is lifted: those of one office ("": those of none), all
    of them or, by `about`, of one table ("app.model") or one row ("app.model:key", as the audit log names it)."""

    office = models.CharField(max_length=60, blank=True)
    about = models.CharField(max_length=160, blank=True)
    why = models.CharField(max_length=300)
    since = models.DateTimeField(default=timezone.now, editable=False)
    placed_by = models.CharField(max_length=100, editable=False)
    lifted_at = models.DateTimeField(null=True, blank=True, editable=False)
    lifted_by = models.CharField(max_length=100, blank=True, editable=False)

    objects = LegalHoldQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["office", "about"], condition=Q(lifted_at=None), name="rules_legalhold_once_in_force"
            ),
            models.CheckConstraint(
                condition=Q(lifted_at=None, lifted_by="") | Q(~Q(lifted_by=""), lifted_at__isnull=False),
                name="rules_legalhold_lifted_by_somebody",
            ),
            models.CheckConstraint(condition=~Q(why=""), name="rules_legalhold_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.office} {self.about}".strip()
