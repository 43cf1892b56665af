"""What an engine is: a place for entries, written by one at a time, asked by many."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
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
    """A question with its filters as keys of rows; None where there is no such filter."""

    parts: tuple[Part, ...] = ()
    kind: str = ""
    people: tuple[str, ...] | None = None
    parties: tuple[str, ...] | None = None
    language: str = ""
    since: date | None = None
    until: date | None = None
    newest: bool = False


@dataclass(frozen=True, slots=True)
class Matches:
    """How many entries there are, and the keys of those on the page, best first."""

    total: int
    keys: tuple[str, ...]


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

    def spellings(self, beginning: str, *, limit: int) -> list[str]:
        """Words of titles that begin so in plain spelling, as they are written, the frequent ones first."""
        ...


@cache
def _engine(path: str) -> Engine:
    return import_string(path)()  # type: ignore[no-any-return]


def engine() -> Engine:
    """The engine of this installation."""
    return _engine(ENGINES[settings.SEARCH])
