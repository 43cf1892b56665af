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
I32 = npt.NDArray[np.int32]
I64 = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]

BATCH_BYTES = 250_000
"""Text handled at a time: large enough for numpy, small enough that its arrays stay near the processor."""

_LEAD_C2, _LEAD_C3, _LEAD_C5, _LEAD_E2, _LEAD_F0 = 0xC2, 0xC3, 0xC5, 0xE2, 0xF0
_FIRST_BEYOND, _FIRST_LEAD, _FIRST_RARE = 0x80, 0xC0, 0xC4  # first byte that is not ASCII, that begins a character
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
class LeadBytes:
    """Where characters of several bytes begin, and their first bytes: few places, so that nobody who looks for one of
    them has to go through all bytes again."""

    place: I64
    byte: U8

    def of(self, *bytes_: int) -> I64:
        """The places of characters that begin with one of some bytes."""
        found = self.byte == bytes_[0]
        for one in bytes_[1:]:
            found |= self.byte == one
        return self.place[found]


@dataclass(frozen=True, slots=True)
class Batch:
    """Lower-cased bytes of some texts, where each text begins in them, the words, their first bytes, which had a
    capital, and where characters of several bytes begin."""

    data: U8
    offsets: I64
    tokens: Tokens
    first: U8
    capital: Mask
    leads: LeadBytes


def mix(values: U64) -> U64:
    """Spread the bits of each value over the whole word (finaliser of splitmix64, Steele et al. 2014)."""
    mixed = values ^ (values >> np.uint64(30))
    mixed *= np.uint64(0xBF58476D1CE4E5B9)
    mixed ^= mixed >> np.uint64(27)
    mixed *= np.uint64(0x94D049BB133111EB)
    mixed ^= mixed >> np.uint64(31)
    return mixed


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
    return concatenate(parts)


def batches(texts: pa.Array) -> Iterator[Batch]:
    """The same in slices of about BATCH_BYTES, with the bytes that were read; offsets count from each slice."""
    filled = pc.fill_null(texts.cast(pa.large_string()), "")
    written, ends = _bytes_of(filled)
    first = 0
    while first < len(filled):
        last = max(first + 1, int(np.searchsorted(ends, ends[first] + BATCH_BYTES, side="right")) - 1)
        here = written[ends[first] : ends[last]]
        leads = _lead_bytes(here)
        data = _lowered(here, leads)
        if data is None:
            data = _bytes_of(_lowered_by_unicode(filled.slice(first, last - first)))[0]
            leads = _lead_bytes(data)
        offsets = ends[first : last + 1] - ends[first]
        tokens, begins = _words(data, offsets, leads)
        yield Batch(data, offsets, tokens, begins, _capitals(here, data, tokens.start, begins), leads)
        first = last


def _lead_bytes(data: U8) -> LeadBytes:
    place = np.flatnonzero(data >= _FIRST_LEAD)
    return LeadBytes(place, data[place])


def _lowered(written: U8, leads: LeadBytes) -> U8 | None:
    """Letters of English, French and Spanish in lower case, or None where there are others.

    What no word is made of, such as dashes and emoji, is left as it is.
    """
    lowered = (written - np.uint8(ord("A")) < _LETTERS).view(np.uint8)
    lowered <<= np.uint8(5)
    lowered |= written
    rare = (leads.byte >= _FIRST_RARE) & (leads.byte != _LEAD_E2) & (leads.byte != _LEAD_F0)
    if rare.any():
        place = leads.place[rare]
        if (leads.byte[rare] != _LEAD_C5).any() or (written[place + 1] & 0xFE != _OE).any():
            return None
        lowered[place + 1] |= 1
    second = leads.of(_LEAD_C3) + 1
    lowered[second] = _LOWER_LATIN1[written[second]]
    return lowered


_LETTERS, _DIGITS = 26, 10
_OE = 0x92  # second byte of U+0152, of which U+0153 is the small letter
_LOWER_LATIN1 = np.arange(256, dtype=np.uint8)
_LOWER_LATIN1[0x80:0x9F] |= 0x20
_LOWER_LATIN1[0x97] = 0x97  # the sign of multiplication


def _capitals(written: U8, lowered: U8, start: I64, first: U8) -> Mask:
    """Whether a word's first letter changed when it was lower-cased; in Latin scripts it takes up to two bytes."""
    changed = written != lowered
    capital: Mask = changed[start]
    two = np.flatnonzero(first >= _LEAD_C2)
    capital[two] |= changed[np.minimum(start[two] + 1, len(changed) - 1)]
    return capital


def _lowered_by_unicode(filled: pa.Array) -> pa.Array:
    """Lower case where that keeps the length in bytes, so that offsets go on fitting the original text."""
    lowered = pc.utf8_lower(filled)
    same = pc.equal(pc.binary_length(filled), pc.binary_length(lowered))
    same = pc.and_not(same, pc.match_substring_regex(filled, _GROWING))  # another letter may shrink as much
    return lowered if pc.all(same).as_py() in (True, None) else pc.if_else(same, lowered, filled)


def contains_double(texts: pa.Array, signs: bytes) -> Mask:
    """Which texts hold one of some small letters or signs twice in a row, a capital being as good: a first look for
    what hardly any text has, at a quarter of the time that a pattern takes."""
    offsets = np.frombuffer(texts.buffers()[1], np.int32)[texts.offset : texts.offset + len(texts) + 1]
    data, found = texts.buffers()[2], np.zeros(len(texts), dtype=np.bool_)
    whole = np.frombuffer(data, np.uint8) if data is not None else np.empty(0, np.uint8)
    for first in range(int(offsets[0]), int(offsets[-1]), BATCH_BYTES):
        here = whole[first : min(first + BATCH_BYTES + 1, int(offsets[-1]))] | 0x20
        twice = np.zeros(max(0, len(here) - 1), dtype=np.bool_)
        for sign in signs:
            one = here == sign
            twice |= one[1:] & one[:-1]
        place = first + np.flatnonzero(twice)
        text = np.searchsorted(offsets, place, side="right") - 1
        found[text[place + 1 < offsets[text + 1]]] = True
    return found


