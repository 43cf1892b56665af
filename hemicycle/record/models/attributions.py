"""Who spoke under a name that the record does not know, as those who keep the record say."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q

from hemicycle.record.models.people import Organization, Person
from hemicycle.record.models.rows import RecordRow
from hemicycle.record.phrases import PhraseField


class AttributionQuerySet(models.QuerySet["Attribution"]):
    def current(self) -> Self:
        return self.filter(undone_at__isnull=True)

    def on(self, day: date) -> Self:
        return self.filter(Q(since=None) | Q(since__lte=day), Q(until=None) | Q(until__gte=day))

    def newest_first(self) -> Self:
        return self.order_by("-decided_at", "-pk")


class Attribution(RecordRow):
    """Whoever speaks in `organization` under `labels`, from `since` to `until`, is `person`; without one: nobody of
    the record, such as an official or a guest.

    `labels` is the name as printed, by language; one that agrees in one language is the same name. An attribution
    that was undone stays as history.
    """

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="attributions")
    labels = PhraseField()
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="attributions")
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)
    decided_by = models.CharField(max_length=200)
    decided_at = models.DateTimeField(db_index=True)
    undone_by = models.CharField(max_length=200, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    objects = AttributionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(labels={}), name="record_attribution_has_a_name"),
            models.CheckConstraint(
                condition=Q(since=None) | Q(until=None) | Q(until__gte=F("since")),
                name="record_attribution_ends_after_it_began",
            ),
            models.CheckConstraint(
                condition=Q(undone_at=None, undone_by="") | (Q(undone_at__isnull=False) & ~Q(undone_by="")),
                name="record_attribution_undone_by_whom",
            ),
        ]

    def __str__(self) -> str:
        return str(self.labels.here)

    def fits(self, labels: Mapping[str, str]) -> bool:
        """Whether a name as printed is this one."""
        return any(labels.get(language) == name for language, name in self.labels.items())
