"""The making of digests."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q

from hemicycle.follow.models.follower import Frequency
from hemicycle.rules.models import Work, WorkQuerySet


class DigestRunQuerySet(WorkQuerySet["DigestRun"]):
    def of(self, frequency: str, until: datetime) -> Self:
        return self.filter(frequency=frequency, until=until)


class DigestRun(Work):
    """One making of the digests of a day or a week: of everything noted up to `until`."""

    frequency = models.CharField(max_length=10, choices=Frequency.choices)
    until = models.DateTimeField()

    objects = DigestRunQuerySet.as_manager()

    class Meta(Work.Meta):
        constraints = [
            *Work.Meta.constraints,
            models.UniqueConstraint(fields=["frequency", "until"], name="follow_digestrun_once"),
            models.CheckConstraint(
                condition=Q(frequency__in=["daily", "weekly"]), name="follow_digestrun_frequency_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.frequency} {self.until:%Y-%m-%d %H:%M}"
