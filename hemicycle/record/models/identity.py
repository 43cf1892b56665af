"""Where a row came from, and what the outside world calls it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hemicycle.record.models.rows import RecordRow
from hemicycle.record.papers import Known

OWNERS = ("person", "organization", "area", "period", "sitting", "document", "version")


class Source(RecordRow):
    """An address a row was taken from, when, and under which licence."""

    address = models.CharField(max_length=500)
    retrieved_at = models.DateTimeField()
    licence = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["address", "retrieved_at"], name="record_source_once")]

    def __str__(self) -> str:
        return self.address


class IdentifierQuerySet(models.QuerySet["Identifier"]):
    def known(self, *known_as: Known) -> Self:
        """Those the record has of these."""
        wanted = Q(pk__in=[])
        for known in known_as:
            wanted |= Q(scheme=known.scheme, value=known.value)
        return self.filter(wanted)

    def among(self, many: Sequence[Known]) -> Self:
        """Those the record has of many, read by the index; and a few more, of one scheme with the value of another."""
        schemes, values = {known.scheme for known in many}, {known.value for known in many}
        return self.filter(scheme__in=sorted(schemes), value__in=sorted(values))


class Identifier(RecordRow):
    """A name in one scheme; no two rows of the record bear the same."""

    scheme = models.CharField(_("Scheme"), max_length=40)
    value = models.CharField(_("Value"), max_length=400)
    person = models.ForeignKey("record.Person", models.CASCADE, null=True, blank=True, related_name="identifiers")
    organization = models.ForeignKey(
        "record.Organization", models.CASCADE, null=True, blank=True, related_name="identifiers"
    )
    area = models.ForeignKey("record.Area", models.CASCADE, null=True, blank=True, related_name="identifiers")
    period = models.ForeignKey("record.Period", models.CASCADE, null=True, blank=True, related_name="identifiers")
    sitting = models.ForeignKey("record.Sitting", models.CASCADE, null=True, blank=True, related_name="identifiers")
    document = models.ForeignKey("record.Document", models.CASCADE, null=True, blank=True, related_name="identifiers")
    version = models.ForeignKey(
        "record.DocumentVersion", models.CASCADE, null=True, blank=True, related_name="identifiers"
    )

    objects = IdentifierQuerySet.as_manager()

    class Meta:
        verbose_name = _("identifier")
        verbose_name_plural = _("identifiers")
        constraints = [
            models.UniqueConstraint(fields=["scheme", "value"], name="record_identifier_names_one_thing"),
            models.CheckConstraint(
                condition=Q(
                    *[Q(**{f"{name}__isnull": name != owner for name in OWNERS}) for owner in OWNERS],
                    _connector=Q.OR,
                ),
                name="record_identifier_has_one_owner",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.scheme}:{self.value}"

    @property
    def owner(self) -> models.Model:
        """The row that bears it."""
        found: models.Model = next(row for name in OWNERS if (row := getattr(self, name)) is not None)
        return found
