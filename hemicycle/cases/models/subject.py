"""What a case is about: a bill or one of its clauses, a committee, a member, an announcement."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from hemicycle.cases.models.case import Case
from hemicycle.desk.models import Announcement
from hemicycle.record.models import Document, Organization, Person


class Origin(models.TextChoices):
    """How it is known, from the surest."""

    STAFF = "staff", pgettext_lazy("subject", "Set by staff")
    SENDER = "sender", pgettext_lazy("subject", "Chosen by whoever wrote")
    NAMED = "named", pgettext_lazy("subject", "Named in the text")
    CAMPAIGN = "campaign", pgettext_lazy("subject", "By its campaign")
    SOFTWARE = "software", pgettext_lazy("subject", "Suggested by the software")


class SubjectQuerySet(models.QuerySet["Subject"]):
    def sure(self) -> Self:
        """What answers and outcomes rely on."""
        return self.exclude(origin=Origin.SOFTWARE)

    def with_names(self) -> Self:
        """With what their names are read from, and without the clauses of bills, which stand beside their bill."""
        related = self.filter(eid="").select_related("bill", "committee", "member", "announcement")
        return related.prefetch_related("announcement__texts")


class Subject(models.Model):
    """`eid` is the clause, "" for the bill as a whole."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="subjects")
    bill = models.ForeignKey(Document, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    eid = models.CharField(max_length=220, blank=True)
    committee = models.ForeignKey(Organization, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    member = models.ForeignKey(Person, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    announcement = models.ForeignKey(Announcement, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    origin = models.CharField(max_length=10, choices=Origin.choices)

    clause_name = ""
    """What the clause is called in the language of the page, once clauses.name_clauses has found it."""

    objects = SubjectQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(bill__isnull=False, committee=None, member=None, announcement=None)
                | Q(bill=None, committee__isnull=False, member=None, announcement=None)
                | Q(bill=None, committee=None, member__isnull=False, announcement=None)
                | Q(bill=None, committee=None, member=None, announcement__isnull=False),
                name="cases_subject_is_one_thing",
            ),
            models.UniqueConstraint(
                fields=["case", "bill", "eid"], condition=Q(bill__isnull=False), name="cases_subject_bill_once"
            ),
            models.UniqueConstraint(
                fields=["case", "committee"], condition=Q(committee__isnull=False), name="cases_subject_committee_once"
            ),
            models.UniqueConstraint(
                fields=["case", "member"], condition=Q(member__isnull=False), name="cases_subject_member_once"
            ),
            models.UniqueConstraint(
                fields=["case", "announcement"],
                condition=Q(announcement__isnull=False),
                name="cases_subject_announcement_once",
            ),
        ]
        indexes = [models.Index(fields=["bill", "case"], name="cases_subject_bill")]

    def __str__(self) -> str:
        return self.name

    @property
    def row(self) -> Document | Organization | Person | Announcement:
        found = self.bill or self.committee or self.member or self.announcement
        assert found is not None
        return found

    @property
    def name(self) -> str:
        """As pages call it in the language of the reader."""
        if self.bill is not None:
            return ", ".join(filter(None, (self.bill.name, self.clause_name)))
        if self.committee is not None:
            return str(self.committee.names.here)
        if self.announcement is not None:
            return str(self.announcement.title) or str(self.announcement)
        return self.member.name if self.member is not None else str(self.row)

    @property
    def url(self) -> str:
        return self.row.get_absolute_url()
