"""The place of each part in its sitting: items, contributions and votes are counted together, in reading order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import Max

from hemicycle.record.models import Sitting
from hemicycle.record.papers import ItemPaper, Part, SpeechPaper

# The column of the record.
LONGEST_ID = 200
# A file that lacks more than half of the speeches is an excerpt, whatever it says of itself: it withdraws none.
MOST_WITHDRAWN = 0.5


@dataclass(slots=True)
class Placed:
    """A part with its place in the source and the item around it."""

    order: int
    paper: Part
    within: Placed | None
    native_id: str
    row: Any = None


def in_order(parts: Sequence[Part]) -> list[Placed]:
    """Every part in reading order, an item before what lies in it; an id used a second time names nothing."""
    placed: list[Placed] = []
    _place(parts, None, placed, set())
    return placed


def _place(parts: Sequence[Part], within: Placed | None, placed: list[Placed], used: set[tuple[type, str]]) -> None:
    for paper in parts:
        key = type(paper), paper.native_id
        native_id = "" if key in used or len(paper.native_id) > LONGEST_ID else paper.native_id
        used.add(key)
        here = Placed(len(placed) + 1, paper, within, native_id)
        placed.append(here)
        if isinstance(paper, ItemPaper):
            _place(paper.parts, here, placed, used)


def is_excerpt(sitting: Sitting, placed: Iterable[Placed]) -> bool:
    """Whether most of the speeches that stand are not in this source."""
    speeches = [one for one in placed if isinstance(one.paper, SpeechPaper)]
    ids, places = {one.native_id for one in speeches}, {one.order for one in speeches if not one.native_id}
    current = list(sitting.contributions.current().values_list("native_id", "order"))
    missing = sum(native_id not in ids if native_id else order not in places for native_id, order in current)
    return missing > MOST_WITHDRAWN * len(current)


class Places:
    """What to write into `order`: in a whole source its own order, else what leaves the others where they are."""

    def __init__(self, sitting: Sitting, *, whole: bool) -> None:
        self.whole = whole
        self._free = self._after(sitting) if not whole else iter(())

    @staticmethod
    def _after(sitting: Sitting) -> Iterator[int]:
        rows = (sitting.items, sitting.contributions, sitting.vote_events)
        last = max(row.aggregate(last=Max("order"))["last"] or 0 for row in rows)
        while True:
            last += 1
            yield last

    def of(self, one: Placed, row: models.Model) -> int | None:
        """None for a row that stays where it is."""
        if self.whole:
            return one.order
        given: int | None = getattr(one.paper, "place", None)
        if row._state.adding:
            return given or next(self._free)
        # An item stands before the first of its speeches, of which another file may have an earlier one.
        return min(given, row.order) if given and isinstance(one.paper, ItemPaper) else given  # type: ignore[attr-defined]
