"""Threats and abuse against members and staff: reports, what was done about each, and the evidence."""

from __future__ import annotations

import base64
import hashlib
from datetime import datetime
from typing import Any, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hemicycle.accounts.models import Assignment, Office, User
from hemicycle.accounts.roles import Role
from hemicycle.cases import workflow
from hemicycle.cases.models.case import Case, CaseMessage, CaseQuerySet, Urgency
from hemicycle.channels.models import Inbound, Medium
from hemicycle.channels.models.encryption import seal, unseal


class ThreatKind(models.TextChoices):
    THREAT = "threat", pgettext_lazy("kind of threat", "Threat of violence")
    SEXUAL = "sexual", pgettext_lazy("kind of threat", "Sexual harassment")
    STALKING = "stalking", pgettext_lazy("kind of threat", "Stalking")
    DOXXING = "doxxing", pgettext_lazy("kind of threat", "Private details made public")
    HATE = "hate", pgettext_lazy("kind of threat", "Hatred of a group")
    OTHER = "other", pgettext_lazy("kind of threat", "Other abuse")


class Target(models.TextChoices):
    """Against whom: a role, for no list names anybody. OTHER: a letter to a member may threaten a school."""

    MEMBER = "member", pgettext_lazy("target of a threat", "A member")
    STAFF = "staff", pgettext_lazy("target of a threat", "Staff")
    OTHER = "other", pgettext_lazy("target of a threat", "Other people, or a place")


class ThreatState(models.TextChoices):
    NEW = workflow.NEW, pgettext_lazy("report of a threat", "New")
    ASSESSED = workflow.ASSESSED, pgettext_lazy("report of a threat", "Assessed")
    PASSED = workflow.PASSED, pgettext_lazy("report of a threat", "Passed to the police")
    CLOSED = workflow.CLOSED, pgettext_lazy("report of a threat", "Closed")


class ThreatReportQuerySet(models.QuerySet["ThreatReport"]):
    def open_to(self, person: object) -> Self:
        """Those of one's own office as a member's; as a safety officer those of the House, and of members' offices
        that share theirs. Nobody else sees any, whatever else they are."""
        if not isinstance(person, User) or not person.is_active:
            return self.none()
        found = Q(office__in=person.offices_as([Role.MEMBER]))
        if person.has_role([Role.SAFETY]):
            found |= Q(office__kind=Office.Kind.INSTITUTION) | Q(office__in=ThreatSharing.objects.values("office"))
        return self.filter(found)

    def of_the_house(self) -> Self:
        return self.filter(office__kind=Office.Kind.INSTITUTION)

    def unfinished(self) -> Self:
        return self.exclude(state=ThreatState.CLOSED)

    def between(self, since: datetime, until: datetime) -> Self:
        return self.filter(reported_at__gte=since, reported_at__lt=until)


class ThreatReport(models.Model):
    """Read through `.open_to(person)` only.

    It outlives its case, and the messages of it, for its evidence is a copy. `sender` is the keyed hash by which
    channels know whoever wrote it. `external_reference` is that of the police.
    """

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.SET_NULL, null=True, blank=True, related_name="threat_reports")
    sender = models.CharField(max_length=32, blank=True, editable=False)
    kind = models.CharField(_("Kind"), max_length=10, choices=ThreatKind.choices)
    target = models.CharField(_("Against"), max_length=10, choices=Target.choices)
    state = models.CharField(max_length=10, choices=ThreatState.choices, default=ThreatState.NEW)
    reported_at = models.DateTimeField(default=timezone.now, editable=False)
    reported_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    assignee = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    external_reference = models.CharField(max_length=80, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = ThreatReportQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state="closed", closed_at__isnull=False) | (~Q(state="closed") & Q(closed_at=None)),
                name="cases_threatreport_closed_has_a_time",
            ),
            models.UniqueConstraint(
                fields=["case"], condition=Q(closed_at=None), name="cases_threatreport_once_while_open"
            ),
        ]
        indexes = [models.Index(fields=["office", "-reported_at"], name="cases_threatreport_newest")]

    def __str__(self) -> str:
        return f"S-{self.pk}"

    @property
    def is_closed(self) -> bool:
        return self.state == ThreatState.CLOSED

    def people(self) -> models.QuerySet[User]:
        """Who may see to it."""
        return User.objects.filter(is_active=True, pk__in=self.assignments().values("user")).order_by("name", "pk")

    def assignments(self) -> models.QuerySet[Assignment]:
        theirs = Q(office=self.office_id, role=Role.MEMBER)
        shared = ThreatSharing.objects.filter(office=self.office_id).exists()
        if self.office.kind == Office.Kind.INSTITUTION or shared:
            theirs |= Q(role=Role.SAFETY)
        return Assignment.objects.filter(theirs, user__is_active=True).order_by("pk")


