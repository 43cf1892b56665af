"""Texts that follow a pattern after or before words of their own, which shift all words of the pattern equally."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from hearhear.campaigns.corpus import F32, Corpus, text_slices
from hearhear.campaigns.tokens import I64, U32, Mask, mix

CLOSED = 0.5
"""Half of the words must be another member's at the same place (hard set: the loosest mad-lib, thirty copies with
seven choices everywhere, has .6; petitions on one subject have .3)."""


def assign_shifted(corpus: Corpus, unassigned: I64, members: I64, pattern: I64, joined: I64, threads: int) -> I64:
    """`joined`, with ungrouped texts assigned to the pattern that they follow at an offset.

    The words of a pattern have their usual places in its copies. In a text that begins with words of its own all of
    them are shifted by as much; in a stranger's text each is shifted otherwise.
    """
    if not len(members):
        return joined
    heads, number = np.unique(pattern, return_inverse=True)
    typical_places = _typical_places(corpus, members, number)
    typical = np.array(
        [np.median(agreement) for agreement in _by_pattern(corpus, members, number, typical_places, len(heads))]
    )
    vocabulary, alone = _vocabulary_mask(typical_places.word), np.zeros(len(corpus), dtype=np.bool_)
    alone[unassigned] = True

    def nearest(ends: tuple[int, int]) -> tuple[I64, I64]:
        words = _candidate_words(corpus, *ends, alone, vocabulary, CLOSED * typical.min(initial=np.inf))
        some, owner = np.unique(words.owner, return_inverse=True)
        agreement = _agreement(
            corpus, _Words(words.place, owner, words.inside), len(some), typical_places, CLOSED * typical
        )
        best = (agreement / np.maximum(typical, 1)).argmax(axis=1)
        enough = agreement[np.arange(len(some)), best] >= CLOSED * typical[best]
        return some[enough], heads[best[enough]]

    with ThreadPoolExecutor(threads) as pool:
        for texts, head in pool.map(nearest, text_slices(corpus.bounds)):
            joined[texts] = head
    return joined


@dataclass(frozen=True, slots=True)
class _TypicalPlaces:
    """Words of patterns in the order of their hashes, with the pattern's number and their place from its beginning."""

    word: U32
    pattern: I64
    place: npt.NDArray[np.float64]


def _typical_places(corpus: Corpus, members: I64, number: I64) -> _TypicalPlaces:
    """Words that several copies of a pattern have at about the same place."""
    words = _words_of(corpus, members)
    place, owner, inside = words.place, words.owner, words.inside
    key = mix(corpus.word[place].astype(np.uint64) ^ mix(number[owner].astype(np.uint64) + np.uint64(1)))
    _, first, index = np.unique(key, return_index=True, return_inverse=True)
    times = np.bincount(index)
    mean = np.bincount(index, weights=inside) / times
    spread = np.sqrt(np.maximum(np.bincount(index, weights=inside.astype(np.float64) ** 2) / times - mean**2, 0))
    kept = np.flatnonzero((times > 1) & (spread <= DRIFT))
    kept = kept[np.lexsort((number[owner[first[kept]]], corpus.word[place[first[kept]]]))]
    return _TypicalPlaces(corpus.word[place[first[kept]]], number[owner[first[kept]]], mean[kept])


@dataclass(frozen=True, slots=True)
class _Words:
    """Words that prove something: place in the corpus, which text, and place in the text."""

    place: I64
    owner: I64
    inside: I64


def _words_of(corpus: Corpus, texts: I64) -> _Words:
    """The words of some texts; `owner` counts these texts."""
    lengths = corpus.lengths[texts]
    owner = np.repeat(np.arange(len(texts)), lengths)
    inside = np.arange(int(lengths.sum())) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    place = np.repeat(corpus.bounds[texts], lengths) + inside
    significant = corpus.bits[place] > 0
    return _Words(place[significant], owner[significant], inside[significant])


def _agreement(
    corpus: Corpus, words: _Words, texts: int, typical_places: _TypicalPlaces, least: npt.NDArray[np.float64]
) -> npt.NDArray[np.float64]:
    """For each text and pattern, the bits of words that are all shifted from their usual places by about as much.

    `least`: for each pattern, what its words in a text must weigh together for a closer look; else it is 0.
    """
    place, owner = words.place, words.owner
    start = np.searchsorted(typical_places.word, corpus.word[place], side="left")
    hits = np.searchsorted(typical_places.word, corpus.word[place], side="right") - start
    found = np.repeat(start, hits) + np.arange(int(hits.sum())) - np.repeat(np.cumsum(hits) - hits, hits)
    bits = np.repeat(corpus.bits[place], hits)
    pair = np.repeat(owner, hits) * len(least) + typical_places.pattern[found]
    total = np.bincount(pair, weights=bits, minlength=texts * len(least))
    close = np.flatnonzero(total[pair] >= least[typical_places.pattern[found]])
    shift = np.repeat(words.inside, hits)[close] - typical_places.place[found[close]]
    return _best_shift(pair[close], shift, bits[close], len(total)).reshape(texts, len(least))


def _best_shift(pair: I64, shift: npt.NDArray[np.float64], bits: F32, pairs: int) -> npt.NDArray[np.float64]:
    """For each pair of a text and a pattern, the most bits that have about the same shift."""
    best = np.zeros(pairs)
    for grid in (0.0, DRIFT):
        cell = np.floor((shift + grid) / (2 * DRIFT)).astype(np.int64) + _FARTHEST
        key, index = np.unique(pair * (2 * _FARTHEST) + np.clip(cell, 0, 2 * _FARTHEST - 1), return_inverse=True)
        np.maximum.at(best, key // (2 * _FARTHEST), np.bincount(index, weights=bits, minlength=len(key)))
    return best


def _by_pattern(
    corpus: Corpus, members: I64, number: I64, typical_places: _TypicalPlaces, patterns: int
) -> list[npt.NDArray[np.float64]]:
    every = _agreement(corpus, _words_of(corpus, members), len(members), typical_places, np.zeros(patterns))
    agreement = every[np.arange(len(members)), number]
    return [agreement[number == one] for one in range(patterns)]


DRIFT = 6.0
"""Words by which a place wanders from copy to copy as the fillings before it are longer or shorter."""
_FARTHEST = 1 << 16


def _candidate_words(corpus: Corpus, first: int, last: int, alone: Mask, vocabulary: Mask, least: float) -> _Words:
    """The words of patterns in the texts from `first` to `last` that are alone and have enough of them, in bits."""
    start, stop = corpus.bounds[first], corpus.bounds[last]
    known = np.take(vocabulary, corpus.word[start:stop] >> _VOCABULARY_SHIFT, mode="clip")
    known &= corpus.bits[start:stop] > 0
    place = start + np.flatnonzero(known)
    owner = np.repeat(np.arange(first, last), np.diff(corpus.bounds[first : last + 1]))[place - start]
    met = np.bincount(owner - first, weights=corpus.bits[place], minlength=last - first)
    kept = (alone[first:last] & (met >= least))[owner - first]
    return _Words(place[kept], owner[kept], (place - corpus.bounds[owner])[kept])


def _vocabulary_mask(words: U32) -> Mask:
    """By the upper bits of a word, whether it is among the given words."""
    vocabulary = np.zeros(1 << _VOCABULARY_BITS, dtype=np.bool_)
    vocabulary[words >> _VOCABULARY_SHIFT] = True
    return vocabulary


_VOCABULARY_BITS = 22
_VOCABULARY_SHIFT = np.uint32(32 - _VOCABULARY_BITS)
