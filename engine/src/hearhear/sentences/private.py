"""Sentences that are nobody else's business: illness, money troubles, a child, danger, or where somebody lives.

Told of a person, not of people at large: "my brother takes insulin", not "insulin is too dear". Two things speak for
it: what the sentence says, by multinomial logistic regression on its own vector and words, learned on sentences of our
own writing (engine/training/private-*.jsonl); and that its letter makes it a story or a plea, not an argument. The
threshold is set so that nine private sentences in ten are found; a false alarm costs a quote
(docs/letters-accuracy.md).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources

import numpy as np
import scipy.sparse as sp

from hearhear.sentences.features import F32
from hearhear.sentences.model import KINDS

WHY = ("address", "children", "debts", "health", "threat")
"""`children`: a child's troubles; `debts`: arrears, income, benefits; `threat`: violence done, feared or threatened,
against others or oneself."""
CLASSES = ("none", *WHY)
STORY_WEIGHT = 0.2
"""What the log odds of a story or a plea count beside those of what is said. Of 0 to .5 in steps of .1 the one with
which the fewest sentences of public consultations are marked where nine in ten of the training's are found."""
_OF_A_PERSON = [KINDS.index(kind) for kind in ("story", "casework")]
_LEAST = 1e-4
"""A probability below this counts as this: no kind is that sure."""


@dataclass(frozen=True, slots=True)
class Weights:
    """`dense`: shape (513, classes), for a vector and an intercept; `words`: (BUCKETS, classes); `threshold`: the
    log odds from which a sentence is private."""

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


def log_odds(chance: F32, kinds: F32) -> F32:
    """The log odds that each sentence is private, from the probabilities of CLASSES and of KINDS."""
    return _logit(1 - chance[:, 0]) + np.float32(STORY_WEIGHT) * _logit(kinds[:, _OF_A_PERSON].sum(axis=1))


def _logit(chance: F32) -> F32:
    kept = np.clip(chance, _LEAST, 1 - _LEAST)
    return np.asarray(np.log(kept / (1 - kept)), np.float32)


def reasons(vectors: F32, words: sp.csr_matrix, kinds: F32) -> list[str | None]:
    """For each sentence the likeliest of WHY if it is private, else None.

    `kinds`: the probability of each of KINDS, beside its neighbours.
    """
    using = weights()
    chance = probabilities(with_intercept(vectors), words, using)
    said = log_odds(chance, kinds) >= using.threshold
    return [
        WHY[why] if is_private else None for is_private, why in zip(said, chance[:, 1:].argmax(axis=1), strict=True)
    ]
