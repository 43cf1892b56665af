"""Where the tree of passages is cut: themes, and sub-themes below them.

The loosest group is opened first, again and again, until there are as many themes as a reader can take in. A group
that is opened may lose passages that belong nowhere; they come back when every passage looks for its theme. A small
group counts only where it is tight, since a few passages that have nothing else in common are no theme; a large one
where it has words of its own, since what people say of anything is none either.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from heapq import heappop, heappush

import numpy as np

from hearhear.themes.grouping.likeness import Ints
from hearhear.themes.grouping.naming import NAMED, Names
from hearhear.themes.grouping.tree import Tree

TIGHT = 0.2
"""Mean likeness inside a small group that is one matter (Lille: groups under ten voices that a reader could name have
.16 to .27, those of left-overs .09 to .12; planted matters of three voices .3 to .5)."""
SMALL, SMALL_PART = 6, 0.01
"""Voices below which a group is small, and the part of all voices below which it is."""
DISTINCT = 0.003
"""Part of all voices that a theme of the first level has at least: three of a thousand."""
CLEAR, AROUND, AHEAD = 0.25, 0.16, 0.13
"""Likeness inside a minority at least, with what it would be joined to at most, and between the two at least (matters
of 3 to 10 voices planted among petitions have .28 to .51 inside and .11 to .16 around; of groups that chance has made,
4 of 2,028 petitions and 17 of 693 comments of Lille come that far, most of them matters that a reader can name)."""
FEW, FEW_PART = 12, 0.02
"""Voices that are a minority at most, and the part of all that are."""
WHOLE = 0.4
"""A group as alike as this says one thing, and is not opened further."""


@dataclass(slots=True)
class Grove:
    """A tree with what is asked of its nodes.

    `voice`: of each point, the number of its voice. `weight`: of each voice, for how many it counts.
    """

    tree: Tree
    names: Names
    voice: Ints
    weight: Ints
    _first: list[int] = field(init=False)
    _last: list[int] = field(init=False)
    _order: Ints = field(init=False)

    def __post_init__(self) -> None:
        """Points in the order in which every node's are neighbours."""
        leaves, joins = self.tree.leaves, len(self.tree.left)
        size = [1] * leaves + [0] * joins
        for join, (left, right) in enumerate(zip(self.tree.left.tolist(), self.tree.right.tolist(), strict=True)):
            size[leaves + join] = size[left] + size[right]
        self._first = [0] * (leaves + joins)
        for join in range(joins - 1, -1, -1):
            left, right = self.children(leaves + join)
            self._first[left] = self._first[leaves + join]
            self._first[right] = self._first[left] + size[left]
        self._last = [start + count for start, count in zip(self._first, size, strict=True)]
        self._order = np.empty(leaves, np.int64)
        self._order[self._first[:leaves]] = np.arange(leaves)

    @property
    def root(self) -> int:
        return self.tree.leaves + len(self.tree.left) - 1

    def children(self, node: int) -> tuple[int, int]:
        join = node - self.tree.leaves
        return int(self.tree.left[join]), int(self.tree.right[join])

    def points(self, node: int) -> Ints:
        return self._order[self._first[node] : self._last[node]]

    def voices(self, node: int) -> int:
        return int(self.weight[np.unique(self.voice[self.points(node)], return_counts=True)[0]].sum())

    def alike(self, node: int) -> float:
        return float(self.tree.alike[node - self.tree.leaves]) if node >= self.tree.leaves else 1.0


def cut(grove: Grove, node: int, wanted: int, minimum: int, small: int) -> list[int]:
    """Nodes under `node` that are themes, `wanted` of them at most but for one, the largest first.

    `minimum`: voices that a theme has at least; `small`: voices below which it has to be tight.
    """
    waiting = [(grove.alike(node), node)]
    whole: list[int] = []
    themes = int(_counts(grove, node, minimum, small))
    while waiting and themes < wanted:
        alike, opened = heappop(waiting)
        if alike >= WHOLE:
            whole.append(opened)
            continue
        themes -= _counts(grove, opened, minimum, small)
        for child in grove.children(opened):
            if grove.voices(child) >= minimum:
                themes += _counts(grove, child, minimum, small)
                heappush(waiting, (grove.alike(child), child))
    found = [node for node in whole + [node for _, node in waiting] if _counts(grove, node, minimum, small)]
    return sorted(found, key=lambda theme: (-grove.voices(theme), int(grove.points(theme).min())))


def _counts(grove: Grove, node: int, minimum: int, small: int) -> bool:
    voices = grove.voices(node)
    if voices >= minimum and grove.alike(node) >= TIGHT:
        return True
    return voices >= small and grove.names.telling(grove.points(node)) >= NAMED


def minorities(grove: Grove, themes: Sequence[int], least: int, most: int) -> list[int]:
    """Small groups that are one matter and unlike what surrounds them, wherever they lie in the tree, the clearest
    first: cutting at one height would leave them inside a theme that has little to do with them.
    """
    tree = grove.tree
    nodes = tree.leaves + np.arange(len(tree.left))
    around = np.full(tree.leaves + len(nodes), -1.0)
    around[tree.left], around[tree.right] = tree.alike, tree.alike
    around, ahead = around[nodes], tree.alike - around[nodes]
    apart = (tree.alike >= CLEAR) & (around >= 0) & (around <= AROUND) & (ahead >= AHEAD)
    large = max(FEW, round(FEW_PART * grove.voices(grove.root)))
    found = []
    for node, clear in zip(nodes[apart].tolist(), ahead[apart].tolist(), strict=True):
        voices = grove.voices(node)
        if least <= voices <= large and node not in themes and grove.names.telling(grove.points(node)) >= NAMED:
            found.append((-round(clear * voices**0.5, 3), node))
    return [node for _, node in sorted(found)[:most]]


def wanted(voices: int, most: int) -> int:
    """Themes of the first level: two and a half times the cube root of the voices, 25 for a thousand, and at least
    four voices each (the cube root alone is what Talk to the City advises for clusters without a second level).
    """
    return max(2, min(most, round(2.5 * float(np.cbrt(voices))), voices // 4))


def wanted_below(voices: int) -> int:
    """Sub-themes of a theme: none below a dozen voices, then half the square root."""
    return 0 if voices < 12 else max(2, min(8, round(float(np.sqrt(voices)) / 2)))
