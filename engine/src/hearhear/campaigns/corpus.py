"""The texts as a table of word hashes: each distinct text once, each word with its information content in bits."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from hearhear.campaigns import quoted_words
from hearhear.campaigns.tokens import I64, U32, U64, Batch, Mask, batches, mix, scramble, tokenise
from hearhear.campaigns.vocabulary import EMPTY, marks

F32 = npt.NDArray[np.float32]
F64 = npt.NDArray[np.float64]

GRAM = 4
"""Words in an n-gram. Three in a row are common to all letters on a subject; five do not survive a synonym every few
words."""
MOST_BITS = 16.0
_COUNT_BITS = 22
_KNOWN_BITS = 22
_MULTIPLIERS = mix(np.arange(1, 65, dtype=np.uint64))
_TAG = np.uint32(1)


@dataclass(frozen=True, slots=True)
class Corpus:
    """Distinct texts, in the order of hashes of their words: what follows does not depend on the order of messages.

    `text_of`: for each message, the number of its distinct text, int64, shape (messages,). `first`: for each distinct
    text, the first message that has it. `copies`: how many messages have it. `word` and `bounds`: as in
    `tokens.Tokens`, for distinct texts. `bits`: the information content of each word (its rarity), 0 for function
    words, courtesies, hashtags and quotations. `total_bits`: their sum for each text, shape (texts,).
    """

    text_of: I64
    first: I64
    copies: I64
    word: U32
    bounds: I64
    bits: F32
    total_bits: F64

    def __len__(self) -> int:
        return len(self.first)

    @property
    def lengths(self) -> I64:
        return np.diff(self.bounds)

    def only(self, chosen: Mask) -> Corpus:
        """The chosen texts; `text_of` is of no use in what comes back."""
        kept = np.repeat(chosen, self.lengths)
        bounds = _bounds(self.lengths[chosen])
        texts = self.text_of, self.first[chosen], self.copies[chosen]
        return Corpus(*texts, self.word[kept], bounds, self.bits[kept], self.total_bits[chosen])


def read(bodies: pa.ChunkedArray | pa.Array, about: Sequence[str] = (), threads: int = 2) -> Corpus:
    """The distinct texts of a column, with the words of `about` counted as quotations."""
    distinct = _Deduplicator(bodies)
    for parts in _words(bodies, threads):
        distinct.add(parts)
    text_of, word, ignored, bounds = distinct.found()
    ignored |= _official_words(word, bounds, about)
    bits = word_bits(word, ignored, threads)
    first = np.full(len(bounds) - 1, len(text_of))
    np.minimum.at(first, text_of, np.arange(len(text_of)))
    copies = np.bincount(text_of, minlength=len(first))
    return Corpus(text_of, first, copies, word, bounds, bits, per_text(bits, bounds, threads))


def _bounds(lengths: I64) -> I64:
    return np.concatenate([np.zeros(1, np.int64), np.cumsum(lengths)])


@dataclass(frozen=True, slots=True)
class _Part:
    """Some texts: their words, how many each text has, which prove nothing (quoted, grammar, courtesies, hashtags),
    and a hash of each text."""

    word: U32
    lengths: I64
    ignored: Mask
    identity: U64


class _Deduplicator:
    """Distinct texts while they are gathered: parts are given in order, and what a part repeats is dropped before the
    next ones are read.

    There is room for as many words as the bytes can hold, two for each: memory that is never written to costs nothing,
    and no word is copied twice.
    """

    def __init__(self, bodies: pa.ChunkedArray | pa.Array) -> None:
        size = (pc.sum(pc.binary_length(bodies)).as_py() or 0) + len(bodies)
        self._word, self._ignored = np.empty(size // 2 + 1, np.uint32), np.empty(size // 2 + 1, np.bool_)
        self._identity, self._number = np.empty(len(bodies), np.uint64), np.empty(0, np.int64)
        self._lengths, self._words, self._texts = [np.zeros(1, np.int64)], 0, 0
        self._waiting: list[_Part] = []

    def add(self, parts: list[_Part]) -> None:
        self._waiting += parts
        if sum(len(part.lengths) for part in self._waiting) >= _TOGETHER:
            self._settle()

    def found(self) -> tuple[I64, U32, Mask, I64]:
        """The distinct text of each text, and of the distinct ones the words, which prove nothing, and the bounds."""
        self._settle()
        first = np.flatnonzero(_first_occurrences(self._number))
        order = np.argsort(self._identity[first], kind="stable")
        rank = np.empty_like(order)
        rank[order] = np.arange(len(order))
        lengths = np.concatenate(self._lengths)[1:]
        begins = np.cumsum(lengths) - lengths
        bounds = _bounds(lengths[order])
        word, ignored = np.empty(self._words, np.uint32), np.empty(self._words, np.bool_)
        for one, last in text_slices(bounds):
            length = lengths[order[one:last]]
            place = np.repeat(begins[order[one:last]] - bounds[one:last], length)
            place += np.arange(bounds[one], bounds[last])
            word[bounds[one] : bounds[last]] = self._word[place]
            ignored[bounds[one] : bounds[last]] = self._ignored[place]
        return rank[self._number], word, ignored, bounds

    def _settle(self) -> None:
        seen = self._texts
        for part in self._waiting:
            self._identity[self._texts : self._texts + len(part.identity)] = part.identity
            self._texts += len(part.identity)
        self._number = _numbered(self._identity[: self._texts])
        fresh = _first_occurrences(self._number)[seen:]
        for part in self._waiting:
            chosen, fresh = fresh[: len(part.lengths)], fresh[len(part.lengths) :]
            self._copy(part, chosen)
        self._waiting = []

    def _copy(self, part: _Part, chosen: Mask) -> None:
        kept = slice(None) if chosen.all() else np.repeat(chosen, part.lengths)
        lengths = part.lengths[chosen]
        place = slice(self._words, self._words + int(lengths.sum()))
        self._word[place], self._ignored[place] = part.word[kept], part.ignored[kept]
        self._lengths.append(lengths)
        self._words = place.stop


_TOGETHER = 250_000
"""Texts that wait to be held against those before them, all of which are looked through each time."""


def _numbered(identity: U64) -> I64:
    """Numbers of texts, in the order in which each is first met."""
    return pa.array(identity).dictionary_encode().indices.to_numpy().astype(np.int64)


def _first_occurrences(numbers: I64) -> Mask:
    """Which texts are the first of their number."""
    return np.diff(np.maximum.accumulate(numbers), prepend=-1) > 0


def _words(bodies: pa.ChunkedArray | pa.Array, threads: int) -> Iterator[list[_Part]]:
    """The words of all texts, in parts."""
    chunks = bodies.chunks if isinstance(bodies, pa.ChunkedArray) else [bodies]
    slices = [chunk.slice(at, _SLICE) for chunk in chunks for at in range(0, len(chunk), _SLICE)]
    np.empty(_KEPT, np.uint8)  # freed at once: the C library then keeps so much for what a batch needs again and again
    with ThreadPoolExecutor(threads) as pool:
        yield from pool.map(lambda texts: [_read_batch(batch) for batch in batches(texts)], slices)


_SLICE = 20_000
_KEPT = 1 << 23


def _read_batch(batch: Batch) -> _Part:
    word, bounds = batch.tokens.word, batch.tokens.bounds
    mark = marks(word)
    ignored = quoted_words.quoted_of(batch, mark)
    ignored |= mark & EMPTY > 0
    ignored |= word & _TAG > 0
    return _Part(word, np.diff(bounds), ignored, _identities(word, ignored, bounds))


def _identities(word: U32, ignored: Mask, bounds: I64) -> U64:
    """A hash of each text: texts with the same words in the same order, quoted alike, are one text."""
    lengths = np.diff(bounds)
    hashed = np.arange(1, len(word) + 1, dtype=np.uint64)
    hashed -= np.repeat(bounds[:-1].astype(np.uint64), lengths)
    hashed *= np.uint64(0x9E3779B97F4A7C15)
    hashed += word
    hashed += ignored.astype(np.uint64) << np.uint64(33)
    scramble(hashed)
    total = np.zeros(len(word) + 1, np.uint64)
    np.cumsum(hashed, out=total[1:])
    return (total[bounds[1:]] - total[bounds[:-1]]) ^ mix(lengths.astype(np.uint64))


def grams(word: U32, size: int, step: int = 1) -> U64:
    """Hash of each run of `size` words (with `step` 2, of each second word), shape (words - (size - 1) * step,)."""
    return mix(unmixed_grams(word, size, step))


def unmixed_grams(word: U32, size: int, step: int = 1) -> U64:
    """The same before its bits are spread, which only its upper half is good without."""
    count = max(0, len(word) - (size - 1) * step)
    wide = word.astype(np.uint64)
    total = wide[:count] * _MULTIPLIERS[0]
    product = np.empty_like(total)
    for part in range(1, size):
        total += np.multiply(wide[part * step : part * step + count], _MULTIPLIERS[part], out=product)
    return total


def gram_starts(bounds: I64, span: int) -> Mask:
    """For each word, whether a run of `span` words from it on stays within its text."""
    inside = np.ones(int(bounds[-1]), dtype=np.bool_)
    for back in range(1, span):
        places = bounds[1:] - back
        inside[places[places >= bounds[:-1]]] = False
    return inside


def _official_words(word: U32, bounds: I64, about: Sequence[str]) -> Mask:
    """Words inside a run of GRAM words that stands in one of the texts of the parliament."""
    known = np.zeros(len(word), dtype=np.bool_)
    if not about:
        return known
    official = tokenise(pa.array(about, pa.large_string()))
    wanted = np.unique(
        grams(official.word, GRAM)[gram_starts(official.bounds, GRAM)[: max(0, len(official.word) - GRAM + 1)]]
    )
    table = np.zeros(1 << _KNOWN_BITS, dtype=np.bool_)
    shift = np.uint64(64 - _KNOWN_BITS)
    table[wanted >> shift] = True
    for first, last in text_slices(bounds):
        start = bounds[first]
        own = grams(word[start : bounds[last]], GRAM)
        places = np.flatnonzero(table[own >> shift] & gram_starts(bounds[first : last + 1] - start, GRAM)[: len(own)])
        places = places[np.isin(own[places], wanted)]
        for step in range(GRAM):
            known[start + places + step] = True
    return known


def word_bits(word: U32, ignored: Mask, threads: int = 2) -> F32:
    """Rarity of each word in bits, log2(words / times this word), up to MOST_BITS; 0 where it is silent."""
    bits = np.empty(len(word), np.float32)
    shift = np.uint32(32 - _COUNT_BITS)
    times = _times(word, shift, threads)
    rarity = np.minimum(np.log2(max(1, len(word)) / np.maximum(times, 1)), MOST_BITS).astype(np.float32)

    def weigh(at: int) -> None:
        part = slice(at, at + AT_ONCE)
        np.take(rarity, word[part] >> shift, out=bits[part], mode="clip")  # no place is beyond: the fast way
        bits[part] *= ~ignored[part]

    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(weigh, range(0, len(word), AT_ONCE)))
    return bits


def _times(word: U32, shift: np.uint32, threads: int) -> U32:
    """How many words have each of the hashes that are left by a shift."""

    def count(first: int) -> U32:
        times = np.zeros(1 << _COUNT_BITS, dtype=np.uint32)
        for at in range(first * AT_ONCE, len(word), threads * AT_ONCE):
            np.add.at(times, word[at : at + AT_ONCE] >> shift, np.uint32(1))
        return times

    with ThreadPoolExecutor(threads) as pool:
        return np.add.reduce([*pool.map(count, range(threads))])


AT_ONCE = 1 << 17
"""Words handled at a time: arrays of eight bytes a word stay near the processor, and the system need not clear new
memory for each."""


def text_slices(bounds: I64, at_once: int = AT_ONCE) -> Iterator[tuple[int, int]]:
    """First and one past the last text of slices of about so many words."""
    first = 0
    while first < len(bounds) - 1:
        last = max(first + 1, int(np.searchsorted(bounds, bounds[first] + at_once, side="right")) - 1)
        yield first, last
        first = last


def run_starts(ordered: npt.NDArray[Any]) -> Mask:
    """Where each run of equal values begins."""
    return np.append(np.ones(min(1, len(ordered)), dtype=np.bool_), ordered[1:] != ordered[:-1])


def hash_ranges(parts: Sequence[U64], bits: int) -> list[list[slice]]:
    """Where in each of some ordered arrays of hashes stand those that have the same upper bits, in order."""
    edges = np.arange(1, 1 << bits, dtype=np.uint64) << np.uint64(64 - bits)
    ends = [np.concatenate([[0], np.searchsorted(part, edges), [len(part)]]) for part in parts]
    return [[slice(*end[at : at + 2]) for end in ends] for at in range(1 << bits)]


def per_text(values: npt.NDArray[Any], bounds: I64, threads: int = 2) -> F64:
    """The sum of the words' values in each text."""
    sums = np.zeros(len(bounds) - 1)

    def add(ends: tuple[int, int]) -> None:
        first, last = ends
        start = bounds[first]
        total = np.concatenate([np.zeros(1), np.cumsum(values[start : bounds[last]], dtype=np.float64)])
        sums[first:last] = np.diff(total[bounds[first : last + 1] - start])

    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(add, text_slices(bounds)))
    return sums
