"""Messages taken into an inquiry from what came in to its office: by words, period and channel."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from .inquiry import Inquiry, Part


class Collection(models.Model):
    """One taking in, by whom, with what it asked for and how many it found; undone, its messages leave the inquiry."""

    inquiry = models.ForeignKey(Inquiry, on_delete=models.CASCADE, related_name="collections")
    phrases = models.JSONField(default=list)
    channels = models.JSONField(default=list)
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)
    added = models.PositiveIntegerField(default=0)
    by = models.CharField(max_length=100)
    by_name = models.CharField(max_length=120)
    at = models.DateTimeField(default=timezone.now, editable=False)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by_name = models.CharField(max_length=120, blank=True)

    objects = Part.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(since__isnull=True) | Q(until__isnull=True) | Q(until__gte=models.F("since")),
                name="listening_collection_ends_after_it_began",
            ),
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True, undone_by_name="")
                | Q(Q(undone_at__isnull=False) & ~Q(undone_by_name="")),
                name="listening_collection_undone_by_someone",
            ),
        ]
        indexes = [models.Index(fields=["inquiry", "-at"], name="listening_collection_newest")]

    def __str__(self) -> str:
        return f"{self.inquiry_id} {self.at:%Y-%m-%d %H:%M}"
