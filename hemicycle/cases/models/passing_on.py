"""A letter that another office would see to: whether whoever wrote it wants it to go there."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hemicycle.accounts.models import Office, OfficeScoped, User
from hemicycle.cases.models.case import Case
from hemicycle.channels.models import Inbound
from hemicycle.channels.models.inbound import PASSED_ON


def is_passed_on(message: Inbound) -> bool:
    """Whether it came here from another office, and not from whoever wrote it."""
    return bool(message.batch.startswith(PASSED_ON))


class CameBy(models.TextChoices):
    """How an answer came that staff recorded."""

    POST = "post", _("By post")
    TELEPHONE = "telephone", _("By telephone")


class PassingOnQuerySet(OfficeScoped):
    def unanswered(self) -> Self:
        """What whoever wrote it may still answer."""
        return self.filter(answered_at=None, withdrawn_at=None)


class PassingOn(models.Model):
    """`office` asked, about a case of its own; `to` is the office that would get it, which knows nothing of it before
    the yes. Without an answer, and after a no, the case stays. A question that was withdrawn may be asked anew, by
    another row: what leads to the first must not answer the second. `recorded_by` entered an answer that came by post
    or telephone."""

    office = models.ForeignKey(Office, on_delete=models.CASCADE, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="passings")
    to = models.ForeignKey(Office, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=43, unique=True, default=secrets.token_urlsafe, editable=False)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now, editable=False)
    agreed = models.BooleanField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    came_by = models.CharField(max_length=9, choices=CameBy.choices, blank=True)

    objects = PassingOnQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "to"], condition=Q(withdrawn_at=None), name="cases_passingon_once"
            ),
            models.CheckConstraint(
                condition=Q(agreed=None, answered_at=None) | Q(agreed__isnull=False, answered_at__isnull=False),
                name="cases_passingon_says_when",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | Q(answered_at=None), name="cases_passingon_answered_or_withdrawn"
            ),
            models.CheckConstraint(
                condition=Q(recorded_by=None, came_by="")
                | (Q(recorded_by__isnull=False, answered_at__isnull=False) & ~Q(came_by="")),
                name="cases_passingon_recorded_says_how",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id}:{self.pk}"

    @property
    def changed_at(self) -> datetime:
        """Since when it stands as it does."""
        at: datetime = self.answered_at or self.withdrawn_at or self.asked_at
        return at

    @property
    def batch(self) -> str:
        """In `Inbound.batch`, of what the other office got."""
        return f"{PASSED_ON}{self.pk}"

    @classmethod
    def of_message(cls, message: Inbound) -> PassingOn | None:
        """By which the message of another office came; of what nobody passed on None, without a query."""
        if not is_passed_on(message):
            return None
        number = message.batch.removeprefix(PASSED_ON)
        found: PassingOn | None = cls.objects.select_related("office", "case").filter(pk=number).first()
        return found

    @property
    def case_there(self) -> Case | None:
        passed = Inbound.objects.of_batch(self.to, self.batch)
        found: Case | None = Case.objects.filter(messages__inbound__in=passed).first()
        return found
