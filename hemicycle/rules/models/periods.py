"""Sensitive periods: before an election, while the House is dissolved, in mourning."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class PeriodKind(models.TextChoices):
    ELECTION = "election", _("Election period")
    DISSOLUTION = "dissolution", _("Dissolution")
    MOURNING = "mourning", _("Mourning")


BY_TWO = (PeriodKind.ELECTION, PeriodKind.DISSOLUTION)
"""Ended early by two people: what the law forbids until a day would be sent from that minute on. A time of mourning is
the House's own, and whoever began it may end it."""


class SensitivePeriodQuerySet(models.QuerySet["SensitivePeriod"]):
    def not_called_off(self) -> Self:
        """Those that began, or will."""
        return self.filter(Q(ended_at=None) | Q(ended_at__gt=F("starts_at")))

    def overlapping(self, starts_at: datetime, ends_at: datetime | None) -> Self:
        rows = self.not_called_off().annotate(until=Coalesce("ended_at", "ends_at"))
        rows = rows.filter(Q(until=None) | Q(until__gt=starts_at))
        return rows if ends_at is None else rows.filter(starts_at__lt=ends_at)

    def newest_first(self) -> Self:
        return self.order_by("-starts_at", "-pk")


class SensitivePeriod(models.Model):
    """It holds by the clock from `starts_at` until `ends_at` (None: until somebody ends it), or until `ended_at`,
    where people ended it early; one that was ended before it began was called off. `notices`: what the public reads
    meanwhile, by language. Two of one kind never overlap (a constraint of the database, in the migration)."""

    kind = models.CharField(_("Kind"), max_length=12, choices=PeriodKind.choices)
    starts_at = models.DateTimeField(_("From"))
    ends_at = models.DateTimeField(_("Until"), null=True, blank=True)
    notices = models.JSONField(_("Notice"), default=dict)
    planned_by = models.CharField(max_length=100, editable=False)
    planned_at = models.DateTimeField(default=timezone.now, editable=False)
    end_asked_by = models.CharField(max_length=100, blank=True, editable=False)
    ended_by = models.CharField(max_length=100, blank=True, editable=False)
    ended_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = SensitivePeriodQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at=None) | Q(ends_at__gt=F("starts_at")), name="rules_sensitiveperiod_ends_later"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by="") | Q(~Q(ended_by=""), ended_at__isnull=False),
                name="rules_sensitiveperiod_ended_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None)
                | Q(kind=PeriodKind.MOURNING)
                | Q(~Q(end_asked_by=""), ~Q(ended_by=F("end_asked_by"))),
                name="rules_sensitiveperiod_ended_by_two",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.starts_at:%Y-%m-%d}"

    @property
    def over_at(self) -> datetime | None:
        """When it is over: None while nobody has said."""
        return self.ended_at or self.ends_at

    @property
    def is_called_off(self) -> bool:
        return self.ended_at is not None and self.ended_at <= self.starts_at

    @property
    def needs_two(self) -> bool:
        """Whether it takes a second person to end it early."""
        return self.kind in BY_TWO

    def holds_at(self, moment: datetime) -> bool:
        return self.meets(moment, moment)

    def meets(self, since: datetime, until: datetime) -> bool:
        """Whether it holds at any moment from `since` to `until`, both counted."""
        if self.is_called_off:
            return False
        return self.starts_at <= until and (self.over_at is None or self.over_at > since)

    def is_over(self, moment: datetime) -> bool:
        return self.is_called_off or (self.over_at is not None and self.over_at <= moment)
