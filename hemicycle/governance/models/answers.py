"""What a working group answered to the key questions, before there is a text."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from hemicycle.accounts.models import User

from ..questions import Given
from .policy import Version


class Answer(models.Model):
    """One key question of a draft: `options` are the keys of those chosen, `values` what was typed for a parameter.

    `edit` counts its changes: two people who answer the same question at once do not overwrite each other.
    """

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="answers")
    question = models.SlugField(max_length=60)
    options = models.JSONField(default=list)
    values = models.JSONField(default=dict)
    edit = models.PositiveIntegerField(default=1)
    by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["version", "question"]
        constraints = [
            models.UniqueConstraint(fields=["version", "question"], name="governance_answer_once"),
        ]

    def __str__(self) -> str:
        return self.question

    @property
    def given(self) -> Given:
        return Given(self.options, self.values)
