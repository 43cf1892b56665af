"""Texts that share passages word for word, grouped by leader clustering on word n-grams (*grams*).

Each gram that several texts have chooses the most shared of these texts as its leader, and each text follows the
leader that most of its grams chose. That is one grouping and one join whatever the number of texts; it finds a short
template inside a long letter (what a text shares with nobody has no weight), and does not chain like single linkage.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import scipy.sparse as sp

from hearhear.campaigns.corpus import (
    AT_ONCE,
    F32,
    F64,
    Corpus,
    gram_starts,
    hash_ranges,
    run_starts,
    text_slices,
    unmixed_grams,
)
from hearhear.campaigns.tokens import I32, I64, U32, U64, Mask, mix

UNIT = 16
"""Bits are counted in sixteenths as whole numbers, so that sums are the same whatever the order of threads."""
MOST_GRAMS = 32_000_000
"""Above this many, one gram of several stands for all, chosen by its hash, so that every text keeps the same ones."""
_ROUNDS = 2
"""Rounds in which grams choose again, now by how much each text was followed; a third changes nothing measured."""
_CANDIDATES = 3


@dataclass(frozen=True, slots=True)
class LeaderCandidates:
    """Texts and the leaders they may follow.

    `text`, `leader`: numbers of distinct texts. `shared`: what the two have in common, in bits. `popular`: for each
    text of the corpus, the bits by which others follow it.
    """

    text: I64
    leader: I64
    shared: np.ndarray
    popular: np.ndarray


def gram_table(corpus: Corpus, size: int, threads: int = 2) -> pa.Table:
    """A row for each gram of each text that proves something and may stand elsewhere too.

    Columns: text int32, gram uint64, weight int32 in 1/UNIT bits; each chunk in the order of grams. A gram weighs the
    mean of its words, so that a run of r grams weighs about as much as its r words.
    """
    step = max(1, -(-len(corpus.word) // MOST_GRAMS))
    slices = list(text_slices(corpus.bounds))
    with ThreadPoolExecutor(threads) as pool:
        hashes = [*pool.map(lambda ends: _hashes(corpus, size, step, *ends), slices)]
        again = _repeated(hashes, pool)
        hashes.clear()
        kept = [*pool.map(lambda ends: _gram_rows(corpus, size, step, again, *ends), slices)]
    return pa.concat_tables([_NO_GRAMS, *kept])


def _starts(corpus: Corpus, size: int, step: int, first: int, last: int) -> tuple[I64, U64]:
    """Where grams begin that stand for all, counted from the first of some texts' words, and their sums."""
    bounds = corpus.bounds[first : last + 1]
    total = unmixed_grams(corpus.word[bounds[0] : bounds[-1]], size)
    keep = gram_starts(bounds - bounds[0], size)[: len(total)]
    if step > 1:
        keep &= total < np.uint64(2**64 // step)
    place = np.flatnonzero(keep)
    return place, total[place]


def _hashes(corpus: Corpus, size: int, step: int, first: int, last: int) -> U32:
    """The upper halves of grams: of 32 million, one in 130 has by chance another's. Nothing else of them is kept,
    since hardly any stands twice: looking at the others once more costs less than the memory would."""
    return _upper_half(_starts(corpus, size, step, first, last)[1], step)


def _upper_half(total: U64, step: int) -> U32:
    halves: U32 = (total * np.uint64(step)).view(np.uint32)[1::2].copy()
    return halves


def _repeated(hashes: list[U32], pool: ThreadPoolExecutor) -> Mask:
    """By the upper bits of a gram, whether it stands twice: of individual letters hardly any does, and sorting tells
    so at a tenth of what a join costs."""
    again = np.zeros(1 << _MET_BITS, dtype=np.bool_)

    def meet(part: int) -> None:
        own = (one[one >> _PART_SHIFT == part] for one in hashes)
        ordered = np.concatenate([np.empty(0, np.uint32), *own])
        ordered.sort()
        again[ordered[1:][ordered[1:] == ordered[:-1]] >> _MET_SHIFT] = True

    list(pool.map(meet, range(1 << _PART_BITS)))
    return again


_PART_BITS = 1
_PART_SHIFT = np.uint32(32 - _PART_BITS)
_MET_BITS = 26
_MET_SHIFT = np.uint32(32 - _MET_BITS)


_NO_GRAMS = pa.schema([("text", pa.int32()), ("gram", pa.uint64()), ("weight", pa.int32())]).empty_table()


def _gram_rows(corpus: Corpus, size: int, step: int, again: Mask, first: int, last: int) -> pa.Table:
    """The rows of some texts for grams that stand twice; each gram once a text."""
    place, total = _starts(corpus, size, step, first, last)
    kept = again.take(_upper_half(total, step) >> _MET_SHIFT)
    place, total = place[kept], total[kept]
    start = corpus.bounds[first]
    weight = _weights(corpus.bits[start : corpus.bounds[last]], place, size)
    place, total, weight = place[weight > 0], total[weight > 0], weight[weight > 0]
    bounds = corpus.bounds[first : last + 1] - start
    text = np.searchsorted(bounds, place, side="right") - 1
    gram = mix(total)
    # One number of both, since sorting by two takes twice as long: a slice has no more texts than words.
    key = gram & ~_TEXT_MASK | text.astype(np.uint64)
    order = np.argsort(key)
    begins = np.flatnonzero(run_starts(key[order]))
    order, weight = order[begins], _largest_of_runs(weight[order], begins) * np.int32(step)
    return pa.table({"text": (text[order] + first).astype(np.int32), "gram": gram[order], "weight": weight})


_TEXT_MASK = np.uint64((1 << AT_ONCE.bit_length()) - 1)


def _largest_of_runs(values: I32, begins: I64) -> I32:
    return np.maximum.reduceat(values, begins) if len(begins) else values[:0]


def _weights(bits: F32, place: I64, size: int) -> I32:
    """What each gram weighs, from its words' bits; its sums have an order of their own, whatever slice they are in."""
    total = bits[place]
    for part in range(1, size):
        total += bits[place + part]
    total *= np.float32(UNIT / size)
    return np.rint(total, out=total).astype(np.int32)


@dataclass(frozen=True, slots=True)
class SharedGrams:
    """The grams that several texts have, in the order of their hashes.

    `table`: texts by grams, weights in 1/UNIT bits, int32. `hashes`: of each gram, uint64. `messages`: how many have
    each.
    """

    table: sp.csr_matrix
    hashes: U64
    messages: I64


def shared_grams(rows: pa.Table, copies: I64, least: int, threads: int = 2) -> SharedGrams:
    """The grams of a `gram_table` that stand in at least two texts and `least` messages."""
    text, weight = np.empty(len(rows), np.int32), np.empty(len(rows), np.int32)
    chunks = [[column.to_numpy() for column in batch.columns] for batch in rows.to_batches()]

    def part_of(places: list[slice]) -> _SharedPart:
        cut = [[column[place] for column in chunk] for chunk, place in zip(chunks, places, strict=True)]
        return _shared_of_part([*cut, [one.to_numpy() for one in _NO_GRAMS.columns]], copies, least)

    found, filled = [], 0
    with ThreadPoolExecutor(threads) as pool:
        for part in pool.map(part_of, hash_ranges([gram for _, gram, _ in chunks], _SHARED_BITS)):
            place = slice(filled, filled + len(part.text))
            text[place], weight[place] = part.text, part.weight
            found.append((part.hashes, part.texts, part.messages))
            filled = place.stop
    hashes, texts, messages = (np.concatenate(column) for column in zip(*found, strict=True))
    bounds = np.concatenate([np.zeros(1, np.int64), np.cumsum(texts)])
    by_gram = sp.csc_matrix((weight[:filled], text[:filled], bounds), shape=(len(copies), len(hashes)))
    return SharedGrams(by_gram.tocsr(), hashes, messages)


_SHARED_BITS = 5
"""Grams are sorted in parts, by so many of their upper bits: a million at a time stay near the processor."""


@dataclass(frozen=True, slots=True)
class _SharedPart:
    """Some grams. `text`, `weight`: of each entry. `hashes`: of each gram. `texts`, `messages`: how many have it."""

    text: I32
    weight: I32
    hashes: U64
    texts: I64
    messages: I64


def _shared_of_part(rows: list[list[np.ndarray]], copies: I64, least: int) -> _SharedPart:
    """The shared grams of some rows that hold all texts of each."""
    text, gram, weight = (np.concatenate(column) for column in zip(*rows, strict=True))
    order = np.argsort(gram)
    text, gram, weight = text[order], gram[order], weight[order]
    begins = np.flatnonzero(run_starts(gram))
    texts = np.diff(np.append(begins, len(gram)))
    messages = np.add.reduceat(copies[text], begins) if len(begins) else texts
    shared = (texts > 1) & (messages >= least)
    kept = np.repeat(shared, texts)
    return _SharedPart(text[kept], weight[kept], gram[begins[shared]], texts[shared], messages[shared])


def without(shared: SharedGrams, hashes: U64) -> SharedGrams:
    """The shared grams but some, given by their hashes."""
    left = ~np.isin(shared.hashes, hashes)
    number = np.cumsum(left, dtype=np.int32) - np.int32(1)
    table = shared.table
    kept = left[table.indices]
    bounds = np.concatenate([np.zeros(1, np.int64), np.cumsum(kept)])[table.indptr]
    content = table.data[kept], number[table.indices[kept]], bounds
    fewer = sp.csr_matrix(content, shape=(table.shape[0], np.count_nonzero(left)))
    return SharedGrams(fewer, shared.hashes[left], shared.messages[left])


def follow(shared: SharedGrams, threads: int = 2) -> LeaderCandidates:
    """For each text the leaders it may follow, at most three."""
    table = shared.table
    count = table.shape[0]
    holders = table.tocsc()
    common = np.bincount(table.indices, weights=table.data, minlength=table.shape[1])
    popular = table @ np.minimum(np.rint(np.log2(shared.messages)), _MOST_DOUBLINGS).astype(np.int64)
    for _round in range(_ROUNDS):
        popular = np.bincount(_chosen(holders, popular), weights=common, minlength=count)
    leaders = _chosen(holders, popular)
    del holders
    return _measured(table, leaders, threads)


_MOST_DOUBLINGS = 12
"""A gram of more than 4,096 messages counts no more than one of as many."""


def _chosen(holders: sp.csc_matrix, popular: np.ndarray) -> I64:
    """For each gram its leader, the most popular of its texts, and the first of equals."""
    count = len(popular)
    order = np.lexsort((-np.arange(count), popular))
    rank = np.empty(count, dtype=np.int32)
    rank[order] = np.arange(count, dtype=np.int32)
    if not len(holders.indices):
        return order[:0]
    return order[np.maximum.reduceat(rank[holders.indices], holders.indptr[:-1])]


def _measured(table: sp.csr_matrix, leaders: I64, threads: int) -> LeaderCandidates:
    """The best-voted leaders of each text, with what the two really share; `leaders`: of each gram."""
    count = table.shape[0]
    leader_of = sp.csr_matrix((np.ones(len(leaders), np.int64), leaders, np.arange(len(leaders) + 1)),
                              shape=(len(leaders), count))  # fmt: skip

    def measure(first: int) -> tuple[I64, I64, F64, F64]:
        votes = table[first : first + _TEXTS_AT_ONCE] @ leader_of
        text, leader = _best_voted(votes)
        text += first
        apart = text != leader
        text, leader = text[apart], leader[apart]
        popular: F64 = np.bincount(votes.indices, weights=votes.data, minlength=count).astype(np.float64)
        return text, leader, overlap(table, text, leader), popular

    popular, parts = np.zeros(count), []
    with ThreadPoolExecutor(threads) as pool:
        for *part, voted in pool.map(measure, range(0, count, _TEXTS_AT_ONCE)):
            parts.append(part)
            popular += voted
    nothing = [np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0)]
    text, leader, common = (np.concatenate(column) for column in zip(nothing, *parts, strict=True))
    return LeaderCandidates(text, leader, common / UNIT, popular / UNIT)


