"""The shown letter written out: the campaign's words as its sender wrote them, and marks where copies differ."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from hearhear.campaigns.letter.marking import Mark, Place
from hearhear.campaigns.tokens import Mask

LONGEST = 200
"""Characters of a wording that are listed."""
_SIGNS = 3
"""Characters of punctuation at most that belong to the word before or behind."""

Read = Callable[[int], "Written"]
"""From the row of a text to how it is written."""


@dataclass(frozen=True, slots=True)
class Written:
    """A text with the place of each of its words in it, in characters."""

    text: str
    start: list[int]
    end: list[int]

    @property
    def joined(self) -> Mask:
        """Which words have no white space before the next, as in "l'eau", shape (words - 1,)."""
        between = (self.text[end:start] for end, start in zip(self.end, self.start[1:], strict=False))
        return np.array([not any(map(str.isspace, signs)) for signs in between], np.bool_)

    def words(self, first: int, end: int) -> str:
        """Words on one line, whole ones as white space divides them."""
        while first and not any(map(str.isspace, self.text[self.end[first - 1] : self.start[first]])):
            first -= 1
        while end < len(self.start) and not any(map(str.isspace, self.text[self.end[end - 1] : self.start[end]])):
            end += 1
        said = " ".join(self.text[self.start[first] : self.end[end - 1]].split())
        return said if len(said) <= LONGEST else said[:LONGEST].rsplit(" ", 1)[0] + " …"

    def between(self, left: int, right: int) -> tuple[str, str, str]:
        """What closes one word, the white space, and what opens another word; what stands between them is left out."""
        behind = self.text[self.end[left] : self.start[left + 1]] if left >= 0 else self.text[: self.start[0]]
        if right == left + 1 and left >= 0:
            return _split(behind)
        before = self.text[self.end[right - 1] : self.start[right]] if right else self.text[: self.start[0]]
        closing = _split(behind)[0] if left >= 0 else ""
        opening = _split(f" {before}")[2]
        breaks = max(_split(behind)[1].count("\n"), before.count("\n"))
        white = "" if left < 0 else "\n" * min(breaks, 2) or " "
        return closing if len(closing) <= _SIGNS else "", white, opening if len(opening) <= _SIGNS else ""

    def ending(self, last: int) -> str:
        """What closes the last word that is shown."""
        end = self.start[last + 1] if last + 1 < len(self.start) else len(self.text)
        closing = _split(self.text[self.end[last] : end])[0]
        return closing if len(closing) <= _SIGNS or last + 1 == len(self.start) else ""


def _split(signs: str) -> tuple[str, str, str]:
    """Punctuation up to white space, the white space with what stands in it, and punctuation after it."""
    if not any(sign.isspace() for sign in signs):
        return signs, "", ""
    closing = signs[: next(at for at, sign in enumerate(signs) if sign.isspace())]
    opening = signs[max(at for at, sign in enumerate(signs) if sign.isspace()) + 1 :]
    return closing, signs[len(closing) : len(signs) - len(opening)], opening


@dataclass(slots=True)
class Page:
    """The text as it grows, the marks in it, and the part of the letters that have each stretch of it."""

    text: str = ""
    marks: list[Mark] = field(default_factory=list)
    shares: list[tuple[int, int, float]] = field(default_factory=list)


def write(found: list[Place], letter: int, read: Read) -> Page:
    """The places one after the other; `letter` is the row of the letter that is shown."""
    ours, page, before = read(letter), Page(), -1
    waiting: list[Place] = []
    for place in found:
        if place.is_gap:
            waiting.append(place)
            continue
        closing, white, opening = ours.between(before, place.first)
        page.text += closing
        _mark_gaps(page, waiting, read)
        page.text += white + opening
        start = len(page.text)
        page.text += ours.text[ours.start[place.first] : ours.end[place.last]]
        page.shares.append((start, len(page.text), place.share))
        if place.kind:
            page.marks.append(_mark(place, start, len(page.text), read))
        before, waiting = place.last, []
    page.text += ours.ending(before) if before >= 0 else ""
    _mark_gaps(page, waiting, read)
    return page


def _mark_gaps(page: Page, gaps: list[Place], read: Read) -> None:
    page.marks += [_mark(gap, len(page.text), len(page.text), read) for gap in gaps]


def _mark(place: Place, start: int, end: int, read: Read) -> Mark:
    letters: dict[str, int] = {}
    for row, first, last, times in place.examples:
        words = read(row).words(first, last)
        letters[words] = letters.get(words, 0) + round(times)
    return Mark(start, end, place.kind, round(place.letters), place.wordings, tuple(letters.items()))
