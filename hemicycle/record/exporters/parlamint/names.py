"""The ids of a corpus: those it came with where it did, else made of the public address of a row."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from hemicycle.record.importers.parlamint.vocabulary import SCHEME, WIKIDATA
from hemicycle.record.models import Identifier, Period

# A code that ISO 3166 leaves to its users: the record does not say of which country it is.
NOWHERE = "XX"
_CORPUS = re.compile(r"([A-Z]{2}(?:-[A-Z]{2,3})?)/(.+)")
# What XML lets be an id (NCName), but for letters that no source uses.
NCNAME = re.compile(r"[A-Za-z_À-ÖØ-öø-ÿĀ-ž][\w.\-]*")


def code_of(bodies: Iterable[Any]) -> str:
    """The code of the corpus these bodies came from (`ES`), if it is one."""
    rows = Identifier.objects.filter(scheme=SCHEME, organization__in=set(bodies)).values_list("value", flat=True)
    codes = {found[1] for value in rows if (found := _CORPUS.fullmatch(value))}
    return codes.pop() if len(codes) == 1 else NOWHERE


def is_id(name: str) -> bool:
    return bool(NCNAME.fullmatch(name))


class Names:
    """Which id a person, a body or a term has in the corpus, and which item of Wikidata it is."""

    def __init__(self, corpus: str, people: Any, bodies: Any) -> None:
        self.corpus = corpus
        self._ids: dict[tuple[str, Any], str] = {}
        self._items: dict[tuple[str, Any], str] = {}
        self._used: set[str] = set()
        for owner, rows in (("organization", bodies), ("person", people), ("period", Period.objects.all())):
            self._read(owner, rows)

    def _read(self, owner: str, rows: Any) -> None:
        found = Identifier.objects.filter(**{f"{owner}__in": rows.values("pk")}, scheme__in=[SCHEME, "wikidata"])
        for scheme, value, key in found.order_by("scheme", "value").values_list("scheme", "value", f"{owner}_id"):
            if scheme == "wikidata":
                self._items.setdefault((owner, key), value)
                continue
            found_id = _CORPUS.fullmatch(value)
            is_ours = found_id is not None and found_id[1] == self.corpus
            if found_id and is_ours and is_id(found_id[2]) and found_id[2] not in self._used:
                self._ids.setdefault((owner, key), found_id[2])
                self._used.add(found_id[2])

    def person(self, row: Any) -> str:
        return self._ids.get(("person", row.pk)) or f"person.{row.address}"

    def body(self, row: Any) -> str:
        return self._ids.get(("organization", row.pk)) or f"org.{row.address}"

    def period(self, row: Period) -> str:
        """A made one ends with the number, which the importer reads from there."""
        made = f"{self.body(row.organization)}.term.{row.address}.{row.number or row.address}"
        return self._ids.get(("period", row.pk)) or (made if is_id(made) else f"term.{row.address}")

    def item(self, owner: str, key: Any) -> str:
        """The address of its item in Wikidata, "" where none is known."""
        value = self._items.get((owner, key), "")
        return f"{WIKIDATA}{value}" if value else ""
