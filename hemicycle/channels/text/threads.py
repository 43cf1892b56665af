"""A long text as a thread: parts of a network's length, cut where a reader would pause, each with its number.

Plain Python, shared by the adapters of networks that know threads. Nothing is left out and nothing replaced: white
space at a cut aside, the parts are the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

import regex

from hemicycle.channels.contract import OutgoingText

Measure = Callable[[str], int]
"""How long a network takes a text to be; of two words apart, the sum of both and what is between."""

# What a reader takes for one character: an extended grapheme cluster (Unicode Standard Annex 29).
_CLUSTER = regex.compile(r"\X")
LINK = re.compile(r"https?://[^\s<>\"]*[^\s<>\".,;:!?)\]}'’”»]")
"""An address in a text, which ends before the punctuation around it."""
_WORD = re.compile(r"\S+\s*|\s+")
_SENTENCE = re.compile(r"[.!?…。！？؟][\"'”’»)\]]*\s+$")
# A part that ends at a paragraph or sentence is at least so full; else a thread has twice as many.
_FULL_ENOUGH = 0.5


def count(text: str) -> int:
    """The characters of a text, as a reader counts them."""
    return len(text) if text.isascii() and "\r" not in text else sum(1 for _ in _CLUSTER.finditer(text))


def text_of(piece: OutgoingText) -> str:
    """What is said, without the link: notice, title, text and hashtags, a blank line between."""
    hashtags = " ".join(f"#{tag}" for tag in piece.hashtags)
    blocks = (piece.notice, piece.title, piece.body.replace("\r\n", "\n"), hashtags)
    return "\n\n".join(block.strip() for block in blocks if block.strip())


def parts(text: str, link: str, *, most: int, measure: Measure) -> tuple[str, ...]:
    """One part where all fits; else several, numbered at their end. The link ends the first."""
    whole = "\n\n".join(filter(None, (text, link)))
    if measure(whole) <= most:
        return (whole,)
    cut: list[str] = []
    for digits in (1, 2, 3):
        # "\n\n9/9" and the like.
        number = 3 + 2 * digits
        cut = list(_cut(text, most - number, (measure(link) + 2) if link else 0, measure))
        if len(str(len(cut))) <= digits:
            break
    ends = [f"\n\n{link}" if link else "", *[""] * (len(cut) - 1)]
    return tuple(
        f"{part}{end}\n\n{number}/{len(cut)}" for number, (part, end) in enumerate(zip(cut, ends, strict=True), 1)
    )


def _cut(text: str, room: int, taken: int, measure: Measure) -> Iterator[str]:
    words = [piece for word in _WORD.findall(text) for piece in _short(word, room - taken, measure)]
    lengths = [measure(word) for word in words]
    begins, first = 0, taken
    while begins < len(words):
        ends = _end(words, lengths, begins, room - first)
        if part := "".join(words[begins:ends]).strip():
            yield part
            first = 0
        begins = ends


def _end(words: Sequence[str], lengths: Sequence[int], begins: int, room: int) -> int:
    """Before which word the part ends: behind a paragraph if it is full enough there, else a sentence, else a word."""
    used, paragraph, sentence, at = 0, 0, 0, begins
    while at < len(words):
        bare = lengths[at] - (len(words[at]) - len(words[at].rstrip()))
        if used + bare > room and at > begins:
            break
        used += lengths[at]
        at += 1
        if used >= room * _FULL_ENOUGH:
            paragraph = at if words[at - 1].endswith("\n\n") else paragraph
            sentence = at if _SENTENCE.search(words[at - 1]) else sentence
    return at if at == len(words) else paragraph or sentence or at


def _short(word: str, room: int, measure: Measure) -> Iterator[str]:
    """A word, or the pieces of one that is longer than a part."""
    if measure(word.rstrip()) <= room:
        yield word
        return
    piece = ""
    for cluster in _CLUSTER.findall(word):
        if piece and measure(piece + cluster) > room:
            yield piece
            piece = ""
        piece += cluster
    yield piece
