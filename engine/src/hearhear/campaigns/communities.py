"""Groups in a graph of texts that are alike: dense inside, and hardly joined to each other.

Two neighbours belong together when they have many neighbours in common; what chance likenesses still join is cut where
the graph is thin, along its leading eigenvector (Newman 2006).
"""

from __future__ import annotations

import numpy as np
import scipy.sparse as sp
from scipy.sparse.csgraph import connected_components

from hearhear.campaigns.corpus import F64
from hearhear.campaigns.tokens import I64, Mask

IN_COMMON = 1
"""Neighbours that two texts of a group have in common: by chance strangers are alike in pairs only."""
OVERLAP = 0.15
"""Part of the neighbours of one that are the other's too. Of a mad-lib's copies any two are alike with probability p,
so that they have the part p in common (development set: .22 to .8); chance joins leave less than .1."""
SMALLEST = 3
"""Texts that make a group."""
THIN = 0.35
"""Between two groups there are less than this part of the joins that there are within the thinner of them."""
CHANCE = 0.7632
"""Modularity of the best cut of a random graph, times the root of its mean degree (Fu and
Anderson 1986): a better cut is one of the graph, and not of chance."""
_ROUNDS, _STEPS = 40, 5


def communities(left: I64, right: I64, count: int) -> I64:
    """For each of `count` texts the number of its group, or -1; `left` and `right`: pairs that are alike."""
    graph = sp.csr_matrix((np.ones(len(left), np.int32), (left, right)), shape=(count, count))
    graph = (graph + graph.T).tocsr()
    _, component = connected_components(_supported(graph), directed=False)
    size = np.bincount(component, minlength=1)
    found = np.where(size[component] >= SMALLEST, component, -1)
    number = int(found.max(initial=-1)) + 1
    for one in np.unique(found[found >= 0]):
        for part in _parts(graph, np.flatnonzero(found == one)):
            found[part], number = number, number + 1
    return _grown(graph, found)


def _supported(graph: sp.csr_matrix) -> sp.csr_matrix:
    """The pairs that have enough neighbours in common."""
    degree = np.asarray(graph.sum(axis=1)).ravel()
    common = (graph @ graph).multiply(graph).tocoo()
    enough = np.maximum(IN_COMMON, OVERLAP * np.minimum(degree[common.row], degree[common.col]))
    kept = common.data >= enough
    return sp.csr_matrix((np.ones(np.count_nonzero(kept), np.int8), (common.row[kept], common.col[kept])), graph.shape)


def _parts(graph: sp.csr_matrix, group: I64) -> list[I64]:
    """A group in the parts between which it is thin."""
    parts, waiting = [], [group]
    while waiting:
        one = waiting.pop()
        cut = _thin_cut(graph[one][:, one]) if len(one) >= 2 * SMALLEST else None
        if cut is None:
            parts.append(one)
        else:
            waiting += [one[cut], one[~cut]]
    return parts


def _thin_cut(graph: sp.csr_matrix) -> Mask | None:
    """Which texts are on one side of the cut along the leading eigenvector, or None where the graph is dense there."""
    degree = np.asarray(graph.sum(axis=1)).ravel().astype(np.float64)
    side = _leading_eigenvector(graph.astype(np.float64), degree) > 0
    sizes = np.array([np.count_nonzero(side), np.count_nonzero(~side)], dtype=np.float64)
    if sizes.min() < SMALLEST:
        return None
    inside = np.array([graph[one][:, one].sum() for one in (np.flatnonzero(side), np.flatnonzero(~side))])
    total = degree.sum()
    between = (total - inside.sum()) / (2 * sizes.prod())
    shares = np.array([degree[side].sum(), degree[~side].sum()]) / total
    modularity = inside.sum() / total - (shares**2).sum()
    thin = between < THIN * (inside / (sizes * (sizes - 1))).min()
    return side if thin and modularity > CHANCE / np.sqrt(degree.mean()) else None


def _leading_eigenvector(graph: sp.csr_matrix, degree: F64) -> F64:
    """Of the modularity matrix, by the power method, until the signs stay, which are all that is used."""
    total = degree.sum()
    shift = degree.max(initial=0.0)  # makes every eigenvalue positive, so that the largest leads
    vector: F64 = graph[int(degree.argmax())].toarray().ravel() - degree[int(degree.argmax())] * degree / total
    for _round in range(_ROUNDS):
        before = vector > 0
        for _step in range(_STEPS):
            vector = graph @ vector - degree * (degree @ vector) / total + shift * vector
        vector = vector / (np.abs(vector).max() or 1.0)
        if np.array_equal(before, vector > 0):
            break
    return vector


def _grown(graph: sp.csr_matrix, found: I64) -> I64:
    """Texts alike to a tenth of a group join the group of which they are alike to most."""
    heads, index = np.unique(found, return_inverse=True)
    member = sp.csr_matrix((np.ones(len(found), np.int32), (np.arange(len(found)), index)))
    times, size = (graph @ member).tocoo(), np.bincount(index)
    part = times.data / size[times.col]
    kept = (heads[times.col] >= 0) & (found[times.row] < 0) & (part >= _GROWN)
    row, column, part = times.row[kept], times.col[kept], part[kept]
    order = np.lexsort((column, -part, row))
    text, first = np.unique(row[order], return_index=True)
    result = found.copy()
    result[text] = heads[column[order][first]]
    return result


_GROWN = 0.1
