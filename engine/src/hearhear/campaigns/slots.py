"""Mad-libs: one sentence pattern, with a choice of words in every gap, so that no two copies share a passage.

What two copies still have in common is *where*: of some forty gaps in order, each is filled alike by chance in a few,
and these stand at the same places from the first to the last line. Strangers who use the same phrase use it once, or
elsewhere. So texts are cut into SEGMENTS of equal length, and two are alike when they have rare words at the same
place in most of the segments.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import reduce
from itertools import product
from operator import add

import numpy as np
import scipy.sparse as sp
from scipy.sparse.csgraph import connected_components

from hearhear.campaigns.alignment import CLOSED, assign_shifted
from hearhear.campaigns.corpus import F32, Corpus, grams
from hearhear.campaigns.tokens import I64, U32, U64, Mask, mix
from hearhear.settings import CampaignSettings

SEGMENTS = 8
LIKENESS = ((4, 2), (3, 3))
"""Segments that make two texts alike, and how many further texts must be alike to both: first the plain patterns, then
in what they leave the looser ones, with eight or more choices everywhere (hard set: strangers share four segments in
one of 200,000 pairs and three in one of 10,000, and then hardly ever with a third)."""
LOOSE = 6_000
"""Among more texts than this the second look would find chance likenesses by the million."""
NEAR = 4
"""Segments that bring a text to a pattern of which it is near two members."""
SEGMENT_BITS = 6.0
"""What must be common within a segment: one rare word, or two that are not."""
SHORTEST = 20
"""Words below which a text has no places to speak of."""
CELLS = 16
"""Places in a text: a word's place may shift by half a cell, about two words in a letter of eighty."""
MOST_TEXTS = 12_000
"""Patterns are learned on a sample of at most this many texts; the others are then compared with the patterns."""
SMALL, REPRESENTATIVES = 3, 12
"""Groups of up to three texts may be parts of a mad-lib; of larger ones, a dozen texts represent all."""
MOST_COMMON = 1000
"""A word at a position that more texts than this have does not discriminate."""


def join(corpus: Corpus, group: I64, settings: CampaignSettings) -> I64:
    """`group`, with texts brought together that follow one pattern."""
    size = np.bincount(group, minlength=len(group))[group]
    long = corpus.lengths >= SHORTEST
    waiting = np.flatnonzero((size <= SMALL) & long)
    if len(waiting) < settings.minimum_senders:
        return group
    learned = _sample(waiting, MOST_TEXTS)
    known = _representatives(np.flatnonzero((size > SMALL) & long), group)
    texts = np.concatenate([learned, known])
    start = np.concatenate([np.full(len(learned), -1), group[known]])
    features = _features(corpus, texts, settings.threads)
    common = _segments_in_common(features, len(texts), settings.threads)
    pattern = start
    for alike, confirmed in LIKENESS if len(texts) <= LOOSE else LIKENESS[:1]:
        found = _patterns(common, pattern, settings.minimum_senders, texts, size[texts] == 1, alike, confirmed)
        pattern = _drop_loose_patterns(features, found, pattern, settings.minimum_senders)
    joined = group.copy()
    joined[texts] = np.where(pattern >= 0, pattern, joined[texts])
    joined = _whole_groups(group, joined, known)
    fresh = (pattern >= 0) & (pattern != start)
    unassigned = waiting[(joined[waiting] == waiting) & (np.bincount(joined, minlength=len(joined))[waiting] == 1)]
    return assign_shifted(corpus, unassigned, texts[fresh], pattern[fresh], joined, settings.threads)


def _sample(texts: I64, most: int) -> I64:
    """Every text, or as many as may be learned on, spread by a hash of their numbers."""
    if len(texts) <= most:
        return texts
    return np.sort(texts[np.argsort(mix(texts.astype(np.uint64)), kind="stable")[:most]])


def _representatives(texts: I64, group: I64) -> I64:
    """Some texts of each group, so that a text which follows its pattern finds it."""
    order = texts[np.argsort(group[texts], kind="stable")]
    place = np.arange(len(order)) - np.searchsorted(group[order], group[order])
    return _sample(order[place < REPRESENTATIVES], MOST_TEXTS)


def _whole_groups(group: I64, joined: I64, known: I64) -> I64:
    """Where most representatives of a group were drawn into a pattern, the group goes with them."""
    moved = joined[known] != group[known]
    pointer = np.arange(len(group))
    for head in np.unique(group[known[moved]]):
        own = group[known] == head
        if 2 * np.count_nonzero(own & moved) > np.count_nonzero(own):
            pointer[head] = np.bincount(joined[known[own & moved]]).argmax()
    stayed = joined.copy()
    stayed[known] = group[known]
    return pointer[stayed]


