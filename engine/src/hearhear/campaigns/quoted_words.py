"""Which words a text quotes: between quotation marks, after "Clause 4 says …", or in the title of a bill."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from hearhear.campaigns.tokens import I64, U8, Batch, Mask, distinct
from hearhear.campaigns.vocabulary import FUNCTION, PART, SAYS, SOURCE, TITLE, marks

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
    """For each word of the batch, whether it is quoted."""
    return quoted_of(batch, marks(batch.tokens.word))


def quoted_of(batch: Batch, mark: U8) -> Mask:
    """The same where the marks of the words are known."""
    straight = _byte_places(batch.data, b'"')
    found = _between_marks(batch, straight)
    for more in (
        _attributed(batch, mark),
        _titled(batch, mark),
        _in_quoted_paragraph(batch, straight),
        _addresses(batch),
    ):
        found |= more
    return found


def _between_marks(batch: Batch, straight: I64) -> Mask:
    inside = _between_straight(batch, straight)
    for opening, closing in _PAIRS:
        openings, closings = _signs(batch, opening), _signs(batch, closing)
        if len(openings) and len(closings):
            inside |= _between(batch, openings, closings)
    return inside & ~_in_wrapped_text(batch, inside) if inside.any() else inside


def _byte_places(data: U8, sign: bytes) -> I64:
    places = np.flatnonzero(data == sign[-1])
    places = places[places >= len(sign) - 1]
    for back, byte in enumerate(reversed(sign[:-1]), 1):
        places = places[data[places - back] == byte]
    return places


def _signs(batch: Batch, sign: bytes) -> I64:
    """The same for a sign that is one character of several bytes."""
    places = batch.leads.of(sign[0])
    for after, byte in enumerate(sign[1:], 1):
        places = places[batch.data[places + after] == byte]
    return places + (len(sign) - 1)


def _between_straight(batch: Batch, places: I64) -> Mask:
    if not len(places):
        return np.zeros(len(batch.tokens.word), dtype=np.bool_)
    before = np.searchsorted(places, batch.offsets)
    even = np.diff(before) % 2 == 0
    count = np.searchsorted(places, batch.tokens.start) - _per_word(batch, before[:-1])
    return (count % 2 == 1) & _per_word(batch, even)


def _between(batch: Batch, openings: I64, closings: I64) -> Mask:
    opened = np.searchsorted(openings, batch.offsets)
    closed = np.searchsorted(closings, batch.offsets)
    balanced = np.diff(opened) == np.diff(closed)
    depth = np.searchsorted(openings, batch.tokens.start) - np.searchsorted(closings, batch.tokens.start)
    return (depth - _per_word(batch, (opened - closed)[:-1]) > 0) & _per_word(batch, balanced)


def _per_word(batch: Batch, per_text: npt.NDArray[Any]) -> npt.NDArray[Any]:
    return np.repeat(per_text, np.diff(batch.tokens.bounds))


def _in_wrapped_text(batch: Batch, inside: Mask) -> Mask:
    total = np.concatenate([[0], np.cumsum(inside)])[batch.tokens.bounds]
    words = np.diff(batch.tokens.bounds)
    return _per_word(batch, np.diff(total) > _WRAPPED * words)


def _attributed(batch: Batch, mark: U8) -> Mask:
    """Words that somebody else is said to have said, up to the full stop.

    They begin after "the article provides", after the colon of "the Gazette wrote on Monday:" or of "clause 14:", or
    with the long title of a bill, "projet de loi n° 44 relatif …".
    """
    cue = np.flatnonzero(mark & (SAYS | SOURCE | TITLE) > 0)
    says, source, title = (cue[mark[cue] & kind > 0] for kind in (SAYS, SOURCE, TITLE))
    ends = _sentence_ends(batch)
    after_verb = says[_follows(batch, says, source, ends)]
    before = _before_colons(batch)
    after_colon = _follows(batch, before, says, ends) | _cites(batch, before, mark)
    title = title[_follows(batch, title, source, ends)]
    first = np.concatenate([after_verb + 1, before[after_colon] + 1, title])
    return _up_to_full_stop(batch, first, ends)


def _sentence_ends(batch: Batch) -> I64:
    """Bytes at which a sentence ends: its full stop, a line's end, or the end of the text."""
    stop = np.zeros(len(batch.data) + 1, dtype=np.bool_)
    for sign in b".!?\n":
        stop[:-1] |= batch.data == sign
    stop[batch.offsets] = True
    return np.flatnonzero(stop)


def _follows(batch: Batch, words: I64, cues: I64, ends: I64) -> Mask:
    """Whether each word is a cue or stands shortly after one, in the same sentence."""
    if not len(words) or not len(cues):
        return np.zeros(len(words), dtype=np.bool_)
    cue = cues[np.maximum(np.searchsorted(cues, words, side="right") - 1, 0)]
    start = batch.tokens.start
    same = np.searchsorted(ends, start[cue], side="right") == np.searchsorted(ends, start[words], side="right")
    return (cue <= words) & (words - cue <= _REACH) & same


def _cites(batch: Batch, words: I64, mark: U8) -> Mask:
    """Whether each word is the number of a clause, as in "clause 14" or "article n° 4"."""
    first = batch.data[batch.tokens.start[words]]
    number = (first >= ord("0")) & (first <= ord("9"))
    part = np.zeros(len(words), dtype=np.bool_)
    for back in (1, 2):
        part |= (mark[np.maximum(words - back, 0)] & PART > 0) & (words >= back)
    return number & part