def _bytes_of(texts: pa.Array) -> tuple[U8, I64]:
    offsets = np.frombuffer(texts.buffers()[1], dtype=np.int64)[texts.offset : texts.offset + len(texts) + 1]
    data = texts.buffers()[2]
    whole = np.frombuffer(data, dtype=np.uint8) if data is not None else np.empty(0, np.uint8)
    return whole[offsets[0] : offsets[-1]], offsets - offsets[0]


def _words(data: U8, offsets: I64, leads: LeadBytes) -> tuple[Tokens, U8]:
    """The words, and the first byte of each."""
    start, end = _runs(_inside(data, leads), offsets)
    begins = data[start]
    word = _hashed(*_folded(data, start, end, leads)).view(np.uint32)[1::2].copy()
    word &= ~_TAG
    word |= (begins == ord("#")) | (begins == ord("@"))
    return Tokens(word, np.searchsorted(start, offsets), start, end), begins


_TAG = np.uint32(1)


def _inside(data: U8, leads: LeadBytes) -> Mask:
    """For each byte, whether it belongs to a word. Comparisons, since a table would be looked up byte by byte."""
    inside = (data | 0x20) - np.uint8(ord("a")) < _LETTERS  # texts that keep their capitals among them
    inside |= data - np.uint8(ord("0")) < _DIGITS
    inside |= data == ord("#")
    inside |= data == ord("@")
    if len(leads.place):
        inside |= data >= _FIRST_BEYOND
        for lead, length in ((_LEAD_C2, 2), (_LEAD_E2, 3), (_LEAD_F0, 4)):
            _blank_after(inside, leads.of(lead), length)
        variation = leads.of(_VARIATION[0])
        _blank_after(inside, variation[data[variation + 1] == _VARIATION[1]], 3)
    return inside


def _folded(data: U8, start: I64, end: I64, leads: LeadBytes) -> tuple[U8, I64, I64]:
    """Bytes in which words have no accents, and where each word stands in them.

    Gone are the lead of an accented letter, and combining accents, which stand in words only. Words that lose any are
    written anew behind the text.
    """
    lead, combining = leads.of(_LEAD_C3), leads.of(*_COMBINING)
    gone = np.sort(np.concatenate([lead, combining, combining + 1])) if len(combining) else lead
    if not len(gone):
        return data, start, end - start
    folded = data.copy()
    folded[lead + 1] = _FOLDED[data[lead + 1]]
    owner = np.searchsorted(end, gone, side="right")
    begins = np.flatnonzero(np.append(True, owner[1:] != owner[:-1]))
    word, lost = owner[begins], np.diff(np.append(begins, len(gone)))
    length = end[word] - start[word]
    before = np.cumsum(length) - length
    shift = start[word] - before
    kept = np.ones(int(before[-1] + length[-1]), dtype=np.bool_)
    kept[gone - np.repeat(shift, lost)] = False
    anew = folded[np.arange(len(kept)) + np.repeat(shift, length)][kept]
    first, length_of = start.copy(), end - start
    length_of[word] = length - lost
    first[word] = len(data) + np.cumsum(length_of[word]) - length_of[word]
    return np.concatenate([folded, anew]), first, length_of


def _hashed(data: U8, first: I64, length: I64) -> U64:
    """A hash of the bytes from each of `first` on, eight at a time; its upper bits are the best."""
    padded = np.concatenate([data, np.zeros(_EIGHT * (_MOST_EIGHTS + 1), np.uint8)])
    eights = np.ndarray((len(padded) - _EIGHT + 1,), "<u8", padded, 0, (1,))
    hashed: U64 = eights[first]
    hashed &= np.take(_MASK, length, mode="clip")
    hashed ^= length.view(np.uint64) << np.uint64(56)
    scramble(hashed)
    some = np.flatnonzero(length > _EIGHT)
    at, left = first[some], length[some]
    for _eight in range(1, _MOST_EIGHTS):
        if not len(some):
            break
        at += _EIGHT
        left -= _EIGHT
        longer = eights[at]
        longer &= np.take(_MASK, left, mode="clip")
        longer ^= hashed[some]
        scramble(longer)
        hashed[some] = longer
        more = np.flatnonzero(left > _EIGHT)
        some, at, left = some[more], at[more], left[more]
    return hashed


def scramble(values: U64) -> None:
    """Spread the bits of each value, in place: two of the multiplications of `mix`, which are enough for words."""
    values *= np.uint64(0xBF58476D1CE4E5B9)
    values ^= values >> np.uint64(32)
    values *= np.uint64(0x94D049BB133111EB)


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
    crossed = borders[inside[borders] & inside[borders - 1]]
    if len(crossed):
        crossed = distinct(crossed)
        at = np.searchsorted(places, crossed)
        places = np.insert(places, np.repeat(at, 2), np.repeat(crossed, 2))
    return places[0::2].copy(), places[1::2].copy()


def distinct(values: I64) -> I64:
    """The different values in order; np.unique of numpy 2.4 goes through a hash table, and is ten times as slow."""
    ordered = np.sort(values)
    return ordered[np.append(True, ordered[1:] != ordered[:-1])] if len(ordered) else ordered


def concatenate(parts: list[Tokens]) -> Tokens:
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