_TEXTS_AT_ONCE = 20_000


def _best_voted(votes: sp.csr_matrix) -> tuple[I64, I64]:
    """The columns of the _CANDIDATES largest values of each row, of equals the first, and their rows."""
    rows = np.flatnonzero(np.diff(votes.indptr))
    length = np.diff(votes.indptr)[rows]
    begins = votes.indptr[rows]
    width = votes.shape[1]
    key = votes.data * width + (width - 1 - votes.indices)  # no two of a row are equal
    best = []
    for _place in range(_CANDIDATES if len(rows) else 0):
        best.append(np.maximum.reduceat(key, begins))
        key[key == np.repeat(best[-1], length)] = -1
    found = np.stack(best, axis=1) if best else np.empty((0, _CANDIDATES), np.int64)
    place, _ = np.nonzero(found >= 0)
    return rows[place], width - 1 - found[found >= 0] % width


def overlap(table: sp.csr_matrix, left: I64, right: I64, at_once: int = 20_000) -> F64:
    """What rows `left` and `right` of a matrix have in common, pair by pair."""
    parts = [
        np.asarray(table[left[at : at + at_once]].minimum(table[right[at : at + at_once]]).sum(axis=1)).ravel()
        for at in range(0, len(left), at_once)
    ]
    return np.concatenate(parts) if parts else np.zeros(0)


def nearest_leaders(following: LeaderCandidates, accepted: Mask, count: int) -> I64:
    """For each text the accepted leader with which it shares most, or itself; a text follows only who is followed
    more than itself."""
    popular = following.popular
    above = (popular[following.leader] > popular[following.text]) | (
        (popular[following.leader] == popular[following.text]) & (following.leader < following.text)
    )
    kept = np.flatnonzero(accepted & above)
    best = kept[np.lexsort((following.leader[kept], -following.shared[kept], following.text[kept]))]
    text, first = np.unique(following.text[best], return_index=True)
    root = np.arange(count)
    root[text] = following.leader[best[first]]
    return root


def follow_chains(following: LeaderCandidates, accepted: Mask, count: int) -> I64:
    """For each text the leader at the end of its chain."""
    return resolve_pointers(nearest_leaders(following, accepted, count))


def own_groups(root: I64) -> I64:
    """Each text in the group of its leader, which stays in its own: no chains."""
    group, led = root.copy(), np.bincount(root, minlength=len(root)) > 1
    group[led] = np.flatnonzero(led)
    return group


def resolve_pointers(root: I64) -> I64:
    """Follow each pointer to its end."""
    while True:
        following = root[root]
        if np.array_equal(following, root):
            return root
        root = following
