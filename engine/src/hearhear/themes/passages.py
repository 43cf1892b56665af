"""Texts in passages of one to three sentences: the smallest part that is about one thing and can be quoted alone.

Letterheads, salutations, sign-offs, quotations, footers and HTML tags are not in passages (see `hearhear.structure`).
Offsets count characters of the original text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence, Set
from dataclasses import dataclass

from hearhear.sentences import sentences
from hearhear.structure import split
from hearhear.structure.html import HAS_MARKUP
from hearhear.structure.letter import letterhead_end
from hearhear.themes.words import contents, matters

ENOUGH = 12
"""Content words before a passage may end: two short sentences, or one of ordinary length."""
SENTENCES, LONGEST = 3, 400
"""A longer sentence is cut: embedding takes time, and a sentence says early what it is about."""
_BARE = 3
"""Content words in a passage of a text with several; a text message may be one passage of fewer."""
_PARAGRAPH = re.compile(r"\n[ \t\r]*\n")


@dataclass(frozen=True, slots=True)
class Passage:
    """A span of text number `text`, from `start` to `end`; `terms`: how many different content words it has."""

    text: int
    start: int
    end: int
    words: str
    terms: int


def passages(texts: Sequence[str], most: int, named: Set[str] = frozenset()) -> list[Passage]:
    """The passages of each text, at most `most` a text, those with the most content words, in the order of the texts.

    `named`: stems of what everybody writes about. A passage that says no more than these, such as the subject of a
    mail, is left out.
    """
    return [
        passage
        for number, text in enumerate(texts)
        for passage in _chosen(_informative(list(_of(number, text, named))), most)
    ]


def _informative(found: list[Passage]) -> list[Passage]:
    """Without those of a word or two, such as a dateline, where there are others."""
    return [one for one in found if one.terms >= _BARE] or found


def _of(number: int, text: str, named: Set[str]) -> Iterator[Passage]:
    for own, original in _own(text):
        for start, end in _packed(own):
            last = _cut(own, start, end)
            words = " ".join(own[start:last].split())
            terms = set(contents(words))
            if matters(terms - named):
                yield Passage(number, *original(start, last), words, len(terms))


def _own(text: str) -> Iterator[tuple[str, Callable[[int, int], tuple[int, int]]]]:
    """Spans of the author's own words (of HTML, as displayed), each with a function from its offsets to the text's."""
    parts = split(text)
    if HAS_MARKUP.search(text):
        head = letterhead_end(parts.body.text)
        yield parts.body.text[head:], lambda start, end: parts.body.span(head + start, head + end)
        return
    own = [(part.start, part.end) for part in parts.parts if part.kind == "own"]
    for number, (start, end) in enumerate(own):
        first = start + (0 if number else letterhead_end(text[start:end]))
        yield text[first:end], lambda left, right, first=first: (first + left, first + right)  # type: ignore[misc]


def _packed(text: str) -> list[tuple[int, int]]:
    """Sentences joined until they have enough content words; the remainder joins the passage before it."""
    packed: list[tuple[int, int]] = []
    sentence_count, term_count = 0, ENOUGH
    for start, end in sentences(text):
        parted = (
            bool(packed) and term_count >= ENOUGH / 3 and _PARAGRAPH.search(text, packed[-1][1], start) is not None
        )
        if term_count >= ENOUGH or parted or sentence_count == SENTENCES or end - packed[-1][0] > LONGEST:
            packed.append((start, end))
            sentence_count, term_count = 0, 0
        packed[-1] = packed[-1][0], end
        sentence_count, term_count = sentence_count + 1, term_count + len(contents(text[start:end]))
    if len(packed) > 1 and term_count < ENOUGH / 2 and packed[-1][1] - packed[-2][0] <= LONGEST:
        packed[-2:] = [(packed[-2][0], packed[-1][1])]
    return packed


def _cut(text: str, start: int, end: int) -> int:
    if end - start <= LONGEST:
        return end
    return max(text.rfind(" ", start, start + LONGEST), start + LONGEST // 2)


def _chosen(found: list[Passage], most: int) -> list[Passage]:
    """One after the other the passage that adds most words, in the order of the text."""
    left, term_count, kept = list(found), set[str](), list[Passage]()
    while left and len(kept) < most:
        new = [len(set(contents(one.words)) - term_count) for one in left]
        best = max(range(len(left)), key=lambda at: (new[at], -left[at].start))
        if not new[best]:
            break
        term_count |= set(contents(left[best].words))
        kept.append(left.pop(best))
    return sorted(kept, key=lambda one: one.start)
