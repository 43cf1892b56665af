"""Sittings: what was on the agenda and who said what."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hemicycle.record.keys import AddressField
from hemicycle.record.models.people import Organization, Person
from hemicycle.record.models.rows import Classified, ClassifiedRows, RecordRow, Sourced, one_of
from hemicycle.record.wording import WordingField


class SittingQuerySet(ClassifiedRows["Sitting"]):
    def newest_first(self) -> Self:
        return self.order_by("-date", "-number")


class Sitting(Sourced, Classified):
    """One sitting of the chamber or of a committee."""

    address = AddressField()
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="sittings")
    number = models.PositiveIntegerField()
    date = models.DateField()
    opened_at = models.TimeField(null=True, blank=True)
    closed_at = models.TimeField(null=True, blank=True)
    titles = WordingField(blank=True)

    objects = SittingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "date", "number"], name="record_sitting_once"),
        ]

    def __str__(self) -> str:
        return f"{self.organization} {self.date:%Y-%m-%d}"


class ItemKind(models.TextChoices):
    STATEMENT = "statement", _("Statement")
    QUESTIONS = "questions", _("Questions")
    DEBATE = "debate", _("Debate")
    VOTE = "vote", _("Vote")
    MOTION = "motion", _("Motion")


class AgendaItem(RecordRow):
    sitting = models.ForeignKey(Sitting, on_delete=models.CASCADE, related_name="items")
    order = models.PositiveIntegerField()
    kind = models.CharField(max_length=12, choices=ItemKind.choices)
    titles = WordingField()
    document = models.ForeignKey(
        "record.Document", on_delete=models.SET_NULL, null=True, blank=True, related_name="agenda_items"
    )

    class Meta:
        ordering = ["sitting", "order"]
        constraints = [
            models.UniqueConstraint(fields=["sitting", "order"], name="record_agendaitem_place"),
            one_of("kind", ItemKind, "record_agendaitem_kind"),
        ]

    def __str__(self) -> str:
        return str(self.titles.here)


class Contribution(RecordRow):
    """What one person said under one item, in the language spoken. `label` is the name as printed."""

    address = AddressField()
    item = models.ForeignKey(AgendaItem, on_delete=models.CASCADE, related_name="contributions")
    order = models.PositiveIntegerField()
    person = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="contributions")
    label = models.CharField(max_length=200, blank=True)
    language = models.CharField(max_length=20)
    text = models.TextField()

    class Meta:
        ordering = ["item", "order"]
        constraints = [
            models.UniqueConstraint(fields=["item", "order"], name="record_contribution_place"),
            models.CheckConstraint(
                condition=Q(person__isnull=False) | ~Q(label=""), name="record_contribution_has_a_speaker"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label or self.person}"