@dataclass(frozen=True, slots=True)
class _Features:
    """What stands where. `row`: place of the text in the texts asked for. `segment`, `hash`: of a word or pair at its
    cell. `word`: place of the word, counted over all those texts' words. `bits`: what it proves."""

    row: I64
    segment: I64
    hash: U64
    word: I64
    bits: F32


def _features(corpus: Corpus, texts: I64, threads: int) -> _Features:
    """Rare words and pairs of some texts with their cells, on two grids half a cell apart.

    A word that a text repeats is its subject, not the filling of a gap, and stands everywhere: it is left out.
    """
    lengths = corpus.lengths[texts]
    row = np.repeat(np.arange(len(texts)), lengths)
    inside = np.arange(int(lengths.sum())) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    place = np.repeat(corpus.bounds[texts], lengths) + inside
    relative = inside / np.repeat(lengths, lengths)
    bits = np.where(_occurs_once(corpus.word[place], row), corpus.bits[place], np.float32(0))
    pair = np.append(grams(corpus.word[place], 2), np.uint64(0))
    last = inside == np.repeat(lengths, lengths) - 1
    both = np.where(last, np.float32(0), bits + np.append(bits[1:], np.float32(0)))
    words = [(corpus.word[place].astype(np.uint64), bits), (pair, both)]

    def placed(what: tuple[U64, F32], shift: float) -> tuple[I64, I64, U64, I64, F32]:
        value, word_bits = what
        kept = np.flatnonzero(word_bits > 0)
        cell = np.floor(relative[kept] * CELLS + shift).astype(np.uint64)
        hashed = mix(value[kept] * np.uint64(64) + cell * np.uint64(2) + np.uint64(shift > 0))
        return row[kept], (relative[kept] * SEGMENTS).astype(np.int64), hashed, kept, word_bits[kept]

    with ThreadPoolExecutor(threads) as pool:
        parts = pool.map(placed, *zip(*product(words, (0.0, 0.5)), strict=True))
        return _Features(*(np.concatenate(column) for column in zip(*parts, strict=True)))


def _occurs_once(word: U32, row: I64) -> Mask:
    """Whether a word stands once in its text."""
    key = row.astype(np.uint64) << np.uint64(32) | word
    _, index, times = np.unique(key, return_inverse=True, return_counts=True)
    return times[index] == 1


def _matrix(rows: I64, hashes: U64, bits: F32, count: int) -> sp.csr_matrix:
    """Texts by words at their places, weighed by the root of what they prove in bits."""
    _, column = np.unique(hashes, return_inverse=True)
    shape = (count, int(column.max(initial=0)) + 1)
    table = sp.csr_matrix((np.sqrt(bits), (rows, column)), shape=shape)
    times = np.bincount(table.indices, minlength=table.shape[1])
    return table[:, (times > 1) & (times <= MOST_COMMON)]


def _patterns(
    common: sp.csr_matrix, start: I64, least: int, texts: I64, alone: Mask, alike: int, confirmed: int
) -> I64:
    """For each text the pattern it follows, named after a text, or -1; `start` names the groups known already.

    Texts that are `alone` join what they are near. The others share a passage with somebody, which makes them near
    whoever has that passage in the same place: they join only a pattern found now.
    """
    near = _at_least(common, NEAR)
    fresh = np.flatnonzero(start < 0)
    pairs = near if alike == NEAR else _at_least(common, alike)
    _, component = connected_components(_confirmed_pairs(pairs, fresh, confirmed), directed=False)
    size = np.bincount(component)
    first = np.full(len(size), np.iinfo(np.int64).max)
    np.minimum.at(first, component, texts[fresh])
    found = size[component] >= least
    pattern = start.copy()
    pattern[fresh[found]] = first[component[found]]
    return _grow_patterns(near, pattern, alone, np.unique(first[component[found]]))


def _best_column(row: I64, column: I64, times: I64, count: int) -> tuple[I64, I64]:
    """For each row the column with the most, the first of equals, and how much that is; 0 and 0 without any."""
    order = np.lexsort((column, -times, row))
    rows, first = np.unique(row[order], return_index=True)
    best, most = np.zeros(count, dtype=np.int64), np.zeros(count, dtype=np.int64)
    best[rows], most[rows] = column[order][first], times[order][first]
    return best, most


