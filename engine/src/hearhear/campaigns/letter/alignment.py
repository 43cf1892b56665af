"""Copies aligned word by word to one text: runs that both have anchor, short gaps between them are compared in full.

What stands in a long gap is a paragraph of somebody's own; the words that it has in common with another are chance.
"""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher
from itertools import pairwise

import numpy as np

from hearhear.campaigns.corpus import grams
from hearhear.campaigns.tokens import I32, I64, U32

GAP = 12
"""Words on either side of a gap that is compared in full: a name, a place, a clause, a few words that were put
otherwise. A sentence of one's own is longer."""
_MOST_RUNS = 400
"""Runs of one text that are chained: the time grows with the square, and a text of more repeats itself."""

Anchor = tuple[int, int, int]
"""Where a run begins in the backbone, where in the text, and its words."""


def aligned(backbone: U32, texts: Sequence[U32], run: int) -> I32:
    """For each text the place in it of each word of the backbone, or -1; shape (texts, words of the backbone)."""
    places = np.full((len(texts), len(backbone)), -1, np.int32)
    anchors = _anchors(backbone, texts, run)
    for row, text in enumerate(texts):
        if np.array_equal(text, backbone):
            places[row] = np.arange(len(backbone))
            continue
        for at, place, length in _filled(backbone, text, _chain(anchors[row])):
            places[row, at : at + length] = np.arange(place, place + length)
    return places


def substituted(places: I32) -> I32:
    """The same, and in gaps of as many words on either side, GAP at most, each word beside the one in its place.

    `places` has the ends of each text as its first and last column.
    """
    filled = places.copy()
    for row in np.flatnonzero((places[:, 1:] < 0).any(axis=1)):
        known = np.concatenate([[0], np.flatnonzero(places[row, 1:] >= 0) + 1])
        steps, words = np.diff(known), np.diff(places[row, known])
        for left, step in zip(
            known[:-1][(steps > 1) & (steps == words)], steps[(steps > 1) & (steps == words)], strict=True
        ):
            if step - 1 <= GAP:
                filled[row, left + 1 : left + step] = places[row, left] + np.arange(1, step)
    return filled


def _anchors(backbone: U32, texts: Sequence[U32], run: int) -> list[list[Anchor]]:
    """For each text the runs it has in common with the backbone, as long as they are, in the order of the backbone."""
    found: list[list[Anchor]] = [[] for _ in texts]
    ours, number, times = np.unique(grams(backbone, run), return_inverse=True, return_counts=True)
    if len(backbone) < run or not len(ours):
        return found
    where = np.zeros(len(ours), np.int64)
    where[number] = np.arange(len(number))
    for row, text in enumerate(texts):
        if len(text) < run:
            continue
        theirs = grams(text, run)
        slot = np.minimum(np.searchsorted(ours, theirs), len(ours) - 1)
        # What the backbone says twice anchors nowhere.
        place = np.flatnonzero((ours[slot] == theirs) & (times[slot] == 1))
        found[row] = _runs(where[slot[place]], place, run)
    return found


def _runs(at: I64, place: I64, run: int) -> list[Anchor]:
    if not len(at):
        return []
    cuts = np.flatnonzero((np.diff(at) != 1) | (np.diff(place) != 1)) + 1
    first, last = np.concatenate([[0], cuts]), np.concatenate([cuts, [len(at)]])
    return sorted(zip(at[first].tolist(), place[first].tolist(), (last - first + run - 1).tolist(), strict=True))


def _chain(anchors: list[Anchor]) -> list[Anchor]:
    """The heaviest of those that follow each other in both."""
    if len(anchors) > _MOST_RUNS:
        anchors = sorted(sorted(anchors, key=lambda one: (-one[2], one))[:_MOST_RUNS])
    best: list[int] = []
    before: list[int] = []
    for number, (at, place, length) in enumerate(anchors):
        weight, previous = 0, -1
        for earlier in range(number):
            left, right, _words = anchors[earlier]
            if left < at and right < place and best[earlier] > weight:
                weight, previous = best[earlier], earlier
        best.append(weight + length)
        before.append(previous)
    chain = []
    number = max(range(len(anchors)), key=lambda one: best[one], default=-1)
    while number >= 0:
        chain.append(anchors[number])
        number = before[number]
    return _without_overlap(chain[::-1])


def _without_overlap(chain: list[Anchor]) -> list[Anchor]:
    kept: list[Anchor] = []
    end = place_end = 0
    for at, place, length in chain:
        cut = max(0, end - at, place_end - place)
        if cut < length:
            kept.append((at + cut, place + cut, length - cut))
            end, place_end = at + length, place + length
    return kept


def _filled(backbone: U32, text: U32, chain: list[Anchor]) -> list[Anchor]:
    """The chain with what both have in the short gaps between, before and after."""
    edges = [(0, 0, 0), *chain, (len(backbone), len(text), 0)]
    found = list(chain)
    for (at, place, length), (next_at, next_place, _) in pairwise(edges):
        left, right = (at + length, next_at), (place + length, next_place)
        if left[0] < left[1] and right[0] < right[1] and max(left[1] - left[0], right[1] - right[0]) <= GAP:
            matcher = SequenceMatcher(
                None, backbone[slice(*left)].tolist(), text[slice(*right)].tolist(), autojunk=False
            )
            found += [
                (left[0] + one.a, right[0] + one.b, one.size) for one in matcher.get_matching_blocks() if one.size
            ]
    return found
