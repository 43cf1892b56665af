"""Two sides of a dispute that share a paragraph of facts, told apart within one group.

Each side has a long passage of its own beside what both say. Nobody writes both, and who leaves out the one does not
write the other; of a letter whose copies leave out or reorder paragraphs, most copies have any two. In a mad-lib
alternatives exclude each other as well, but one by one: who has one of them has no more of its neighbours than chance.
"""

from __future__ import annotations

import numpy as np
import scipy.sparse as sp

from hearhear.campaigns.corpus import F64
from hearhear.campaigns.passages import UNIT
from hearhear.campaigns.tokens import I64, Mask

OWN_PASSAGE = 0.2
"""Part of what a text shares that is its side's own."""
BITS = 30.0
"""What such a passage weighs at least, as any that is shared (`groups.PASSAGE_BITS`)."""
LONG = 15
"""Grams of a side's own passage, of twenty words: fewer are another ending, or a text message put differently."""
HAVING = 0.25
"""Part of a side's own passage that makes somebody one of it, who has thrice as much of it as of the other side's."""
BOTH = 0.05
"""Part of the senders who may have something of both, as those who quote the one to answer it."""
NEITHER = 0.2
"""Part of the senders who may have nothing of either, as those who left all but the facts out."""
READ = 500
"""Texts of a group by which is decided, the first in the order of the corpus, which is one of chance."""


def split(group: I64, table: sp.csr_matrix, senders: I64, least: int) -> I64:
    """`group`, with the sides of a dispute in groups of their own.

    `table`: texts by grams, their weights in 1/UNIT bits. `senders`: of each text. `least`: senders of a side.
    """
    result = group.copy()
    waiting = _groups(group, senders, 2 * least)
    while waiting:
        texts = waiting.pop()
        sides = _sides(_local(table[texts]), senders[texts], least)
        if sides is not None:
            parts = [texts[~sides], texts[sides]]
            waiting += parts
            for part in parts:
                result[part] = part.min()
    return result


def _groups(group: I64, senders: I64, least: int) -> list[I64]:
    """The texts of each group of two or more that enough people have sent."""
    size, sent = np.bincount(group), np.bincount(group, weights=senders)
    texts = np.flatnonzero((size[group] > 1) & (sent[group] >= least))
    texts = texts[np.argsort(group[texts], kind="stable")]
    return np.split(texts, np.flatnonzero(np.diff(group[texts])) + 1) if len(texts) else []


def _local(table: sp.csr_matrix) -> sp.csr_matrix:
    """The same rows with those grams only that stand in two of them."""
    _, gram, times = np.unique(table.indices, return_inverse=True, return_counts=True)
    kept = times[gram] > 1
    bounds = np.concatenate([np.zeros(1, np.int64), np.cumsum(kept)])[table.indptr]
    _, gram = np.unique(gram[kept], return_inverse=True)
    columns = int(gram.max(initial=-1)) + 1
    return sp.csr_matrix((table.data[kept].astype(np.float64), gram, bounds), shape=(table.shape[0], columns))


def _sides(table: sp.csr_matrix, senders: I64, least: int) -> Mask | None:
    """Which texts are of the second side, or None where there are no two."""
    read = table[:READ]
    present = sp.csr_matrix((np.ones(len(read.data)), read.indices, read.indptr), read.shape)
    holders = present.T @ senders[:READ]
    typical = read.multiply(holders).tocsr()
    first = int(_sums(typical).argmax())
    known = _grams_of(table, first)
    second = int((typical @ (~known)).argmax())
    others = _grams_of(table, second)
    if min(np.count_nonzero(known & ~others), np.count_nonzero(others & ~known)) < LONG:
        return None
    of_first, of_second = table @ (known & ~others), table @ (others & ~known)
    own = np.array([of_first[first], of_second[second]])
    total = _sums(table)[[first, second]]
    if (own < OWN_PASSAGE * total).any() or (own < BITS * UNIT).any():
        return None
    has_first, has_second = of_first / own[0], of_second / own[1]
    one = (has_first >= HAVING) & (has_first >= 3 * has_second)
    other = (has_second >= HAVING) & (has_second >= 3 * has_first)
    both = (np.maximum(has_first, has_second) >= HAVING) & ~one & ~other
    sent = [int(senders[some].sum()) for some in (one, other, both, ~(one | other | both))]
    if min(sent[:2]) < least or sent[2] > BOTH * sum(sent) or sent[3] > NEITHER * sum(sent):
        return None
    return has_second > has_first if sent[0] >= sent[1] else has_second >= has_first


def _sums(table: sp.csr_matrix) -> F64:
    return np.asarray(table.sum(axis=1)).ravel()


def _grams_of(table: sp.csr_matrix, row: int) -> Mask:
    found = np.zeros(table.shape[1], dtype=np.bool_)
    found[table.indices[table.indptr[row] : table.indptr[row + 1]]] = True
    return found
