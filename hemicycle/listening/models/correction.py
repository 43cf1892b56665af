"""What staff said about the engine's answer. Kept for ever, attributed, played back on every new analysis."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .. import workflow
from .inquiry import Inquiry, Part


class CorrectionQuerySet(Part):
    def standing(self) -> Self:
        """Those that hold, in the order in which they were made."""
        return self.filter(undone_at__isnull=True).order_by("pk")

    def of_campaign(self, key: str) -> Self:
        """What was said about one campaign: as the subject, or as what others became part of."""
        return self.filter(Q(campaign=key) | Q(into=key))

    def newest_first(self) -> Self:
        return self.order_by("-pk")


class Correction(models.Model):
    """One sentence of staff. `campaign` and `into` are stable keys of campaigns; `messages` keys of messages."""

    class Kind(models.TextChoices):
        CONFIRM = "confirm", _("Confirmed as a campaign")
        RENAME = "rename", _("Renamed")
        SPLIT = "split", _("Split off")
        MERGE = "merge", _("Merged")
        MOVE_OUT = "move_out", _("Counted as individual voices")
        MOVE_IN = "move_in", _("Moved into a campaign")

    inquiry = models.ForeignKey(Inquiry, on_delete=models.CASCADE, related_name="corrections")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    campaign = models.CharField(max_length=12, blank=True)
    into = models.CharField(max_length=12, blank=True)
    name = models.CharField(max_length=160, blank=True)
    messages = models.JSONField(default=list, blank=True)
    why = models.CharField(max_length=300, blank=True)
    by = models.CharField(max_length=100)
    by_name = models.CharField(max_length=120)
    at = models.DateTimeField(default=timezone.now, editable=False)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.CharField(max_length=100, blank=True)
    undone_by_name = models.CharField(max_length=120, blank=True)

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True, undone_by="") | Q(Q(undone_at__isnull=False) & ~Q(undone_by="")),
                name="listening_correction_undone_by_someone",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=["split", "merge", "move_in"]) | ~Q(into=""),
                name="listening_correction_leads_somewhere",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=["confirm", "rename", "merge"]) | ~Q(campaign=""),
                name="listening_correction_has_a_subject",
            ),
            models.CheckConstraint(
                condition=~Q(kind="merge") | ~Q(into=models.F("campaign")), name="listening_correction_merges_two"
            ),
        ]
        indexes = [models.Index(fields=["inquiry", "-id"], name="listening_correction_newest")]

    def __str__(self) -> str:
        return f"{self.kind} {self.campaign or self.into}"

    @property
    def state(self) -> str:
        return workflow.STANDS if self.undone_at is None else workflow.UNDONE
