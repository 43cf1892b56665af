"""What a person said of one quote after reading it in its letter; without their yes it goes out nowhere."""

import hashlib
from typing import Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .inquiry import Inquiry, InquiryScoped


def digest_of(text: str) -> str:
    """The SHA-256 of a quote's words: other words, such as one more name redacted, are another quote."""
    return hashlib.sha256(text.encode()).hexdigest()


class QuoteReviewQuerySet(InquiryScoped):
    def accepted(self) -> Self:
        return self.filter(verdict=QuoteReview.Verdict.ACCEPTED)


class QuoteReview(models.Model):
    """One verdict on one quote of an inquiry, for every dossier in which it stands. It holds none of its words but
    `translations`, those that the office wrote: {language: text}.
    """

    class Verdict(models.TextChoices):
        ACCEPTED = "accepted", _("May be quoted")
        REPLACED = "replaced", _("Not quoted")

    inquiry = models.ForeignKey(Inquiry, on_delete=models.CASCADE, related_name="quote_reviews")
    inbound = models.ForeignKey("channels.Inbound", on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64)
    verdict = models.CharField(max_length=8, choices=Verdict.choices)
    translations = models.JSONField(default=dict, blank=True)
    by = models.CharField(max_length=100)
    by_name = models.CharField(max_length=120)
    at = models.DateTimeField(default=timezone.now)

    objects = QuoteReviewQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["inquiry", "inbound", "digest"], name="listening_quote_reviewed_once"),
        ]

    def __str__(self) -> str:
        return f"{self.inquiry_id}:{self.inbound_id} {self.verdict}"
