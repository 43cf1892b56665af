"""From likeness to groups: which texts of a corpus have a common origin.

Three kinds of likeness, from the surest to the subtlest, each looking only at what the earlier ones left:
*passages* shared word for word, *short* texts that are nearly the same or carry the same link, and *slots*, the same
sentence pattern with other words in the gaps.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pyarrow as pa

from hearhear import tables
from hearhear.campaigns import passages, short, sides, slots
from hearhear.campaigns.corpus import Corpus
from hearhear.campaigns.settings import Settings
from hearhear.campaigns.tokens import I64

PASSAGE = 6
"""Words in a gram of a passage: people on one subject share five words by chance, hardly ever six (dev set: the
closest pair of strangers shares 21 bits, the loosest copy of a template 39)."""
PASSAGE_BITS = 30.0
"""Bits that a shared passage must weigh: about five rare words in a row, midway between the two figures above."""
MERGED = 0.4
"""Two groups are one when this part of what the smaller one's texts share stands in a leader of the larger."""

ALONE, PASSAGES, SHORT, SLOTS = 0, 1, 2, 3


def join(corpus: Corpus, links: pa.ListArray, settings: Settings) -> tuple[I64, I64]:
    """For each distinct text the number of its group (a text of it), and the kind of likeness that put it there."""
    if not len(corpus):
        return np.empty(0, np.int64), np.empty(0, np.int64)
    found = _passages(corpus, settings)
    with ThreadPoolExecutor(1) as aside:  # the tables of the one while the other works in Python
        pairs = aside.submit(short.pairs, corpus, links, settings)
        group = _grouped(found, len(corpus))
        brief = short.join(group, pairs.result(), corpus, links)
    kind = np.where(_sizes(group) > 1, PASSAGES, ALONE)
    kind = _renewed(kind, group, brief, SHORT)
    patterned = slots.join(corpus, brief, settings)
    kind = _renewed(kind, brief, patterned, SLOTS)
    return patterned, np.where(_sizes(patterned) > 1, kind, ALONE)


def _renewed(kind: I64, before: I64, after: I64, name: int) -> I64:
    """The kinds of likeness, with the name of the step where it moved a text or found the first company for it."""
    return np.where((after != before) | ((_sizes(after) > 1) & (kind == ALONE)), name, kind)


def _sizes(group: I64) -> I64:
    return np.bincount(group, minlength=len(group))[group]


def _passages(corpus: Corpus, settings: Settings) -> passages.Following:
    with tables.workshop(settings.memory_limit, settings.threads) as backend:
        rows = passages.pieces(corpus, PASSAGE, settings.threads)
        return passages.follow(backend, rows, corpus, settings.minimum_senders)


def _grouped(found: passages.Following, count: int) -> I64:
    group = passages.roots(found, found.shared >= PASSAGE_BITS, count)
    group = passages.merged(group, found.table, MERGED, PASSAGE_BITS)
    return sides.parted(group, found.table, 2)
