"""The words that the checks know: one folder a language in `words/`, and how its files are written.

`|` and line ends part phrases, `=` parts a phrase from what is said of it. `{a,b}` in a phrase stands for a or b,
`{-er}` for the endings that the file calls so, `…` for up to three words. Words are runs of letters and digits in
small letters: `well-known` and `well known` are the same two.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import product
from types import MappingProxyType
from typing import Any, Generic, TypeVar

Value = TypeVar("Value")

FOLDER = resources.files(__package__).joinpath("words")
LANGUAGES = tuple(sorted(entry.name for entry in FOLDER.iterdir() if entry.is_dir() and entry.name != "__pycache__"))

_WORD = re.compile(r"[^\W_]+")
_CHOICE = re.compile(r"\{([^{}]*)\}")
# Between two words of a phrase: blanks, hyphens, apostrophes, quotation marks; no end of a clause.
_JOINT = re.compile(r"[\s\-‐‑'’\"“”«»]*")
_GAP = "…"
_ELEMENT = re.compile(r"@[a-z_]+|[^\W_]+|…")
_LONGEST_GAP = 3


@dataclass(frozen=True, slots=True)
class Word:
    """A run of letters and digits: in small letters, and where it stands."""

    lower: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Match(Generic[Value]):
    """A phrase found: `first` and `last` number its words, `value` is what the list says of it."""

    first: int
    last: int
    start: int
    end: int
    value: Value


def words_of(text: str) -> list[Word]:
    return [Word(found[0].lower(), found.start(), found.end()) for found in _WORD.finditer(text)]


def language_of(tag: str) -> str:
    """The folder that knows the words of a language tag, "" for none."""
    base = tag.split("-", maxsplit=1)[0].lower()
    return base if base in LANGUAGES else ""


@cache
def listed(lang: str, name: str) -> Mapping[str, Any]:
    """The file `words/<lang>/<name>.toml`."""
    return tomllib.loads(FOLDER.joinpath(lang, f"{name}.toml").read_text("utf-8"))


def spelled(phrase: str, endings: Mapping[str, str]) -> list[str]:
    """Every way in which a phrase with choices in braces can be written."""
    pieces = _CHOICE.split(phrase)
    choices = [
        [piece] if place % 2 == 0 else ([*endings[piece].split(), ""] if piece in endings else piece.split(","))
        for place, piece in enumerate(pieces)
    ]
    return ["".join(one) for one in product(*choices)]


class Phrases(Generic[Value]):
    """Phrases by their first word. Of those that begin at a word the longest counts; they never overlap.

    `sets` are further phrases, by the name under which a phrase may call for any of them: `@measures … @harm`.
    """

    def __init__(
        self, entries: Iterable[tuple[str, Value]], sets: Mapping[str, Phrases[str]] = MappingProxyType({})
    ) -> None:
        self._sets = sets
        self._by_first: dict[str, list[tuple[tuple[str, ...], Value]]] = {}
        for phrase, value in entries:
            elements = tuple(found.lower() for found in _ELEMENT.findall(phrase))
            for first in self._firsts(elements[0]) if elements else ():
                self._by_first.setdefault(first, []).append((elements, value))
        for known in self._by_first.values():
            known.sort(key=lambda entry: -len(entry[0]))

    def _firsts(self, element: str) -> Iterable[str]:
        return self._sets[element[1:]]._by_first if element.startswith("@") else (element,)

    def find(self, text: str, words: Sequence[Word]) -> Iterator[Match[Value]]:
        free = 0
        for first, word in enumerate(words):
            if first < free:
                continue
            for elements, value in self._by_first.get(word.lower, ()):
                last = self._last(text, words, first, elements)
                if last is not None:
                    yield Match(first, last, word.start, words[last].end, value)
                    free = last + 1
                    break

    def _last(self, text: str, words: Sequence[Word], at: int, elements: tuple[str, ...]) -> int | None:
        """The number of the last word where the elements stand from a word on; None where they do not."""
        for end in self._ends(text, words, at, elements[0]):
            last = self._behind(text, words, end, elements[1:])
            if last is not None:
                return last
        return None

    def _ends(self, text: str, words: Sequence[Word], at: int, element: str) -> Iterator[int]:
        if not element.startswith("@"):
            if words[at].lower == element:
                yield at
            return
        one_of = self._sets[element[1:]]
        for elements, _value in one_of._by_first.get(words[at].lower, ()):
            last = one_of._last(text, words, at, elements)
            if last is not None:
                yield last

    def _behind(self, text: str, words: Sequence[Word], at: int, elements: tuple[str, ...]) -> int | None:
        if not elements:
            return at
        gap = elements[0] == _GAP
        for skipped in range(_LONGEST_GAP + 1 if gap else 1):
            if not _joined(text, words, at + skipped):
                return None
            last = self._last(text, words, at + skipped + 1, elements[1:] if gap else elements)
            if last is not None:
                return last
        return None


def _joined(text: str, words: Sequence[Word], at: int) -> bool:
    """Whether nothing but a joint stands between a word and the next."""
    return at + 1 < len(words) and _JOINT.fullmatch(text, words[at].end, words[at + 1].start) is not None


@cache
def phrases(lang: str, name: str, section: str) -> Phrases[str]:
    """A list of a file: the value of each phrase is what stands behind its `=`, or ""."""
    return Phrases(_entries(listed(lang, name), listed(lang, name)["lists"].get(section, "")), _sets(lang, name))


@cache
def _sets(lang: str, name: str) -> Mapping[str, Phrases[str]]:
    file = listed(lang, name)
    return {key: Phrases(_entries(file, written)) for key, written in file.get("sets", {}).items()}


def _entries(file: Mapping[str, Any], written: str) -> Iterator[tuple[str, str]]:
    endings = {f"-{key}": value for key, value in file.get("endings", {}).items()}
    for line in written.splitlines():
        for alternative in line.partition("#")[0].split("|"):
            phrase, _, said = alternative.partition("=")
            yield from ((written, said.strip()) for written in spelled(phrase.strip(), endings) if phrase.strip())
