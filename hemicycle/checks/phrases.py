"""Finding phrases in a text, word by word."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Generic, TypeVar

Value = TypeVar("Value")

GAP = "…"
_LONGEST_GAP = 3
_WORD = re.compile(r"[^\W_]+")
_ELEMENT = re.compile(rf"[^\W_]+(?:\|[^\W_]+)*|{GAP}")
# Between two words of a phrase: blanks, hyphens, apostrophes, quotation marks; no end of a clause.
_JOINT = re.compile(r"[\s°\-‐‑'’\"“”«»]*")


@dataclass(frozen=True, slots=True)
class Word:
    """A run of letters and digits: in small letters, where it stands, and whether the next follows without a stop."""

    lower: str
    start: int
    end: int
    joined: bool


@dataclass(frozen=True, slots=True)
class Match(Generic[Value]):
    """A phrase found: `first` and `last` number its words, `value` is what the list says of it."""

    first: int
    last: int
    start: int
    end: int
    value: Value


def words_of(text: str) -> list[Word]:
    found = list(_WORD.finditer(text))
    # One more than there are words, in a text without any.
    begins = [*(one.start() for one in found[1:]), len(text)]
    return [
        Word(one[0].lower(), one.start(), one.end(), _JOINT.fullmatch(text, one.end(), begin) is not None)
        for one, begin in zip(found, begins, strict=False)
    ]


Element = str | frozenset[str]
"""A word, a gap, or words of which any may stand there."""


class Phrases(Generic[Value]):
    """Phrases by their first two words. Of those that begin at a word the longest counts; matches never overlap.

    Within a phrase `a|b` is either word: lists with long choices would otherwise be hundreds of thousands of phrases.
    """

    def __init__(self, entries: Iterable[tuple[str, Value]]) -> None:
        # Under None those of which the second element is no word: a single word, a gap, or a choice.
        self._begun: dict[str, dict[str | None, list[tuple[tuple[Element, ...], Value]]]] = {}
        for phrase, value in entries:
            written = _ELEMENT.findall(phrase.lower())
            elements = tuple(_element(one) for one in written)
            second = elements[1] if len(elements) > 1 and elements[1] != GAP else None
            key = second if isinstance(second, str) else None
            for first in written[0].split("|") if written else ():
                self._begun.setdefault(first, {}).setdefault(key, []).append((elements, value))
        for by_second in self._begun.values():
            for second, begun in by_second.items():
                rest = by_second.get(None, []) if second else []
                begun[:] = sorted([*begun, *rest], key=lambda entry: -len(entry[0]))

    def find(self, words: Sequence[Word]) -> Iterator[Match[Value]]:
        free = 0
        for first, word in enumerate(words):
            by_second = self._begun.get(word.lower)
            if by_second is None or first < free:
                continue
            behind = words[first + 1].lower if first + 1 < len(words) else None
            for elements, value in by_second.get(behind) or by_second.get(None) or ():
                last = _last(words, first, elements, 1)
                if last is not None:
                    yield Match(first, last, word.start, words[last].end, value)
                    free = last + 1
                    break


@cache
def _element(written: str) -> Element:
    """Each once: a list names the same words in many phrases."""
    return frozenset(written.split("|")) if "|" in written else written


def _is(word: str, element: Element) -> bool:
    return word == element if isinstance(element, str) else word in element


def _last(words: Sequence[Word], at: int, elements: tuple[Element, ...], number: int) -> int | None:
    """The number of the last word, where the elements from a number on follow a word; None where they do not."""
    if number == len(elements):
        return at
    gap = elements[number] == GAP
    wanted = number + gap
    for step in range(_LONGEST_GAP + 1 if gap else 1):
        here = at + step
        if here + 1 >= len(words) or not words[here].joined:
            return None
        if _is(words[here + 1].lower, elements[wanted]):
            last = _last(words, here + 1, elements, wanted + 1)
            if last is not None:
                return last
    return None
