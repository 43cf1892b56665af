"""Finding phrases in a text, word by word."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Generic, NamedTuple, TypeVar

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


class Element(NamedTuple):
    """A word, a gap, or words of which any may stand there; `stop`: a bracket or comma stands behind it."""

    words: str | frozenset[str]
    stop: bool


class Phrases(Generic[Value]):
    """Phrases by their first two words. Of those that begin at a word the longest counts; matches never overlap.

    A stop ends a phrase, but where the phrase has one itself, as names do: “Rivers (Protection) Bill”.
    Within a phrase `a|b` is either word: lists with long choices would otherwise be hundreds of thousands of phrases.
    """

    def __init__(self, entries: Iterable[tuple[str, Value]]) -> None:
        # Under None those of which the second element is no word: a single word, a gap, or a choice.
        self._begun: dict[str, dict[str | None, list[tuple[tuple[Element, ...], Value]]]] = {}
        for phrase, value in entries:
            elements = _elements(phrase.lower())
            second = elements[1].words if len(elements) > 1 else GAP
            behind = second if isinstance(second, str) and second != GAP else None
            begins = elements[0].words if elements else ()
            for first in [begins] if isinstance(begins, str) else begins:
                self._begun.setdefault(first, {}).setdefault(behind, []).append((elements, value))
        for by_second in self._begun.values():
            for key, begun in by_second.items():
                rest = by_second.get(None, []) if key else []
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


def _elements(phrase: str) -> tuple[Element, ...]:
    found = list(_ELEMENT.finditer(phrase))
    begins = [*(one.start() for one in found[1:]), None]
    return tuple(
        _element(one[0], begin is not None and not _JOINT.fullmatch(phrase, one.end(), begin))
        for one, begin in zip(found, begins, strict=False)
    )


@cache
def _element(written: str, stop: bool) -> Element:
    """Each once: a list names the same words in many phrases."""
    return Element(frozenset(written.split("|")) if "|" in written else written, stop)


def _is(word: str, element: Element) -> bool:
    return word == element.words if isinstance(element.words, str) else word in element.words


def _last(words: Sequence[Word], at: int, elements: tuple[Element, ...], number: int) -> int | None:
    """The number of the last word, where the elements from a number on follow a word; None where they do not."""
    if number == len(elements):
        return at
    gap = elements[number].words == GAP
    wanted = number + gap
    for step in range(_LONGEST_GAP + 1 if gap else 1):
        here = at + step
        if here + 1 >= len(words) or not (words[here].joined or elements[number - 1].stop):
            return None
        if _is(words[here + 1].lower, elements[wanted]):
            last = _last(words, here + 1, elements, wanted + 1)
            if last is not None:
                return last
    return None
