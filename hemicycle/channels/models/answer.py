"""What an office answers to people who wrote."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from hemicycle.accounts.models import Office, OfficeScoped, User
from hemicycle.channels.models.inbound import Inbound
from hemicycle.channels.models.outbound import ANSWER_SOURCE, Outbound, State

TAKEN_BACK = "taken-back"
"""The code of an answer that whoever wrote it took back before it left."""
INFORM_KEY = "inform-"
"""With this begins the key of what only says that a message was read."""


class AnswerQuerySet(OfficeScoped):
    def undelivered(self) -> Self:
        """Did not arrive, or will not leave; nobody took it back."""
        lost = Q(outbound__state__in=(State.FAILED, State.EXPIRED))
        return self.filter(lost | Q(outbound__state=State.CANCELLED) & ~Q(outbound__code=TAKEN_BACK))


class Answer(models.Model):
    """What a person of an office wrote to whoever wrote a message. `key` is that of the form it came in, so that a
    second click is the same answer. `approved_by`: the colleague without whom it would not have left, where the policy
    asks for one. Whether it arrived is what its `outbound` says; since `returned_at` the message is open again because
    it did not. `posted_at`: when a person posted it on paper, where that is how it goes."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    inbound = models.ForeignKey(Inbound, on_delete=models.CASCADE, related_name="given_answers")
    outbound = models.OneToOneField(
        Outbound, on_delete=models.SET_NULL, null=True, blank=True, related_name="answer", editable=False
    )
    key = models.CharField(max_length=32, unique=True)
    text = models.TextField()
    lang = models.CharField(max_length=20)
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    approved_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    written_at = models.DateTimeField(default=timezone.now, editable=False)
    returned_at = models.DateTimeField(null=True, blank=True, editable=False)
    posted_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = AnswerQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="channels_answer_says_something")]
        indexes = [models.Index(fields=["written_at"], condition=Q(returned_at=None), name="channels_answer_given")]

    def __str__(self) -> str:
        return f"{self.inbound_id} {self.lang}"

    @property
    def is_to_print(self) -> bool:
        """On paper, and nobody has posted it yet."""
        return self.inbound.is_on_paper and self.posted_at is None

    @property
    def informs(self) -> bool:
        """It says that what they wrote was read, and answers nothing."""
        return self.key.startswith(INFORM_KEY)

    @property
    def source(self) -> str:
        return f"{ANSWER_SOURCE}{self.pk}"
