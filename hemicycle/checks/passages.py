"""The texts of a draft as the checks read them: words, sentences, quotations, links, and names that are not ours."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from hemicycle.checks.contract import Draft, House
from hemicycle.checks.vocabulary import Phrases, Word, language_of, listed, phrases, words_of

Span = tuple[int, int]


class Note(NamedTuple):
    """What a check finds at a place: a remark without the name of the check."""

    field: str
    lang: str
    start: int
    end: int
    reason: str
    suggestion: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What each check is given."""

    draft: Draft
    house: House
    passages: tuple[Passage, ...]


def read(draft: Draft, house: House) -> Reading:
    return Reading(draft, house, tuple(passages(draft, house)))


_LINK = re.compile(
    r"(?<![\w@.-])(?P<scheme>https?://)?(?P<host>(?:[\w-]+\.)+[^\W\d_]{2,})(?::\d+)?"
    r"(?P<path>[/?#](?:[^\s<>\"“”«»]*[^\s<>\"“”«».,;:!?)\]’'…])?)?"
)
# Of two words with a full stop between them only those ends make an address; others need more to be one.
_ENDS = frozenset(["com", "org", "net", "int", "info", "edu", "gov", "eu", "example"])
HASHTAG = re.compile(r"(?<![\w&/])#(\w+)")
_END = re.compile(r"[.!?…]+[\"”’»)\]]*(?=\s|$)|\n+")
_INITIAL = re.compile(r"(?:^|[\s(.])[^\W\d_]\.$")
_QUOTE = re.compile(r"“[^“”]{1,2000}”|«[^«»]{1,2000}»|\"[^\"\n]{1,2000}\"|(?<!\w)‘[^‘’]{2,400}’(?!\w)")


class Passage:
    """One text of a draft in one language. What is asked for is worked out once."""

    def __init__(self, field: str, lang: str, text: str, names: Phrases[str]) -> None:
        self.field, self.lang, self.text = field, lang, text
        self.known = language_of(lang)
        self._names = names

    @cached_property
    def words(self) -> list[Word]:
        return words_of(self.text)

    @cached_property
    def sentences(self) -> list[Span]:
        return list(_sentences(self.text, self.known))

    @cached_property
    def quotations(self) -> list[Span]:
        return [found.span() for found in _QUOTE.finditer(self.text)]

    @cached_property
    def links(self) -> list[tuple[int, int, str]]:
        return [(found.start(), found.end(), found[0]) for found in _LINK.finditer(self.text) if _is_link(found)]

    @cached_property
    def names(self) -> list[Span]:
        """Names of the record, and links and hashtags, which nobody here chose the words of."""
        called = [(found.start, found.end) for found in self._names.find(self.text, self.words)]
        tags = [found.span() for found in HASHTAG.finditer(self.text)]
        return sorted([*called, *tags, *((start, end) for start, end, _ in self.links)])

    def note(self, start: int, end: int, reason: str, suggestion: str) -> Note:
        return Note(self.field, self.lang, start, end, reason, suggestion)

    def sentence_at(self, place: int) -> Span:
        starts = [start for start, _ in self.sentences]
        return self.sentences[max(0, bisect_right(starts, place) - 1)]

    def is_named(self, start: int, end: int) -> bool:
        """Whether a stretch lies in a name, or touches one."""
        return any(a < end and start < b for a, b in self.names)

    def quotation_of(self, start: int, end: int) -> Span | None:
        return next(((a, b) for a, b in self.quotations if a <= start and end <= b), None)


def _is_link(found: re.Match[str]) -> bool:
    """Whether a run of letters with full stops is an address, though it may stand without https://."""
    host = found["host"]
    if found["scheme"] or host.lower().startswith("www."):
        return True
    labels = host.split(".")
    if host != host.lower():
        return False
    return (
        labels[-1] in _ENDS or found["path"] is not None or (len(labels) > 2 and all(len(one) > 1 for one in labels))
    )


def passages(draft: Draft, house: House) -> list[Passage]:
    """Titles, bodies and variants, in the order of the draft."""
    names = _names(draft, house)
    found = []
    for lang, text in draft.texts.items():
        found += [Passage("title", lang, text.title, names), Passage("body", lang, text.body, names)]
    found += [Passage(f"variant:{one.channel}", one.lang, one.text, names) for one in draft.variants]
    return [passage for passage in found if passage.text.strip()]


def _names(draft: Draft, house: House) -> Phrases[str]:
    called = [name for paper in house.papers for name in paper.titles]
    called += [*house.bodies, *(draft.about.names if draft.about else ())]
    called += [name for party in house.parties for name in party.names]
    called += [name for member in house.members for name in member.names]
    return Phrases((name, name) for name in called)


def _sentences(text: str, lang: str) -> Iterator[Span]:
    shortened = frozenset(listed(lang, "reading")["abbreviations"].split()) if lang else frozenset()
    start = 0
    for found in _END.finditer(text):
        if found[0][0] == "." and _goes_on(text, start, found, shortened):
            continue
        if span := _trimmed(text, start, found.end()):
            yield span
        start = found.end()
    if span := _trimmed(text, start, len(text)):
        yield span


def _goes_on(text: str, start: int, found: re.Match[str], shortened: frozenset[str]) -> bool:
    """Whether a full stop belongs to an abbreviation, an initial or a number."""
    if text[found.end() :].lstrip()[:1].islower():
        return True
    before = text[start : found.start() + 1]
    last = before.split()[-1].strip("(«“\"'‘’").lower() if before.split() else ""
    return found[0] == "." and (last.rstrip(".") in shortened or _INITIAL.search(before) is not None)


def _trimmed(text: str, start: int, end: int) -> Span | None:
    piece = text[start:end]
    stripped = piece.strip()
    if not stripped:
        return None
    start += len(piece) - len(piece.lstrip())
    return start, start + len(stripped)


def is_attributed(passage: Passage, start: int, end: int) -> bool:
    """Whether the text says whose words or view stand between two places.

    Somebody speaks in the sentence, or, of a quotation that fills whole sentences, before its colon or behind it.
    """
    if not passage.known:
        return False
    quotation = passage.quotation_of(start, end)
    first, last = passage.sentence_at(start), passage.sentence_at(max(start, end - 1))
    if quotation:
        first, last = passage.sentence_at(quotation[0]), passage.sentence_at(quotation[1] - 1)
    around = passage.text[first[0] : last[1]]
    if _speaks(around, passage.known):
        return True
    index = passage.sentences.index(last)
    behind = passage.sentences[index + 1] if index + 1 < len(passage.sentences) else None
    before = passage.sentences[index - 1] if index else None
    if quotation and behind and _speaks(_opening(passage.text[slice(*behind)]), passage.known):
        return True
    return bool(before and passage.text[before[1] - 1] == ":" and _speaks(passage.text[slice(*before)], passage.known))


def _opening(sentence: str) -> str:
    """The first words, in which somebody is named behind a quotation."""
    return " ".join(sentence.split()[:8])


def _speaks(text: str, lang: str) -> bool:
    return next(phrases(lang, "speech", "markers").find(text, words_of(text)), None) is not None
