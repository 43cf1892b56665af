"""The linear model that tells what a sentence is: multinomial logistic regression, trained by engine/training.

Its weights are read once; they were learned on letters of our own writing (engine/training/letters-*.jsonl).
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cache
from importlib import resources

import numpy as np
import scipy.sparse as sp

from hearhear.sentences.features import DIMENSIONS, F32, MARKS, Places

KINDS = ("ask", "casework", "claim", "courtesy", "form", "quoted", "reference", "rejects", "story")
"""What a sentence may be, in this order everywhere.

`claim`: an argument or fact on a public matter; `ask`: what parliament should do; `story`: something lived, told for
it; `casework`: a matter of the writer's own for which help is asked; `rejects`: disowns a campaign; `quoted`: words of
others; `reference`: names a bill or clause; `courtesy`: greeting, closing, politeness; `form`: fields and footers.
"""
NEIGHBOUR = 0.5
"""What a neighbour's vector counts beside one's own (of 0, .3, .5 and .8 the best for letters of another hand)."""
MARK = 0.3
"""What a mark of place counts."""
DENSE = 3 * DIMENSIONS + MARKS + 1


@dataclass(frozen=True, slots=True)
class Weights:
    """`dense`: shape (DENSE, kinds); `words`: (2 * BUCKETS, kinds). `tone_dense`: (DENSE, 2) and `tone_words`:
    (2 * BUCKETS, 2), what each sentence adds to its letter's tone. `letters`: for casework and for disagreement the
    slopes of the surest sentences' log odds and of the tone, and the intercept, which lead to a certainty;
    `thresholds`: the certainty from which each is reported."""

    dense: F32
    words: F32
    tone_dense: F32
    tone_words: F32
    letters: F32
    thresholds: F32


@cache
def weights() -> Weights:
    """Those of the wheel."""
    with resources.files(__package__).joinpath("weights.npz").open("rb") as file, np.load(file) as kept:
        return Weights(*(kept[field.name].astype(np.float32) for field in fields(Weights)))


def dense(vectors: F32, where: Places) -> F32:
    """A sentence's own vector, those before and after it, and the marks of its place, shape (sentences, DENSE)."""
    parts = [vectors, _beside(vectors, where.before), _beside(vectors, where.after), np.float32(MARK) * where.marks]
    return np.hstack([*parts, np.ones((len(vectors), 1), np.float32)])


def _beside(vectors: F32, rows: np.ndarray) -> F32:
    if not len(vectors):
        return np.zeros((len(rows), DIMENSIONS), np.float32)
    return np.where((rows >= 0)[:, None], np.float32(NEIGHBOUR) * vectors[np.maximum(rows, 0)], np.float32(0))


def probabilities(known: F32, words: sp.csr_matrix, using: Weights) -> F32:
    """For each sentence the probability of each of KINDS, shape (sentences, kinds)."""
    # Not a product of BLAS, whose sums depend on how many rows there are.
    scores = np.einsum("ij,jk->ik", known, using.dense) + words @ using.words
    raised = np.exp(scores - scores.max(axis=1, keepdims=True, initial=-np.inf))
    return np.asarray(raised / raised.sum(axis=1, keepdims=True), np.float32)


def tones(known: F32, words: sp.csr_matrix, using: Weights) -> F32:
    """For each sentence what it adds to its letter's tone, for casework and disagreement, shape (sentences, 2)."""
    return np.asarray(np.einsum("ij,jk->ik", known, using.tone_dense) + words @ using.tone_words, np.float32)


def no_places(count: int) -> Places:
    """Of sentences without a letter around them."""
    alone = np.full(count, -1, np.int64)
    return Places(alone, alone, np.zeros((count, MARKS), np.float32))
