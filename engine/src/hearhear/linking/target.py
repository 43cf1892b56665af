"""What a message may speak of (`Target`), what linking answers (LINKS_SCHEMA), and the evidence in between."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

LINKS_SCHEMA = pa.schema(
    [
        pa.field("id", pa.string(), nullable=False),
        pa.field("target_id", pa.string(), nullable=False),
        pa.field("rank", pa.int32(), nullable=False),
        pa.field("score", pa.float32(), nullable=False),
        pa.field("reasons", pa.string(), nullable=False),
    ]
)
"""A candidate for each message, rank 1 the best, score from 0 to 1.

`reasons` is a JSON list of {"kind", "text", "start", "end", "weight"}: what kind of evidence (see KINDS), the words of
the message, where they stand in it (characters, half open; null for the meaning of the whole message), and how much
that evidence alone would be worth.
"""

KINDS = ("number", "title", "popular_name", "hashtag", "quotation", "words", "meaning")
"""Kinds of evidence, the plainest first."""


@dataclass(frozen=True, slots=True)
class Target:
    """An item that messages may mention, in one language; targets with the same `id` are versions of one item.

    `kind`: bill, clause, sitting, member, question, proposal, petition, or another word of the caller's. `number`: as
    it is printed, "12", "C-12", "Article 7", "4(2)", or for a sitting its date, "2026-03-12". `names`: what people
    call it. `hashtags`: with or without their sign, and handles. `parent`: id of what it is a part of.
    """

    id: str
    kind: str
    lang: str
    number: str = ""
    title: str = ""
    names: tuple[str, ...] = ()
    hashtags: tuple[str, ...] = ()
    text: str = ""
    parent: str | None = None


def language(lang: str | None) -> str:
    """The primary subtag, or nothing where the language is unknown or several."""
    primary = (lang or "").lower().split("-")[0]
    return "" if primary in {"und", "mul"} else primary


F32 = npt.NDArray[np.float32]
I64 = npt.NDArray[np.int64]

WHOLE = -1
"""Start and end of evidence that is the message as a whole."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Evidence that message `row` mentions item `target`, both counted from 0; offsets in characters."""

    row: int
    target: int
    kind: str
    weight: float
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Evidence:
    """Evidence as columns: the strongest of each kind for each message and item, sorted by message, item and kind."""

    row: I64
    target: I64
    kind: I64
    weight: F32
    start: I64
    end: I64

    def of(self, rows: I64) -> Evidence:
        """Those of the messages `rows`, which are sorted, and are counted from 0 in what comes back."""
        place = np.minimum(np.searchsorted(rows, self.row), max(0, len(rows) - 1))
        kept = rows[place] == self.row if len(rows) else np.zeros(len(self.row), np.bool_)
        columns = (getattr(self, name)[kept] for name in ("target", "kind", "weight", "start", "end"))
        return Evidence(place[kept], *columns)


def collect_evidence(found: Iterable[Finding]) -> Evidence:
    """The evidence as columns; of several of one kind for one message and item the strongest, then the first."""
    findings = list(found)
    row = np.array([finding.row for finding in findings], np.int64)
    target = np.array([finding.target for finding in findings], np.int64)
    kind = np.array([KINDS.index(finding.kind) for finding in findings], np.int64)
    weight = np.array([finding.weight for finding in findings], np.float32)
    start = np.array([finding.start for finding in findings], np.int64)
    end = np.array([finding.end for finding in findings], np.int64)
    order = np.lexsort((start, -weight, kind, target, row))
    row, target, kind = row[order], target[order], kind[order]
    new = np.ones(len(row), np.bool_)
    new[1:] = (np.diff(row) != 0) | (np.diff(target) != 0) | (np.diff(kind) != 0)
    kept = order[new]
    return Evidence(row[new], target[new], kind[new], weight[kept], start[kept], end[kept])
