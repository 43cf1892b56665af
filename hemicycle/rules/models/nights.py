"""What is done every night: retention rules carried out, and the audit log checked."""

from datetime import timedelta
from typing import Self

from django.db import models
from django.db.models import Max, Q

from .work import Work, WorkQuerySet, WorkState


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
