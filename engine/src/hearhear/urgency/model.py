"""How likely each sentence, and each letter as a whole, threatens, tells of self-harm or of danger, or sets a limit.

Of a sentence its vector, its words and its ideas (hearhear.urgency.ideas); of a letter its two likeliest sentences,
the mean of its vectors, which tells a threat from a joke about one, and whether it names a year long ago. A sentence
that is plain enough suffices whatever surrounds it, so that no long letter drowns it. Both are
logistic regressions for each kind, learned by engine/training/urgency.py on letters of our own writing.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import cache
from importlib import resources

import numpy as np
import scipy.sparse as sp

from hearhear.embeddings import Embed
from hearhear.sentences.features import F32, words_matrix
from hearhear.sentences.letters import quietly
from hearhear.urgency.ideas import ideas_matrix

KINDS = ("threat", "self_harm", "danger", "time_limit")
_MEAN = 6
"""What the mean of the vectors counts in a long letter (1 to 6 tried on unseen ones). Of a single sentence it counts
nothing, since the sentence has been judged: there it took "I will call him" for a threat and drowned plain ones."""
_NONE = -8
"""The log odds of the second sentence of a letter that has one: about those of an ordinary sentence."""

_LONG_AGO = re.compile(r"\b(?:1[5-9]\d\d|20[01]\d)\b")
"""A year of history and of lives, which tell of much that does not wait any more."""


@dataclass(frozen=True, slots=True)
class Weights:
    """`dense`: shape (512 + 1, kinds), for a vector and an intercept; `words`: (buckets + ideas + ideas ** 2, kinds);
    `letter`: (2 * kinds + 512 + 3, kinds); `thresholds`: the log odds of a letter from which each kind is reported;
    `alone`: those of a sentence that suffice whatever surrounds it."""

    dense: F32
    words: F32
    letter: F32
    thresholds: F32
    alone: F32


@cache
def weights() -> Weights:
    """Those of the wheel."""
    with resources.files(__package__).joinpath("weights.npz").open("rb") as file, np.load(file) as kept:
        return Weights(*(kept[field.name].astype(np.float32) for field in fields(Weights)))


def features(sentences: Sequence[str], embed: Embed) -> tuple[F32, sp.csr_matrix]:
    """What is known of each sentence: its vector and a one, and its words and ideas."""
    vectors = embed([*map(quietly, sentences)])
    dense = np.hstack([vectors, np.ones((len(sentences), 1), np.float32)])
    return dense, sp.hstack([words_matrix(sentences), ideas_matrix(sentences)]).tocsr()


def log_odds(dense: F32, words: sp.csr_matrix, using: Weights) -> F32:
    """For each sentence the log odds of each of KINDS, shape (sentences, kinds)."""
    # Not a product of BLAS, whose sums depend on how many rows there are.
    return np.asarray(np.einsum("ij,jk->ik", dense, using.dense) + words @ using.words, np.float32)


def letter_features(sentences: Sequence[str], dense: F32, odds: F32) -> F32:
    """What is known of a letter out of what is known of its sentences, at least one."""
    likeliest = np.sort(odds, axis=0)[::-1][:2]
    second = likeliest[-1] if len(odds) > 1 else np.full_like(odds[0], _NONE)
    long_ago = any(map(_LONG_AGO.search, sentences))
    mean = _MEAN * (1 - 1 / len(odds)) * dense[:, :-1].mean(axis=0)
    return np.hstack([likeliest[0], second, mean, long_ago, math.log(len(odds)), 1]).astype(np.float32)
