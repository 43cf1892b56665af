"""What the search index does not have yet, as rows, and the job that updates it."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models
from django.db.models import Max

from hemicycle.rules.models import Work, WorkQuerySet


class Unindexed(models.Model):
    """A row of the record whose entries in the search are out of date: “sitting:KEY”.

    `mark` is another one each time it is noted, so that what changes while it is being indexed stays noted.
    """

    owner = models.CharField(max_length=60, primary_key=True)
    mark = models.UUIDField()

    def __str__(self) -> str:
        return self.owner


class IndexingQuerySet(WorkQuerySet["Indexing"]):
    def claim(self, *, worker: str, lease: timedelta) -> Indexing | None:
        """One at a time: the index has one writer, and a second worker has better things to do than to wait."""
        return None if self.running().exists() else super().claim(worker=worker, lease=lease)

    def last_ended(self) -> datetime | None:
        """Every change of the record has been committed before a run that ends after it."""
        return self.filter(finished_at__isnull=False).aggregate(last=Max("finished_at"))["last"]  # type: ignore[no-any-return]


class Indexing(Work):
    """A job: bring the search up to date with everything that is noted."""

    objects = IndexingQuerySet.as_manager()

    class Meta(Work.Meta):
        verbose_name = "search"

    def __str__(self) -> str:
        return f"{self.pk} {self.state}"
