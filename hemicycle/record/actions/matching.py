"""Which row of the record a paper refers to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from typing import Any, TypeVar

from django.db import models

from hemicycle.record.errors import NotOneThing, UnknownReference
from hemicycle.record.models import Identifier, Source
from hemicycle.record.papers import FromWhere, Known

Row = TypeVar("Row", bound=models.Model)


def find(kind: type[Row], owner: str, known_as: Iterable[Known]) -> Row | None:
    """The row that bears any of these identifiers; raises NotOneThing when they belong to several."""
    memberships = Identifier.objects.known(*known_as).values_list(f"{owner}_id", flat=True)
    keys = set(memberships)
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


def source(where: FromWhere | Source | None) -> Source | None:
    """The source as a row; the same address at the same moment is the same source."""
    if where is None or isinstance(where, Source):
        return where
    row, _ = Source.objects.get_or_create(
        address=where.address, retrieved_at=where.retrieved_at, defaults={"licence": where.licence}
    )
    return row


@dataclass(frozen=True, slots=True)
class Referred:
    """The rows that many papers refer to, fetched in a few queries; keys only, no rows.

    Each method gives the key of the row, or None for no reference; UnknownReference for one that leads nowhere.
    """

    keys: dict[Known, dict[str, Any]]

    @classmethod
    def by(cls, papers: Iterable[Any]) -> Referred:
        wanted = sorted({known for paper in papers for known in _mentioned(paper)}, key=lambda k: (k.scheme, k.value))
        keys: dict[Known, dict[str, Any]] = {}
        for start in range(0, len(wanted), _AT_ONCE):
            batch = wanted[start : start + _AT_ONCE]
            for row in Identifier.objects.among(batch).values(
                "scheme", "value", "person", "organization", "document", "area"
            ):
                keys[Known(row["scheme"], row["value"])] = dict(row)
        return cls(keys)

    def person(self, known: Known | None) -> Any:
        return self._key("person", known)

    def speaker(self, known: Known | None, *, named: bool) -> Any:
        """The same for somebody whom the source also names: one not known yet is shown by that name."""
        return self.keys.get(known, {}).get("person") if named and known else self.person(known)

    def organization(self, known: Known | None) -> Any:
        return self._key("organization", known)

    def document(self, known: Known | None) -> Any:
        return self._key("document", known)

    def area(self, known: Known | None) -> Any:
        return self._key("area", known)

    def _key(self, owner: str, known: Known | None) -> Any:
        if known is None:
            return None
        key = self.keys.get(known, {}).get(owner)
        if key is None:
            raise UnknownReference(f"{known.scheme}:{known.value}")
        return key


_AT_ONCE = 5_000


def _mentioned(paper: Any) -> Iterator[Known]:
    """Every identifier that a paper, or a ballot in it, refers to; what lies under an item comes by itself."""
    for each in fields(paper):
        value = getattr(paper, each.name)
        if isinstance(value, Known):
            yield value
        elif each.name == "ballots":
            for ballot in value:
                yield from _mentioned(ballot)
