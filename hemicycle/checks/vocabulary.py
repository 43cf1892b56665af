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
from types import MappingProxyType
from typing import Any, Generic, TypeVar

from hearhear.redaction.vocabulary import plain

Value = TypeVar("Value")

FOLDER = resources.files(__package__).joinpath("words")
LANGUAGES = tuple(sorted(entry.name for entry in FOLDER.iterdir() if entry.is_dir() and entry.name != "__pycache__"))

_WORD = re.compile(r"[^\W_]+")
# Between two words of a phrase: blanks, hyphens, apostrophes, quotation marks; no end of a clause.
_JOINT = re.compile(r"[\s\-‐‑'’\"“”«»]*")
_GAP = "…"
_ELEMENT = re.compile(r"@[a-z_]+|[^\W_]+|…")
_LONGEST_GAP = 3


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


def language_of(tag: str) -> str:
    """The folder that knows the words of a language tag, "" for none."""
    base = tag.split("-", maxsplit=1)[0].lower()
    return base if base in LANGUAGES else ""


@cache
def listed(lang: str, name: str) -> Mapping[str, Any]:
    """The file `words/<lang>/<name>.toml`."""
    return tomllib.loads(FOLDER.joinpath(lang, f"{name}.toml").read_text("utf-8"))


def spelled(phrase: str, endings: Mapping[str, str]) -> list[str]:
    """Every way in which a phrase with choices in braces, also within braces, can be written."""
    begin = phrase.find("{")
    if begin < 0:
        return [phrase]
    end = _closing(phrase, begin)
    inside, head, tails = phrase[begin + 1 : end], phrase[:begin], spelled(phrase[end + 1 :], endings)
    if inside in endings:
        choices = ["", *endings[inside].split()]
    else:
        choices = [way for choice in _parted(inside) for way in spelled(choice, endings)]
    return [head + choice + tail for choice in choices for tail in tails]


def _closing(phrase: str, begin: int) -> int:
    """Where the brace that opens at a place is closed; raises ValueError where it is not."""
    depth = 0
    for at in range(begin, len(phrase)):
        depth += (phrase[at] == "{") - (phrase[at] == "}")
        if depth == 0:
            return at
    raise ValueError(f"{phrase!r} opens a brace and does not close it")


def _parted(inside: str) -> list[str]:
    """The choices within braces, parted by commas that stand in no further braces."""
    choices, depth = [""], 0
    for letter in inside:
        depth += (letter == "{") - (letter == "}")
        if letter == "," and depth == 0:
            choices.append("")
        else:
            choices[-1] += letter
    return choices


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

    def find(self, words: Sequence[Word]) -> Iterator[Match[Value]]:
        free = 0
        for first, word in enumerate(words):
            if first < free:
                continue
            for elements, value in self._by_first.get(word.lower, ()):
                last = self._last(words, first, elements)
                if last is not None:
                    yield Match(first, last, word.start, words[last].end, value)
                    free = last + 1
                    break

    def _last(self, words: Sequence[Word], at: int, elements: tuple[str, ...]) -> int | None:
        """The number of the last word where the elements stand from a word on; None where they do not."""
        for end in self._ends(words, at, elements[0]):
            last = self._behind(words, end, elements[1:])
            if last is not None:
                return last
        return None

    def _ends(self, words: Sequence[Word], at: int, element: str) -> Iterator[int]:
        if not element.startswith("@"):
            if words[at].lower == element:
                yield at
            return
        one_of = self._sets[element[1:]]
        for elements, _value in one_of._by_first.get(words[at].lower, ()):
            last = one_of._last(words, at, elements)
            if last is not None:
                yield last

    def _behind(self, words: Sequence[Word], at: int, elements: tuple[str, ...]) -> int | None:
        if not elements:
            return at
        gap = elements[0] == _GAP
        for skipped in range(_LONGEST_GAP + 1 if gap else 1):
            if not (at + skipped + 1 < len(words) and words[at + skipped].joined):
                return None
            last = self._last(words, at + skipped + 1, elements[1:] if gap else elements)
            if last is not None:
                return last
        return None


@cache
def phrases(lang: str, name: str, section: str, *, accents: bool = True) -> Phrases[str]:
    """A list of a file: the value of each phrase is what stands behind its `=`, or "".

    Without accents it finds what text messages say: GSM-7 has few.
    """
    file = listed(lang, name)
    written = _entries(file, file["lists"].get(section, ""))
    return Phrases(_as_typed(written, accents=accents), _sets(lang, name, accents=accents))


@cache
def _sets(lang: str, name: str, *, accents: bool) -> Mapping[str, Phrases[str]]:
    file = listed(lang, name)
    return {
        key: Phrases(_as_typed(_entries(file, written), accents=accents))
        for key, written in file.get("sets", {}).items()
    }


def _as_typed(entries: Iterable[tuple[str, str]], *, accents: bool) -> Iterator[tuple[str, str]]:
    return ((phrase if accents else _plain(phrase), said) for phrase, said in entries)


def _plain(phrase: str) -> str:
    """Without accents; the gap stays."""
    return _GAP.join(plain(part) for part in phrase.split(_GAP))


def _entries(file: Mapping[str, Any], written: str) -> Iterator[tuple[str, str]]:
    endings = {f"-{key}": value for key, value in file.get("endings", {}).items()}
    for line in written.splitlines():
        for alternative in line.partition("#")[0].split("|"):
            phrase, _, said = alternative.partition("=")
            yield from ((written, said.strip()) for written in spelled(phrase.strip(), endings) if phrase.strip())
