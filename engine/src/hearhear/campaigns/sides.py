"""Two campaigns on opposite sides that share a paragraph of facts are two: what tells them is what they never share.

A group is cut in two where its texts differ most. If each half has passages that no text of the other half has, and
they are a good deal of its texts, the group was two campaigns around a common passage.
"""

from __future__ import annotations

import numpy as np
import scipy.sparse as sp

from .tokens import I64, Mask

OWN = 0.3
"""Part of what a side's texts share that must be its side's alone; less is a paragraph that a campaign offers to
choose from, or chance among a few texts that each dropped half of their sentences."""
ONE = 0.85
"""Where a passage of a text stands in nearly all texts of its group, there is but one side."""
LOOKED_AT = 80
"""Texts of a group that are compared with each other; the others join the side whose passages they hold."""


def parted(group: I64, table: sp.csr_matrix, least: int) -> I64:
    """`group`, with groups of several sides parted, in two at a time; a side has at least `least` texts.

    `table`: texts by grams.
    """
    result = group.copy()
    order = np.argsort(group, kind="stable")
    heads, first, size = np.unique(group[order], return_index=True, return_counts=True)
    mixed = (size >= 2 * least) & (_unity(group, table)[heads] < ONE)
    waiting = [order[start : start + count] for start, count in zip(first[mixed], size[mixed], strict=True)]
    while waiting:
        texts = waiting.pop()
        left = _left_side(table, texts, least)
        if left is not None:
            for side in (texts[left], texts[~left]):
                result[side] = side.min()
                if len(side) >= 2 * least:
                    waiting.append(side)
    return result


def _narrow(table: sp.csr_matrix) -> tuple[sp.csr_matrix, I64]:
    """The same rows with only the columns that several of them use, and which these are."""
    columns, index, times = np.unique(table.indices, return_inverse=True, return_counts=True)
    several = times > 1
    place = np.cumsum(several) - 1
    kept = several[index]
    rows = np.repeat(np.arange(table.shape[0]), np.diff(table.indptr))
    shape = (table.shape[0], int(np.count_nonzero(several)))
    return sp.csr_matrix((table.data[kept], (rows[kept], place[index[kept]])), shape=shape), columns[several]


def _unity(group: I64, table: sp.csr_matrix) -> np.ndarray:
    """For each group, by its head: which part of the group has a passage that one of its texts shares, on average."""
    heads, index = np.unique(group, return_inverse=True)
    member = sp.csr_matrix((np.ones(len(group), np.int64), (index, np.arange(len(group)))))
    holders = (member @ (table > 0).astype(np.int64)).tocoo()
    size = np.bincount(index)
    several = holders.data > 1
    weight = holders.data[several] * (holders.data[several] / size[holders.row[several]])
    total = np.bincount(holders.row[several], weights=holders.data[several], minlength=len(heads))
    unity = np.zeros(len(group))
    unity[heads] = np.bincount(holders.row[several], weights=weight, minlength=len(heads)) / np.maximum(total, 1)
    return unity


def _left_side(table: sp.csr_matrix, texts: I64, least: int) -> Mask | None:
    """Which of the texts are on one of two sides, or None where there is but one."""
    chosen = texts[np.linspace(0, len(texts) - 1, min(len(texts), LOOKED_AT)).astype(np.int64)]
    some, used = _narrow(table[chosen])
    left = _leaning(some) > 0  # the cut is sharpened as passages of the other side are ruled out
    for strays in (0.5, 0.25, 0.1):
        alone = _alone(some, left, strays), _alone(some, ~left, strays)
        left = _weight(some, alone[0]) > _weight(some, alone[1])
    if min(np.count_nonzero(left), np.count_nonzero(~left)) < least:
        return None
    total = np.maximum(np.asarray(some.sum(axis=1)).ravel(), 1)
    if min(np.median((_weight(some, side) / total)[of]) for side, of in zip(alone, (left, ~left), strict=True)) < OWN:
        return None
    rest = table[texts][:, used]
    both = _weight(rest, alone[0]), _weight(rest, alone[1])
    found = both[0] > both[1]
    return found if 0 < np.count_nonzero(found) < len(found) else None


def _leaning(table: sp.csr_matrix) -> np.ndarray:
    """Where each text stands on the line along which the group differs most (first principal component)."""
    held = table.astype(np.float64).sqrt()
    # By products of sparse rows and powers, since LAPACK keeps every core busy for a matrix of this size.
    common = (held @ held.T).toarray()
    apart = common - common.mean(axis=0) - common.mean(axis=1)[:, None] + common.mean()
    return _leading(apart)


def _leading(matrix: np.ndarray) -> np.ndarray:
    """The eigenvector of the largest eigenvalue of a symmetric positive matrix, by the power method."""
    vector = matrix[:, np.argmax(np.diag(matrix))]
    for _step in range(_STEPS):
        before, vector = vector, matrix @ vector
        vector = vector / (np.linalg.norm(vector) or 1.0)
        if np.abs(vector - before).max() < _SETTLED:
            break
    return vector


_STEPS, _SETTLED = 500, 1e-6
"""The sign of each place is all that is used, and only for a first cut."""


def _alone(table: sp.csr_matrix, side: Mask, strays: float) -> Mask:
    """Passages that this side's texts have, and the other side's hardly ever."""
    inside = np.bincount(table[side].indices, minlength=table.shape[1])
    outside = np.bincount(table[~side].indices, minlength=table.shape[1])
    ours, theirs = max(1, int(np.count_nonzero(side))), int(np.count_nonzero(~side))
    return (inside > 1) & (outside <= strays * inside * (theirs / ours))


def _weight(table: sp.csr_matrix, passages: Mask) -> np.ndarray:
    return np.asarray(table @ passages.astype(np.int64)).ravel()
