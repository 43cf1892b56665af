"""Which words a text only quotes: between quotation marks, after "Clause 4 says …", or in the title of a bill."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from .tokens import I64, U8, Batch, Mask
from .vocabulary import FUNCTION, SAYS, SOURCE, TITLE, marks

_STRAIGHT = ord('"')
_PAIRS = (
    (b"\xe2\x80\x9c", b"\xe2\x80\x9d"),  # “ ”
    (b"\xc2\xab", b"\xc2\xbb"),  # « »
    (b"\xe2\x80\x9e", b"\xe2\x80\x9c"),  # „ “
)
_WRAPPED = 0.9
"""A text quoted from end to end quotes nobody: some exports put every field between quotation marks."""
_REACH = 6
"""Words between the source and its verb, as in "Clause 4, paragraph 2 of the bill says"."""
_TITLE_WORDS, _TITLE_CAPITALS, _SHOUTED = 7, 3, 0.6
"""Seven words, three of them with capitals and none that should have one without, as in "Bill 12 on the Protection of
Rivers"; a text in which three words of five begin with a capital is shouted, and its capitals mean nothing."""


def quoted(batch: Batch) -> Mask:
    """For each word of the batch, whether it is somebody else's."""
    return _between_marks(batch) | _introduced(batch) | _titled(batch) | _official(batch) | _cited(batch)


def _between_marks(batch: Batch) -> Mask:
    inside = _between_straight(batch)
    for opening, closing in _PAIRS:
        opens, closes = _places(batch.data, opening), _places(batch.data, closing)
        if len(opens) and len(closes):
            inside |= _between(batch, opens, closes)
    return inside & ~_in_wrapped_text(batch, inside)


def _places(data: U8, sign: bytes) -> I64:
    places = np.flatnonzero(data == sign[-1])
    places = places[places >= len(sign) - 1]
    for back, byte in enumerate(reversed(sign[:-1]), 1):
        places = places[data[places - back] == byte]
    return places


def _between_straight(batch: Batch) -> Mask:
    places = np.flatnonzero(batch.data == _STRAIGHT)
    if not len(places):
        return np.zeros(len(batch.tokens.word), dtype=np.bool_)
    before = np.searchsorted(places, batch.offsets)
    even = np.diff(before) % 2 == 0
    count = np.searchsorted(places, batch.tokens.start) - _per_word(batch, before[:-1])
    return (count % 2 == 1) & _per_word(batch, even)


def _between(batch: Batch, opens: I64, closes: I64) -> Mask:
    opened = np.searchsorted(opens, batch.offsets)
    closed = np.searchsorted(closes, batch.offsets)
    balanced = np.diff(opened) == np.diff(closed)
    depth = np.searchsorted(opens, batch.tokens.start) - np.searchsorted(closes, batch.tokens.start)
    return (depth - _per_word(batch, (opened - closed)[:-1]) > 0) & _per_word(batch, balanced)


def _per_word(batch: Batch, per_text: npt.NDArray[Any]) -> npt.NDArray[Any]:
    return np.repeat(per_text, np.diff(batch.tokens.bounds))


def _in_wrapped_text(batch: Batch, inside: Mask) -> Mask:
    total = np.concatenate([[0], np.cumsum(inside)])[batch.tokens.bounds]
    words = np.diff(batch.tokens.bounds)
    return _per_word(batch, np.diff(total) > _WRAPPED * words)


def _introduced(batch: Batch) -> Mask:
    """Words from "the article provides", or from the colon of "the Gazette wrote on Monday:", to the full stop."""
    mark = marks(batch.tokens.word)
    if not np.any(mark & SAYS):
        return np.zeros(len(mark), dtype=np.bool_)
    sentence = _sentence_starts(batch)
    source, says = _latest(mark & SOURCE > 0), _latest(mark & SAYS > 0)
    index = np.arange(len(mark))
    told = (mark & SAYS > 0) & _near(source, index, sentence)
    colon = _before_colon(batch) & (
        _near(says, index, sentence) | (_near(source, index, sentence) & (mark & SAYS == 0))
    )
    last = _latest(told | colon)
    return (last >= sentence) & (last < index) & (last >= 0)


