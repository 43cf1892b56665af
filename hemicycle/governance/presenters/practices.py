"""The practices that articles serve, by their titles."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from hemicycle.record.phrases import Phrase

from ..questions import practices


@dataclass(frozen=True, slots=True)
class Served:
    key: str
    title: str


def served(keys: Iterable[str]) -> list[Served]:
    titles = {key: str(Phrase(one.title).here) for key, one in practices().items()}
    return [Served(key, titles.get(key, "")) for key in keys]


def by_area() -> list[tuple[str, list[tuple[str, str]]]]:
    """Every practice with its title, below the name of its area."""
    found: dict[str, list[tuple[str, str]]] = {}
    for one in practices().values():
        area = str(Phrase(one.area_name).here)
        found.setdefault(area, []).append((one.key, f"{one.key} · {Phrase(one.title).here}"))
    return list(found.items())