def _confirmed_pairs(pairs: sp.csr_matrix, fresh: I64, confirmed: int) -> sp.csr_matrix:
    """Pairs of fresh texts that have further texts alike to both: by chance strangers are alike in pairs only."""
    alike = pairs[fresh]
    wide = alike.astype(np.int32)
    return _at_least((wide @ wide.T).multiply(alike[:, fresh]).tocsr(), confirmed)


def _segments_in_common(found: _Features, count: int, threads: int) -> sp.csr_matrix:
    """For each pair of texts, in how many segments they have rare words at the same places."""

    def alike(segment: int) -> sp.csr_matrix:
        here = found.segment == segment
        table = _matrix(found.row[here], found.hash[here], found.bits[here], count)
        return _at_least((table @ table.T).tocsr(), SEGMENT_BITS)

    def together(first: int) -> sp.csr_matrix:
        """Of one segment in `threads`, so that sums are made on every core too."""
        return sum(map(alike, range(first, SEGMENTS, threads)), start=sp.csr_matrix((count, count), dtype=np.int8))

    with ThreadPoolExecutor(threads) as pool:
        common = reduce(add, pool.map(together, range(threads)))
    common.setdiag(0)
    return common


def _at_least(table: sp.csr_matrix, least: float) -> sp.csr_matrix:
    """1 where the table has `least` or more."""
    kept = np.flatnonzero(table.data >= least)
    ends = np.searchsorted(kept, table.indptr)
    return sp.csr_matrix((np.ones(len(kept), np.int8), table.indices[kept], ends), shape=table.shape)


def _grow_patterns(near: sp.csr_matrix, pattern: I64, alone: Mask, fresh: I64) -> I64:
    """Texts near two members of a pattern join the one of which they are near most, until none does."""
    for _round in range(_GATHERINGS):
        heads, index = np.unique(pattern, return_inverse=True)
        members = sp.csr_matrix((np.ones(len(pattern), np.int32), (np.arange(len(pattern)), index)))
        times = (near.astype(np.int32) @ members).tocoo()
        own = np.zeros(len(pattern), dtype=np.int64)
        inside = times.col == index[times.row]
        own[times.row[inside]] = np.where(pattern[times.row[inside]] >= 0, times.data[inside], 0)
        kept = (heads[times.col] >= 0) & (alone[times.row] | np.isin(heads[times.col], fresh))
        best, most = _best_column(times.row[kept], times.col[kept], times.data[kept], len(pattern))
        best = heads[best]
        moved = (most >= 2) & (most > 2 * own) & (pattern != best)
        if not moved.any():
            break
        pattern = np.where(moved, best, pattern)
    return pattern


_GATHERINGS = 3


def _drop_loose_patterns(features: _Features, pattern: I64, start: I64, least: int) -> I64:
    """Patterns found now whose members fill their places with one another's words; the rest were only one subject.

    The choices of a mad-lib are few, so nearly every word of a copy stands at the same place in another. People who
    write about one thing say it in ever new words, and elsewhere.
    """
    part = _covered_part(features, pattern)
    fresh = (pattern >= 0) & (pattern != start)
    kept = pattern.copy()
    kept[fresh & (part < CLOSED / 2)] = start[fresh & (part < CLOSED / 2)]
    for head in np.unique(pattern[fresh]):
        members = fresh & (kept == head)
        if np.count_nonzero(members) < least or np.median(part[members]) < CLOSED:
            kept[members] = start[members]
    return kept


def _covered_part(features: _Features, pattern: I64) -> np.ndarray:
    """For each text the part of its rare words, in bits, that another text of its pattern has at the same place."""
    owner = pattern[features.row]
    assigned = owner >= 0
    key = mix(features.hash[assigned] ^ mix(owner[assigned].astype(np.uint64)))
    _, index, times = np.unique(key, return_inverse=True, return_counts=True)
    words = int(features.word.max(initial=-1)) + 1
    row = np.zeros(words, dtype=np.int64)
    row[features.word] = features.row
    bits = np.zeros(words, dtype=np.float32)
    np.maximum.at(bits, features.word, features.bits)
    met = np.zeros(words, dtype=np.bool_)
    met[features.word[assigned][times[index] > 1]] = True
    total = np.bincount(row, weights=bits, minlength=len(pattern))
    return np.bincount(row, weights=bits * met, minlength=len(pattern)) / np.maximum(total, 1)
