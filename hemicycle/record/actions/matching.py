"""Which row of the record a paper speaks of."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from django.db import models

from hemicycle.record.errors import NotOneThing, UnknownReference
from hemicycle.record.models import Identifier, Source
from hemicycle.record.papers import FromWhere, Known

Row = TypeVar("Row", bound=models.Model)


def find(kind: type[Row], owner: str, known_as: Iterable[Known]) -> Row | None:
    """The row that bears any of these identifiers; raises NotOneThing when they belong to several."""
    held = Identifier.objects.known(*known_as).values_list(f"{owner}_id", flat=True)
    keys = set(held)
    if len(keys) > 1 or None in keys:
        raise NotOneThing(", ".join(f"{known.scheme}:{known.value}" for known in known_as))
    return kind._default_manager.filter(pk__in=keys).first()


def referred(kind: type[Row], owner: str, known: Known | None) -> Row | None:
    """The row a paper refers to; None when it refers to nothing, UnknownReference when there is no such row."""
    if known is None:
        return None
    row = find(kind, owner, [known])
    if row is None:
        raise UnknownReference(f"{known.scheme}:{known.value}")
    return row


def name_it(row: models.Model, owner: str, known_as: Iterable[Known]) -> int:
    """Note the identifiers the row does not bear yet; returns how many were new."""
    borne = set(Identifier.objects.filter(**{owner: row}).values_list("scheme", "value"))
    new = [known for known in dict.fromkeys(known_as) if (known.scheme, known.value) not in borne]
    Identifier.objects.bulk_create(Identifier(scheme=known.scheme, value=known.value, **{owner: row}) for known in new)
    return len(new)


def source(where: FromWhere | None) -> Source | None:
    """The source as a row; the same address at the same moment is the same source."""
    if where is None:
        return None
    row, _ = Source.objects.get_or_create(
        address=where.address, retrieved_at=where.retrieved_at, defaults={"licence": where.licence}
    )
    return row
