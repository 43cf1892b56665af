"""Which theme each passage speaks of: the one to which it is most alike on average, if it is enough so."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np

from hearhear.settings import ThemeSettings
from hearhear.themes.dendrogram import (
    DISTINCT,
    NAMED,
    SMALL,
    SMALL_PART,
    VoiceTree,
    cut,
    minorities,
    wanted,
    wanted_below,
)
from hearhear.themes.similarity import WORDS_WEIGH, Floats, Ints, Points, blocks

FLOOR = 0.1
"""Likeness to a theme below which a passage is not of it. The lower, the less is left over and the looser the themes:
at .08, .10, .12 and .14, 5, 10, 15 and 23 texts of a hundred of Lille are left over, and likeness inside goes from
.157 to .204."""
KINDRED = 0.7
"""Likeness to a minority, as a part of that inside it, below which a passage is not of it."""
_NOT_OF = np.float32(-9)
ROUNDS = 4
"""Rounds in which passages look for their theme; eight find hardly more."""
REPAIRS, PARTS = 4, 2
"""How often themes that have no words of their own are replaced by parts of theirs that have, and by how many for each
half of theirs."""


@dataclass(frozen=True, slots=True)
class Assignment:
    """Of each point its theme, its sub-theme within all sub-themes, or -1, and how certain that is, 0 to 1.

    `parent`: of each sub-theme its theme.
    """

    theme: Ints
    sub: Ints
    parent: Ints
    certainty: Floats


def assign_passages(points: Points, grove: VoiceTree, settings: ThemeSettings) -> Assignment:
    """Two levels of themes."""
    small = max(SMALL, round(SMALL_PART * grove.voices(grove.root)))
    most = wanted(len(np.unique(grove.voice, return_counts=True)[0]), settings.most_themes)
    least = max(settings.minimum_voices, round(DISTINCT * grove.voices(grove.root)))
    nodes = cut(grove, grove.root, most, least, small)
    apart = minorities(grove, nodes, least, settings.most_minorities)
    nodes += apart
    theme, certainty = _spread(points, grove, nodes, apart)
    for left in reversed(range(REPAIRS)):
        weak = _nameless(grove, theme, len(nodes), small)
        if not weak:
            break
        nodes = _repaired(grove, nodes, weak, least, small, most) if left else _strong(nodes, weak)
        theme, certainty = _spread(points, grove, nodes, apart)
    sub, parent = np.full(len(points), -1), list[int]()
    for number, node in enumerate(nodes):
        _divide(points, grove, settings, number, node, theme, sub, parent)
    return _without_empty(Assignment(theme, sub, np.array(parent, np.int64), certainty), grove, settings)


def _strong(nodes: list[int], weak: list[int]) -> list[int]:
    return [node for number, node in enumerate(nodes) if number not in weak]


def _repaired(grove: VoiceTree, nodes: list[int], weak: list[int], least: int, small: int, most: int) -> list[int]:
    """The themes with those that cannot be named replaced by parts that can, as many as there is room for."""
    strong = _strong(nodes, weak)
    parts = [part for number in weak for part in _parts(grove, nodes[number], least, small)]
    parts.sort(key=lambda part: (-grove.voices(part), part))
    return strong + parts[: max(0, most - len(strong))]


def _spread(points: Points, grove: VoiceTree, nodes: list[int], apart: Collection[int]) -> tuple[Ints, Floats]:
    """Every passage with the theme it is most alike to, beginning with those of the nodes.

    A minority, one of the nodes `apart`, takes in only what is about as alike to it as its own voices are to each
    other: else it would gather what is a little like it, and be something else.
    """
    floors = np.array([KINDRED * grove.alike(node) if node in apart else FLOOR for node in nodes], np.float32)
    theme, certainty = _of_nodes(grove, nodes), np.zeros(len(points), np.float32)
    for _ in range(ROUNDS):
        theme, certainty = _settled(points, theme, len(nodes), floors)
    return theme, certainty


def _nameless(grove: VoiceTree, theme: Ints, count: int, small: int) -> list[int]:
    """Large themes that have gathered what people say of anything."""
    return [
        number
        for number in range(count)
        if len(inside := np.flatnonzero(theme == number)) >= small and grove.names.telling(inside) < NAMED
    ]


def _parts(grove: VoiceTree, node: int, minimum: int, small: int) -> list[int]:
    """What of a theme that cannot be named can be: parts of it, or nothing."""
    if node < grove.tree.leaves:
        return []
    return [part for child in grove.children(node) for part in cut(grove, child, PARTS, minimum, small)]


def _of_nodes(grove: VoiceTree, nodes: list[int]) -> Ints:
    group = np.full(grove.tree.leaves, -1)
    for number, node in enumerate(nodes):
        group[grove.points(node)] = number
    return group


def _divide(
    points: Points,
    grove: VoiceTree,
    settings: ThemeSettings,
    number: int,
    node: int,
    theme: Ints,
    sub: Ints,
    parent: list[int],
) -> None:
    """Sub-themes of one theme; what is like none of them stays with the theme itself."""
    inside = np.flatnonzero(theme == number)
    voices = int(grove.weight[np.unique(grove.voice[inside], return_counts=True)[0]].sum())
    below = cut(grove, node, wanted_below(voices), settings.minimum_voices, SMALL) if wanted_below(voices) else []
    if len(below) < 2:
        return
    group = _of_nodes(grove, below)[inside]
    floors = np.full(len(below), FLOOR, np.float32)
    for _ in range(ROUNDS):
        group, _certainty = _settled(points.taken(inside), group, len(below), floors)
    group = _named(grove, group, inside, len(below))
    sub[inside[group >= 0]] = group[group >= 0] + len(parent)
    parent.extend([number] * len(below))


def _named(grove: VoiceTree, group: Ints, inside: Ints, count: int) -> Ints:
    """Sub-themes with words that the rest of their theme has not."""
    for number in range(count):
        places = inside[group == number]
        if not len(places) or grove.names.telling(places, inside) < NAMED:
            group[group == number] = -1
    return group


def _settled(points: Points, group: Ints, count: int, floors: Floats) -> tuple[Ints, Floats]:
    """Of each point the group it is most alike to, and by which part that is ahead of the next."""
    if not count:
        return group, np.zeros(len(points), np.float32)
    size = np.bincount(group[group >= 0], minlength=count).astype(np.float32)
    means = points.grouped(group, count)
    best, sure = np.full(len(points), -1), np.zeros(len(points), np.float32)
    for rows, near in blocks(points, means):
        own = group[rows]
        mine = np.flatnonzero(own >= 0)
        held = size[own[mine]]
        itself = 1 + WORDS_WEIGH * (np.diff(points.terms.indptr)[rows[mine]] > 0)
        others = (near[mine, own[mine]] * held - itself) / np.maximum(held - 1, 1)
        near[mine, own[mine]] = np.where(held > 1, np.round(others, 3), near[mine, own[mine]])
        near[near < floors] = _NOT_OF
        best[rows] = near.argmax(axis=1)
        ordered = np.sort(near, axis=1)
        first, second = ordered[:, -1], np.maximum(ordered[:, -2], 0) if count > 1 else 0 * ordered[:, -1]
        sure[rows] = np.clip(1 - second / np.maximum(first, 1e-6), 0, 1)
        best[rows[first == _NOT_OF]] = -1
    return best, sure


def _without_empty(found: Assignment, grove: VoiceTree, settings: ThemeSettings) -> Assignment:
    """The same without groups that have lost their voices to others."""
    sub, parent = _kept(found.sub, len(found.parent), grove, settings), found.parent
    theme = _kept(found.theme, int(found.theme.max(initial=-1)) + 1, grove, settings)
    sub[theme < 0] = -1
    heads = [
        int(theme[sub == number][0]) if (sub == number).any() else -1 for number in range(int(sub.max(initial=-1)) + 1)
    ]
    parent = np.array(heads, np.int64)
    alone = np.flatnonzero(np.bincount(parent[parent >= 0], minlength=int(theme.max(initial=-1)) + 1) == 1)
    dropped = np.isin(parent, alone)
    renumbered = np.where(dropped, -1, np.cumsum(~dropped) - 1)
    sub = np.where(sub >= 0, np.append(renumbered, -1)[sub], -1)
    return Assignment(theme, sub, parent[~dropped], found.certainty)


def _kept(group: Ints, count: int, grove: VoiceTree, settings: ThemeSettings) -> Ints:
    """Groups with enough voices, renumbered by how many they have, the largest first."""
    voices = np.zeros(count, np.int64)
    pairs = sorted(
        {(int(number), int(voice)) for number, voice in zip(group, grove.voice, strict=True) if number >= 0}
    )
    for number, voice in pairs:
        voices[number] += grove.weight[voice]
    order = [
        number
        for number in np.lexsort((np.arange(count), -voices)).tolist()
        if voices[number] >= settings.minimum_voices
    ]
    renumbered = np.full(count + 1, -1)
    renumbered[order] = np.arange(len(order))
    return renumbered[group]