def _before_colons(batch: Batch) -> I64:
    """The word before each colon."""
    colons = np.flatnonzero(batch.data == ord(":"))
    word = np.searchsorted(batch.tokens.end, colons, side="right") - 1
    return word[word >= 0]


def _up_to_full_stop(batch: Batch, first: I64, ends: I64) -> Mask:
    """Words from each of `first` to the end of the sentence that the word before it is in."""
    found = np.zeros(len(batch.tokens.word), dtype=np.bool_)
    if len(first):
        stop = ends[np.searchsorted(ends, batch.tokens.start[np.maximum(first - 1, 0)], side="right")]
        _mark_ranges(found, first, np.searchsorted(batch.tokens.start, stop))
    return found


def _mark_ranges(found: Mask, first: I64, last: I64) -> None:
    for one, other in zip(first.tolist(), last.tolist(), strict=True):
        found[one:other] = True


def _titled(batch: Batch, mark: U8) -> Mask:
    """Words of a title: a run in which every word that means something begins with a capital."""
    capital = batch.capital
    found = np.zeros(len(capital), dtype=np.bool_)
    if len(capital) < _TITLE_WORDS:
        return found
    plain = ~capital & (batch.first - np.uint8(ord("0")) >= _DIGITS) & (mark & FUNCTION == 0)
    run = np.flatnonzero((_sums(capital) >= _TITLE_CAPITALS) & (_sums(plain) == 0))
    text = np.searchsorted(batch.tokens.bounds, run, side="right") - 1
    run = run[(run + _TITLE_WORDS <= batch.tokens.bounds[text + 1]) & ~_shouted(batch, text)]
    for step in range(_TITLE_WORDS):
        found[run + step] = True
    return found


_DIGITS = 10


def _sums(flag: Mask) -> U8:
    """How many flags are set in each run of _TITLE_WORDS words."""
    two = flag[1:].view(np.uint8) + flag[:-1].view(np.uint8)
    four = two[2:] + two[:-2]
    return four[:-3] + two[4:-1] + flag[6:].view(np.uint8)


def _shouted(batch: Batch, texts: I64) -> Mask:
    """Whether each of some texts, given in order, is shouted."""
    some, index = np.unique(texts, return_inverse=True)
    first, last = batch.tokens.bounds[some], batch.tokens.bounds[some + 1]
    capitals = [np.count_nonzero(batch.capital[one:other]) for one, other in zip(first, last, strict=True)]
    shouted: Mask = (np.array(capitals, dtype=np.int64) > _SHOUTED * (last - first))[index]
    return shouted


def _addresses(batch: Batch) -> Mask:
    """Words of a web address: it counts as a link, not as words."""
    data, tokens = batch.data, batch.tokens
    found = np.zeros(len(tokens.word), dtype=np.bool_)
    begin = np.concatenate([_byte_places(data, b"://") - 2, _byte_places(data, b"www.") - 3])
    if len(begin):
        text = np.searchsorted(batch.offsets, begin, side="right") - 1
        blanks = np.concatenate([[-1], _blanks(batch, distinct(text)), [len(data)]])
        index = np.searchsorted(blanks, begin, side="right")
        start = np.searchsorted(tokens.start, np.maximum(blanks[index - 1], batch.offsets[text]))
        _mark_ranges(found, start, np.searchsorted(tokens.start, np.minimum(blanks[index], batch.offsets[text + 1])))
    return found


def _blanks(batch: Batch, texts: I64) -> I64:
    """The blanks of some texts."""
    length = batch.offsets[texts + 1] - batch.offsets[texts]
    before = np.cumsum(length) - length
    place = np.arange(int(length.sum())) + np.repeat(batch.offsets[texts] - before, length)
    return place[batch.data[place] <= ord(" ")]


def _in_quoted_paragraph(batch: Batch, straight: I64) -> Mask:
    """Words of a paragraph that begins with ">", whose sign mail programs do not always repeat on every line."""
    data, tokens = batch.data, batch.tokens
    signs = np.sort(np.concatenate([_byte_places(data, b">"), _unclosed(batch, straight)]))
    if not len(signs):
        return np.zeros(len(tokens.word), dtype=np.bool_)
    lines = _begins(batch, np.flatnonzero(data == ord("\n")) + 1)
    line = lines[np.searchsorted(lines, signs, side="right") - 1]
    blank = np.concatenate([[0], np.cumsum(data > 0x20)])
    cited = line[blank[signs] == blank[line]]
    paragraphs = _begins(batch, np.concatenate([cited, _byte_places(data, b"\n\n") + 1]))
    of_word = paragraphs[np.searchsorted(paragraphs, tokens.start, side="right") - 1]
    return np.isin(of_word, cited)


def _unclosed(batch: Batch, places: I64) -> I64:
    """Quotation marks of texts with one too many: English opens each paragraph of a quotation, and closes the last.

    One at the very beginning of a text is left out: some exports put it there.
    """
    if not len(places):
        return places
    text = np.searchsorted(batch.offsets, places, side="right") - 1
    odd = np.diff(np.searchsorted(places, batch.offsets)) % 2 == 1
    return places[odd[text] & (places != batch.offsets[text])]


def _begins(batch: Batch, places: I64) -> I64:
    """Where lines or paragraphs begin, the texts' own beginnings among them."""
    begin = distinct(np.concatenate([[0], places, batch.offsets[:-1]]))
    return begin[begin < max(1, len(batch.data))]
