"""What a paper consists of: sections of paragraphs and tables; runs of words that stay, come or go."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

SAME, ADDED, REMOVED = "same", "added", "removed"


@dataclass(frozen=True, slots=True)
class Run:
    """Words of one kind: SAME, ADDED or REMOVED."""

    text: str
    kind: str = SAME


@dataclass(frozen=True, slots=True)
class Paragraph:
    """`name` says what it is where it is not the text itself: why, note, decision. `number`: by which it is cited."""

    runs: Sequence[Run]
    name: str = ""
    label: str = ""
    number: str = ""

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True, slots=True)
class Table:
    """`rows` of as many cells as there are columns; a cell is a list of runs."""

    caption: str
    columns: Sequence[str]
    rows: Sequence[Sequence[Sequence[Run]]]


Block = Paragraph | Table


@dataclass(frozen=True, slots=True)
class Section:
    """`key` is unique in its paper and stays the same from version to version; `number`: as it is printed, "" where
    sections are not numbered. `kind`: SAME, ADDED or REMOVED as a whole."""

    key: str
    heading: Sequence[Run]
    blocks: Sequence[Block]
    number: str = ""
    kind: str = SAME
    is_article: bool = False

    @property
    def title(self) -> str:
        """As it is called now; of one that is removed, as it was."""
        now = "".join(run.text for run in self.heading if run.kind != REMOVED)
        return now or "".join(run.text for run in self.heading)

    @property
    def differs(self) -> bool:
        """Whether anything in it was added or removed."""
        return any(run.kind != SAME for run in self._runs())

    def _runs(self) -> Iterator[Run]:
        yield from self.heading
        for block in self.blocks:
            if isinstance(block, Table):
                yield from (run for row in block.rows for cell in row for run in cell)
            else:
                yield from block.runs


@dataclass(frozen=True, slots=True)
class Paper:
    """`lines` stand below the title; `state` is said at the foot of every page."""

    language: str
    title: str
    lines: Sequence[str]
    state: str
    house: str
    sections: Sequence[Section] = field(default_factory=tuple)


def plain(text: str) -> list[Run]:
    return [Run(text)] if text else []


def one_line(text: str) -> str:
    """Without breaks; the narrow spaces of French typography stay, which str.split would take for spaces."""
    return " ".join(filter(None, re.split(r"[ \t\r\n]+", text)))


def paragraphs(text: str, name: str = "") -> list[Paragraph]:
    """One for each that a blank line parts from the next."""
    return [Paragraph(plain(one_line(part)), name) for part in text.split("\n\n") if part.strip()]


def numbered(found: Sequence[Paragraph]) -> list[Paragraph]:
    """Each with the number by which it is cited: none where it is alone, and none any more where it is removed."""
    stay = [one for one in found if any(run.kind != REMOVED for run in one.runs)]
    if len(stay) < 2:
        return list(found)
    numbers = {id(one): str(place) for place, one in enumerate(stay, start=1)}
    return [replace(one, number=numbers.get(id(one), "")) for one in found]
