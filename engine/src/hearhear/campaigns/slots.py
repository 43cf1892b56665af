"""Mad-libs: one sentence pattern, with a choice of words in every gap, so that no two copies share a passage.

What two copies still have in common is *where*: of some forty gaps in order, each is filled alike by chance in a few,
and these stand at the same places from the first to the last line. Strangers who use the same phrase use it once, or
elsewhere. So texts are cut into SEGMENTS of equal length, and two are alike when they have rare words at the same
place in most of the segments.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp
from scipy.sparse.csgraph import connected_components

from .corpus import F32, Corpus, grams
from .settings import Settings
from .tokens import I64, U32, U64, Mask, mix

SEGMENTS = 8
LIKENESS = ((4, 2), (3, 3))
"""Segments that make two texts alike, and how many further texts must be alike to both: first the plain patterns, then
in what they leave the looser ones, with eight or more choices everywhere (hard set: strangers share four segments in
one of 200,000 pairs and three in one of 10,000, and then hardly ever with a third)."""
NEAR = 4
"""Segments that bring a text to a pattern of which it is near two members."""
SEGMENT_BITS = 6.0
"""What must be common within a segment: one rare word, or two that are not."""
SHORTEST = 20
"""Words below which a text has no places to speak of."""
CELLS = 16
"""Places in a text: a word's place may shift by half a cell, about two words in a letter of eighty."""
MOST_TEXTS = 20_000
"""Patterns are learned on a sample of at most this many texts; the rest are then held against what was learned."""
SMALL, REPRESENTATIVES = 3, 12
"""Groups of up to three texts may be pieces of a mad-lib; of larger ones, a dozen texts stand for all."""
MOST_COMMON = 400
"""A word at a place that more texts than this have tells nothing apart."""


def join(corpus: Corpus, group: I64, settings: Settings) -> I64:
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
    features = _features(corpus, texts)
    common = _segments_in_common(_places(features, len(texts)), len(texts))
    pattern = start
    for alike, confirmed in LIKENESS:
        found = _patterns(common, pattern, settings.minimum_senders, texts, size[texts] == 1, alike, confirmed)
        pattern = _closed(features, found, pattern, settings.minimum_senders)
    joined = group.copy()
    joined[texts] = np.where(pattern >= 0, pattern, joined[texts])
    joined = _whole_groups(group, joined, known)
    if len(learned) < len(waiting):
        joined = _assigned(corpus, np.setdiff1d(waiting, learned), texts[pattern >= 0], pattern[pattern >= 0], joined)
    return joined


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


def _features(corpus: Corpus, texts: I64) -> _Features:
    """Rare words and pairs of some texts with their cells, on two grids half a cell apart.

    A word that a text repeats is its subject, not the filling of a gap, and stands everywhere: it is left out.
    """
    lengths = corpus.lengths[texts]
    row = np.repeat(np.arange(len(texts)), lengths)
    inside = np.arange(int(lengths.sum())) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    place = np.repeat(corpus.bounds[texts], lengths) + inside
    relative = inside / np.repeat(lengths, lengths)
    bits = np.where(_once(corpus.word[place], row), corpus.bits[place], np.float32(0))
    pair = np.append(grams(corpus.word, 2), np.uint64(0))[place]
    last = inside == np.repeat(lengths, lengths) - 1
    both = np.where(last, np.float32(0), bits + np.append(bits[1:], np.float32(0)))
    parts = []
    for value, proof in ((corpus.word[place].astype(np.uint64), bits), (pair, both)):
        kept = np.flatnonzero(proof > 0)
        for shift in (0.0, 0.5):
            cell = np.floor(relative[kept] * CELLS + shift).astype(np.uint64)
            hashed = mix(value[kept] * np.uint64(64) + cell * np.uint64(2) + np.uint64(shift > 0))
            parts.append((row[kept], (relative[kept] * SEGMENTS).astype(np.int64), hashed, kept, proof[kept]))
    return _Features(*(np.concatenate(column) for column in zip(*parts, strict=True)))


def _once(word: U32, row: I64) -> Mask:
    """Whether a word stands once in its text."""
    key = row.astype(np.uint64) << np.uint64(32) | word
    _, index, times = np.unique(key, return_inverse=True, return_counts=True)
    return times[index] == 1


