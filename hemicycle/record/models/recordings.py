"""Recordings of sittings, and which part of one is which speech."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from hemicycle.record.models.rows import Classified, ClassifiedRows, RecordRow, Sourced, one_of
from hemicycle.record.models.sittings import Sitting
from hemicycle.record.models.speeches import Contribution, Segment


class RecordingKind(models.TextChoices):
    VIDEO = "video", _("Video")
    AUDIO = "audio", _("Sound")


class Track(models.TextChoices):
    FLOOR = "floor", _("Floor")
    INTERPRETATION = "interpretation", _("Interpretation")
    SIGN = "sign", _("Sign language")


class Recording(Sourced, Classified):
    """One recording of a sitting: a track in a language, where its files are, and when it began.

    `files` is a list of {"url", "type", "width", "height", "bitrate"}, of which only `url` must be there.
    """

    sitting = models.ForeignKey(Sitting, on_delete=models.CASCADE, related_name="recordings")
    native_id = models.CharField(max_length=200, blank=True)
    kind = models.CharField(max_length=8, choices=RecordingKind.choices)
    track = models.CharField(max_length=14, choices=Track.choices, default=Track.FLOOR)
    language = models.CharField(max_length=20, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    milliseconds = models.PositiveBigIntegerField(null=True, blank=True)
    files = models.JSONField(default=list)

    objects = ClassifiedRows.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["sitting", "native_id"], condition=~Q(native_id=""), name="record_recording_native_once"
            ),
            one_of("kind", RecordingKind, "record_recording_kind"),
            one_of("track", Track, "record_recording_track"),
        ]

    def __str__(self) -> str:
        return f"{self.sitting_id} {self.track} {self.language}".strip()


class SpanMethod(models.TextChoices):
    NATIVE = "native", _("From the source")
    OFFICIAL = "official", _("From the official times")
    ALIGNED = "aligned", _("Aligned by machine")
    MANUAL = "manual", _("Set by hand")


class MediaSpan(RecordRow):
    """From where to where in a recording one contribution, or one paragraph of it, is heard; in milliseconds."""

    recording = models.ForeignKey(Recording, on_delete=models.CASCADE, related_name="spans")
    contribution = models.ForeignKey(
        Contribution, on_delete=models.CASCADE, null=True, blank=True, related_name="spans"
    )
    segment = models.ForeignKey(Segment, on_delete=models.CASCADE, null=True, blank=True, related_name="spans")
    start = models.PositiveBigIntegerField()
    end = models.PositiveBigIntegerField()
    method = models.CharField(max_length=8, choices=SpanMethod.choices)
    certainty = models.FloatField(null=True, blank=True)
    checked_by = models.CharField(max_length=100, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(contribution__isnull=True, segment__isnull=False)
                | Q(contribution__isnull=False, segment__isnull=True),
                name="record_mediaspan_has_one_target",
            ),
            models.CheckConstraint(condition=Q(end__gt=F("start")), name="record_mediaspan_ends_after_it_began"),
            models.UniqueConstraint(
                fields=["recording", "contribution"],
                condition=Q(contribution__isnull=False),
                name="record_mediaspan_one_a_contribution",
            ),
            models.UniqueConstraint(
                fields=["recording", "segment"],
                condition=Q(segment__isnull=False),
                name="record_mediaspan_one_a_segment",
            ),
            one_of("method", SpanMethod, "record_mediaspan_method"),
        ]

    def __str__(self) -> str:
        return f"{self.start}–{self.end} ms"
