"""An answer that somebody of an office wrote, until a colleague approves it, where the policy asks for that."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.utils import timezone

from hemicycle.accounts.models import Office, OfficeScoped, User
from hemicycle.cases.models.case import Case
from hemicycle.channels.models import INFORM_KEY, Inbound


class ProposedAnswerQuerySet(OfficeScoped):
    def waiting(self) -> Self:
        """For a colleague; not sent back to whoever wrote it."""
        return self.filter(returned_at=None)

    def about(self, case: Case) -> Self:
        return self.filter(inbound__in=case.messages.values("inbound"))


class ProposedAnswer(models.Model):
    """Nobody outside reads it. Once approved it is an answer like any other, and this is gone. `key` is that of its
    form. A colleague who does not approve it sends it back and says `why`. Where there is a `returned_by` alone, they
    took back their approval before it left: it waits again."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    inbound = models.ForeignKey(Inbound, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=32, unique=True)
    text = models.TextField()
    lang = models.CharField(max_length=20)
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=timezone.now, editable=False)
    returned_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    returned_at = models.DateTimeField(null=True, blank=True, editable=False)
    why = models.CharField(max_length=600, blank=True)

    objects = ProposedAnswerQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(text=""), name="cases_proposedanswer_says_something"),
            models.CheckConstraint(
                condition=models.Q(returned_at=None) | ~models.Q(why=""), name="cases_proposedanswer_returned_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.inbound_id} {self.lang}"

    @property
    def informs(self) -> bool:
        """As of an answer."""
        return self.key.startswith(INFORM_KEY)
