"""The end of a member's mandate: the day that the House sets, and what the member's office does with what it holds."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from hemicycle.accounts.models import Office, OfficeScoped, User
from hemicycle.accounts.roles import Role
from hemicycle.channels.models import Contact
from hemicycle.rules.models import Work, WorkQuerySet

# Who sets the day: the Secretary General's office, or an administrator. Neither sees a row of the office.
SETTERS = (Role.SECRETARY, Role.ADMINISTRATOR)


class MandateQuerySet(OfficeScoped):
    def under_way(self) -> Self:
        return self.filter(done_at=None)

    def of_the_office(self, person: User) -> Self:
        """Those of the office in which this person works as, or for, a member."""
        return self.filter(office__in=person.offices_as([Role.MEMBER]))


class Mandate(models.Model):
    """Of one member's office. The House sets `ends_on` and sees whether it is done; all else is of the office alone.

    `asked_by` wants everything erased, `confirmed_at` says that it was confirmed a second time. `removed` counts rows
    by table; `digest` is the SHA-256 of the export that was downloaded last.
    """

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    ends_on = models.DateField()
    set_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField(default=timezone.now, editable=False)
    exported_at = models.DateTimeField(null=True, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    successor = models.ForeignKey(Office, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    asked_at = models.DateTimeField(null=True, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    removed = models.JSONField(default=dict, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)

    objects = MandateQuerySet.as_manager()

    class Meta:
        ordering = ["ends_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["office"], condition=Q(done_at=None), name="governance_mandate_once"),
            models.CheckConstraint(
                condition=Q(confirmed_at=None) | Q(asked_at__isnull=False), name="governance_mandate_asked_first"
            ),
            models.CheckConstraint(
                condition=Q(done_at=None) | Q(confirmed_at__isnull=False), name="governance_mandate_confirmed_first"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.office} {self.ends_on}"


class TransferConsent(models.Model):
    """A person whose case is open is asked whether the successor's office may have it; without a yes it is erased."""

    mandate = models.ForeignKey(Mandate, on_delete=models.CASCADE, related_name="consents")
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=32, unique=True, editable=False)
    asked_at = models.DateTimeField(default=timezone.now, editable=False)
    agreed = models.BooleanField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["mandate", "contact"], name="governance_transferconsent_once"),
            models.CheckConstraint(
                condition=Q(agreed=None, answered_at=None) | Q(agreed__isnull=False, answered_at__isnull=False),
                name="governance_transferconsent_says_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.mandate_id}:{self.pk}"


class MandateErasureQuerySet(WorkQuerySet["MandateErasure"]):
    pass


class MandateErasure(Work):
    """The erasing of all that an office holds, table by table; taken up again where a worker left it."""

    mandate = models.ForeignKey(Mandate, on_delete=models.CASCADE, related_name="erasures")

    objects = MandateErasureQuerySet.as_manager()

    class Meta(Work.Meta):
        pass

    def __str__(self) -> str:
        return str(self.mandate_id)
