"""Words as numbers: a column of texts becomes one long array of word hashes, without a loop over texts.

Case and Latin accents are folded, so that "Educación", "educacion" and "EDUCACIÓN" are one word. Anything that is
neither letter nor digit separates words, except `#` and `@`, which make a hashtag or a handle a word of its own.
Scripts that write without spaces keep a run of characters as one word: exact copies are found, edits are not.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

U8 = npt.NDArray[np.uint8]
U32 = npt.NDArray[np.uint32]
U64 = npt.NDArray[np.uint64]
I64 = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]

BATCH_BYTES = 250_000
"""Text handled at a time: large enough for numpy, small enough that its arrays stay near the processor."""

_BASE = 6364136223846793005  # Knuth's MMIX multiplier: odd, so that it has an inverse modulo 2**64
_BASE_INVERSE = pow(_BASE, -1, 2**64)
_LEAD_C2, _LEAD_C3, _LEAD_E2, _LEAD_F0 = 0xC2, 0xC3, 0xE2, 0xF0
_COMBINING = (0xCC, 0xCD)  # UTF-8 leads of U+0300 to U+036F, the accents of decomposed text
_LATIN1_BASES = "aaaaaa\0ceeeeiiii\0nooooo\0ouuuuy\0\0aaaaaa\0ceeeeiiii\0nooooo\0ouuuuy\0y"


@dataclass(frozen=True, slots=True)
class Tokens:
    """Words of several texts, one after the other.

    `word`: hash of each word, uint32, shape (words,); its lowest bit tells a hashtag or handle. `bounds`: where each
    text's words begin, and at the end the number of words, int64, shape (texts + 1,). `start` and `end`: byte offsets
    of each word in the UTF-8 of all texts laid end to end, int64, shape (words,).
    """

    word: U32
    bounds: I64
    start: I64
    end: I64


@dataclass(frozen=True, slots=True)
class Batch:
    """Lower-cased bytes of some texts, where each text begins in them, the words, and which had a capital."""

    data: U8
    offsets: I64
    tokens: Tokens
    capital: Mask


def _powers(base: int, count: int) -> U64:
    factors = np.full(count, base, dtype=np.uint64)
    factors[0] = 1
    return np.cumprod(factors, dtype=np.uint64)


def _byte_values() -> U64:
    """A fixed random value for each byte (splitmix64 of the byte), so that hashes are the same on every machine."""
    return mix(np.arange(1, 257, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15))


def mix(values: U64) -> U64:
    """Spread the bits of each value over the whole word (finaliser of splitmix64, Steele et al. 2014)."""
    mixed = values ^ (values >> np.uint64(30))
    mixed *= np.uint64(0xBF58476D1CE4E5B9)
    mixed ^= mixed >> np.uint64(27)
    mixed *= np.uint64(0x94D049BB133111EB)
    mixed ^= mixed >> np.uint64(31)
    return mixed


_VALUES = _byte_values()
_ASCII_WORD = np.array([chr(b).isalnum() or chr(b) in "#@" for b in range(128)] + [True] * 128)
_ASCII_WORD[[_LEAD_C2, _LEAD_E2, _LEAD_F0]] = False
_FOLDED = np.arange(256, dtype=np.uint8)
_FOLDED[0x80:0xC0] = [ord(base) if base != "\0" else 0x80 + i for i, base in enumerate(_LATIN1_BASES)]
_POWER = _powers(_BASE, BATCH_BYTES + 1)
_INVERSE = _powers(_BASE_INVERSE, BATCH_BYTES + 1)


def tokenise(texts: pa.Array) -> Tokens:
    """Words of each text of a string array (nulls count as empty)."""
    parts, before = [], 0
    for batch in batches(texts):
        found = batch.tokens
        parts.append(Tokens(found.word, found.bounds, found.start + before, found.end + before))
        before += len(batch.data)
    return joined(parts)


def batches(texts: pa.Array) -> Iterator[Batch]:
    """The same in slices of about BATCH_BYTES, with the bytes that were read; offsets count from each slice."""
    filled = pc.fill_null(texts.cast(pa.large_string()), "")
    lowered = _lowered(filled)
    ends = np.cumsum(pc.binary_length(lowered).to_numpy(zero_copy_only=False).astype(np.int64))
    first = 0
    while first < len(lowered):
        before = int(ends[first - 1]) if first else 0
        last = max(first + 1, int(np.searchsorted(ends, before + BATCH_BYTES, side="right")))
        data, offsets = _bytes_of(lowered.slice(first, last - first))
        tokens = _words(data, offsets)
        yield Batch(
            data, offsets, tokens, _capitals(_bytes_of(filled.slice(first, last - first))[0], data, tokens.start)
        )
        first = last


def _capitals(written: U8, lowered: U8, start: I64) -> Mask:
    """Whether a word's first letter changed when it was lower-cased; in Latin scripts it takes up to two bytes."""
    changed = written != lowered
    second = np.minimum(start + 1, max(0, len(changed) - 1))
    return changed[start] | (changed[second] & (lowered[start] >= _LEAD_C2)) if len(start) else np.empty(0, np.bool_)


