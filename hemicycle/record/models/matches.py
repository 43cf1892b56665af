"""Pairs of people, or of parties, that may be one, and what staff said of each; and the addresses that are watched."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from hemicycle.record.models.people import Organization, Person
from hemicycle.record.models.rows import RecordRow, one_of


class MatchState(models.TextChoices):
    PROPOSED = "proposed", _("To decide")
    MERGED = "merged", _("The same")
    APART = "apart", _("Not the same")


class MatchQuerySet(models.QuerySet["Match"]):
    def to_decide(self) -> Self:
        return self.filter(state=MatchState.PROPOSED)

    def decided(self) -> Self:
        return self.exclude(state=MatchState.PROPOSED)

    def surest_first(self) -> Self:
        return self.order_by("-certainty", "pk")

    def latest_first(self) -> Self:
        return self.order_by("-decided_at", "-pk")

    def with_both(self) -> Self:
        return self.select_related("person", "other_person", "organization", "other_organization")


class Match(RecordRow):
    """Two rows that may be one person or one party. `reasons` are codes of `matches.py` with what they are about.

    Merged, `other…` gives everything to the first and points to it; `moved` says what, so that it can be undone.
    """

    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, null=True, blank=True, related_name="matches", db_index=False
    )
    other_person = models.ForeignKey(Person, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    organization = models.ForeignKey(
        Organization, on_delete=models.CASCADE, null=True, blank=True, related_name="matches", db_index=False
    )
    other_organization = models.ForeignKey(
        Organization, on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    reasons = models.JSONField(default=list)
    certainty = models.FloatField(default=0)
    state = models.CharField(max_length=8, choices=MatchState.choices, default=MatchState.PROPOSED, db_index=True)
    decided_by = models.CharField(max_length=200, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    moved = models.JSONField(default=dict, blank=True)

    objects = MatchQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "matches"
        constraints = [
            models.UniqueConstraint(fields=["person", "other_person"], name="record_match_people_once"),
            models.UniqueConstraint(fields=["organization", "other_organization"], name="record_match_bodies_once"),
            models.CheckConstraint(
                condition=Q(
                    person__isnull=False,
                    other_person__isnull=False,
                    organization__isnull=True,
                    other_organization__isnull=True,
                )
                | Q(
                    person__isnull=True,
                    other_person__isnull=True,
                    organization__isnull=False,
                    other_organization__isnull=False,
                ),
                name="record_match_of_one_kind",
            ),
            models.CheckConstraint(
                condition=~Q(person=F("other_person")) & ~Q(organization=F("other_organization")),
                name="record_match_of_two",
            ),
            models.CheckConstraint(
                condition=Q(state="proposed", decided_at__isnull=True)
                | (~Q(state="proposed") & Q(decided_at__isnull=False)),
                name="record_match_decided_when",
            ),
            one_of("state", MatchState, "record_match_state"),
        ]

    def __str__(self) -> str:
        return f"{self.first} · {self.second}"

    @property
    def first(self) -> Person | Organization:
        found = self.person or self.organization
        assert found is not None
        return found

    @property
    def second(self) -> Person | Organization:
        found = self.other_person or self.other_organization
        assert found is not None
        return found


class WatchedQuerySet(models.QuerySet["Watched"]):
    def at(self, address: str) -> Watched:
        """What is known of an address; a new row, not saved, for one never polled."""
        return self.filter(address=address).first() or Watched(address=address)


class Watched(RecordRow):
    """A file or an address that is polled.

    `etag` and `last_modified` are what the server said last; for a file `last_modified` is its size and time.
    `not_before` is when a busy server asked to be left alone until; `reason` why the last poll brought nothing.
    """

    address = models.CharField(max_length=500, unique=True)
    etag = models.CharField(max_length=400, blank=True)
    last_modified = models.CharField(max_length=100, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    polled_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField(null=True, blank=True)
    not_before = models.DateTimeField(null=True, blank=True)
    failures = models.PositiveSmallIntegerField(default=0)
    reason = models.CharField(max_length=400, blank=True)

    objects = WatchedQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "watched"

    def __str__(self) -> str:
        return self.address
