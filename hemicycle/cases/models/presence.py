"""Who is at a case now, so that two people know of each other."""

from __future__ import annotations

from datetime import timedelta
from typing import Self

from django.db import models
from django.utils import timezone

from hemicycle.accounts.models import User
from hemicycle.cases.models.case import Case

# The page says every 20 seconds that it is still open; three times missed, and nobody is there.
PRESENT = timedelta(seconds=60)


class PresenceQuerySet(models.QuerySet["Presence"]):
    def now(self) -> Self:
        return self.filter(seen_at__gte=timezone.now() - PRESENT)

    def of_others(self, person: User) -> Self:
        return self.exclude(user=person)


class Presence(models.Model):
    """`is_writing`: something stands in their answer."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="presences")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    seen_at = models.DateTimeField()
    is_writing = models.BooleanField(default=False)

    objects = PresenceQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "user"], name="cases_presence_once")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.user_id}"
