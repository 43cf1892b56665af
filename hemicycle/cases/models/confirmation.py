"""The question to an address whether its owner wrote a letter."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import Self

from django.db import models
from django.utils import timezone

from hemicycle.cases.models.case import Case

# As long as a request to follow waits to be confirmed: a week away from one's mail.
CONFIRM_WITHIN = timedelta(days=7)
# Of a million codes five may be tried: one letter in 200,000 is confirmed by guessing, and nothing is read by it.
CODE_DIGITS, MOST_ATTEMPTS = 6, 5


class ConfirmationQuerySet(models.QuerySet["Confirmation"]):
    def in_time(self) -> Self:
        return self.filter(sent_at__gt=timezone.now() - CONFIRM_WITHIN)

    def of_today(self) -> Self:
        """Within a day, to whom something was asked."""
        return self.filter(sent_at__gt=timezone.now() - timedelta(days=1)).exclude(code="")


class Confirmation(models.Model):
    """One for each letter from the form that named an address, whether or not the question could be sent; and one for
    a letter by mail that nothing vouches for, whose owner says so from the acknowledgement. `key` opens its page by
    the link that was sent; `code` is a keyed hash of the digits that can be typed instead, "" of a letter by mail."""

    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="confirmation")
    key = models.CharField(max_length=43, unique=True, default=secrets.token_urlsafe, editable=False)
    code = models.CharField(max_length=64, editable=False)
    attempts = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = ConfirmationQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["sent_at"], name="cases_confirmation_age")]

    def __str__(self) -> str:
        return f"{self.case_id}"

    @property
    def is_tried_too_often(self) -> bool:
        return self.attempts >= MOST_ATTEMPTS

    @property
    def is_in_time(self) -> bool:
        return self.sent_at > timezone.now() - CONFIRM_WITHIN

    @property
    def takes_code(self) -> bool:
        return not self.is_tried_too_often and self.is_in_time
