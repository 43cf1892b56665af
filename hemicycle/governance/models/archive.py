"""What was captured of what the House published, and the WARC files that keep it."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import BinaryIO, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hemicycle.accounts.models import User
from hemicycle.channels.models import Account
from hemicycle.rules.models import Work, WorkQuerySet, WorkState


def archive_folder() -> Path:
    return Path(settings.HOME) / "archive"


class ArchiveFile(models.Model):
    """One WARC file. Its first `size` bytes are what was written whole: a worker that dies in the middle leaves more,
    and the next one writes over it. `sha256`: of those bytes. `fault`: what its last verification found."""

    name = models.CharField(max_length=60, unique=True)
    day = models.DateField()
    size = models.PositiveBigIntegerField(default=0)
    records = models.PositiveIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    verified_at = models.DateTimeField(null=True, blank=True)
    fault = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-day", "-pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def path(self) -> Path:
        return archive_folder() / self.name

    def opened(self) -> BinaryIO:
        """What was written whole. Raises FileNotFoundError."""
        stream = self.path.open("rb")
        if self.path.stat().st_size <= self.size:
            return stream
        with stream:
            return BytesIO(stream.read(self.size))


class CaptureQuerySet(WorkQuerySet["Capture"]):
    def kept(self) -> Self:
        return self.filter(state=WorkState.DONE, file__isnull=False)

    def of(self, kind: str, key: str) -> Self:
        return self.filter(kind=kind, key=key)

    def newest_first(self) -> Self:
        return self.order_by("-created_at", "-pk")


class Capture(Work):
    """A subject (archive/subjects.py) as it was at one moment. `gaps`: what could not be kept, each with why."""

    class Kind(models.TextChoices):
        ANNOUNCEMENT = "announcement", _("Announcement")
        DOSSIER = "dossier", _("Dossier")
        POLICY = "policy", _("Policy")
        ACCOUNT = "account", _("Account")
        SITE = "site", _("Public site")

    class Reason(models.TextChoices):
        PUBLICATION = "publication", _("It was published")
        CHANGE = "change", _("It changed")
        SCHEDULE = "schedule", _("The policy’s schedule")
        PERIOD = "period", _("A sensitive period began or ended")
        ASKED = "asked", _("Somebody asked for it")

    kind = models.CharField(max_length=12, choices=Kind.choices)
    key = models.CharField(max_length=40, blank=True)
    version = models.CharField(max_length=40, blank=True)
    reason = models.CharField(max_length=12, choices=Reason.choices)
    title = models.CharField(max_length=300, blank=True)
    file = models.ForeignKey(ArchiveFile, on_delete=models.PROTECT, null=True, blank=True, related_name="captures")
    gaps = models.JSONField(default=list)

    objects = CaptureQuerySet.as_manager()

    class Meta(Work.Meta):
        ordering = ["-created_at", "-pk"]
        constraints = [
            *Work.Meta.constraints,
            models.UniqueConstraint(
                fields=["kind", "key"],
                condition=Q(state__in=["waiting", "running"]),
                name="governance_capture_one_waits",
            ),
        ]
        indexes = [models.Index(fields=["kind", "key", "-created_at"], name="governance_capture_of")]

    def __str__(self) -> str:
        return self.title or str(self.get_kind_display())


class ArchiveRecord(models.Model):
    """Where a record stands: what an index of a web archive says of it."""

    capture = models.ForeignKey(Capture, on_delete=models.CASCADE, related_name="records")
    file = models.ForeignKey(ArchiveFile, on_delete=models.CASCADE, related_name="index")
    offset = models.PositiveBigIntegerField()
    length = models.PositiveBigIntegerField()
    kind = models.CharField(max_length=10)
    uri = models.TextField()
    at = models.DateTimeField()
    content_type = models.CharField(max_length=120, blank=True)
    digest = models.CharField(max_length=50)

    class Meta:
        ordering = ["file", "offset"]
        constraints = [models.UniqueConstraint(fields=["file", "offset"], name="governance_archiverecord_once")]
        indexes = [models.Index(fields=["digest"], name="governance_archiverecord_same")]

    def __str__(self) -> str:
        return self.uri


class ArchiveConfirmation(models.Model):
    """Somebody responsible for an account confirmed that what it published is in the archive and can be read."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.account} {self.at:%Y-%m-%d}"
