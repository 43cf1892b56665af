"""Several wordings of one short message: "cap the fare, islanders pay 30" and "30 a trip: cap the islanders' fare".

Each wording has copies, and so is no coincidence; of what the wordings say, in whatever order, most is the same. Those
who only use a campaign's tag or link have a tag or a link in common with it, and hardly a word.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

from hearhear.campaigns import passages, proof
from hearhear.campaigns.corpus import F64, Corpus
from hearhear.campaigns.tokens import I64, U32, Mask, distinct

SAME = 0.72
"""Part of the longer wording, or of the one that a single text has beside its sender's own words, that must be the
same (three development sets: wordings of one message .62 to .88, of the same in another language .33, copies .75 to 1,
answers and others on the subject up to .57; made-up messages for and against one thing, with the same request: .29 to
.69, and of two figures that part these from most wordings the higher)."""
OWN = 0.5
"""Part of a single text that the wording may not fall short of: who says more of his own, speaks for himself."""
BITS = 24.0
"""What they have in common weighs at least two rare words: words in any order are met by chance sooner than words in
a row ("me too" and a name weigh 16)."""


@dataclass(frozen=True, slots=True)
class Wordings:
    """What most texts of each group say. `table`: groups by words, in 1/UNIT bits; `total`: its sums, in bits.
    `copied`: whether two people sent it. `word`: the hash of each column, in order."""

    table: sp.csr_matrix
    total: F64
    copied: Mask
    word: U32


def pairs(group: I64, left: I64, right: I64, some: Corpus, numbers: I64, sender: I64) -> tuple[I64, I64]:
    """Pairs of groups that are wordings of one message, or one of them and a text alone, by their names.

    `left`, `right`: pairs of texts that may be of two such groups. `some`: the short texts; `numbers`: theirs in
    `group`. `sender`: that of each text, or a negative number where several have sent it.
    """
    one, other = np.minimum(group[left], group[right]), np.maximum(group[left], group[right])
    first, second = np.divmod(distinct((one * len(group) + other)[one != other]), len(group))
    heads = np.unique(np.concatenate([first, second]))
    found = read(some, group, numbers, sender, heads)
    one, other = np.searchsorted(heads, first), np.searchsorted(heads, second)
    shared = passages.overlap(found.table, one, other) / passages.UNIT
    total, copied = found.total, found.copied
    large = np.maximum(total[one], total[other])
    both, wording = copied[one] & copied[other], np.where(copied[one], total[one], total[other])
    alone = (copied[one] | copied[other]) & (shared >= np.maximum(SAME * wording, OWN * large))
    same = (shared >= BITS) & np.where(both, shared >= SAME * large, alone)
    return first[same], second[same]


def read(some: Corpus, group: I64, numbers: I64, sender: I64, heads: I64) -> Wordings:
    """Those of some groups, by their names; that of a group of longer texts is empty."""
    place = np.minimum(np.searchsorted(heads, group[numbers]), max(0, len(heads) - 1))
    text = np.flatnonzero(heads[place] == group[numbers]) if len(heads) else numbers[:0]
    index, sender = place[text], sender[numbers[text]]
    lengths = some.lengths[text]
    at = np.repeat(some.bounds[text] - np.cumsum(lengths) + lengths, lengths) + np.arange(lengths.sum())
    word, column = np.unique(some.word[at], return_inverse=True)
    bits = np.zeros(len(word))
    np.maximum.at(bits, column, some.bits[at])
    held = distinct(np.repeat(np.arange(len(text)), lengths) * len(word) + column)
    holder, column = np.divmod(held, max(1, len(word)))
    times = sp.coo_matrix((np.ones(len(held)), (index[holder], column)), (len(heads), len(word))).tocsr()
    size, brief = np.bincount(group, minlength=len(group))[heads], np.bincount(index, minlength=len(heads))
    row = np.repeat(np.arange(len(heads)), np.diff(times.indptr))
    most = (2 * times.data > brief[row]) & (2 * brief[row] > size[row])
    times.data = np.where(most, np.rint(bits[times.indices] * passages.UNIT), 0)
    copied = proof.senders_of(index, sender, len(heads)) > 1
    copied[index[sender < 0]] = True
    return Wordings(times, np.asarray(times.sum(axis=1)).ravel() / passages.UNIT, copied, word)
