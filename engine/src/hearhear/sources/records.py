"""What readers of files take and give: options, the guess of the columns, messages, and rejected rows."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

import numpy as np
import numpy.typing as npt
import pyarrow as pa

# A letter to a parliament has a few thousand characters, a submission to a committee a few hundred thousand;
# what is longer is a damaged file or an attack, and would be held in memory several times over.
MAX_TEXT = 1_000_000
# What a rejected row shows of itself; its line says where the rest is.
MAX_RAW = 2_000

Progress = Callable[[int, int], None]
Certainty = Literal["declared", "sure", "likely", "weak"]


@dataclass(frozen=True)
class Rejected:
    """A row set aside: its line in the file (1 is the first), a stable reason code, a sentence, and its beginning."""

    line: int | None
    reason: str
    detail: str
    raw: str = ""
    file: str = ""


@dataclass(frozen=True)
class Column:
    """A column as a page shows it: some values, the share filled and different, the mean length in characters."""

    name: str
    samples: tuple[str, ...]
    filled: float
    distinct: float
    mean_length: float


@dataclass(frozen=True)
class Layout:
    """What the columns of a file hold.

    `columns` maps a field of the message to the column or columns it is made of; `questions` are columns each of which
    answers a question of its own, in place of `columns["text"]`; `facts` are columns that state a fact.
    """

    columns: Mapping[str, str]
    questions: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Guessed:
    """A layout that was guessed: how certain each field is, the export, and the columns to choose the text from."""

    layout: Layout
    certainty: Mapping[str, Certainty]
    export: str | None = None
    candidates: tuple[Column, ...] = ()


@dataclass(frozen=True)
class Guess:
    """How a file would be read: see Layout. A person has to choose the text from `candidates`, where there are any.

    `unread_sheets` are those of a workbook that hold texts as well, in other columns.
    """

    format: str
    columns: Mapping[str, str]
    certainty: Mapping[str, Certainty]
    found: tuple[Column, ...]
    encoding: str | None = None
    delimiter: str | None = None
    export: str | None = None
    sheets: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    candidates: tuple[Column, ...] = ()
    unread_sheets: tuple[str, ...] = ()

    @property
    def layout(self) -> Layout:
        """The columns alone."""
        return Layout(self.columns, self.questions, self.facts)

    def samples(self, name: str) -> tuple[str, ...]:
        """Some values of the column guessed for a field of the message."""
        first = self.columns.get(name, "").split("+")[0].split("|")[0]
        return next((column.samples for column in self.found if column.name == first), ())


@dataclass(frozen=True)
class Reading:
    """The messages of a file in MESSAGE_SCHEMA, what was set aside, and how the file was read."""

    table: pa.Table
    rejected: tuple[Rejected, ...]
    columns: Mapping[str, str]
    format: str
    warnings: tuple[str, ...] = ()
    guess: Guess | None = None
    unread_dates: int = 0

    @property
    def questions(self) -> tuple[str, ...]:
        """The columns that were read as questions of their own."""
        return self.guess.questions if self.guess else ()

    @property
    def facts(self) -> tuple[str, ...]:
        """The columns that were read as facts."""
        return self.guess.facts if self.guess else ()


@dataclass(frozen=True)
class Options:
    """What the caller declares about a file instead of having it guessed."""

    encoding: str | None = None
    delimiter: str | None = None
    sheet: str | None = None
    format: str | None = None


def no_progress(done: int, total: int) -> None:
    """The progress of a caller who does not want to hear of it."""


@dataclass(frozen=True)
class Request:
    """What a format module is asked for: all columns or those wanted, all rows or about the first `limit`."""

    options: Options = Options()
    wanted: Sequence[str] | None = None
    limit: int | None = None
    progress: Progress = no_progress


@dataclass
class Raw:
    """A file as its format module reads it: named columns of strings (or dates), not yet messages.

    `lines` gives the line of every row; `rejected` what could not become a row at all.
    """

    format: str
    table: pa.Table
    lines: Callable[[], npt.NDArray[np.int64] | None] = lambda: None
    rejected: list[Rejected] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    encoding: str | None = None
    delimiter: str | None = None
    sheets: tuple[str, ...] = ()
    channel: str | None = None


def joined(parts: Sequence[Raw]) -> Raw:
    """Parts with the same columns as one, each row with its line in its part."""
    if len(parts) == 1:
        return parts[0]
    lines = [part.lines() for part in parts]
    known = [one for one in lines if one is not None]
    numbers = np.concatenate(known) if len(known) == len(lines) else None
    return replace(
        parts[0],
        table=pa.concat_tables([part.table for part in parts]),
        lines=lambda: numbers,
        rejected=[row for part in parts for row in part.rejected],
        warnings=[warning for part in parts for warning in part.warnings],
    )


def shortened(raw: str) -> str:
    """The beginning of a bad row, printable."""
    return raw[:MAX_RAW].encode("utf-8", "backslashreplace").decode("utf-8").replace("\x00", "\\x00")


def text_table(columns: Mapping[str, Sequence[str | None]]) -> pa.Table:
    """A table of strings."""
    return pa.table({name: pa.array(values, pa.string()) for name, values in columns.items()})
