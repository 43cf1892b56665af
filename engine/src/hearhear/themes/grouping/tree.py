"""Groups joined two by two, the most alike first: average linkage by reciprocal nearest neighbours.

Each round joins all pairs that are each other's nearest, which gives the tree that joining one pair after the other
would give (Bruynooghe 1977), in a few dozen rounds. A small group that is unlike all others joins last, and so is
still itself where the tree is cut: minorities are not swallowed, as they would be by groups of like size (k-means,
Ward) or by modularity.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from hearhear.themes.grouping.likeness import Floats, Ints, Points, blocks


@dataclass(frozen=True, slots=True)
class Tree:
    """Joins in order. Nodes 0 to `leaves` - 1 are the points; join j makes node leaves + j of nodes `left` and
    `right`, whose likeness was `alike`, never more than that of the joins inside it."""

    leaves: int
    left: Ints
    right: Ints
    alike: Floats


def grow(start: Points) -> Tree:
    """The tree of all points."""
    count = len(start)
    group = np.arange(count)
    node = np.arange(count)
    left, right, alike = list[int](), list[int](), list[float]()
    height = np.full(count, np.inf)
    while len(node) > 1:
        near, nearest = _nearest(start.grouped(group, len(node)))
        pairs = np.flatnonzero((nearest[nearest] == np.arange(len(node))) & (np.arange(len(node)) < nearest))
        pairs = pairs[np.lexsort((pairs, -near[pairs]))]
        number = np.arange(len(node))
        number[nearest[pairs]] = pairs
        made = count + len(left) + np.arange(len(pairs))
        left.extend(node[pairs].tolist())
        right.extend(node[nearest[pairs]].tolist())
        height[pairs] = np.minimum(near[pairs], np.minimum(height[pairs], height[nearest[pairs]]))
        alike.extend(height[pairs].tolist())
        node[pairs] = made
        kept = np.flatnonzero(number == np.arange(len(node)))
        renumbered = np.searchsorted(kept, number)
        group, node, height = renumbered[group], node[kept], height[kept]
    return Tree(count, np.array(left, np.int64), np.array(right, np.int64), np.array(alike, np.float32))


def _nearest(groups: Points) -> tuple[Floats, Ints]:
    near, nearest = np.empty(len(groups), np.float32), np.empty(len(groups), np.int64)
    for rows, block in blocks(groups, groups):
        block[np.arange(len(rows)), rows] = -np.inf
        nearest[rows] = block.argmax(axis=1)
        near[rows] = block[np.arange(len(rows)), nearest[rows]]
    return near, nearest
