"""How likely each sentence is a threat, tells of self-harm or of danger, or sets a time limit.

Four logistic regressions on the sentence's vector, its words, its ideas (hearhear.urgency.ideas) and wordings that
leave little doubt, learned by engine/training/urgency.py on sentences of our own writing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import cache
from importlib import resources

import numpy as np
import scipy.sparse as sp

from hearhear.embeddings import Embed
from hearhear.sentences.features import F32, words_matrix
from hearhear.sentences.letters import quietly
from hearhear.urgency.ideas import ideas_matrix, said

KINDS = ("threat", "self_harm", "danger", "time_limit")


@dataclass(frozen=True, slots=True)
class Weights:
    """`dense`: shape (512 + 3 + 1, kinds), for a vector, wordings and an intercept; `words`: (buckets + ideas +
    ideas ** 2, kinds); `thresholds`: the log odds from which each kind is reported."""

    dense: F32
    words: F32
    thresholds: F32


@cache
def weights() -> Weights:
    """Those of the wheel."""
    with resources.files(__package__).joinpath("weights.npz").open("rb") as file, np.load(file) as kept:
        return Weights(*(kept[field.name].astype(np.float32) for field in fields(Weights)))


def features(sentences: Sequence[str], embed: Embed) -> tuple[F32, sp.csr_matrix]:
    """What is known of each sentence: dense features and sparse ones."""
    vectors, wordings = embed([*map(quietly, sentences)]), said(sentences)
    dense = np.hstack([vectors, wordings, np.ones((len(sentences), 1), np.float32)])
    return dense, sp.hstack([words_matrix(sentences), ideas_matrix(sentences)]).tocsr()


def log_odds(dense: F32, words: sp.csr_matrix, using: Weights) -> F32:
    """For each sentence the log odds of each of KINDS, shape (sentences, kinds)."""
    # Not a product of BLAS, whose sums depend on how many rows there are.
    return np.asarray(np.einsum("ij,jk->ik", dense, using.dense) + words @ using.words, np.float32)
