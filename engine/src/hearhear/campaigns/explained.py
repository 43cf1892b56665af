"""Groups that become one, since the passages of the larger explain the smaller.

A letter's copies follow several leaders where they leave out or add much; what their groups share tells that they are
of one letter.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import scipy.sparse as sp

from hearhear.campaigns.corpus import F64, text_slices
from hearhear.campaigns.passages import UNIT, resolve_pointers
from hearhear.campaigns.tokens import I64


def merge_groups(group: I64, table: sp.csr_matrix, part: float, least: float) -> I64:
    """Groups become one when the passages of the larger explain the smaller.

    A group, or a text alone, joins the group whose texts together hold at least `part` of what its own texts share
    with anybody, and `least` bits of it for each text. Texts that share nothing are left out.
    """
    texts = np.flatnonzero(np.diff(table.indptr))
    if not len(texts):
        return group
    heads, index = np.unique(group[texts], return_inverse=True)
    weight, result = table[texts], group.copy()
    times = sp.csr_matrix((np.ones_like(weight.data), weight.indices, weight.indptr), shape=weight.shape)
    size = np.ones(len(texts), np.int64)
    for _round in range(_MERGES):
        # What groups have in common was summed up already: only groups that became one are added to each other.
        member = sp.csr_matrix((np.ones(len(index), np.int64), (index, np.arange(len(index)))))
        weight, times, size = (member @ weight).tocsr(), (member @ times).tocsr(), np.bincount(index, weights=size)
        pointer = resolve_pointers(_explained_by(heads, size.astype(np.int64), weight, times, part, least))
        if np.array_equal(pointer, np.arange(len(heads))):
            break
        result = _renamed(result, heads, heads[pointer])
        left, index = np.unique(pointer, return_inverse=True)
        heads = heads[left]
    return result


def _renamed(group: I64, old: I64, new: I64) -> I64:
    name = np.arange(len(group))
    name[old] = new
    return name[group]


_MERGES = 6
_OWN_UP_TO = (2, 10, 30)
"""What stands in one text of a group of two or more is that member's own; in two of ten, in three of thirty, likewise:
the larger a group, the more often two of its members meet by chance."""


def _explained_by(
    heads: I64, size: I64, weight: sp.csr_matrix, times: sp.csr_matrix, part: float, least: float
) -> I64:
    """For each group the place of the group that explains it, or its own: of the larger ones, and of those of one size
    that come before it, the one with which it shares most, and the first of equals.

    `weight`: groups by grams, what the texts of each share. `times`: how many of its texts have each gram.
    """
    total = np.asarray(weight.sum(axis=1)).ravel()
    known = _known_grams(size, times)
    needed = np.maximum(part * total, least * UNIT * size)
    # The others, who share a phrase, would make pairs by millions.
    asking = np.flatnonzero(total >= least * UNIT * size)
    pointer, shared = np.arange(len(heads)), np.zeros(len(heads), np.int64)
    groups = np.flatnonzero(size > 1)
    for row, column, common in _products(weight[asking], known[groups].T.tocsr()):
        small, large = asking[row], groups[column]
        above = (size[large] > size[small]) | ((size[large] == size[small]) & (large < small))
        kept = above & (common >= needed[small])
        _choose(pointer, shared, small[kept], large[kept], common[kept])
    alone = np.flatnonzero(size == 1)
    asking = asking[size[asking] == 1]
    before = np.searchsorted(alone, asking)
    for row, column, common in _likest_alone(weight[asking], known[alone], before, np.maximum(needed, shared)[asking]):
        small, large = asking[row], alone[column]
        kept = (common > shared[small]) | (large < pointer[small])
        _choose(pointer, shared, small[kept], large[kept], common[kept])
    return pointer


def _known_grams(size: I64, times: sp.csr_matrix) -> sp.csr_matrix:
    """Groups by grams, 1 where a gram is the group's and no member's own."""
    row = np.repeat(np.arange(len(size)), np.diff(times.indptr))
    known = (times.data >= np.searchsorted(_OWN_UP_TO, size)[row] + 1).astype(np.int64)
    found = sp.csr_matrix((known, times.indices, times.indptr), shape=times.shape, copy=True)
    found.eliminate_zeros()
    return found


def _choose(pointer: I64, shared: I64, small: I64, large: I64, common: I64) -> None:
    """For each of some groups the one with which it shares most, and the first of equals."""
    order = np.lexsort((large, -common, small))
    chosen, first = np.unique(small[order], return_index=True)
    pointer[chosen], shared[chosen] = large[order][first], common[order][first]


def _products(left: sp.csr_matrix, right: sp.csr_matrix) -> Iterator[tuple[I64, I64, I64]]:
    """Rows, columns and values of a product, some rows at a time."""
    cost = np.concatenate([[0], np.cumsum(np.diff(right.indptr)[left.indices])])[left.indptr]
    for first, last in text_slices(cost, _MOST_PAIRS):
        found = (left[first:last] @ right).tocoo()
        yield found.row + first, found.col, found.data


_MOST_PAIRS = 2_000_000
"""Pairs of groups at once, at worst: 50 MB."""


def _likest_alone(
    weight: sp.csr_matrix, known: sp.csr_matrix, before: I64, least: F64
) -> Iterator[tuple[I64, I64, I64]]:
    """Rows, each with those of the first so many of `known` that have at least so much in common with it; how much.

    A text alone meets very many others in the grams that most have. So these are left out at first, up to a part of
    what it must share; whoever does not share the others with it cannot come up to that.
    """
    holders = np.bincount(known.indices, minlength=known.shape[1])
    rare, left_out = _without_frequent(weight, holders, _LEFT_OUT * least)
    for rows, columns, partly in _products(rare, known.T.tocsr()):
        maybe = (columns < before[rows]) & (partly + left_out[rows] >= least[rows])
        row, column = rows[maybe], columns[maybe]
        common = _in_common(weight, known, row, column)
        enough = common >= least[row]
        yield row[enough], column[enough], common[enough]


_LEFT_OUT = 0.65
"""Of a million messages, nine in ten in campaigns, .5 takes 16 core seconds, .65 and .75 take 12."""


def _without_frequent(weight: sp.csr_matrix, holders: I64, spared: F64) -> tuple[sp.csr_matrix, I64]:
    """The rows without the grams that most have, as far as they weigh no more than is spared; and what these weigh."""
    row = np.repeat(np.arange(weight.shape[0]), np.diff(weight.indptr))
    order = np.lexsort((-holders[weight.indices], row))
    total = np.concatenate([np.zeros(1, np.int64), np.cumsum(weight.data[order])])
    kept = total[1:] - total[weight.indptr[:-1]][row] > spared[row]
    bounds = np.concatenate([np.zeros(1, np.int64), np.cumsum(kept)])[weight.indptr]
    content = weight.data[order[kept]], weight.indices[order[kept]], bounds
    left_out = np.bincount(row[~kept], weights=weight.data[order[~kept]], minlength=weight.shape[0])
    return sp.csr_matrix(content, shape=weight.shape), left_out.astype(np.int64)


def _in_common(weight: sp.csr_matrix, known: sp.csr_matrix, left: I64, right: I64, at_once: int = 20_000) -> I64:
    """What rows of `weight` have in the columns of rows of `known`, pair by pair."""
    parts = [
        np.asarray(weight[left[at : at + at_once]].multiply(known[right[at : at + at_once]]).sum(axis=1)).ravel()
        for at in range(0, len(left), at_once)
    ]
    return np.concatenate([np.empty(0, np.int64), *parts])