def _latest(flag: Mask) -> I64:
    """For each word, the index of the latest flagged word up to it, or -1."""
    return np.maximum.accumulate(np.where(flag, np.arange(len(flag)), -1))


def _near(latest: I64, index: I64, sentence: I64) -> Mask:
    return (latest >= sentence) & (index - latest <= _REACH) & (latest >= 0)


def _before_colon(batch: Batch) -> Mask:
    """Whether a colon stands between a word and the next."""
    colons = np.flatnonzero(batch.data == ord(":"))
    found = np.zeros(len(batch.tokens.word), dtype=np.bool_)
    if len(colons) and len(found):
        word = np.searchsorted(batch.tokens.end, colons, side="right") - 1
        found[word[word >= 0]] = True
    return found


def _titled(batch: Batch) -> Mask:
    """Words of a title: a run in which every word that means something begins with a capital."""
    capital, bounds = batch.capital, batch.tokens.bounds
    found = np.zeros(len(capital), dtype=np.bool_)
    if len(capital) < _TITLE_WORDS:
        return found
    digit = (batch.data[batch.tokens.start] >= ord("0")) & (batch.data[batch.tokens.start] <= ord("9"))
    plain = ~capital & ~digit & (marks(batch.tokens.word) & FUNCTION == 0)
    capitals, plains = _sums(capital), _sums(plain)
    dense = (capitals >= _TITLE_CAPITALS) & (plains == 0)
    text = np.repeat(np.arange(len(bounds) - 1), np.diff(bounds))
    dense &= text[: len(dense)] == text[_TITLE_WORDS - 1 :]
    for step in range(_TITLE_WORDS):
        found[step : step + len(dense)] |= dense
    return found & ~_shouted(batch)


def _sums(flag: Mask) -> I64:
    total = np.concatenate([[0], np.cumsum(flag)])
    return total[_TITLE_WORDS:] - total[:-_TITLE_WORDS]


def _shouted(batch: Batch) -> Mask:
    total = np.concatenate([[0], np.cumsum(batch.capital)])[batch.tokens.bounds]
    return _per_word(batch, np.diff(total) > _SHOUTED * np.diff(batch.tokens.bounds))


def _official(batch: Batch) -> Mask:
    """Words from "projet de loi n° 44 relatif" to the end of the sentence: the long title of a bill."""
    mark = marks(batch.tokens.word)
    titles = mark & TITLE > 0
    if not titles.any():
        return titles
    sentence, index = _sentence_starts(batch), np.arange(len(mark))
    named = titles & _near(_latest(mark & SOURCE > 0), index, sentence)
    last = _latest(named)
    return (last >= sentence) & (last <= index) & (last >= 0)


def _cited(batch: Batch) -> Mask:
    """Words of a line that begins with ">"."""
    data, tokens = batch.data, batch.tokens
    signs = np.flatnonzero(data == ord(">"))
    breaks = np.flatnonzero(data == ord("\n"))
    begin = np.concatenate([[0], breaks + 1, batch.offsets[:-1]])
    begin = np.unique(begin[begin < max(1, len(data))])
    line = begin[np.maximum(np.searchsorted(begin, signs, side="right") - 1, 0)]
    blank = np.concatenate([[0], np.cumsum(data > 0x20)])
    cited = line[blank[signs] == blank[line]]
    of_word = begin[np.maximum(np.searchsorted(begin, tokens.start, side="right") - 1, 0)]
    return np.isin(of_word, cited) if len(cited) else np.zeros(len(tokens.word), dtype=np.bool_)


def _sentence_starts(batch: Batch) -> I64:
    """For each word, the index of the first word of its sentence."""
    data, tokens = batch.data, batch.tokens
    stops = np.flatnonzero((data == 0x2E) | (data == 0x21) | (data == 0x3F) | (data == 0x0A))
    ordinal = np.searchsorted(stops, tokens.start)
    first = np.ones(len(tokens.word), dtype=np.bool_)
    first[1:] = ordinal[1:] != ordinal[:-1]
    first[tokens.bounds[:-1][np.diff(tokens.bounds) > 0]] = True
    return np.maximum.accumulate(np.where(first, np.arange(len(first)), 0))
