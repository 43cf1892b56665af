"""Sentences that are nobody else's business: illness, money troubles, a child, danger, or where somebody lives.

Told of a person, not of people at large: "my brother takes insulin", not "insulin is too dear". Multinomial logistic
regression on a sentence's own vector and words, learned on sentences of our own writing
(engine/training/private-*.jsonl). Its threshold is set so that nine private sentences in ten are found; that makes
many false alarms (docs/letters-accuracy.md), and a false alarm costs a quote.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources

import numpy as np
import scipy.sparse as sp

from hearhear.sentences.features import F32

WHY = ("address", "children", "debts", "health", "threat")
"""`children`: a child's troubles; `debts`: arrears, income, benefits; `threat`: violence done, feared or threatened,
against others or oneself."""
CLASSES = ("none", *WHY)


@dataclass(frozen=True, slots=True)
class Weights:
    """`dense`: shape (513, classes), for a vector and an intercept; `words`: (BUCKETS, classes); `threshold`: the
    probability of any of WHY from which a sentence is private."""

    dense: F32
    words: F32
    threshold: float


@cache
def weights() -> Weights:
    """Those of the wheel."""
    with resources.files(__package__).joinpath("private.npz").open("rb") as file, np.load(file) as kept:
        dense, words = (kept[name].astype(np.float32) for name in ("dense", "words"))
        return Weights(dense, words, float(kept["threshold"]))


def with_intercept(vectors: F32) -> F32:
    """A sentence's vector and a one, shape (sentences, 513)."""
    return np.hstack([vectors, np.ones((len(vectors), 1), np.float32)])


def probabilities(known: F32, words: sp.csr_matrix, using: Weights) -> F32:
    """For each sentence the probability of each of CLASSES, shape (sentences, classes)."""
    scores = known @ using.dense + words @ using.words
    raised = np.exp(scores - scores.max(axis=1, keepdims=True, initial=-np.inf))
    return np.asarray(raised / raised.sum(axis=1, keepdims=True), np.float32)


def reasons(vectors: F32, words: sp.csr_matrix) -> list[str | None]:
    """For each sentence the likeliest of WHY if it is private, else None."""
    using = weights()
    chance = probabilities(with_intercept(vectors), words, using)
    likeliest = chance[:, 1:].argmax(axis=1)
    return [
        WHY[why] if none <= 1 - using.threshold else None for none, why in zip(chance[:, 0], likeliest, strict=True)
    ]
