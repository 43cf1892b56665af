"""Accounts that pretend to be the House or one of its members, and how far their take-down got."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hemicycle.accounts.models import Office, User
from hemicycle.cases import workflow
from hemicycle.channels.models import Account
from hemicycle.record.models import MemberOffice, Person


class FakeState(models.TextChoices):
    FOUND = workflow.FOUND, pgettext_lazy("fake account", "To be looked at")
    SUBMITTED = workflow.SUBMITTED, pgettext_lazy("fake account", "Reported to the network")
    DOWN = workflow.DOWN, pgettext_lazy("fake account", "Taken down")
    DISMISSED = workflow.DISMISSED, pgettext_lazy("fake account", "Not a fake")


class Imitated(models.TextChoices):
    HOUSE = "house", pgettext_lazy("fake account", "The House")
    MEMBER = "member", pgettext_lazy("fake account", "A member")


class FoundBy(models.TextChoices):
    STAFF = "staff", pgettext_lazy("fake account", "Staff")
    PUBLIC = "public", pgettext_lazy("fake account", "Somebody of the public")
    LOOKALIKE = "lookalike", pgettext_lazy("fake account", "The check of look-alikes")


class ImpersonationReportQuerySet(models.QuerySet["ImpersonationReport"]):
    def unfinished(self) -> Self:
        return self.filter(ended_at=None)

    def due(self) -> Self:
        """To be looked at, or to be asked after at the network."""
        reminded = Q(state=FakeState.SUBMITTED, remind_on__lte=timezone.localdate())
        return self.filter(Q(state=FakeState.FOUND) | reminded)

    def imitating_member_of(self, offices: Iterable[int]) -> Self:
        """Those that pretend to be the member for whom one of these offices works."""
        members = MemberOffice.objects.filter(office__in=offices).values("person")
        return self.filter(Q(member__in=members) | Q(member__merged_into__in=members))

    def with_the_house(self) -> Self:
        """Without those that members' offices keep to themselves."""
        return self.filter(kept_by=None)

    def confirmed(self) -> Self:
        """Those that were reported to a network, whatever came of it."""
        return self.filter(submitted_on__isnull=False).exclude(state=FakeState.DISMISSED)


class ImpersonationReport(models.Model):
    """`address` as somebody saw it. `account` or `member`: which of ours it imitates, where that is known.
    `evidence`: what was captured, when, by whom, and where it is kept. `reference` is that of the network. Who of the
    public told us of it is kept nowhere. `kept_by`: the member's office that alone reads and follows it up; None where
    the House does."""

    address = models.CharField(_("Address of the account"), max_length=500)
    network = models.CharField(_("Network"), max_length=60, blank=True)
    imitated = models.CharField(_("It pretends to be"), max_length=10, choices=Imitated.choices)
    account = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    member = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    kept_by = models.ForeignKey(Office, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    found_by = models.CharField(max_length=10, choices=FoundBy.choices)
    found_at = models.DateTimeField(default=timezone.now, editable=False)
    seen_again = models.PositiveIntegerField(default=0, editable=False)
    state = models.CharField(max_length=10, choices=FakeState.choices, default=FakeState.FOUND)
    evidence = models.TextField(max_length=2000, blank=True)
    submitted_on = models.DateField(null=True, blank=True)
    reference = models.CharField(max_length=120, blank=True)
    remind_on = models.DateField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = ImpersonationReportQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["down", "dismissed"], ended_at__isnull=False)
                | (~Q(state__in=["down", "dismissed"]) & Q(ended_at=None)),
                name="cases_impersonationreport_ended_has_a_time",
            ),
            models.UniqueConstraint(
                fields=["address"],
                condition=Q(ended_at=None, kept_by=None),
                name="cases_impersonationreport_once_while_open",
            ),
            models.UniqueConstraint(
                fields=["kept_by", "address"],
                condition=Q(ended_at=None),
                name="cases_impersonationreport_once_in_an_office",
            ),
        ]

    def __str__(self) -> str:
        return f"F-{self.pk}"

    @property
    def is_due(self) -> bool:
        today = timezone.localdate()
        return self.state == FakeState.SUBMITTED and self.remind_on is not None and self.remind_on <= today


class FakeSharing(models.Model):
    """A member's office leaves it to the House to follow up what imitates its member."""

    office = models.OneToOneField(Office, on_delete=models.CASCADE, related_name="+")
    since = models.DateTimeField(default=timezone.now, editable=False)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return str(self.office_id)


class ImpersonationStep(models.Model):
    """What was done about it, by whom."""

    report = models.ForeignKey(ImpersonationReport, on_delete=models.CASCADE, related_name="steps")
    move = models.CharField(max_length=10)
    at = models.DateTimeField(default=timezone.now, editable=False)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.report_id} {self.move}"
