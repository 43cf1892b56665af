"""What the rows of the record have in common: an opaque key, where they came from, and who may read them.

A key to another row has no index of its own (`db_index=False`) where an index or a constraint of several columns
begins with it: every row that is written would be noted in both.
"""

from __future__ import annotations

from typing import Any, Self, TypeVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from hemicycle.record.addresses import KeyField
from hemicycle.rules.classification import Classification
from hemicycle.rules.gate import Reader

Row = TypeVar("Row", bound=models.Model)


class RecordRow(models.Model):
    id = KeyField()

    class Meta:
        abstract = True


class Sourced(RecordRow):
    """A row that says where it came from."""

    source = models.ForeignKey(
        "record.Source", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Source")
    )

    class Meta:
        abstract = True


def readable(person: object) -> list[Classification]:
    """What the release gate would let this reader see, so that lists hide what pages refuse.

    The record belongs to no office, so confidential rows are read by nobody here.
    """
    if isinstance(person, Reader) and person.reads_internal():
        return [Classification.PUBLIC, Classification.INTERNAL]
    return [Classification.PUBLIC]


class ClassifiedRows(models.QuerySet[Row]):
    def readable_by(self, person: object) -> Self:
        return self.filter(classification__in=readable(person))


class Classified(models.Model):
    """A text that the release gate decides upon.

    No index: nearly all of the record is public, and where there was one SQLite read every text through it to find
    those of twenty speeches.
    """

    classification = models.CharField(
        _("Classification"),
        max_length=12,
        choices=Classification.choices,
        default=Classification.PUBLIC,
    )

    class Meta:
        abstract = True


def one_of(field: str, choices: Any, name: str) -> models.CheckConstraint:
    """A constraint: the field holds one of its choices."""
    return models.CheckConstraint(condition=models.Q(**{f"{field}__in": list(choices.values)}), name=name)
