"""Groups split in two: campaigns on opposite sides that share a paragraph of facts are two campaigns.

A group is bisected along its first principal component. If each half has passages that the other half lacks, and they
make up enough of its texts, the halves are two campaigns.
"""

from __future__ import annotations

import numpy as np
import scipy.sparse as sp

from hearhear.campaigns.tokens import I64, Mask

OWN = 0.3
"""Part of what a side's texts share that must be its side's alone; less is a paragraph that a campaign offers to
choose from, or chance among a few texts that each dropped half of their sentences."""
COHESIVE = 0.85
"""Where a passage of a text stands in nearly all texts of its group, there is but one side."""
COMPARED = 80
"""Texts of a group that are compared with each other; the others join the side whose passages they have."""


def split_opposed(group: I64, table: sp.csr_matrix, least: int) -> I64:
    """`group`, with groups of several sides parted, in two at a time; a side has at least `least` texts.

    `table`: texts by grams.
    """
    result = group.copy()
    order = np.argsort(group, kind="stable")
    heads, first, size = np.unique(group[order], return_index=True, return_counts=True)
    mixed = (size >= 2 * least) & (_cohesion(group, table)[heads] < COHESIVE)
    waiting = [order[start : start + count] for start, count in zip(first[mixed], size[mixed], strict=True)]
    while waiting:
        texts = waiting.pop()
        left = _bisect(table, texts, least)
        if left is not None:
            for side in (texts[left], texts[~left]):
                result[side] = side.min()
                if len(side) >= 2 * least:
                    waiting.append(side)
    return result


def _dense_rows(table: sp.csr_matrix, texts: I64) -> tuple[I64, I64]:
    """Some rows as a full array with only the columns that several of them use, and which these are."""
    length = table.indptr[texts + 1] - table.indptr[texts]
    row = np.repeat(np.arange(len(texts)), length)
    place = np.repeat(table.indptr[texts] - np.cumsum(length) + length, length) + np.arange(len(row))
    columns, index, times = np.unique(table.indices[place], return_inverse=True, return_counts=True)
    several = times > 1
    kept = several[index]
    narrow = np.zeros((len(texts), np.count_nonzero(several)), dtype=np.int64)
    narrow[row[kept], (np.cumsum(several) - 1)[index[kept]]] = table.data[place[kept]]
    return narrow, columns[several]


def _cohesion(group: I64, table: sp.csr_matrix) -> np.ndarray:
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


def _bisect(table: sp.csr_matrix, texts: I64, least: int) -> Mask | None:
    """Which of the texts are on one of two sides, or None where there is but one."""
    chosen = texts
    if len(texts) > COMPARED:
        chosen = texts[np.linspace(0, len(texts) - 1, COMPARED).astype(np.int64)]
    some, used = _dense_rows(table, chosen)
    present = (some > 0).astype(np.int64)
    left = _first_component(some) > 0  # the cut is sharpened as passages of the other side are ruled out
    for strays in (0.5, 0.25, 0.1):
        alone = _exclusive_passages(present, left, strays)
        weight = some @ alone
        left = weight[:, 0] > weight[:, 1]
    if min(np.count_nonzero(left), np.count_nonzero(~left)) < least:
        return None
    own = weight / np.maximum(some.sum(axis=1), 1)[:, None]
    if min(_median(own[left, 0]), _median(own[~left, 1])) < OWN:
        return None
    if len(chosen) == len(texts):
        return left
    passages = np.zeros((table.shape[1], 2), dtype=np.int64)
    passages[used] = alone
    both = table[texts] @ passages
    found: Mask = both[:, 0] > both[:, 1]
    return found if 0 < np.count_nonzero(found) < len(found) else None


def _median(values: np.ndarray) -> float:
    """As np.median, which takes longer than all the rest for a few values."""
    ordered = np.sort(values)
    return float(ordered[(len(ordered) - 1) // 2] + ordered[len(ordered) // 2]) / 2


def _first_component(some: I64) -> np.ndarray:
    """Where each text stands on the line along which the group differs most (first principal component)."""
    present = np.sqrt(some)
    # Neither BLAS nor LAPACK, which keep every core busy with matrices as small as this.
    common = np.einsum("ik,jk->ij", present, present)
    return _leading_eigenvector(common - common.mean(axis=0) - common.mean(axis=1)[:, None] + common.mean())


def _leading_eigenvector(matrix: np.ndarray) -> np.ndarray:
    """The eigenvector of the largest eigenvalue of a symmetric positive matrix, by the power method.

    Only the sign of each place is used, and only for a first cut, so it ends when the signs stay.
    """
    vector = matrix[:, np.argmax(np.diag(matrix))]
    for _round in range(_ROUNDS):
        before = vector > 0
        for _step in range(_STEPS):
            vector = matrix @ vector
        vector = vector / (np.abs(vector).max() or 1.0)
        if np.array_equal(before, vector > 0):
            break
    return vector


_ROUNDS, _STEPS = 50, 10


def _exclusive_passages(present: I64, left: Mask, strays: float) -> I64:
    """Passages that the texts on the left have and the others hardly ever, and the reverse, shape (passages, 2).

    `held`: 1 where a text has a passage.
    """
    sides = np.stack((left, ~left)).astype(np.int64)
    inside, size = sides @ present, sides.sum(axis=1)
    few = strays * inside * (size[::-1] / np.maximum(size, 1))[:, None]
    return ((inside > 1) & (inside[::-1] <= few)).astype(np.int64).T
