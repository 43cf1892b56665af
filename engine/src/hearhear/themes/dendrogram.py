"""Passages clustered into a tree, and the tree cut into themes.

Average linkage by reciprocal nearest neighbours (Bruynooghe 1977): each round joins all pairs that are mutual nearest
neighbours. A small group unlike all others joins last and so is still itself where the tree is cut: minorities are not
absorbed, as they would be by clusters of equal size (k-means, Ward) or by modularity.

The loosest cluster is split first, until there are as many themes as a reader can take in. Passages lost on the way
are assigned later. A small cluster counts only where it is tight, a large one only where it has distinctive words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from heapq import heappop, heappush

import numpy as np
import scipy.sparse as sp

from hearhear.themes.similarity import Floats, Ints, Points, blocks
from hearhear.themes.words import EMPTY


@dataclass(frozen=True, slots=True)
class Tree:
    """Joins in order. Nodes 0 to `leaves` - 1 are the points; join j makes node leaves + j of nodes `left` and
    `right`, whose likeness was `alike`, never more than that of the joins inside it."""

    leaves: int
    left: Ints
    right: Ints
    alike: Floats


def build_tree(start: Points) -> Tree:
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


NAMED = 0.55
"""How telling the three best words of a theme are together, in nats, at least: 1 is a word that half of its passages
have and no other. Below .5, nine letters of which three share one word would be a theme; at .7, in the letters of the
demonstration, a few dozen that a reader can name are lost."""
_BEST, _LEAST, _FEW = 3, 3, 9


@dataclass(frozen=True, slots=True)
class WordCounts:
    """Passages by words of their language that several have, and how often each is had."""

    table: sp.csr_matrix
    lang_of: Ints
    of_word: Ints
    part: Floats

    def distinctiveness(self, rows: Ints, around: Ints | None = None) -> float:
        """How telling the best words of some passages are among those `around`, in the language most of them have.

        Of a word's uses one does not count: whoever uses it first shows nothing in common, and of the many words of a
        few passages some are used twice by chance.
        """
        counted = np.bincount(self.lang_of[rows])
        lang = int(counted.argmax())
        inside = rows[self.lang_of[rows] == lang]
        part = self._part(inside)
        least = _LEAST if len(inside) >= _FEW else min(2, len(inside))
        background: Floats = self.part if around is None else self._part(around[self.lang_of[around] == lang])
        again = part - np.float32(1 / len(inside))
        known = (part * len(inside) >= least - 0.5) & (again > background) & (self.of_word == lang)
        gains = again[known] * np.log(again[known] / background[known])
        return round(float(np.sort(gains)[-_BEST:].sum()), 3)

    def _part(self, rows: Ints) -> Floats:
        return (np.asarray(self.table[rows].sum(axis=0)).ravel() / len(rows)).astype(np.float32)


def count_words(words: Sequence[Sequence[str]], langs: Sequence[str]) -> WordCounts:
    known = sorted(set(langs))
    lang_of = np.array([known.index(lang) for lang in langs], dtype=np.int64)
    used = [sorted({(lang, word) for word in said if word not in EMPTY})
            for said, lang in zip(words, lang_of.tolist(), strict=True)]  # fmt: skip
    place = {word: at for at, word in enumerate(sorted({word for one in used for word in one}))}
    pairs = np.array([(row, place[word]) for row, one in enumerate(used) for word in one], dtype=np.int64).reshape(
        -1, 2
    )
    table = sp.csr_matrix((np.ones(len(pairs), np.float32), pairs.T), shape=(len(words), len(place)))
    of_word = np.array([lang for lang, _ in place], dtype=np.int64)
    having = np.asarray(table.sum(axis=0)).ravel() / np.maximum(np.bincount(lang_of, minlength=len(known)), 1)[of_word]
    return WordCounts(table, lang_of, of_word, having.astype(np.float32))


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
"""A cluster as similar as this has one subject, and is not split further."""


@dataclass(slots=True)
class VoiceTree:
    """A tree with the voices of its nodes.

    `voice`: of each point, the number of its voice. `weight`: of each voice, for how many it counts.
    """

    tree: Tree
    names: WordCounts
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


def cut(voice_tree: VoiceTree, node: int, wanted: int, minimum: int, small: int) -> list[int]:
    """Nodes under `node` that are themes, `wanted` of them at most but for one, the largest first.

    `minimum`: voices that a theme has at least; `small`: voices below which it has to be tight.
    """
    waiting = [(voice_tree.alike(node), node)]
    whole: list[int] = []
    themes = int(_counts(voice_tree, node, minimum, small))
    while waiting and themes < wanted:
        alike, opened = heappop(waiting)
        if alike >= WHOLE:
            whole.append(opened)
            continue
        themes -= _counts(voice_tree, opened, minimum, small)
        for child in voice_tree.children(opened):
            if voice_tree.voices(child) >= minimum:
                themes += _counts(voice_tree, child, minimum, small)
                heappush(waiting, (voice_tree.alike(child), child))
    found = [node for node in whole + [node for _, node in waiting] if _counts(voice_tree, node, minimum, small)]
    return sorted(found, key=lambda theme: (-voice_tree.voices(theme), int(voice_tree.points(theme).min())))


def _counts(voice_tree: VoiceTree, node: int, minimum: int, small: int) -> bool:
    voices = voice_tree.voices(node)
    if voices >= minimum and voice_tree.alike(node) >= TIGHT:
        return True
    return voices >= small and voice_tree.names.distinctiveness(voice_tree.points(node)) >= NAMED


def minorities(voice_tree: VoiceTree, themes: Sequence[int], least: int, most: int) -> list[int]:
    """Small groups that are one matter and unlike what surrounds them, wherever they lie in the tree, the clearest
    first: cutting at one height would leave them inside a theme that has little to do with them.
    """
    tree = voice_tree.tree
    nodes = tree.leaves + np.arange(len(tree.left))
    around = np.full(tree.leaves + len(nodes), -1.0)
    around[tree.left], around[tree.right] = tree.alike, tree.alike
    around, ahead = around[nodes], tree.alike - around[nodes]
    apart = (tree.alike >= CLEAR) & (around >= 0) & (around <= AROUND) & (ahead >= AHEAD)
    large = max(FEW, round(FEW_PART * voice_tree.voices(voice_tree.root)))
    found = []
    for node, clear in zip(nodes[apart].tolist(), ahead[apart].tolist(), strict=True):
        voices = voice_tree.voices(node)
        if (
            least <= voices <= large
            and node not in themes
            and voice_tree.names.distinctiveness(voice_tree.points(node)) >= NAMED
        ):
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
