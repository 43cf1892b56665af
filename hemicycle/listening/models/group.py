"""What a campaign and a theme have in common: a group of messages that staff confirm, name, merge and split.

The engine's answer and the answer of staff are kept side by side: fields called `engine_…` are never changed after the
run, the others are what is shown.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from .analysis import Analysis, AnalysisScoped
from .correction import Correction


class GroupQuerySet(AnalysisScoped):
    def shown(self) -> Self:
        """Those a person sees: not merged into another, and with messages left in them."""
        return self.filter(merged_into__isnull=True, messages__gt=0)

    def for_labels(self) -> Self:
        """With no more than their labels need."""
        raise NotImplementedError

    def largest_first(self) -> Self:
        return self.order_by("-messages", "pk")


class Group(models.Model):
    """A group of messages in one analysis; `key` is the same in the next one."""

    # The way from a row that makes a message a member to the message.
    MESSAGE = "inbound"

    class Origin(models.TextChoices):
        ENGINE = "engine", _("Found by the software")
        STAFF = "staff", _("Made by staff")

    analysis = models.ForeignKey(Analysis, on_delete=models.CASCADE, related_name="%(class)ss")
    key = models.CharField(max_length=12)
    origin = models.CharField(max_length=6, choices=Origin.choices, default=Origin.ENGINE)
    engine_messages = models.PositiveIntegerField(default=0)
    engine_senders = models.PositiveIntegerField(default=0)

    name = models.CharField(max_length=160, blank=True)
    confirmed = models.ForeignKey(Correction, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    merged_into = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="merged")
    messages = models.PositiveIntegerField(default=0)
    senders = models.PositiveIntegerField(default=0)

    if TYPE_CHECKING:
        objects: models.Manager[Any]
        merged: models.Manager[Any]

    class Meta:
        abstract = True
        constraints = [
            models.UniqueConstraint(fields=["analysis", "key"], name="%(app_label)s_%(class)s_key_once"),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("id")),
                name="%(app_label)s_%(class)s_not_merged_into_itself",
            ),
        ]
        indexes = [models.Index(fields=["analysis", "-messages"], name="%(app_label)s_%(class)s_size")]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """The name staff gave it, or what the engine calls it."""
        raise NotImplementedError

    @property
    def label_language(self) -> str:
        """The language of the engine's label that is shown; "" where staff named the group."""
        raise NotImplementedError

    def members(self, messages: Iterable[Any] | None = None) -> Any:
        """The rows that make messages its members: of all of them, or of these."""
        raise NotImplementedError

    def outsiders(self, messages: Iterable[Any]) -> Any:
        """The findings of those of these messages that are no members."""
        raise NotImplementedError
