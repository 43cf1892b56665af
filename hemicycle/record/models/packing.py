"""The whole public record as one file that anybody may take: packed in the background, so that nobody waits for it."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.utils import timezone

from hemicycle.rules.models import Work, WorkQuerySet, WorkState

# How often as long as a packing took the next one waits: it costs a worker a tenth of its time at most.
RESTS = 9


class PackingQuerySet(WorkQuerySet["Packing"]):
    def claim(self, *, worker: str, lease: object) -> Packing | None:
        """One at a time, and not again at once: a record that changes all day would be packed all day."""
        if self.running().exists() or self.is_resting():
            return None
        return super().claim(worker=worker, lease=lease)  # type: ignore[arg-type]

    def is_resting(self) -> bool:
        """Not after one that was withheld: until the next one there is no file at all."""
        last = self.filter(state=WorkState.DONE).order_by("-finished_at").first()
        if last is None or last.withheld_at is not None or last.started_at is None or last.finished_at is None:
            return False
        return timezone.now() < last.finished_at + RESTS * (last.finished_at - last.started_at)

    def offered(self) -> Self:
        """The newest file first; none that holds what may no longer leave."""
        return self.filter(state=WorkState.DONE, withheld_at=None).exclude(file="").order_by("-finished_at", "-pk")


class Packing(Work):
    """A job: pack the dataset. `summary` is what the page says of the file: rows by table, licences, sources.

    `withheld_at`: since when something of it, or of the record that is just being packed, is no longer public.
    """

    file = models.FileField(upload_to="dataset", blank=True)
    size = models.PositiveBigIntegerField(default=0)
    digest = models.CharField(max_length=64, blank=True)
    summary = models.JSONField(default=dict)
    withheld_at = models.DateTimeField(null=True, blank=True)

    objects = PackingQuerySet.as_manager()

    class Meta(Work.Meta):
        verbose_name = "dataset"

    def __str__(self) -> str:
        return f"{self.pk} {self.state}"
