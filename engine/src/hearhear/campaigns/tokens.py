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

_LEAD_C2, _LEAD_C3, _LEAD_E2, _LEAD_F0 = 0xC2, 0xC3, 0xE2, 0xF0
_FIRST_LEAD = 0x80
_VARIATION = (0xEF, 0xB8)  # UTF-8 of U+FE00 to U+FE3F: how an emoji is drawn
_GROWING = "[\u023a\u023e]"  # the letters that take more bytes in lower case
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


def mix(values: U64) -> U64:
    """Spread the bits of each value over the whole word (finaliser of splitmix64, Steele et al. 2014)."""
    mixed = values ^ (values >> np.uint64(30))
    mixed *= np.uint64(0xBF58476D1CE4E5B9)
    mixed ^= mixed >> np.uint64(27)
    mixed *= np.uint64(0x94D049BB133111EB)
    mixed ^= mixed >> np.uint64(31)
    return mixed


_ASCII_WORD = np.array([chr(b).isalnum() or chr(b) in "#@" for b in range(128)] + [True] * 128)
_ASCII_WORD[[_LEAD_C2, _LEAD_E2, _LEAD_F0]] = False
_FOLDED = np.arange(256, dtype=np.uint8)
_FOLDED[0x80:0xC0] = [ord(base) if base != "\0" else 0x80 + i for i, base in enumerate(_LATIN1_BASES)]
_EIGHT = 8
_MOST_EIGHTS = 32
"""Of a word longer than 256 bytes, which nobody writes, the beginning and the length count."""
_MASK = np.array([(1 << (8 * length)) - 1 for length in range(_EIGHT + 1)], dtype=np.uint64)


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
    same = pc.and_not(same, pc.match_substring_regex(filled, _GROWING))  # another letter may shrink as much
    return lowered if pc.all(same).as_py() in (True, None) else pc.if_else(same, lowered, filled)


def _bytes_of(texts: pa.Array) -> tuple[U8, I64]:
    offsets = np.frombuffer(texts.buffers()[1], dtype=np.int64)[texts.offset : texts.offset + len(texts) + 1]
    data = texts.buffers()[2]
    whole = np.frombuffer(data, dtype=np.uint8) if data is not None else np.empty(0, np.uint8)
    return whole[offsets[0] : offsets[-1]], offsets - offsets[0]


def _words(data: U8, offsets: I64) -> Tokens:
    inside = _ASCII_WORD[data]
    accented = bool(data.size) and int(data.max()) >= _FIRST_LEAD
    if accented:
        for lead, length in ((_LEAD_C2, 2), (_LEAD_E2, 3), (_LEAD_F0, 4)):
            _blank_after(inside, np.flatnonzero(data == lead), length)
        variation = np.flatnonzero(data[:-1] == _VARIATION[0])
        _blank_after(inside, variation[data[variation + 1] == _VARIATION[1]], 3)
    start, end = _runs(inside, offsets)
    folded, removed = _folded(data) if accented else (data, np.empty(0, np.int64))
    first, last = start - np.searchsorted(removed, start), end - np.searchsorted(removed, end)
    tagged = (data[start] == ord("#")) | (data[start] == ord("@"))
    word = ((_hashed(folded, first, last) >> np.uint64(33)) << np.uint64(1)).astype(np.uint32) | tagged
    return Tokens(word, np.searchsorted(start, offsets), start, end)


def _folded(data: U8) -> tuple[U8, I64]:
    """The bytes without accents, and which bytes are gone: the lead of an accented letter, or a combining accent."""
    lead = np.flatnonzero(data[:-1] == _LEAD_C3)
    folded = data.copy()
    folded[lead + 1] = _FOLDED[data[lead + 1]]
    removed = [lead]
    for combining in _COMBINING:
        place = np.flatnonzero(data[:-1] == combining)
        removed += [place, place + 1]
    gone = np.sort(np.concatenate(removed))
    return np.delete(folded, gone), gone


def _hashed(data: U8, first: I64, last: I64) -> U64:
    """A hash of the bytes from `first` to `last`, eight at a time."""
    padded = np.concatenate([data, np.zeros(_EIGHT * (_MOST_EIGHTS + 1), np.uint8)])
    whole = padded[: len(padded) // _EIGHT * _EIGHT].view("<u8")
    eights = np.lib.stride_tricks.as_strided(whole, (len(data) + _EIGHT * (_MOST_EIGHTS - 1),), (1,), writeable=False)
    length = last - first
    hashed = mix(length.astype(np.uint64))
    some = np.arange(len(first))
    for chunk in range(_MOST_EIGHTS):
        some = some[length[some] > _EIGHT * chunk]
        if not len(some):
            break
        rest = np.minimum(length[some] - _EIGHT * chunk, _EIGHT)
        hashed[some] = mix(hashed[some] ^ (eights[first[some] + _EIGHT * chunk] & _MASK[rest]))
    return hashed


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
    crossed = distinct(borders[inside[borders] & inside[borders - 1]])
    places = np.sort(np.concatenate([places, crossed, crossed]))
    return places[0::2], places[1::2]


def distinct(values: I64) -> I64:
    """The different values in order; np.unique of numpy 2.4 goes through a hash table, and is ten times as slow."""
    ordered = np.sort(values)
    return ordered[np.append(True, ordered[1:] != ordered[:-1])] if len(ordered) else ordered


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
