"""What an engine is: a place for entries, written by one at a time, asked by many."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from hemicycle.record.search.entry import Entry, Kind
from hemicycle.record.search.question import Part

# One line an engine.
ENGINES = {
    "tantivy": "hemicycle.record.search.in_process.InProcess",
    "postgres": "hemicycle.record.search.postgres.InPostgres",
}


@dataclass(frozen=True, slots=True)
class Criteria:
    """A question with its filters as keys of rows; None where there is no such filter.

    `once`: of several that have the same text the best stands for all.
    """

    parts: tuple[Part, ...] = ()
    kind: str = ""
    people: tuple[str, ...] | None = None
    parties: tuple[str, ...] | None = None
    language: str = ""
    since: date | None = None
    until: date | None = None
    newest: bool = False
    once: bool = False


@dataclass(frozen=True, slots=True)
class Matches:
    """How many entries there are, and the keys of those on the page, best first; `same` are the keys of those that
    one of them stands for."""

    total: int
    keys: tuple[str, ...]
    same: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


# The best so many, five pages: further down nobody compares.
COMPARED = 100
# The entries from here on, each with the mark of its text (0: of none), and how many there are in all.
Slice = tuple[int, Sequence[tuple[str, int]]]


def one_for_all(read: Callable[[int, int], Slice], *, offset: int, limit: int) -> Matches:
    """What `read(offset, limit)` reads, each text once; always the same number in all, whichever page is asked for."""
    total, compared = read(0, COMPARED)
    groups: dict[str | int, list[str]] = {}
    for key, text in compared:
        groups.setdefault(text or key, []).append(key)
    kept = [keys[0] for keys in groups.values()]
    left_out = len(compared) - len(kept)
    shown = kept[offset : offset + limit]
    if len(shown) < limit and total > COMPARED:
        _, further = read(max(offset, len(kept)) + left_out, limit - len(shown))
        shown += [key for key, _ in further]
    same = {keys[0]: tuple(keys[1:]) for keys in groups.values() if len(keys) > 1}
    return Matches(total - left_out, tuple(shown), same)


@dataclass(frozen=True, slots=True)
class Spelling:
    """A word as it is written most, and in how many sittings, bills or biographies it stands."""

    written: str
    places: int


class Writer(Protocol):
    """The one who writes. Each call is whole or not at all, also for somebody who is killed in the middle."""

    def replace(self, owners: Sequence[str], entries: Iterable[Entry]) -> int:
        """Put these entries in the place of all that the owners have; returns how many."""
        ...

    def replace_all(self, entries: Iterable[Entry]) -> int:
        """Put these entries in the place of everything."""
        ...


class Engine(Protocol):
    def is_there(self) -> bool:
        """Whether an index of this layout was ever written."""
        ...

    def writer(self, *, waiting: Callable[[], None]) -> AbstractContextManager[Writer]:
        """The writer; while another process writes, `waiting` is called again and again, and may raise."""
        ...

    def find(self, criteria: Criteria, *, offset: int, limit: int) -> Matches: ...

    def named(self, words: Sequence[str], kinds: Sequence[Kind], *, limit: int, beginning: bool = True) -> list[str]:
        """Keys of entries whose titles hold every word, in plain spelling; of the last one, its `beginning`."""
        ...

    def known(self, words: Iterable[str]) -> dict[str, Spelling]:
        """Which of these words, in plain spelling, stand anywhere in what is indexed."""
        ...

    def spellings(self, beginning: str, *, limit: int) -> list[str]:
        """Words of titles that begin so in plain spelling, as they are written, the frequent ones first."""
        ...


@cache
def _engine(path: str) -> Engine:
    return import_string(path)()  # type: ignore[no-any-return]


def engine() -> Engine:
    """The engine of this installation."""
    return _engine(ENGINES[settings.SEARCH])
