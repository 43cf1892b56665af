"""Legal holds: what must not end."""

from collections.abc import Collection
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone


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
