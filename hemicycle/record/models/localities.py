"""Postcodes and places, and the constituency that votes there: by this table people find who represents them."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection
from typing import Self

from django.db import models
from django.db.models import Max, Q
from django.utils.translation import gettext_lazy as _

from hemicycle.record.models.people import Area
from hemicycle.record.models.rows import RecordRow

# From how many letters on the beginning of a name finds it: with fewer, half of a country would be shown.
SHORTEST_BEGINNING = 3


def key_of(words: str) -> str:
    """As people type it, in any case, with or without accents, spaces and hyphens: “sw1a 1aa” is “SW1A1AA”."""
    apart = unicodedata.normalize("NFKD", words.casefold())
    return "".join(sign for sign in apart if sign.isalnum() and not unicodedata.combining(sign))


class LocalityQuerySet(models.QuerySet["Locality"]):
    def found(self, words: str) -> Self:
        """Those of a postcode, else of a place, else of the places whose names begin like that."""
        key = key_of(words)
        if not key:
            return self.none()
        return self._of_postcode(key) or self.filter(name_key=key) or self._beginning(key)

    def nearly(self, key: str, *, slips: Collection[str]) -> Self:
        """Places with these letters in their name; else those of a name that is one of these slips, and those that
        begin as it does."""
        if len(key) < SHORTEST_BEGINNING:
            return self.none()
        alike = Q(name_key__in=slips) | Q(name_key__startswith=key[:SHORTEST_BEGINNING])
        return self.filter(name_key__contains=key) or self.filter(alike)

    def _of_postcode(self, key: str) -> Self:
        """The longest that the words begin with: tables list “SW1A” or “75001” where people type “SW1A 1AA” or
        “75001 Paris”; of several places of one postcode that which is typed behind it."""
        # Words without a digit are a place, whatever a table has for postcodes.
        if not any(sign.isdigit() for sign in key):
            return self.none()
        rows = self.filter(postcode_key__in=[key[:end] for end in range(1, len(key) + 1)])
        length = rows.annotate(length=models.functions.Length("postcode_key")).aggregate(most=Max("length"))["most"]
        if not length:
            return self.none()
        rows = self.filter(postcode_key=key[:length])
        return (rows.filter(name_key=key[length:]) if length < len(key) else self.none()) or rows

    def _beginning(self, key: str) -> Self:
        return self.filter(name_key__startswith=key) if len(key) >= SHORTEST_BEGINNING else self.none()


class Locality(RecordRow):
    """A postcode, a place, or a place with its postcode. One that lies in several constituencies has several rows."""

    postcode = models.CharField(_("Postcode"), max_length=20, blank=True)
    name = models.CharField(_("Place"), max_length=120, blank=True)
    postcode_key = models.CharField(max_length=20, blank=True, db_index=True)
    name_key = models.CharField(max_length=120, blank=True, db_index=True)
    area = models.ForeignKey(
        Area, on_delete=models.CASCADE, related_name="localities", verbose_name=_("Constituency"), db_index=False
    )

    objects = LocalityQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["area", "postcode_key", "name_key"], name="record_locality_once"),
            models.CheckConstraint(
                condition=~Q(postcode_key="") | ~Q(name_key=""), name="record_locality_has_a_postcode_or_a_name"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.postcode} {self.name}".strip()
