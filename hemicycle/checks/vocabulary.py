"""The words that the checks know: one folder a language in `words/`, and how its files are written.

`|` and line ends part phrases, `=` parts a phrase from what is said of it. `{a,b}` in a phrase stands for a or b,
`{-er}` for the endings that the file calls so, `…` for up to three words. Words are runs of letters and digits in
small letters: `well-known` and `well known` are the same two. In lists that tell who speaks, `= none` says that nobody
does.
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
_JOINT = re.compile(r"[\s°\-‐‑'’\"“”«»]*")
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
        # Most phrases of a list begin with words that no text of the day has: only the others are taken apart.
        self._written: dict[str, list[tuple[str, Value]]] = {}
        self._read: dict[str, list[tuple[tuple[str, ...], str, Value]]] = {}
        for entry in entries:
            begins = _ELEMENT.search(entry[0])
            for first in self._firsts(begins[0].lower()) if begins else ():
                self._written.setdefault(first, []).append(entry)

    def _firsts(self, element: str) -> Iterable[str]:
        return self._sets[element[1:]]._written if element.startswith("@") else (element,)

    def _beginning(self, first: str) -> Sequence[tuple[tuple[str, ...], str, Value]]:
        """Of the phrases that begin with a word, the longest first: elements, the second where it is a word, value."""
        if first not in self._written:
            return ()
        if first not in self._read:
            parted = [(tuple(_ELEMENT.findall(phrase.lower())), value) for phrase, value in self._written[first]]
            self._read[first] = sorted(
                ((elements, _second(elements), value) for elements, value in parted), key=lambda entry: -len(entry[0])
            )
        return self._read[first]

    def find(self, words: Sequence[Word]) -> Iterator[Match[Value]]:
        free = 0
        for first, word in enumerate(words):
            if first < free or word.lower not in self._written:
                continue
            behind = words[first + 1].lower if first + 1 < len(words) else ""
            for elements, second, value in self._beginning(word.lower):
                if second and second != behind:
                    continue
                last = self._last(words, first, elements, 0)
                if last is not None:
                    yield Match(first, last, word.start, words[last].end, value)
                    free = last + 1
                    break

    def _last(self, words: Sequence[Word], at: int, elements: tuple[str, ...], number: int) -> int | None:
        """The number of the last word where the elements from a number on stand from a word on; None where not."""
        element = elements[number]
        if not element.startswith("@"):
            return self._behind(words, at, elements, number + 1) if words[at].lower == element else None
        one_of = self._sets[element[1:]]
        for inner, _second, _value in one_of._beginning(words[at].lower):
            end = one_of._last(words, at, inner, 0)
            last = None if end is None else self._behind(words, end, elements, number + 1)
            if last is not None:
                return last
        return None

    def _behind(self, words: Sequence[Word], at: int, elements: tuple[str, ...], number: int) -> int | None:
        if number == len(elements):
            return at
        gap = elements[number] == _GAP
        for word in range(at, at + (_LONGEST_GAP + 1 if gap else 1)):
            if word + 1 == len(words) or not words[word].joined:
                return None
            last = self._last(words, word + 1, elements, number + gap)
            if last is not None:
                return last
        return None


def _second(elements: tuple[str, ...]) -> str:
    """The second element, where both it and the first are words as they stand."""
    plainly = len(elements) > 1 and not elements[0].startswith("@") and elements[1][0] not in f"@{_GAP}"
    return elements[1] if plainly else ""


@cache
def phrases(lang: str, name: str, section: str, *, accents: bool = True) -> Phrases[str]:
    """A list of a file: the value of each phrase is what stands behind its `=`, or "".

    Without accents it finds what text messages say: GSM-7 has few.
    """
    file = listed(lang, name)
    if not accents and not _has_accents(lang, name):
        return phrases(lang, name, section, accents=True)
    written = _entries(file, file["lists"].get(section, ""))
    return Phrases(_as_typed(written, accents=accents), _sets(lang, name, accents=accents))


def read_all() -> None:
    """Every list of every language, with accents and without: the first look of a process need not wait for them."""
    for lang in LANGUAGES:
        for file in FOLDER.joinpath(lang).iterdir():
            name = file.name.removesuffix(".toml")
            for section in listed(lang, name).get("lists", ()):
                for accents in (True, False):
                    phrases(lang, name, section, accents=accents)


@cache
def _has_accents(lang: str, name: str) -> bool:
    file = listed(lang, name)
    return not all(
        said.replace(_GAP, "").isascii() for part in ("lists", "sets") for said in file.get(part, {}).values()
    )


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
