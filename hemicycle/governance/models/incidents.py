"""Incidents of communication, what has to be done about each and by when, and the drills that prepare for them."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hemicycle.accounts.models import User
from hemicycle.rules.models import Work, WorkQuerySet


class IncidentQuerySet(models.QuerySet["Incident"]):
    def open(self) -> Self:
        return self.filter(closed_at=None)

    def newest_first(self) -> Self:
        return self.order_by("closed_at", "-aware_at", "-pk")


class Incident(models.Model):
    """`aware_at`: when the House became aware of it, from which the law counts. `report`: what is said at its end."""

    class Kind(models.TextChoices):
        LEAK = "leak", _("Leak of what is not public")
        WRONG_RELEASE = "wrong release", _("Something was released that should not have been")
        ACCOUNT = "account", _("An account was lost or taken over")
        STREAM = "stream", _("A stream was hijacked")
        IMPERSONATION = "impersonation", _("Somebody pretends to be the House")
        BREACH = "breach", _("Breach of personal data")

    kind = models.CharField(max_length=14, choices=Kind.choices)
    title = models.CharField(max_length=200)
    description = models.TextField(blank=True)
    has_personal_data = models.BooleanField(default=False)
    aware_at = models.DateTimeField()
    opened_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(default=timezone.now, editable=False)
    report = models.TextField(blank=True)
    closed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = IncidentQuerySet.as_manager()

    class Meta:
        ordering = ["-aware_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_at=None, closed_by=None)
                | Q(~Q(report=""), closed_at__isnull=False, closed_by__isnull=False),
                name="governance_incident_closed_with_a_report",
            ),
            models.CheckConstraint(
                condition=~Q(kind="breach") | Q(has_personal_data=True),
                name="governance_incident_breach_is_of_personal_data",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class StepQuerySet(models.QuerySet["IncidentStep"]):
    def undone(self) -> Self:
        return self.filter(settled_at=None, incident__closed_at=None)

    def with_a_clock(self) -> Self:
        """What is still to be done by a moment, the first first."""
        return self.undone().filter(due_at__isnull=False).order_by("due_at", "pk")

    def overdue(self, now: datetime) -> Self:
        """Of which nobody was notified yet."""
        return self.with_a_clock().filter(due_at__lte=now, noticed_at=None)


class IncidentStep(models.Model):
    """`key`: one of incident_steps.STEPS. `settled_at`: done, or found not to be needed, for the reason in `note`."""

    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="steps")
    key = models.CharField(max_length=20)
    position = models.PositiveSmallIntegerField()
    due_at = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    is_needed = models.BooleanField(default=True)
    note = models.TextField(blank=True)
    noticed_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = StepQuerySet.as_manager()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["incident", "key"], name="governance_incidentstep_once"),
            models.CheckConstraint(
                condition=Q(settled_at=None, settled_by=None) | Q(settled_at__isnull=False, settled_by__isnull=False),
                name="governance_incidentstep_settled_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(is_needed=True) | ~Q(note=""), name="governance_incidentstep_says_why_not"
            ),
        ]

    def __str__(self) -> str:
        return self.key

    def is_late(self, now: datetime) -> bool:
        """Not settled by its moment, or settled after it."""
        return self.due_at is not None and (self.settled_at or now) > self.due_at


class LeakDrill(models.Model):
    """A marked paper that is not public: `canary` are words that stand nowhere else, put into `place` by hand."""

    canary = models.CharField(max_length=60, unique=True)
    place = models.CharField(max_length=200)
    planted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    planted_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["-planted_at", "-pk"]

    def __str__(self) -> str:
        return self.place


class LeakSearch(Work):
    """One search for the words of a drill in everything that is public. `places`: how many were looked into; `found`:
    those that have the words."""

    drill = models.ForeignKey(LeakDrill, on_delete=models.CASCADE, related_name="searches")
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    places = models.PositiveIntegerField(default=0)
    found = models.JSONField(default=list)

    objects = WorkQuerySet["LeakSearch"].as_manager()

    class Meta(Work.Meta):
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.drill} {self.created_at:%Y-%m-%d}"
