"""The texts of a draft as the checks read them: words, sentences, quotations, links, and names that are not ours."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple

from hearhear.redaction.vocabulary import plain

from hemicycle.checks.contract import Draft, House, Member, Paper, Party
from hemicycle.checks.vocabulary import Match, Phrases, Word, language_of, listed, phrases, words_of

Span = tuple[int, int]


# Where a sentence goes on with another clause: “; …”, “, and …”, “, while …”.
_CLAUSE = re.compile(r"[;:]\s+|,\s(?=(?:and|but|while|whereas|et|mais|tandis|alors|y|e|pero|mientras)\s)")
# Share of capitals from which on a text is a headline; English titles reach it, sentences full of names do not.
_HEADLINE = 0.8


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
_END = re.compile(r"[.!?…]+(?:[^\S\n]?»)?[\"”’»)\]]*(?=\s|$)|\n+")
_INITIAL = re.compile(r"(?:^|[\s(.])[^\W\d_]\.$")
_QUOTE = re.compile(r"“[^“”]{1,2000}”|«[^«»]{1,2000}»|\"[^\"\n]{1,2000}\"|(?<!\w)‘[^‘’]{2,400}’(?!\w)")


class Script(NamedTuple):
    """In which words to look: the folder of a language, and whether the author writes accents."""

    lang: str
    accents: bool


class Passage:
    """One text of a draft in one language. What is asked for is worked out once.

    `beside` is more by the same hand, that tells whether they write accents where these words have none.
    """

    def __init__(self, field: str, lang: str, text: str, names: tuple[Phrases[str], ...], beside: str = "") -> None:
        self.field, self.lang, self.text = field, lang, text
        self.known = language_of(lang)
        self.script = Script(self.known, accents=not (text.isascii() and beside.isascii()))
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
        called = [(found.start, found.end) for names in self._names for found in names.find(self.words)]
        tags = [found.span() for found in HASHTAG.finditer(self.text)]
        return sorted([*called, *tags, *((start, end) for start, end, _ in self.links)])

    @cached_property
    def neutral(self) -> list[Span]:
        """Phrases in which a word that is loaded elsewhere says nothing of the kind."""
        if not self.known:
            return []
        return [(one.start, one.end) for one in self.find("loaded", "neutral")]

    @cached_property
    def is_capitalised(self) -> bool:
        """Whether most words begin with a capital, as in a headline, so that a capital tells no name."""
        begun = [self.text[word.start] for word in self.words if word.end - word.start > 3 and word.lower.isalpha()]
        return sum(letter.isupper() for letter in begun) > len(begun) * _HEADLINE

    def is_proper_name(self, first: int, last: int) -> bool:
        """Whether words within a sentence begin with capitals and so belong to a name: “the Historic Towns Trust”."""
        if self.is_capitalised:
            return False
        word = self.words[first]
        if not self.text[word.start].isupper() or self.text[word.start : word.end].isupper():
            return False
        if self.sentence_at(word.start)[0] < word.start - 2:
            return True
        behind = self.words[last + 1] if last + 1 < len(self.words) else None
        return behind is not None and self.text[behind.start].isupper() and behind.start - self.words[last].end == 1

    def find(self, name: str, section: str, words: list[Word] | None = None) -> Iterator[Match[str]]:
        """Where phrases of a list of its language stand, in all of it or among some of its words."""
        return self._phrases(name, section).find(self.words if words is None else words)

    def _phrases(self, name: str, section: str) -> Phrases[str]:
        return phrases(self.known, name, section, accents=self.script.accents)

    def says(self, span: Span, name: str, section: str) -> bool:
        """Whether a phrase of a list stands between two places."""
        return next(self.find(name, section, self.within(span)), None) is not None

    def within(self, span: Span) -> list[Word]:
        return self.words[bisect_left(self._places, span[0]) : bisect_left(self._places, span[1])]

    @cached_property
    def _places(self) -> list[int]:
        return [word.start for word in self.words]

    def note(self, start: int, end: int, reason: str, suggestion: str) -> Note:
        return Note(self.field, self.lang, start, end, reason, suggestion)

    @cached_property
    def _starts(self) -> list[int]:
        return [start for start, _ in self.sentences]

    def sentence_at(self, place: int) -> Span:
        return self.sentences[max(0, bisect_right(self._starts, place) - 1)]

    def sentence_before(self, span: Span) -> Span | None:
        """The sentence before one, where no paragraph begins between them."""
        at = bisect_right(self._starts, span[0]) - 2
        before = self.sentences[at] if at >= 0 else None
        return before if before and "\n" not in self.text[before[1] : span[0]] else None

    def begins(self, span: Span, name: str, section: str) -> bool:
        """Whether a stretch begins with a phrase of a list."""
        found = next(self.find(name, section, self.within(span)), None)
        return found is not None and found.first == 0

    def clause_at(self, start: int, end: int) -> Span:
        """The part of a sentence around two places, between the joints at which another begins."""
        first, last = self.sentence_at(start)
        for joint in _CLAUSE.finditer(self.text, first, last):
            if joint.end() <= start:
                first = joint.end()
            elif joint.start() >= end:
                last = joint.start()
                break
        return first, last

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
    """Titles, bodies, warnings and variants, in the order of the draft."""
    of_house = _names((house.parties, house.members, house.papers, house.bodies))
    names = (of_house, _phrases(draft.about.names)) if draft.about else (of_house,)
    found = []
    for lang, text in draft.texts.items():
        found.append(Passage("title", lang, text.title, names, beside=text.body))
        found.append(Passage("body", lang, text.body, names, beside=text.title))
    for lang, words in draft.warnings.items():
        beside = draft.texts[lang].body if lang in draft.texts else ""
        found.append(Passage("warning", lang, words, names, beside=beside))
    found += [Passage(f"variant:{one.channel}", one.lang, one.text, names) for one in draft.variants]
    return [passage for passage in found if passage.text.strip()]


@lru_cache(maxsize=4)
def _names(
    of: tuple[tuple[Party, ...], tuple[Member, ...], tuple[Paper, ...], tuple[str, ...]],
) -> Phrases[str]:
    """Thousands of names, which are the same from one key that somebody strikes to the next."""
    parties, members, papers, bodies = of
    people = (*(name for one in parties for name in one.names), *(name for one in members for name in one.names))
    return _phrases((*(title for paper in papers for title in paper.titles), *people, *bodies))


def _phrases(names: tuple[str, ...]) -> Phrases[str]:
    return Phrases((way, name) for name in names for way in dict.fromkeys((name, plain(name))))


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
