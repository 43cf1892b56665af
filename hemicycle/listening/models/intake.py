"""Files uploaded to an inquiry, the job that reads them, and the rows that could not be read."""

from pathlib import Path
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from hemicycle.rules.models import Work, WorkQuerySet, WorkState

from .inquiry import Inquiry, InquiryScoped

# What a person may say a table was saved in: those of the spreadsheets and systems of the languages we speak.
ENCODINGS = ("utf-8", "cp1252", "iso8859-15", "mac-roman", "utf-16-le", "utf-16-be")


class UploadQuerySet(InquiryScoped, WorkQuerySet["Upload"]):  # type: ignore[override]
    pass


class Upload(Work):
    """A file as it was uploaded: kept until it is imported, then only its name and its hash.

    Its work is to be opened: the worker says of which format it is and which columns it has, or why it cannot be read.
    """

    inquiry = models.ForeignKey(Inquiry, on_delete=models.CASCADE, related_name="uploads")
    name = models.CharField(max_length=200)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    stored = models.CharField(max_length=80, blank=True)
    format = models.CharField(max_length=40, blank=True)
    guess = models.JSONField(default=dict)
    uploaded_by = models.CharField(max_length=100)
    uploaded_by_name = models.CharField(max_length=120)
    uploaded_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = UploadQuerySet.as_manager()

    class Meta(Work.Meta):
        constraints = [
            *Work.Meta.constraints,
            models.UniqueConstraint(fields=["inquiry", "sha256"], name="listening_upload_once"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def awaits_columns(self) -> bool:
        """Opened and kept, and not being read: its columns can be chosen. Needs `intakes` at hand."""
        return self.state == WorkState.DONE and self.may_be_dropped

    @property
    def may_be_dropped(self) -> bool:
        """Nothing of it was imported, nor is being imported. Needs `intakes` at hand."""
        return (bool(self.stored) or self.state != WorkState.DONE) and all(
            i.state in ("failed", "cancelled") for i in self.intakes.all()
        )

    @property
    def path(self) -> Path:
        """Where the file is while it is kept."""
        return Path(settings.HOME) / "intake" / self.stored


class IntakeQuerySet(InquiryScoped, WorkQuerySet["Intake"]):  # type: ignore[override]
    def taken(self) -> Self:
        """Under way or done: their files are not read a second time."""
        return self.exclude(state__in=["failed", "cancelled"])


class Intake(Work):
    """The reading of one file, with the columns a person chose.

    `questions` are columns each of which answers a question of its own, in place of a column of texts; `facts` those
    that state a fact to compare messages by.
    """

    inquiry = models.ForeignKey(Inquiry, on_delete=models.CASCADE, related_name="intakes")
    upload = models.ForeignKey(Upload, on_delete=models.CASCADE, related_name="intakes")
    columns = models.JSONField(default=dict)
    questions = models.JSONField(default=list)
    facts = models.JSONField(default=list)
    channel = models.CharField(max_length=20, blank=True)
    lang = models.CharField(max_length=20, blank=True)
    read = models.PositiveIntegerField(default=0)
    added = models.PositiveIntegerField(default=0)
    rejected = models.PositiveIntegerField(default=0)
    unread_dates = models.PositiveIntegerField(default=0)
    started_by = models.CharField(max_length=100)

    objects = IntakeQuerySet.as_manager()

    class Meta(Work.Meta):
        constraints = [
            *Work.Meta.constraints,
            models.CheckConstraint(
                condition=Q(added__lte=models.F("read")), name="listening_intake_adds_what_it_read"
            ),
            models.UniqueConstraint(
                fields=["upload"], condition=Q(state__in=["waiting", "running", "done"]), name="listening_intake_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.upload}"


class RejectedRow(models.Model):
    """A row of a file that is no message: where it stood, why, and how it began."""

    intake = models.ForeignKey(Intake, on_delete=models.CASCADE, related_name="rejected_rows")
    number = models.PositiveIntegerField()
    line = models.PositiveIntegerField(null=True, blank=True)
    file = models.CharField(max_length=200, blank=True)
    reason = models.CharField(max_length=40)
    detail = models.TextField(blank=True)
    raw = models.TextField(blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["intake", "number"], name="listening_rejectedrow_once")]

    def __str__(self) -> str:
        return f"{self.line} {self.reason}"
