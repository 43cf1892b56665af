"""How far a reader of meaning has come, and how long the rest will take."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from hearhear.embeddings.vectors import Embed, Vectors, deduplicated

_BATCH = 64
"""Texts between two reports."""


@dataclass(frozen=True, slots=True)
class Pace:
    """Progress of embedding: texts done, texts in all, seconds left (estimated from the characters done)."""

    done: int
    total: int
    seconds_left: float | None


OnPace = Callable[[Pace], None]


def with_progress(embed: Embed, on_pace: OnPace, *, clock: Callable[[], float] = time.monotonic) -> Embed:
    """An Embed that calls `on_pace` after every few texts."""

    def read(distinct: Sequence[str]) -> Vectors:
        began, every, read_so_far, vectors = clock(), sum(map(len, distinct)), 0, []
        on_pace(Pace(0, len(distinct), None))
        for at in range(0, len(distinct), _BATCH):
            batch = distinct[at : at + _BATCH]
            vectors.append(embed(batch))
            read_so_far += sum(map(len, batch))
            left = (clock() - began) * (every - read_so_far) / max(read_so_far, 1)
            on_pace(Pace(at + len(batch), len(distinct), left))
        return np.concatenate(vectors)

    return lambda texts: deduplicated(texts, read)
