"""Which of very many messages are worth reading: those whose own words look like a plea or a refusal.

A linear model of single words only, over windows of words, without a loop over texts; learned by engine/training.
"""

from __future__ import annotations

from functools import cache
from importlib import resources

import numpy as np

from hearhear.campaigns.corpus import F32, text_slices
from hearhear.campaigns.groups import Groups
from hearhear.campaigns.shared import Shared
from hearhear.campaigns.tokens import I64, U32, Mask

BITS = 16
"""Of a word's hash that tell its weight."""
WINDOW = 16
"""Words: the middle length of a sentence in our letters."""


@cache
def weights() -> F32:
    """Of words, by the upper bits of their hashes, shape (2 ** BITS,)."""
    with resources.files("hearhear.sentences").joinpath("first_look.npz").open("rb") as file, np.load(file) as kept:
        return np.asarray(kept["words"], np.float32)


def scores(word: U32, bounds: I64, own: Mask) -> F32:
    """For each text the largest sum of the weights of its own words in a window, shape (texts,)."""
    found = np.full(len(bounds) - 1, -np.inf, np.float32)
    for first, last in text_slices(bounds):
        start, edges = bounds[first], bounds[first : last + 1] - bounds[first]
        part = slice(start, bounds[last])
        total = np.concatenate([[0.0], np.cumsum(weights()[word[part] >> np.uint32(32 - BITS)] * own[part])])
        begin = np.arange(len(total) - 1)
        ends = np.minimum(begin + WINDOW, np.repeat(edges[1:], np.diff(edges)))
        full = np.flatnonzero(np.diff(edges))
        if len(full):
            found[first + full] = np.maximum.reduceat(total[ends] - total[begin], edges[full])
    return found


def chosen(groups: Groups, found: Shared, most: int, words: int | None = None) -> Mask:
    """For each message whether its text is among the `most` distinct ones that look most like a plea or a refusal and
    have no more than so many `words` together.

    Texts are taken with all others of the same score, or not, so that their order does not matter.
    """
    corpus = groups.corpus
    seen = scores(corpus.word, corpus.bounds, found.sharers == 0)
    order = np.lexsort((corpus.lengths, -seen))
    enough = np.cumsum(corpus.lengths[order]) <= (corpus.bounds[-1] if words is None else words)
    enough[most:] = False
    if enough.all():
        return np.ones(len(corpus.text_of), np.bool_)
    kept: Mask = (seen > seen[order[enough.argmin()]])[corpus.text_of]
    return kept
