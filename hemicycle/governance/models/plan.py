"""The yearly plan of outreach: what is to reach whom, by which means, by when, and what came of it."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator, URLValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hemicycle.accounts.models import Office, User

from .. import workflow


class ActivityQuerySet(models.QuerySet["Activity"]):
    def of_year(self, year: int) -> Self:
        """That begin or end in a year, or last through it."""
        return self.filter(starts_on__year__lte=year, ends_on__year__gte=year)

    def planned(self) -> Self:
        """All that was planned and not cancelled since: what the delivered ones are a part of."""
        return self.exclude(state=Activity.State.CANCELLED)

    def public(self) -> Self:
        return self.filter(is_public=True)

    def overdue(self, today: date) -> Self:
        return self.filter(state__in=Activity.OPEN, ends_on__lt=today)


class Activity(models.Model):
    """One activity of the plan. `target` is a number of `unit` (participants, visits …); `result` counts the same."""

    class State(models.TextChoices):
        PLANNED = workflow.PLANNED, pgettext_lazy("activity", "Planned")
        UNDER_WAY = workflow.UNDER_WAY, pgettext_lazy("activity", "Under way")
        DONE = workflow.DONE, pgettext_lazy("activity", "Done")
        CANCELLED = workflow.CANCELLED, pgettext_lazy("activity", "Cancelled")

    OPEN = (workflow.PLANNED, workflow.UNDER_WAY)

    title = models.CharField(_("Activity"), max_length=160)
    goal = models.TextField(_("Goal"), max_length=600)
    target = models.PositiveIntegerField(_("Target"), validators=[MinValueValidator(1)])
    unit = models.CharField(_("Counted in"), max_length=60)
    audience = models.CharField(_("Audience"), max_length=160)
    channel = models.CharField(pgettext_lazy("plan", "Channel"), max_length=120)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", verbose_name=_("Office"))
    owner = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("Owner"))
    starts_on = models.DateField(_("First day"))
    ends_on = models.DateField(_("Last day"))
    is_public = models.BooleanField(_("On the public plan"), default=False)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PLANNED)
    why_cancelled = models.CharField(max_length=300, blank=True)
    result = models.PositiveIntegerField(null=True, blank=True)
    what_came = models.TextField(max_length=600, blank=True)
    evidence = models.CharField(max_length=600, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = ActivityQuerySet.as_manager()

    class Meta:
        ordering = ["starts_on", "ends_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="governance_activity_ends_later"),
            models.CheckConstraint(condition=Q(target__gte=1), name="governance_activity_is_measurable"),
            models.CheckConstraint(
                condition=Q(state="cancelled") & ~Q(why_cancelled="") | ~Q(state="cancelled") & Q(why_cancelled=""),
                name="governance_activity_cancelled_says_why",
            ),
            models.CheckConstraint(
                condition=Q(state="done", result__isnull=False) & ~Q(evidence="") | ~Q(state="done") & Q(result=None),
                name="governance_activity_done_has_a_result",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_overdue(self) -> bool:
        return self.state in self.OPEN and self.ends_on < timezone.localdate()

    @property
    def evidence_url(self) -> str:
        """Where the evidence is an address, that; "" where it is words."""
        try:
            URLValidator(schemes=["http", "https"])(self.evidence)
        except ValidationError:
            return ""
        return self.evidence

    @property
    def shape(self) -> str:
        """The state's shape on a page."""
        return {"planned": "waiting", "under way": "running"}.get(self.state, self.state)
