"""The words that the checks know: one folder a language in `words/`, and how its files are written.

`{a,b}` in a phrase stands for a or b, `{-er}` for the endings that the file calls so, `…` for up to three words. Words
are runs of letters and digits in small letters: `well-known` and `well known` are the same two.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import product
from typing import Any, Generic, TypeVar

Value = TypeVar("Value")

FOLDER = resources.files(__package__).joinpath("words")
LANGUAGES = tuple(sorted(entry.name for entry in FOLDER.iterdir() if entry.is_dir() and entry.name != "__pycache__"))

_WORD = re.compile(r"[^\W_]+")
_CHOICE = re.compile(r"\{([^{}]*)\}")
# Between two words of a phrase: blanks, hyphens, apostrophes, quotation marks; no end of a clause.
_JOINT = re.compile(r"[\s\-‐‑'’\"“”«»]*")
_GAP = "…"
# Enough for "voted by a large majority to".
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
    """Phrases by their first word. Of those that begin at a word the longest counts; they never overlap."""

    def __init__(self, entries: Iterable[tuple[str, Value]]) -> None:
        self._by_first: dict[str, list[tuple[tuple[str, ...], Value]]] = {}
        for phrase, value in entries:
            words = tuple(found if found == _GAP else found.lower() for found in re.findall(r"[^\W_]+|…", phrase))
            if words:
                self._by_first.setdefault(words[0], []).append((words[1:], value))
        for known in self._by_first.values():
            known.sort(key=lambda entry: -len(entry[0]))

    def find(self, text: str, words: list[Word]) -> Iterator[Match[Value]]:
        free = 0
        for first, word in enumerate(words):
            if first < free:
                continue
            for rest, value in self._by_first.get(word.lower, ()):
                last = _followed(text, words, first, rest)
                if last is not None:
                    yield Match(first, last, word.start, words[last].end, value)
                    free = last + 1
                    break


def _followed(text: str, words: list[Word], at: int, rest: tuple[str, ...]) -> int | None:
    """The number of the last word where `rest` follows the word at a place; None where it does not."""
    if not rest:
        return at
    if rest[0] == _GAP:
        for skipped in range(_LONGEST_GAP + 1):
            if (last := _followed(text, words, at + skipped, rest[1:])) is not None:
                return last
            if not _joined(text, words, at + skipped):
                return None
        return None
    if not _joined(text, words, at) or words[at + 1].lower != rest[0]:
        return None
    return _followed(text, words, at + 1, rest[1:])


def _joined(text: str, words: list[Word], at: int) -> bool:
    """Whether nothing but a joint stands between a word and the next."""
    return at + 1 < len(words) and _JOINT.fullmatch(text, words[at].end, words[at + 1].start) is not None


@cache
def phrases(lang: str, name: str, section: str) -> Phrases[str]:
    """A section of a file: a list of phrases separated by lines, or phrases with what the file says of each.

    The value of a phrase is what stands behind its `=`, "" where nothing does.
    """
    return Phrases(entries(lang, name, section))


def entries(lang: str, name: str, section: str) -> Iterator[tuple[str, str]]:
    file = listed(lang, name)
    endings = {f"-{key}": value for key, value in file.get("endings", {}).items()}
    for line in str(file.get(section, "")).splitlines():
        phrase, _, said = line.partition("#")[0].partition("=")
        for one in phrase.split("|"):
            if one.strip():
                yield from ((written, said.strip()) for written in spelled(one.strip(), endings))
