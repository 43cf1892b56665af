"""The shown letter cut where copies differ: units of words that the same copies have, shown or withheld."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from hearhear.campaigns.letter.alignment import substituted
from hearhear.campaigns.letter.sample import LEAST, Sample
from hearhear.campaigns.shared import RUN
from hearhear.campaigns.tokens import I32, I64, U32, Mask

STEADY = 0.8
"""Part of the letters from which words are not marked: in every campaign somebody mends a word, and a letter in which
each of these is marked cannot be read."""
_APART, _ALIKE = 0.1, 0.25
"""Two neighbours are cut apart when more letters than these have just one of them: parts of all letters, and of those
that have the more frequent one."""


@dataclass(frozen=True, slots=True)
class Unit:
    """The words of the letter from `first` to `last` that the same copies have.

    `share`: part of the letters that have them. `is_shown`: whether they are the campaign's. `is_one_place`: whether
    it was put together of units whose wordings cannot be told apart.
    """

    first: int
    last: int
    share: float
    is_shown: bool
    is_one_place: bool = False

    @property
    def words(self) -> int:
        return self.last - self.first + 1

    @property
    def is_steady(self) -> bool:
        return self.share >= STEADY


@dataclass(frozen=True, slots=True)
class Comparison:
    """A sample with the place in each text of each word of the letter, -1 where it has none.

    `place` has a column before the first word and one behind the last, the ends of each text: word `n` of the letter
    is column `n + 1`. `beside`: the same with the place of the word that stands for it, where that is known.
    `joined`: which words have no white space before the next, shape (words - 1,).
    """

    sample: Sample
    letter: int
    place: I32
    beside: I32
    joined: Mask

    @property
    def words(self) -> U32:
        return self.sample.words[self.letter]

    def weight(self, rows: Mask) -> float:
        return float(self.sample.weight[rows].sum())

    def senders(self, rows: I64) -> int:
        """How many different senders have one of these texts, counted up to LEAST."""
        found: set[int] = set()
        for row in rows.tolist():
            found |= self.sample.senders[row]
            if len(found) >= LEAST:
                break
        return len(found)

    def between(self, left: int, right: int) -> tuple[Mask, I64, I64]:
        """Which texts have both words (columns of `place`), and from where to where the words between them are."""
        known = (self.beside[:, left] >= (-1 if left == 0 else 0)) & (self.beside[:, right] >= 0)
        return known, self.beside[:, left].astype(np.int64) + 1, self.beside[:, right].astype(np.int64)

    def holders(self, first: int, last: int) -> Mask:
        """Which texts have these words of the letter: every one of a few, half of many."""
        part = (self.place[:, first + 1 : last + 2] >= 0).mean(axis=1)
        return part >= (1.0 if last - first + 1 < RUN else 0.5)

    def room(self, left: int, right: int) -> I64:
        """How many words each text has from the nearest word it shares on one side to the nearest on the other."""
        after = np.where(self.place[:, right:] < 0, np.iinfo(np.int32).max, self.place[:, right:]).min(axis=1)
        return after.astype(np.int64) - self.place[:, : left + 1].max(axis=1) - 1


def compared(sample: Sample, letter: int, places: I32, joined: Mask) -> Comparison:
    """`places`: as `alignment.aligned` gives them."""
    lengths = np.array([len(one) for one in sample.words], np.int32)
    ends = np.full(len(lengths), -1, np.int32)
    place = np.column_stack([ends, places, lengths])
    return Comparison(sample, letter, place, substituted(place), joined)


def units(one: Comparison) -> list[Unit]:
    """The letter in units, in order."""
    if not len(one.words):
        return []
    has = one.place[:, 1:-1] >= 0
    weight = one.sample.weight
    share = weight @ has / weight.sum()
    cuts = _cuts(one, has, share)
    edges = [0, *(np.flatnonzero(cuts) + 1).tolist(), len(share)]
    found = [_unit(one, first, end - 1) for first, end in pairwise(edges)]
    return _without_islands(_joined(one, found))


def _cuts(one: Comparison, has: Mask, share: np.ndarray) -> Mask:
    """Between which neighbours other copies have something else, or one of them only."""
    weight = one.sample.weight
    total = weight.sum()
    differ = weight @ (has[:, :-1] ^ has[:, 1:]) / total
    inside = has[:, :-1] & has[:, 1:] & (np.diff(one.place[:, 1:-1], axis=1) > 1)
    most = np.maximum(share[:-1], share[1:])
    cuts = (differ > np.minimum(_APART, _ALIKE * most)) | (weight @ inside >= one.sample.least())
    # Words that are written as one, as in "l'eau", are cut off before the first and behind the last.
    word = np.concatenate([np.zeros(1, np.int64), np.cumsum(~one.joined)])
    torn = np.isin(word, word[1:][cuts & one.joined])
    edges = ~one.joined & (torn[1:] | torn[:-1])
    return (cuts & ~one.joined) | edges


def _unit(one: Comparison, first: int, last: int) -> Unit:
    holders = one.holders(first, last)
    weight = one.weight(holders)
    enough = weight >= one.sample.least(last - first + 1) and one.senders(np.flatnonzero(holders)) >= LEAST
    return Unit(first, last, weight / float(one.sample.weight.sum()), enough)


def _joined(one: Comparison, found: list[Unit]) -> list[Unit]:
    """Neighbours that change together are one place, where most who lack one of them have other words for both."""
    joined: list[Unit] = []
    for unit in found:
        if joined and not joined[-1].is_steady and not unit.is_steady and _change_together(one, joined[-1], unit):
            joined[-1] = _one_place(one, joined[-1].first, unit.last)
        else:
            joined.append(unit)
    return joined


def _change_together(one: Comparison, left: Unit, right: Unit) -> bool:
    known, start, end = one.between(left.first, right.last + 2)
    lacks_left, lacks_right = (~one.holders(unit.first, unit.last) for unit in (left, right))
    both = known & lacks_left & lacks_right & (end > start)
    return one.weight(both) > 0.5 * one.weight(known & (lacks_left | lacks_right))


def _one_place(one: Comparison, first: int, last: int) -> Unit:
    known, start, end = one.between(first, last + 2)
    ours = one.words[first : last + 1]
    same = np.array([
        bool(k) and np.array_equal(words[s:e], ours)
        for k, s, e, words in zip(known, start, end, one.sample.words, strict=True)
    ])  # fmt: skip
    weight = one.weight(same)
    enough = weight >= one.sample.least(last - first + 1) and one.senders(np.flatnonzero(same)) >= LEAST
    return Unit(first, last, weight / float(one.sample.weight.sum()), enough, is_one_place=True)


def _without_islands(found: list[Unit]) -> list[Unit]:
    """Fewer than RUN words between two gaps that many copies lack stand there by chance."""
    kept, at = list(found), 0
    while at < len(kept):
        end = at
        while end < len(kept) and kept[end].is_shown == kept[at].is_shown:
            end += 1
        run = kept[at:end]
        bounded = at > 0 or end < len(kept)
        few = sum(unit.words for unit in run) < RUN and not any(unit.is_steady for unit in run)
        if run[0].is_shown and bounded and few:
            kept[at:end] = [Unit(unit.first, unit.last, unit.share, is_shown=False) for unit in run]
        at = end
    return kept
