"""The messages of an inquiry: out of a file, or out of the inbox by words, period and channel."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from .inquiry import Inquiry, InquiryScoped
from .intake import Intake


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

    objects = InquiryScoped.as_manager()

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


class Collected(models.Model):
    """One message of one inquiry; the message itself is stored by channels, once."""

    inquiry = models.ForeignKey(Inquiry, on_delete=models.CASCADE, related_name="collected")
    inbound = models.ForeignKey("channels.Inbound", on_delete=models.CASCADE, related_name="+")
    intake = models.ForeignKey(Intake, on_delete=models.SET_NULL, null=True, blank=True, related_name="collected")
    collection = models.ForeignKey(
        Collection, on_delete=models.SET_NULL, null=True, blank=True, related_name="collected"
    )

    objects = InquiryScoped.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["inquiry", "inbound"], name="listening_collected_once")]

    def __str__(self) -> str:
        return f"{self.inquiry_id}:{self.inbound_id}"
