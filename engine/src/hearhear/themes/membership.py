"""Which theme each passage belongs to: the one with the highest mean similarity, if that is high enough."""

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
from hearhear.themes.similarity import MEANING_WEIGHS, WORDS_WEIGH, Floats, Ints, Points, blocks

FLOOR = 0.09
"""Likeness to a theme below which a passage is not of it. The lower, the less is left over and the looser the themes:
at .07, .09 and .10, 11, 14 and 16 texts of a hundred of Lille are left over, and 20, 33 and 37 of Decide Madrid, whose
themes agree with its proposals by .42, .49 and .52 (NMI)."""
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


def assign_passages(points: Points, voice_tree: VoiceTree, settings: ThemeSettings) -> Assignment:
    """Two levels of themes."""
    small = max(SMALL, round(SMALL_PART * voice_tree.voices(voice_tree.root)))
    most = wanted(len(np.unique(voice_tree.voice, return_counts=True)[0]), settings.most_themes)
    least = max(settings.minimum_voices, round(DISTINCT * voice_tree.voices(voice_tree.root)))
    nodes = cut(voice_tree, voice_tree.root, most, least, small)
    apart = minorities(voice_tree, nodes, least, settings.most_minorities)
    nodes += apart
    theme, certainty = _spread(points, voice_tree, nodes, apart)
    for left in reversed(range(REPAIRS)):
        nameless = _nameless(voice_tree, theme, len(nodes), small)
        if not nameless:
            break
        nodes = _repaired(voice_tree, nodes, nameless, least, small, most) if left else _strong(nodes, nameless)
        theme, certainty = _spread(points, voice_tree, nodes, apart)
    sub, parent = np.full(len(points), -1), list[int]()
    for number, node in enumerate(nodes):
        _divide(points, voice_tree, settings, number, node, theme, sub, parent)
    return _without_empty(Assignment(theme, sub, np.array(parent, np.int64), certainty), voice_tree, settings)


def _strong(nodes: list[int], nameless: list[int]) -> list[int]:
    return [node for number, node in enumerate(nodes) if number not in nameless]


def _repaired(
    voice_tree: VoiceTree, nodes: list[int], nameless: list[int], least: int, small: int, most: int
) -> list[int]:
    """The themes with those that cannot be named replaced by parts that can, as many as there is room for."""
    strong = _strong(nodes, nameless)
    parts = [part for number in nameless for part in _parts(voice_tree, nodes[number], least, small)]
    parts.sort(key=lambda part: (-voice_tree.voices(part), part))
    return strong + parts[: max(0, most - len(strong))]


def _spread(points: Points, voice_tree: VoiceTree, nodes: list[int], apart: Collection[int]) -> tuple[Ints, Floats]:
    """Every passage with the theme it is most alike to, beginning with those of the nodes.

    A minority, one of the nodes `apart`, takes in only what is about as alike to it as its own voices are to each
    other: else it would gather what is a little like it, and be something else.
    """
    floors = np.array([KINDRED * voice_tree.alike(node) if node in apart else FLOOR for node in nodes], np.float32)
    theme, certainty = _of_nodes(voice_tree, nodes), np.zeros(len(points), np.float32)
    for _ in range(ROUNDS):
        theme, certainty = _settled(points, theme, len(nodes), floors)
    return theme, certainty


def _nameless(voice_tree: VoiceTree, theme: Ints, count: int, small: int) -> list[int]:
    """Large themes without distinctive words."""
    return [
        number
        for number in range(count)
        if len(inside := np.flatnonzero(theme == number)) >= small and voice_tree.names.distinctiveness(inside) < NAMED
    ]


def _parts(voice_tree: VoiceTree, node: int, minimum: int, small: int) -> list[int]:
    """What of a theme that cannot be named can be: parts of it, or nothing."""
    if node < voice_tree.tree.leaves:
        return []
    return [part for child in voice_tree.children(node) for part in cut(voice_tree, child, PARTS, minimum, small)]


def _of_nodes(voice_tree: VoiceTree, nodes: list[int]) -> Ints:
    group = np.full(voice_tree.tree.leaves, -1)
    for number, node in enumerate(nodes):
        group[voice_tree.points(node)] = number
    return group


def _divide(
    points: Points,
    voice_tree: VoiceTree,
    settings: ThemeSettings,
    number: int,
    node: int,
    theme: Ints,
    sub: Ints,
    parent: list[int],
) -> None:
    """Sub-themes of one theme; other passages stay with the theme itself."""
    inside = np.flatnonzero(theme == number)
    voices = int(voice_tree.weight[np.unique(voice_tree.voice[inside], return_counts=True)[0]].sum())
    below = cut(voice_tree, node, wanted_below(voices), settings.minimum_voices, SMALL) if wanted_below(voices) else []
    if len(below) < 2:
        return
    group = _of_nodes(voice_tree, below)[inside]
    floors = np.full(len(below), FLOOR, np.float32)
    for _ in range(ROUNDS):
        group, _certainty = _settled(points.taken(inside), group, len(below), floors)
    group = _named(voice_tree, group, inside, len(below))
    sub[inside[group >= 0]] = group[group >= 0] + len(parent)
    parent.extend([number] * len(below))


