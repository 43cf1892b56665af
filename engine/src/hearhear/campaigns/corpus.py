"""The texts as the finder sees them: each distinct text once, its words as hashes, and what each word proves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from . import quoting
from .tokens import I64, U32, U64, Batch, Mask, batches, mix, spread, tokenise
from .vocabulary import EMPTY, marks

F32 = npt.NDArray[np.float32]

GRAM = 4
"""Words in a passage's smallest piece. Three meet by chance in every letter on a subject; five do not survive a
synonym every few words."""
MOST_BITS = 16.0
_COUNT_BITS = 22
_KNOWN_BITS = 22
_MULTIPLIERS = mix(np.arange(1, 65, dtype=np.uint64))
_TAG = np.uint32(1)


@dataclass(frozen=True, slots=True)
class Corpus:
    """Distinct texts.

    `text_of`: for each message, the number of its distinct text, int64, shape (messages,). `first`: for each distinct
    text, the first message that has it. `copies`: how many messages have it. `word` and `bounds`: as in
    `tokens.Tokens`, for distinct texts. `bits`: what each word proves when two texts share it, in bits: how rare it
    is, or 0 for grammar, courtesies, hashtags and what the text only quotes.
    """

    text_of: I64
    first: I64
    copies: I64
    word: U32
    bounds: I64
    bits: F32

    def __len__(self) -> int:
        return len(self.first)

    @property
    def lengths(self) -> I64:
        return np.diff(self.bounds)

    def only(self, chosen: Mask) -> Corpus:
        """The chosen texts; `text_of` is of no use in what comes back."""
        kept = np.repeat(chosen, self.lengths)
        bounds = _bounds(self.lengths[chosen])
        return Corpus(self.text_of, self.first[chosen], self.copies[chosen], self.word[kept], bounds, self.bits[kept])


def read(bodies: pa.ChunkedArray | pa.Array, about: Sequence[str] = (), threads: int = 2) -> Corpus:
    """The distinct texts of a column, with the words of `about` counted as quotations."""
    parts = _words(bodies, threads)
    identity = np.concatenate([np.empty(0, np.uint64), *(part.identity for part in parts)])
    _, first, text_of, copies = np.unique(identity, return_index=True, return_inverse=True, return_counts=True)
    chosen = np.zeros(len(identity), dtype=np.bool_)
    chosen[first] = True
    order = np.argsort(np.argsort(first))
    word, silent, bounds = _distinct(parts, chosen, threads)
    silent |= _known(word, bounds, about)
    return Corpus(
        order[text_of], np.sort(first), copies[np.argsort(first)], word, bounds, bits_of(word, silent, threads)
    )


def _bounds(lengths: I64) -> I64:
    return np.concatenate([np.zeros(1, np.int64), np.cumsum(lengths)])


@dataclass(frozen=True, slots=True)
class _Part:
    """Some texts: their words, how many each text has, which prove nothing (quoted, grammar, courtesies, hashtags),
    and a hash of each text."""

    word: U32
    lengths: I64
    silent: Mask
    identity: U64


def _distinct(parts: list[_Part], chosen: Mask, threads: int) -> tuple[U32, Mask, I64]:
    """The words of the chosen texts, which prove nothing, and where each text begins; `parts` is emptied on the way,
    so that no word is held twice for long."""
    firsts = _bounds(np.array([len(part.lengths) for part in parts], dtype=np.int64))
    masks = [chosen[first:last] for first, last in pairwise(firsts)]
    lengths = [part.lengths[mask] for part, mask in zip(parts, masks, strict=True)]
    bounds = _bounds(np.concatenate([np.empty(0, np.int64), *lengths]))
    word, silent = np.empty(bounds[-1], np.uint32), np.empty(bounds[-1], np.bool_)
    ends = _bounds(np.array([int(one.sum()) for one in lengths], dtype=np.int64))
    waiting: list[_Part | None] = [*parts]
    parts.clear()

    def copy(number: int) -> None:
        part, waiting[number] = waiting[number], None
        if part is not None:
            kept = slice(None) if masks[number].all() else np.repeat(masks[number], part.lengths)
            place = slice(ends[number], ends[number + 1])
            word[place], silent[place] = part.word[kept], part.silent[kept]

    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(copy, range(len(waiting))))
    return word, silent, bounds


def _words(bodies: pa.ChunkedArray | pa.Array, threads: int) -> list[_Part]:
    """The words of all texts, in parts."""
    chunks = bodies.chunks if isinstance(bodies, pa.ChunkedArray) else [bodies]
    slices = [chunk.slice(at, _SLICE) for chunk in chunks for at in range(0, len(chunk), _SLICE)]
    np.empty(_KEPT, np.uint8)  # freed at once: the C library then keeps so much for what a batch needs again and again
    with ThreadPoolExecutor(threads) as pool:
        return [part for found in pool.map(_read_slice, slices) for part in found]


_SLICE = 20_000
_KEPT = 1 << 23


def _read_slice(texts: pa.Array) -> list[_Part]:
    return [_read_batch(batch) for batch in batches(texts)]


def _read_batch(batch: Batch) -> _Part:
    word, bounds = batch.tokens.word, batch.tokens.bounds
    mark = marks(word)
    silent = quoting.quoted_of(batch, mark)
    silent |= mark & EMPTY > 0
    silent |= word & _TAG > 0
    return _Part(word, np.diff(bounds), silent, _identities(word, bounds))


def _identities(word: U32, bounds: I64) -> U64:
    """A hash of each text: texts with the same words in the same order are one text."""
    lengths = np.diff(bounds)
    hashed = np.arange(1, len(word) + 1, dtype=np.uint64)
    hashed -= np.repeat(bounds[:-1].astype(np.uint64), lengths)
    hashed *= np.uint64(0x9E3779B97F4A7C15)
    hashed += word
    spread(hashed)
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


def _known(word: U32, bounds: I64, about: Sequence[str]) -> Mask:
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


def bits_of(word: U32, silent: Mask, threads: int = 2) -> F32:
    """Rarity of each word in bits, log2(words / times this word), up to MOST_BITS; 0 where it is silent."""
    bits = np.empty(len(word), np.float32)
    shift = np.uint32(32 - _COUNT_BITS)
    times = _times(word, shift, threads)
    rarity = np.minimum(np.log2(max(1, len(word)) / np.maximum(times, 1)), MOST_BITS).astype(np.float32)

    def weigh(at: int) -> None:
        piece = slice(at, at + AT_ONCE)
        np.take(rarity, word[piece] >> shift, out=bits[piece], mode="clip")  # no place is beyond: the fast way
        bits[piece] *= ~silent[piece]

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


def text_slices(bounds: I64) -> Iterator[tuple[int, int]]:
    """First and one past the last text of slices of about AT_ONCE words."""
    first = 0
    while first < len(bounds) - 1:
        last = max(first + 1, int(np.searchsorted(bounds, bounds[first] + AT_ONCE, side="right")) - 1)
        yield first, last
        first = last


def per_text(values: npt.NDArray[Any], bounds: I64) -> npt.NDArray[np.float64]:
    """The sum of the words' values in each text."""
    sums = np.zeros(len(bounds) - 1)
    for first, last in text_slices(bounds):
        start = bounds[first]
        total = np.concatenate([np.zeros(1), np.cumsum(values[start : bounds[last]], dtype=np.float64)])
        sums[first:last] = np.diff(total[bounds[first : last + 1] - start])
    return sums
