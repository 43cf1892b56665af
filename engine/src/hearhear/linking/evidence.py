"""Evidence as columns: which message, which target, what kind, how strong, and where it stands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from hearhear.linking.target import KINDS

F32 = npt.NDArray[np.float32]
I64 = npt.NDArray[np.int64]

WHOLE = -1
"""Start and end of evidence that is the message as a whole."""


@dataclass(frozen=True, slots=True)
class Found:
    """One piece: of message `row`, for thing `target`, both counted from 0; offsets in characters of the message."""

    row: int
    target: int
    kind: str
    weight: float
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Evidence:
    """Many pieces, the strongest of each kind for each message and target, sorted by message, target and kind."""

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


def gathered(found: Iterable[Found]) -> Evidence:
    """The pieces as columns; of several of one kind for one message and target the strongest, then the first."""
    pieces = list(found)
    row = np.array([piece.row for piece in pieces], np.int64)
    target = np.array([piece.target for piece in pieces], np.int64)
    kind = np.array([KINDS.index(piece.kind) for piece in pieces], np.int64)
    weight = np.array([piece.weight for piece in pieces], np.float32)
    start = np.array([piece.start for piece in pieces], np.int64)
    end = np.array([piece.end for piece in pieces], np.int64)
    order = np.lexsort((start, -weight, kind, target, row))
    row, target, kind = row[order], target[order], kind[order]
    new = np.ones(len(row), np.bool_)
    new[1:] = (np.diff(row) != 0) | (np.diff(target) != 0) | (np.diff(kind) != 0)
    kept = order[new]
    return Evidence(row[new], target[new], kind[new], weight[kept], start[kept], end[kept])
