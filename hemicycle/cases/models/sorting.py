"""What an office puts on its cases to find them again: tags of its own, and views of the inbox that are kept."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hemicycle.accounts.models import Office, OfficeScoped, User
from hemicycle.cases.models.case import Case


class Tag(models.Model):
    """A word of one office; of no other is it known."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(_("Tag"), max_length=40)

    objects = OfficeScoped.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [models.UniqueConstraint(fields=["office", "name"], name="cases_tag_once")]

    def __str__(self) -> str:
        return self.name


class CaseTag(models.Model):
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="tags")
    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="+", db_index=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "tag"], name="cases_casetag_once")]
        indexes = [models.Index(fields=["tag", "-case"], name="cases_casetag_newest")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.tag_id}"


class SavedViewQuerySet(OfficeScoped):
    def seen_by(self, person: User) -> Self:
        """Those of their own, and those that their offices share."""
        rows = self.visible_to(person).filter(Q(owner=person) | Q(owner=None))
        return rows.order_by("position", "pk")


class SavedView(models.Model):
    """The inbox narrowed in some way, under a name. `query` is the address behind the question mark, without words
    that somebody looked for: they may be a name. Without an `owner` everybody of the office has it."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    owner = models.ForeignKey(User, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    name = models.CharField(_("Name"), max_length=40)
    query = models.CharField(max_length=500, blank=True, editable=False)
    position = models.PositiveSmallIntegerField(default=0, editable=False)

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["office", "owner", "name"], name="cases_savedview_once"),
            models.UniqueConstraint(
                fields=["office", "name"], condition=Q(owner=None), name="cases_savedview_shared_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name
