"""Votes of the House: on what, with which result, how many, and who voted how. Shaped like Popolo's vote events."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hemicycle.record import addresses
from hemicycle.record.addresses import AddressField
from hemicycle.record.models.documents import Document
from hemicycle.record.models.people import Organization, Person
from hemicycle.record.models.rows import Classified, ClassifiedRows, RecordRow, Sourced, one_of, readable
from hemicycle.record.models.sittings import AgendaItem, Sitting
from hemicycle.record.phrases import Phrase, PhraseField


class VoteResult(models.TextChoices):
    PASSED = "passed", _("Agreed to")
    FAILED = "failed", _("Rejected")
    TIED = "tied", _("Tied")


class VoteOption(models.TextChoices):
    """Popolo's list of options, with tellers counted by `Vote.teller`."""

    YES = "yes", _("For")
    NO = "no", _("Against")
    ABSTAIN = "abstain", _("Abstained")
    ABSENT = "absent", _("Absent")
    NOT_VOTING = "not voting", _("Did not vote")
    PAIRED = "paired", _("Paired")


class VoteEventQuerySet(ClassifiedRows["VoteEvent"]):
    def readable_by(self, person: object) -> Self:
        return super().readable_by(person).filter(sitting__classification__in=readable(person))

    def newest_first(self) -> Self:
        return self.order_by("-sitting__date", "-sitting__number", "-order")


class VoteEvent(Sourced, Classified):
    """One vote; `order` is its place among the items and contributions of the sitting."""

    address = AddressField()
    sitting = models.ForeignKey(Sitting, on_delete=models.CASCADE, related_name="vote_events")
    item = models.ForeignKey(AgendaItem, on_delete=models.SET_NULL, null=True, blank=True, related_name="vote_events")
    document = models.ForeignKey(
        Document, on_delete=models.SET_NULL, null=True, blank=True, related_name="vote_events"
    )
    order = models.PositiveIntegerField()
    native_id = models.CharField(max_length=200, blank=True)
    number = models.CharField(max_length=20, blank=True)
    motions = PhraseField(blank=True)
    result = models.CharField(max_length=8, choices=VoteResult.choices, blank=True)
    held_at = models.TimeField(null=True, blank=True)

    objects = VoteEventQuerySet.as_manager()

    class Meta:
        ordering = ["sitting", "order"]
        constraints = [
            models.UniqueConstraint(
                fields=["sitting", "native_id"], condition=~Q(native_id=""), name="record_voteevent_native_once"
            ),
            models.CheckConstraint(condition=Q(result__in=["", *VoteResult.values]), name="record_voteevent_result"),
        ]

    def __str__(self) -> str:
        return str(self.motions.here) or self.number

    def get_absolute_url(self) -> str:
        return addresses.record("votes", self.address)

    @property
    def titles(self) -> Phrase:
        """What was voted on: the motion as put, else the heading it stands under; needs `item`."""
        return self.motions or (self.item.titles if self.item else Phrase())


class VoteCount(RecordRow):
    """How many chose one option, as the House declared it."""

    event = models.ForeignKey(VoteEvent, on_delete=models.CASCADE, related_name="counts", db_index=False)
    option = models.CharField(max_length=10, choices=VoteOption.choices)
    value = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["event", "option"], name="record_votecount_once"),
            one_of("option", VoteOption, "record_votecount_option"),
        ]

    def __str__(self) -> str:
        return f"{self.option} {self.value}"


class Vote(RecordRow):
    """How one member voted; `label` is the name as printed, `group` the party or group at the time."""

    event = models.ForeignKey(VoteEvent, on_delete=models.CASCADE, related_name="votes", db_index=False)
    order = models.PositiveIntegerField()
    person = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="votes")
    label = models.CharField(max_length=200, blank=True)
    option = models.CharField(max_length=10, choices=VoteOption.choices)
    teller = models.BooleanField(default=False)
    group = models.ForeignKey(Organization, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["event", "order"]
        constraints = [
            models.UniqueConstraint(fields=["event", "order"], name="record_vote_place"),
            models.UniqueConstraint(
                fields=["event", "person"], condition=Q(person__isnull=False), name="record_vote_one_a_person"
            ),
            models.CheckConstraint(condition=Q(person__isnull=False) | ~Q(label=""), name="record_vote_has_a_voter"),
            one_of("option", VoteOption, "record_vote_option"),
        ]

    def __str__(self) -> str:
        return f"{self.label or self.person}: {self.get_option_display()}"
