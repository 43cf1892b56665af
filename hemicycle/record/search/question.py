"""What a reader asks: words, “phrases in quotes”, -words that must not be there, and filters. It asks no database.

The words are taken apart here and nowhere else: no engine's own query language is reachable from outside.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from hemicycle.record.search.entry import Kind
from hemicycle.record.search.words import WORD, is_common, roots, whole

# What a person types; longer is a paste, of which the beginning says enough.
LONGEST_QUESTION = 200
MOST_PARTS = 16
_QUOTES = str.maketrans(dict.fromkeys("“”„«»", '"') | dict.fromkeys("‘’", "'"))
_PART = re.compile(r'(?P<without>(?<!\S)-)?(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))')

NEWEST = "newest"


@dataclass(frozen=True, slots=True)
class Part:
    """Words that follow one another: one, a phrase, or “C-12”, which is two words to an index.

    `near` are other ways to write them that count too, after the one that was typed; never of what is `quoted`.
    """

    words: tuple[str, ...]
    without: bool = False
    quoted: bool = False
    near: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """Words and filters as the address names them; `speaker` is a member's address or part of a name."""

    text: str = ""
    kind: str = ""
    speaker: str = ""
    party: str = ""
    language: str = ""
    since: date | None = None
    until: date | None = None
    order: str = ""

    @classmethod
    def read(cls, address: Mapping[str, str]) -> Question:
        """From the parameters of an address; what means nothing is no filter."""
        kind, order = address.get("type", ""), address.get("order", "")
        return cls(
            text=_line(address.get("q", "")),
            kind=kind if kind in Kind.values else "",
            speaker=_line(address.get("speaker", "")),
            party=_line(address.get("party", "")),
            language=_line(address.get("language", "")),
            since=_day(address.get("since", "")),
            until=_day(address.get("until", "")),
            order=order if order == NEWEST else "",
        )

    @property
    def address(self) -> str:
        """The parameters of an address that ask this; `read` makes it of them again."""
        asked = {
            "q": self.text, "type": self.kind, "speaker": self.speaker, "party": self.party,
            "language": self.language, "since": self.since, "until": self.until, "order": self.order,
        }  # fmt: skip
        return urlencode({name: str(value) for name, value in asked.items() if value})

    @property
    def parts(self) -> tuple[Part, ...]:
        return tuple(parts(self.text))

    @property
    def has_no_words(self) -> bool:
        """Whether what was typed is all signs: “?!”, “---”."""
        return bool(self.text) and not self.parts

    def __bool__(self) -> bool:
        """Whether anything was asked at all."""
        return any((self.parts, self.kind, self.speaker, self.party, self.language, self.since, self.until))


@dataclass(frozen=True, slots=True)
class Run:
    """The stems that follow one another, each with its other spellings; `near` are those of other ways to write it."""

    stems: tuple[tuple[str, ...], ...]
    near: tuple[tuple[tuple[str, ...], ...], ...] = ()

    @property
    def spellings(self) -> list[tuple[str, ...]]:
        return _spellings(self.stems)

    @property
    def near_spellings(self) -> list[tuple[str, ...]]:
        return [way for stems in self.near for way in _spellings(stems)]


def _spellings(stems: tuple[tuple[str, ...], ...]) -> list[tuple[str, ...]]:
    """A word with each of its stems; words that follow one another as typed, and in their other spelling."""
    if len(stems) == 1:
        return [(stem,) for stem in stems[0]]
    return list(dict.fromkeys((tuple(stem[0] for stem in stems), tuple(stem[-1] for stem in stems))))


@dataclass(frozen=True, slots=True)
class Wanted:
    """What an index is asked, in one field: runs that must be there, and runs that must not."""

    must: tuple[Run, ...]
    must_not: tuple[Run, ...]


def parts(text: str) -> Iterable[Part]:
    found = 0
    for match in _PART.finditer(whole(text).translate(_QUOTES)):
        words = WORD.findall(match["phrase"] or match["word"] or "")
        if words and found < MOST_PARTS:
            found += 1
            yield Part(tuple(words), without=bool(match["without"]), quoted=match["phrase"] is not None)


def wanted(question_parts: Iterable[Part], field: str) -> Wanted:
    """The parts as stems of one field; common words alone say nothing and are left out, unless there are only such."""
    asked = [part for part in question_parts if not part.without]
    significant = [part for part in asked if len(part.words) > 1 or not is_common(part.words[0], field)]
    excluded = [part for part in question_parts if part.without]
    return Wanted(_runs(significant or asked, field), _runs(excluded, field))


def _runs(asked: Iterable[Part], field: str) -> tuple[Run, ...]:
    runs = (Run(_stems(part.words, field), tuple(_stems(way, field) for way in part.near)) for part in asked)
    return tuple(dict.fromkeys(run for run in runs if run.stems))


def _stems(words: Iterable[str], field: str) -> tuple[tuple[str, ...], ...]:
    return tuple(filter(None, (roots(word, field) for word in words)))


def _line(value: str) -> str:
    return " ".join(value.replace("\0", " ").split())[:LONGEST_QUESTION]


def _day(value: str) -> date | None:
    try:
        return date.fromisoformat(value.strip())
    except ValueError:
        return None