def with_reports(cases: CaseQuerySet) -> CaseQuerySet:
    """Each with `is_reported`, whether it was ever reported as a threat, and `reported_at`, since when it is."""
    reports = ThreatReport.objects.filter(case=OuterRef("pk")).order_by("-pk")
    since = reports.unfinished().values("reported_at")[:1]
    found: CaseQuerySet = cases.annotate(is_reported=Exists(reports), reported_at=Subquery(since))
    return found


def reported_messages(office: Office) -> models.QuerySet[Any, Any]:
    """By their keys: those of a case that was ever reported, and those of which evidence is kept."""
    theirs = ThreatReport.objects.filter(office=office)
    in_case = CaseMessage.objects.filter(case__in=theirs.exclude(case=None).values("case")).values("inbound")
    kept = Evidence.objects.filter(report__in=theirs).values("message")
    return Inbound.objects.filter(Q(pk__in=in_case) | Q(pk__in=kept), office=office).values("pk")


def seeming_threats(office: Office) -> models.QuerySet[Any, Any]:
    """By their keys: those of a case that looks like a threat, to the software or to whoever said so."""
    return CaseMessage.objects.filter(case__office=office, case__urgency=Urgency.THREAT).values("inbound")


class ThreatStep(models.Model):
    """What was done about a report, by whom: a move, its file for the police (PACK), or a note alone where `move` is
    ""."""

    PACK = "pack"

    report = models.ForeignKey(ThreatReport, on_delete=models.CASCADE, related_name="steps")
    move = models.CharField(max_length=10, blank=True)
    text = models.TextField(max_length=2000, blank=True)
    at = models.DateTimeField(default=timezone.now, editable=False)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.report_id} {self.move}"


class EvidenceKind(models.TextChoices):
    ORIGINAL = "original", pgettext_lazy("evidence", "Original, byte for byte")
    TEXT = "text", pgettext_lazy("evidence", "Text")
    SENDER = "sender", pgettext_lazy("evidence", "Address of the sender")
    FILE = "file", pgettext_lazy("evidence", "File that came with it")


NOT_CONFIRMED = pgettext_lazy("evidence", "Address given by the sender, not confirmed")


class Evidence(models.Model):
    """A copy of one part of a message, sealed, with its SHA-256. It is never changed. `message` is the number that the
    message had."""

    report = models.ForeignKey(ThreatReport, on_delete=models.CASCADE, related_name="evidence")
    message = models.PositiveBigIntegerField()
    kind = models.CharField(max_length=10, choices=EvidenceKind.choices)
    name = models.CharField(max_length=200, blank=True)
    channel = models.CharField(max_length=20, choices=Medium.choices)
    external_id = models.CharField(max_length=200)
    sent_at = models.DateTimeField(null=True, blank=True)
    received_at = models.DateTimeField()
    kept_at = models.DateTimeField(default=timezone.now, editable=False)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    sealed = models.TextField(editable=False)

    class Meta:
        ordering = ["message", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["report", "message", "kind", "sha256"], name="cases_evidence_once"),
        ]

    def __str__(self) -> str:
        return f"{self.report_id} {self.kind} {self.sha256[:12]}"

    @property
    def is_unconfirmed_address(self) -> bool:
        """Typed into the form, where anybody may type anybody's. Of a case that is gone nothing says that it was
        confirmed."""
        if self.kind != EvidenceKind.SENDER or self.channel != Medium.WEB:
            return False
        case = self.report.case
        return case is None or case.is_unproven

    @property
    def label(self) -> str:
        """What it is, as the police may rely on it."""
        return str(NOT_CONFIRMED if self.is_unconfirmed_address else EvidenceKind(self.kind).label)

    def content(self) -> bytes:
        """Raises channels.models.encryption.Unreadable."""
        return base64.b64decode(unseal(self.sealed, _sealed_for(self.sha256)))


def sealed_evidence(content: bytes) -> dict[str, str | int]:
    """The fields of Evidence that depend on its content."""
    digest = hashlib.sha256(content).hexdigest()
    sealed = seal(base64.b64encode(content).decode(), _sealed_for(digest))
    return {"size": len(content), "sha256": digest, "sealed": sealed}


def _sealed_for(digest: str) -> str:
    # The digest is part of what it is sealed for: another content is not opened under it.
    return f"cases.evidence:{digest}"


class ThreatSharing(models.Model):
    """A member's office lets the House's safety officers see its reports of threats, and nothing else of it."""

    office = models.OneToOneField(Office, on_delete=models.CASCADE, related_name="+")
    since = models.DateTimeField(default=timezone.now, editable=False)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return str(self.office_id)
