"""Emergency overrides: values that replace those of the policy for a few hours, for the safety of life."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from hemicycle.accounts.models import User


class OverrideQuerySet(models.QuerySet["Override"]):
    def in_force(self, now: datetime) -> Self:
        return self.filter(confirmed_at__isnull=False, ended_at=None, until__gt=now)

    def awaiting(self, now: datetime) -> Self:
        return self.filter(confirmed_at=None, ended_at=None, until__gt=now)

    def public(self) -> Self:
        """Everything that ever was in force."""
        return self.filter(confirmed_at__isnull=False).order_by("-confirmed_at")


class Override(models.Model):
    """Asked for by one person, confirmed by another; public from then on. It ends by the clock at `until`, or before
    by somebody's hand. One that nobody confirmed in time never was in force."""

    values = models.JSONField()
    reason = models.CharField(max_length=500)
    until = models.DateTimeField()
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now, editable=False)
    confirmed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = OverrideQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(confirmed_by=F("asked_by")), name="governance_override_by_two"),
            models.CheckConstraint(condition=~Q(reason=""), name="governance_override_says_why"),
            models.CheckConstraint(condition=Q(until__gt=F("asked_at")), name="governance_override_ends_later"),
        ]

    def __str__(self) -> str:
        return ", ".join(sorted(self.values))

    def is_in_force(self, now: datetime) -> bool:
        return self.confirmed_at is not None and self.ended_at is None and now < self.until