def _places(found: _Features, count: int) -> list[sp.csr_matrix]:
    """For each segment, texts by words at their places, weighed by the root of their rarity in bits."""
    return [_matrix(found.row[found.segment == s], found.hash[found.segment == s], count) for s in range(SEGMENTS)]


def _matrix(rows: I64, hashes: U64, count: int) -> sp.csr_matrix:
    _, column = np.unique(hashes, return_inverse=True)
    table = sp.csr_matrix(
        (np.ones(len(rows), np.float32), (rows, column)), shape=(count, int(column.max(initial=0)) + 1)
    )
    table.sum_duplicates()
    table.data[:] = 1
    times = np.bincount(table.indices, minlength=table.shape[1])
    kept = (times > 1) & (times <= max(SHORTEST, min(MOST_COMMON, count // 10)))
    table = table[:, kept]
    table.data *= np.sqrt(np.log2(count / times[kept])).astype(np.float32)[table.indices]
    return table


def _patterns(
    common: sp.csr_matrix, start: I64, least: int, texts: I64, alone: Mask, alike: int, confirmed: int
) -> I64:
    """For each text the pattern it follows, named after a text, or -1; `start` names the groups known already.

    Texts that are `alone` join what they are near. The others share a passage with somebody, which makes them near
    whoever has that passage in the same place: they join only a pattern found now.
    """
    near = _at_least(common, NEAR)
    fresh = sp.diags_array((start < 0).astype(np.int8), dtype=np.int8)
    _, component = connected_components(fresh @ _confirmed(common, alike, confirmed) @ fresh, directed=False)
    size = np.bincount(component)
    first = np.full(len(size), np.iinfo(np.int64).max)
    np.minimum.at(first, component, texts)
    found = (start < 0) & (size[component] >= least)
    pattern = np.where(found, first[component], start)
    return _gathered(near, pattern, alone, np.unique(pattern[found]))


def _confirmed(common: sp.csr_matrix, alike: int, confirmed: int) -> sp.csr_matrix:
    """Pairs that are alike and have further texts alike to both: by chance strangers are alike in pairs only."""
    pairs = _at_least(common, alike)
    wide = pairs.astype(np.int32)
    return _at_least((wide @ wide).multiply(pairs).tocsr(), confirmed)


def _segments_in_common(places: list[sp.csr_matrix], count: int) -> sp.csr_matrix:
    common = sp.csr_matrix((count, count), dtype=np.int8)
    for table in places:
        common = common + _at_least((table @ table.T).tocsr(), SEGMENT_BITS)
    common.setdiag(0)
    return common


def _at_least(table: sp.csr_matrix, least: float) -> sp.csr_matrix:
    """1 where the table has `least` or more."""
    kept = table.copy()
    kept.data = kept.data >= least
    kept.eliminate_zeros()
    return kept.astype(np.int8)


def _gathered(near: sp.csr_matrix, pattern: I64, alone: Mask, fresh: I64) -> I64:
    """Texts near two members of a pattern join the one of which they are near most, until none does."""
    for _round in range(_GATHERINGS):
        heads, index = np.unique(pattern, return_inverse=True)
        members = sp.csr_matrix((np.ones(len(pattern), np.int32), (np.arange(len(pattern)), index)))
        times = (near.astype(np.int32) @ members).toarray()
        own = np.where(pattern >= 0, times[np.arange(len(pattern)), index], 0)
        times[:, heads < 0] = 0
        times[np.ix_(~alone, ~np.isin(heads, fresh))] = 0
        best, most = heads[times.argmax(axis=1)], times.max(axis=1)
        moved = (most >= 2) & (most > 2 * own) & (pattern != best)
        if not moved.any():
            break
        pattern = np.where(moved, best, pattern)
    return pattern


_GATHERINGS = 3


def _closed(features: _Features, pattern: I64, start: I64, least: int) -> I64:
    """Patterns found now whose members fill their places with one another's words; the rest were only one subject.

    The choices of a mad-lib are few, so nearly every word of a copy stands at the same place in another. People who
    write about one thing say it in ever new words, and elsewhere.
    """
    part = _filled(features, pattern)
    fresh = (pattern >= 0) & (pattern != start)
    kept = pattern.copy()
    kept[fresh & (part < CLOSED / 2)] = start[fresh & (part < CLOSED / 2)]
    for head in np.unique(pattern[fresh]):
        members = fresh & (kept == head)
        if np.count_nonzero(members) < least or np.median(part[members]) < CLOSED:
            kept[members] = start[members]
    return kept


def _filled(features: _Features, pattern: I64) -> np.ndarray:
    """For each text the part of its rare words, in bits, that another text of its pattern has at the same place."""
    owner = pattern[features.row]
    held = owner >= 0
    key = mix(features.hash[held] ^ mix(owner[held].astype(np.uint64)))
    _, index, times = np.unique(key, return_inverse=True, return_counts=True)
    words = int(features.word.max(initial=-1)) + 1
    row = np.zeros(words, dtype=np.int64)
    row[features.word] = features.row
    bits = np.zeros(words, dtype=np.float32)
    np.maximum.at(bits, features.word, features.bits)
    met = np.zeros(words, dtype=np.bool_)
    met[features.word[held][times[index] > 1]] = True
    total = np.bincount(row, weights=bits, minlength=len(pattern))
    return np.bincount(row, weights=bits * met, minlength=len(pattern)) / np.maximum(total, 1)


CLOSED = 0.5
"""Half of the words must be another member's at the same place (hard set: the loosest mad-lib, thirty copies with
seven choices everywhere, has .6; petitions on one subject have .3)."""


def _assigned(corpus: Corpus, rest: I64, learned: I64, pattern: I64, joined: I64) -> I64:
    """Texts outside the sample, held against the words that each pattern has at each place."""
    if not len(learned):
        return joined
    heads, number = np.unique(pattern, return_inverse=True)
    features = _features(corpus, learned)
    known = _known(features.hash, number[features.row])
    likely = rest[_speaking(corpus, rest, learned)]
    for at in range(0, len(likely), 50_000):
        some = likely[at : at + 50_000]
        joined[some] = _nearest(corpus, some, known, heads, joined[some])
    return joined


def _known(hashes: U64, number: I64) -> tuple[U64, I64]:
    """Each hash with each pattern that has it, once, in the order of hashes."""
    _, first = np.unique(mix(hashes ^ mix(number.astype(np.uint64))), return_index=True)
    first = first[np.argsort(hashes[first], kind="stable")]
    return hashes[first], number[first]


def _speaking(corpus: Corpus, texts: I64, learned: I64) -> Mask:
    """Whether most of a text's rare words, by what they prove, are words of some pattern: the others need no look."""
    spoken = np.zeros(1 << _VOCABULARY_BITS, dtype=np.bool_)
    chosen = np.zeros(len(corpus), dtype=np.bool_)
    chosen[learned] = True
    shift = np.uint32(32 - _VOCABULARY_BITS)
    spoken[corpus.word[np.repeat(chosen, corpus.lengths)] >> shift] = True
    met = np.where(spoken[corpus.word >> shift], corpus.bits, np.float32(0))
    total, own = (np.concatenate([np.zeros(1), np.cumsum(one, dtype=np.float64)]) for one in (met, corpus.bits))
    part = np.diff(total[corpus.bounds]) / np.maximum(np.diff(own[corpus.bounds]), 1)
    return part[texts] >= CLOSED


_VOCABULARY_BITS = 22


def _nearest(corpus: Corpus, texts: I64, known: tuple[U64, I64], heads: I64, otherwise: I64) -> I64:
    """For each text the pattern whose words it has in nearly every segment, or what it was."""
    features = _features(corpus, texts)
    start = np.searchsorted(known[0], features.hash, side="left")
    hits = np.searchsorted(known[0], features.hash, side="right") - start
    place = np.repeat(start, hits) + np.arange(int(hits.sum())) - np.repeat(np.cumsum(hits) - hits, hits)
    cell = (np.repeat(features.row, hits) * len(heads) + known[1][place]) * SEGMENTS + np.repeat(
        features.segment, hits
    )
    seen, times = np.unique(cell, return_counts=True)
    owner, covered = np.unique(seen[times >= _ASSIGNED_HITS] // SEGMENTS, return_counts=True)
    best = owner[covered >= _ASSIGNED_SEGMENTS]
    result = otherwise.copy()
    result[best // len(heads)] = heads[best % len(heads)]
    return result


_ASSIGNED_HITS, _ASSIGNED_SEGMENTS = 4, SEGMENTS - 1
"""A text outside the sample joins a pattern that has two of its words, on both grids of cells, in all segments but
one; strangers reach half of them."""
