"""What staff of an office write about a bill, and the desk publishes."""

from __future__ import annotations

import hashlib
import json
from typing import Any, Self

from django.db import models

from hemicycle.accounts.models import Office, OfficeScoped
from hemicycle.desk.models import Announcement
from hemicycle.desk.workflow import DISCARDED, PUBLIC
from hemicycle.record.models import Document

AGREEMENT = ("agreed_on", "agreed_digest", "agreed_by", "minutes")


class AnnouncedQuerySet(OfficeScoped):
    def public(self) -> Self:
        """Whose announcement was ever released."""
        return self.filter(announcement__state__in=sorted(PUBLIC))

    def unfinished(self) -> Self:
        """Which somebody still has to announce."""
        return self.filter(models.Q(announcement=None) | models.Q(announcement__state=DISCARDED))


def agreement_says_to_what(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=models.Q(agreed_on=None, agreed_digest="", agreed_by=None, minutes="")
        | (models.Q(agreed_on__isnull=False) & ~models.Q(agreed_digest="") & models.Q(agreed_by__isnull=False)),
        name=name,
    )


class Announced(models.Model):
    """Nothing of it changes from the moment at which its announcement is drafted, until that is discarded: what was
    approved is what is read. `editors`: the keys of those who wrote it, none of whom approves that.

    `agreed_on`: the day on which the committee agreed to its words, `agreed_digest` those words, `agreed_by` the key
    of whoever recorded it, `minutes` what shows it: where they stand, or what they are cited as."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    bill = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="+")
    announcement = models.ForeignKey(Announcement, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    editors = models.JSONField(default=list, blank=True, editable=False)
    agreed_on = models.DateField(null=True, blank=True, editable=False)
    agreed_digest = models.CharField(max_length=64, blank=True, editable=False)
    agreed_by = models.UUIDField(null=True, blank=True, editable=False)
    minutes = models.CharField(max_length=200, blank=True, editable=False)

    class Meta:
        abstract = True

    @property
    def words_of_the_committee(self) -> dict[str, Any]:
        """What is said in its name."""
        raise NotImplementedError

    @property
    def speaks_for_a_committee(self) -> bool:
        """A member's office speaks for itself, and of a bill that no committee has the House does."""
        return self.office.kind == Office.Kind.INSTITUTION and self.bill.committee_id is not None

    @property
    def needs_agreement(self) -> bool:
        return self.speaks_for_a_committee

    @property
    def words_digest(self) -> str:
        """Of the words, and of the committee that has the bill: another one has agreed to nothing."""
        said = [str(self.bill.committee_id), self.words_of_the_committee]
        return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()

    @property
    def is_agreed(self) -> bool:
        """To exactly the words that stand here; once they are fixed, they stay those."""
        return self.agreed_on is not None and (self.is_fixed or self.agreed_digest == self.words_digest)

    @property
    def waits_for_agreement(self) -> bool:
        """Its announcement is not drafted before the committee agreed."""
        return self.needs_agreement and not self.is_fixed and not self.is_agreed

    @property
    def is_agreement_void(self) -> bool:
        return self.agreed_on is not None and not self.is_agreed

    def forget_agreement(self) -> None:
        self.agreed_on, self.agreed_digest, self.agreed_by, self.minutes = None, "", None, ""

    @property
    def is_fixed(self) -> bool:
        return self.announcement is not None and self.announcement.state != DISCARDED

    @property
    def is_public(self) -> bool:
        return self.announcement is not None and self.announcement.state in PUBLIC