def _named(voice_tree: VoiceTree, group: Ints, inside: Ints, count: int) -> Ints:
    """Sub-themes with words that the rest of their theme has not."""
    for number in range(count):
        places = inside[group == number]
        if not len(places) or voice_tree.names.distinctiveness(places, inside) < NAMED:
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
        itself = MEANING_WEIGHS + WORDS_WEIGH * (np.diff(points.terms.indptr)[rows[mine]] > 0)
        others = (near[mine, own[mine]] * held - itself) / np.maximum(held - 1, 1)
        near[mine, own[mine]] = np.where(held > 1, np.round(others, 3), near[mine, own[mine]])
        near[near < floors] = _NOT_OF
        best[rows] = near.argmax(axis=1)
        ordered = np.sort(near, axis=1)
        first, second = ordered[:, -1], np.maximum(ordered[:, -2], 0) if count > 1 else 0 * ordered[:, -1]
        sure[rows] = np.clip(1 - second / np.maximum(first, 1e-6), 0, 1)
        best[rows[first == _NOT_OF]] = -1
    return best, sure


AS_LIKE = 0.1
"""Part of the passages that made a theme that are less like it than another one has to be to join them."""


def extend(points: Points, rows: Ints, found: Assignment) -> Assignment:
    """The themes of all points, where `found` are those of the points `rows`: another point is of the theme whose mean
    it is most alike to, if it is about as alike as those that made it."""
    theme, sub = np.full(len(points), -1), np.full(len(points), -1)
    theme[rows], sub[rows] = found.theme, found.sub
    certainty = np.zeros(len(points), np.float32)
    certainty[rows] = found.certainty
    others = np.setdiff1d(np.arange(len(points)), rows)
    theme[others], certainty[others] = _joined(points, theme, others)
    for number in range(int(found.theme.max(initial=-1)) + 1):
        below = np.flatnonzero(found.parent == number)
        inside = others[theme[others] == number]
        if len(below) and len(inside):
            within = np.where(np.isin(sub, below), sub, -1)
            sub[inside] = _joined(points, within, inside)[0]
    return Assignment(theme, sub, found.parent, certainty)


def _joined(points: Points, group: Ints, others: Ints) -> tuple[Ints, Floats]:
    """Of the points `others` the group of those it is most alike to, and by which part it is ahead of the next."""
    count = int(group.max(initial=-1)) + 1
    best, sure = np.full(len(others), -1), np.zeros(len(others), np.float32)
    if not count:
        return best, sure
    means = points.grouped(group, count)
    members = np.flatnonzero(group >= 0)
    own = np.concatenate([
        near[np.arange(len(rows)), group[members][rows]] for rows, near in blocks(points.taken(members), means)
    ])  # fmt: skip
    floors = np.full(count, np.inf, np.float32)
    for number in np.unique(group[members]).tolist():
        floors[number] = max(FLOOR, float(np.quantile(own[group[members] == number], AS_LIKE)))
    for rows, alike in blocks(points.taken(others), means):
        near = np.where(alike < floors, _NOT_OF, alike)
        ordered = np.sort(near, axis=1)
        best[rows] = np.where(ordered[:, -1] == _NOT_OF, -1, near.argmax(axis=1))
        second = np.maximum(ordered[:, -2], 0) if count > 1 else 0 * ordered[:, -1]
        sure[rows] = np.clip(1 - second / np.maximum(ordered[:, -1], 1e-6), 0, 1)
    return best, np.where(best >= 0, sure, 0).astype(np.float32)


def _without_empty(found: Assignment, voice_tree: VoiceTree, settings: ThemeSettings) -> Assignment:
    """The same without groups that have lost their voices to others."""
    sub, parent = _kept(found.sub, len(found.parent), voice_tree, settings), found.parent
    theme = _kept(found.theme, int(found.theme.max(initial=-1)) + 1, voice_tree, settings)
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


def _kept(group: Ints, count: int, voice_tree: VoiceTree, settings: ThemeSettings) -> Ints:
    """Groups with enough voices, renumbered by how many they have, the largest first."""
    voices = np.zeros(count, np.int64)
    pairs = sorted(
        {(int(number), int(voice)) for number, voice in zip(group, voice_tree.voice, strict=True) if number >= 0}
    )
    for number, voice in pairs:
        voices[number] += voice_tree.weight[voice]
    order = [
        number
        for number in np.lexsort((np.arange(count), -voices)).tolist()
        if voices[number] >= settings.minimum_voices
    ]
    renumbered = np.full(count + 1, -1)
    renumbered[order] = np.arange(len(order))
    return renumbered[group]