def _lowered(filled: pa.Array) -> pa.Array:
    """Lower case where that keeps the length in bytes, so that offsets go on fitting the original text."""
    lowered = pc.utf8_lower(filled)
    same = pc.equal(pc.binary_length(filled), pc.binary_length(lowered))
    return lowered if pc.all(same).as_py() in (True, None) else pc.if_else(same, lowered, filled)


def _bytes_of(texts: pa.Array) -> tuple[U8, I64]:
    offsets = np.frombuffer(texts.buffers()[1], dtype=np.int64)[texts.offset : texts.offset + len(texts) + 1]
    data = texts.buffers()[2]
    whole = np.frombuffer(data, dtype=np.uint8) if data is not None else np.empty(0, np.uint8)
    return whole[offsets[0] : offsets[-1]], offsets - offsets[0]


def _words(data: U8, offsets: I64) -> Tokens:
    inside, counted, values = _classified(data)
    start, end = _runs(inside, offsets)
    power, inverse = _POWER, _INVERSE
    if len(data) >= len(power):
        power, inverse = _powers(_BASE, len(data) + 1), _powers(_BASE_INVERSE, len(data) + 1)
    place = np.cumsum(counted)
    values *= power[place]
    values[~counted] = 0
    total = np.concatenate([np.zeros(1, np.uint64), np.cumsum(values, dtype=np.uint64)])
    before = np.concatenate([np.zeros(1, np.int64), place])[start]
    hashed = mix((total[end] - total[start]) * inverse[before])
    tagged = (data[start] == ord("#")) | (data[start] == ord("@"))
    word = ((hashed >> np.uint64(33)) << np.uint64(1)).astype(np.uint32) | tagged
    return Tokens(word, np.searchsorted(start, offsets), start, end)


def _classified(data: U8) -> tuple[Mask, Mask, U64]:
    """For each byte: is it inside a word, does it count for the hash, and with which value."""
    inside = _ASCII_WORD[data]
    counted = inside
    values = _VALUES[data]
    if data.size and data.max() >= 0x80:
        for lead, length in ((_LEAD_C2, 2), (_LEAD_E2, 3), (_LEAD_F0, 4)):
            _blank_after(inside, np.flatnonzero(data == lead), length)
        counted = inside.copy()
        accented = np.flatnonzero(data[:-1] == _LEAD_C3)
        counted[accented] = False
        values[accented + 1] = _VALUES[_FOLDED[data[accented + 1]]]
        for lead in _COMBINING:
            _blank_after(counted, np.flatnonzero(data == lead), 2)
    return inside, counted & inside, values


def _blank_after(mask: Mask, leads: I64, length: int) -> None:
    for step in range(length):
        places = leads + step
        mask[places[places < len(mask)]] = False


def _runs(inside: Mask, offsets: I64) -> tuple[I64, I64]:
    """First and one-past-last byte of each run inside words; a run never crosses from one text into the next."""
    edge = np.empty(len(inside) + 1, dtype=np.bool_)
    edge[0] = inside[0] if len(inside) else False
    edge[-1] = inside[-1] if len(inside) else False
    np.not_equal(inside[1:], inside[:-1], out=edge[1:-1])
    places = np.flatnonzero(edge)
    borders = offsets[1:-1]
    borders = borders[(borders > 0) & (borders < len(inside))]
    crossed = np.unique(borders[inside[borders] & inside[borders - 1]])
    places = np.sort(np.concatenate([places, crossed, crossed]))
    return places[0::2], places[1::2]


def joined(parts: list[Tokens]) -> Tokens:
    """Several blocks of words as one."""
    if not parts:
        empty = np.empty(0, np.int64)
        return Tokens(np.empty(0, np.uint32), np.zeros(1, np.int64), empty, empty)
    before = np.cumsum([0] + [len(part.word) for part in parts])
    bounds = [part.bounds[:-1] + add for part, add in zip(parts, before, strict=False)]
    return Tokens(
        np.concatenate([part.word for part in parts]),
        np.concatenate([*bounds, before[-1:]]),
        np.concatenate([part.start for part in parts]),
        np.concatenate([part.end for part in parts]),
    )


def word_hashes(words: list[str]) -> U32:
    """Hashes of single words, as they come out of `tokenise`."""
    return tokenise(pa.array(words, pa.large_string())).word
