"""What is done above a number of texts: the embedding model reads a stratified sample, and ridge regression from words
to what the model made of the sample stands in for the rest. Links and themes both do so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

RARE = 200
"""Texts of a language that are all read if it has no more, and at least as many of one that has."""
LENGTHS = (120, 400, 1200)
"""Characters at which strata of length part: an SMS, a comment, a letter, an essay."""
HELD_OUT = 10
"""One text of ten that were read is held out of the regression, to measure its error."""
_RIDGE, _STEPS = 1.0, 40
"""The ridge penalty, and the steps of conjugate gradients, after which the result hardly changes."""


@dataclass(frozen=True, slots=True)
class Sample:
    """The model read `size` of `of` texts; `error`: the share of held-out texts (or their passages) for which the
    regression gave another first target (or theme) than the model."""

    size: int
    of: int
    error: float


def stratified(
    numbers: Sequence[int], ids: Sequence[str], texts: Sequence[str], langs: Sequence[str], *, share: float, seed: int
) -> list[int]:
    """Of the texts `numbers`, a `share` of each language and length: those whose hash of seed and id is smallest."""
    texts_in = Counter(langs[at] for at in numbers)
    strata: dict[tuple[str, int], list[int]] = {}
    for at in numbers:
        strata.setdefault((langs[at], int(np.searchsorted(LENGTHS, len(texts[at])))), []).append(at)
    kept: list[int] = []
    for (lang, _), inside in sorted(strata.items()):
        part = max(share, min(1.0, RARE / texts_in[lang]))
        inside.sort(key=lambda at: blake2b(f"{seed}:{ids[at]}".encode(), digest_size=8).digest())
        kept += inside[: max(1, round(part * len(inside)))]
    return kept


def ridge(table: sp.csr_matrix, wanted: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """Weights of a ridge regression of all columns of `wanted` on `table`, in the precision of `wanted`, by conjugate
    gradients (Hestenes and Stiefel 1952)."""
    back, penalty = table.T.tocsr(), wanted.dtype.type(_RIDGE)
    weights = np.zeros((table.shape[1], wanted.shape[1]), wanted.dtype)
    residual = np.asarray(back @ wanted, wanted.dtype)
    direction, size = residual.copy(), (residual**2).sum(axis=0)
    for _ in range(_STEPS):
        image = back @ (table @ direction) + penalty * direction
        step = size / np.maximum((direction * image).sum(axis=0), 1e-12)
        weights += step * direction
        residual -= step * image
        renewed = (residual**2).sum(axis=0)
        direction = residual + renewed / np.maximum(size, 1e-12) * direction
        size = renewed
    return weights
