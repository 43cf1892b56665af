"""The texts of a draft as the checks read them: words, sentences, quotations, links, and names of the record."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from hearhear.redaction.vocabulary import plain

from hemicycle.checks import lists
from hemicycle.checks.contract import Draft, House, Member, Message, Paper, Party
from hemicycle.checks.phrases import Match, Phrases, Word, words_of

Span = tuple[int, int]

HASHTAG = re.compile(r"(?<![\w&/])#(\w+)")
_LINK = re.compile(
    r"(?<![\w@.-])(?P<scheme>https?://)?(?P<host>(?:[\w-]+\.)+[^\W\d_]{2,})(?::\d+)?"
    r"(?P<path>[/?#](?:[^\s<>\"“”«»]*[^\s<>\"“”«».,;:!?)\]’'…])?)?"
)
# Of two words with a full stop between them only those ends make an address; others need more to be one.
_ENDS = frozenset(["com", "org", "net", "int", "info", "edu", "gov", "eu", "example"])
_END = re.compile(r"[.!?…]+(?:[^\S\n]?»)?[\"”’»)\]]*(?=\s|$)|\n+")
_INITIAL = re.compile(r"(?:^|[\s(.])[^\W\d_]\.$")
_QUOTE = re.compile(r"“[^“”]{1,2000}”|«[^«»]{1,2000}»|\"[^\"\n]{1,2000}\"|(?<!\w)‘[^‘’]{2,400}’(?!\w)")
# Share of capitals from which on a text is a headline; English titles reach it, sentences full of names do not.
_HEADLINE = 0.8


@dataclass(frozen=True, slots=True)
class Found:
    """A place that a check remarks on.

    `values` fill the messages. `reason` and `suggestion` stand in for those of the check where it has several.
    `basis`: see `Remark`.
    """

    field: str
    lang: str
    start: int = 0
    end: int = 0
    values: Mapping[str, Any] | None = None
    reason: Message | None = None
    suggestion: Message | None = None
    basis: str = ""


class Passage:
    """One text of a draft in one language. What is asked for is worked out once.

    `beside` is another text by the same author, to tell whether they write accents where this one has none.
    """

    def __init__(self, field: str, lang: str, text: str, names: tuple[Phrases[str], ...], beside: str = "") -> None:
        self.field, self.lang, self.text = field, lang, text
        self.known = lists.language_of(lang)
        self._accents = not (text.isascii() and beside.isascii())
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
        """Names of the record, links and hashtags: words that the author did not choose."""
        called = [(found.start, found.end) for names in self._names for found in names.find(self.words)]
        tags = [found.span() for found in HASHTAG.finditer(self.text)]
        return sorted([*called, *tags, *((start, end) for start, end, _ in self.links)])

    @cached_property
    def is_headline(self) -> bool:
        """Whether most words begin with a capital, so that a capital marks no name."""
        begun = [self.text[word.start] for word in self.words if word.end - word.start > 3 and word.lower.isalpha()]
        return sum(letter.isupper() for letter in begun) > len(begun) * _HEADLINE

    def find(self, name: str, span: Span | None = None) -> Iterator[Match[str]]:
        """Where phrases of the list `file.list` stand in the text, or between two places."""
        words = self.words if span is None else self.words_in(span)
        return lists.phrases(self.known, name, accents=self._accents).find(words)

    def has(self, name: str, span: Span | None = None) -> bool:
        """Whether a phrase of the list `file.list` stands in the text, or between two places."""
        return next(self.find(name, span), None) is not None

    def words_in(self, span: Span) -> list[Word]:
        return self.words[bisect_left(self._places, span[0]) : bisect_left(self._places, span[1])]

    def found(
        self,
        start: int,
        end: int,
        *,
        reason: Message | None = None,
        suggestion: Message | None = None,
        **values: Any,
    ) -> Found:
        """What a check yields of this passage."""
        return Found(self.field, self.lang, start, end, values, reason, suggestion)

    def sentence_at(self, place: int) -> Span:
        return self.sentences[self._number_at(place)]

    def around(self, span: Span, before: int = 0, after: int = 0) -> Span:
        """A sentence with as many sentences before and after it."""
        number = self._number_at(span[0])
        last = min(number + after, len(self.sentences) - 1)
        return self.sentences[max(0, number - before)][0], self.sentences[last][1]

    def is_question(self, sentence: Span) -> bool:
        return self.text[sentence[1] - 1] == "?"

    def is_name(self, start: int, end: int) -> bool:
        """Whether a stretch lies in a name, or touches one."""
        return any(a < end and start < b for a, b in self.names)

    def is_quoted(self, start: int, end: int) -> bool:
        return any(a <= start and end <= b for a, b in self.quotations)

    def is_proper_name(self, first: int, last: int) -> bool:
        """Whether words within a sentence begin with capitals and so belong to a name: “the Historic Towns Trust”."""
        word = self.words[first]
        written = self.text[word.start : word.end]
        if self.is_headline or not written[0].isupper() or written.isupper():
            return False
        if self.sentence_at(word.start)[0] < word.start - 2:
            return True
        after = self.words[last + 1] if last + 1 < len(self.words) else None
        return after is not None and self.text[after.start].isupper() and after.start - self.words[last].end == 1

    def is_part_of_name(self, found: Match[str]) -> bool:
        """Whether a phrase touches a name of the record, or begins with a capital as names do."""
        return self.is_name(found.start, found.end) or self.is_proper_name(found.first, found.last)

    def is_own_voice(self, start: int, end: int) -> bool:
        """Whether the House itself says what stands between two places.

        It does not where any of the words are quoted, where their sentence says who speaks or gives a source, or where
        the sentence before names who speaks and ends in a colon.
        """
        sentence = self.sentence_at(start)
        quoted = any(begin < end and start < close for begin, close in self.quotations)
        own = start, end
        if quoted or self._says("says", sentence, own) or self._says("sources", sentence, own):
            return False
        before = self.around(sentence, before=1)[0], sentence[0]
        introduced = self.text[slice(*before)].rstrip().endswith(":")
        return not (introduced and self._says("says", before, own))

    def _says(self, name: str, span: Span, own: Span) -> bool:
        """Whether a phrase of a list of `speech` says that somebody speaks: “to state”, not “head of state”.

        A word of speaking that is part of the `own` words, as in “so called”, does not.
        """
        silent = [own, *((found.start, found.end) for found in self.find("speech.silent", span))]
        spoken = (found.start for found in self.find(f"speech.{name}", span))
        return any(not any(start <= place < end for start, end in silent) for place in spoken)

    @cached_property
    def _places(self) -> list[int]:
        return [word.start for word in self.words]

    @cached_property
    def _starts(self) -> list[int]:
        return [start for start, _ in self.sentences]

    def _number_at(self, place: int) -> int:
        return max(0, bisect_right(self._starts, place) - 1)


@dataclass(frozen=True, slots=True)
class Reading:
    """What each check is given: the draft, the House, and every text of the draft."""

    draft: Draft
    house: House
    passages: tuple[Passage, ...]

    @property
    def in_known_languages(self) -> list[Passage]:
        """The texts in languages of which there are lists."""
        return [passage for passage in self.passages if passage.known]

    def text_of(self, field: str, lang: str) -> str:
        """The text of a field, "" where there is none."""
        for passage in self.passages:
            if (passage.field, passage.lang) == (field, lang):
                return passage.text
        for medium in self.draft.media:
            if field == f"media:{medium.key}":
                return medium.alternatives.get(lang, "")
        return ""


def read(draft: Draft, house: House) -> Reading:
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
    return Reading(draft, house, tuple(passage for passage in found if passage.text.strip()))


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


def _is_link(found: re.Match[str]) -> bool:
    """Whether a run of letters with full stops is an address, though it may stand without https://."""
    host = found["host"]
    if found["scheme"] or host.lower().startswith("www."):
        return True
    if host != host.lower():
        return False
    labels = host.split(".")
    several = len(labels) > 2 and all(len(one) > 1 for one in labels)
    return labels[-1] in _ENDS or found["path"] is not None or several


def _sentences(text: str, lang: str) -> Iterator[Span]:
    abbreviations = lists.words(lang, "reading.abbreviations") if lang else frozenset()
    start = 0
    for found in _END.finditer(text):
        if found[0][0] == "." and _goes_on(text, start, found, abbreviations):
            continue
        if span := _trimmed(text, start, found.end()):
            yield span
        start = found.end()
    if span := _trimmed(text, start, len(text)):
        yield span


def _goes_on(text: str, start: int, found: re.Match[str], abbreviations: frozenset[str]) -> bool:
    """Whether a full stop belongs to an abbreviation, an initial or a number."""
    if text[found.end() :].lstrip()[:1].islower():
        return True
    before = text[start : found.start() + 1]
    last = before.split()[-1].strip("(«“\"'‘’").lower() if before.split() else ""
    return found[0] == "." and (last.rstrip(".") in abbreviations or _INITIAL.search(before) is not None)


def _trimmed(text: str, start: int, end: int) -> Span | None:
    piece = text[start:end]
    stripped = piece.strip()
    if not stripped:
        return None
    start += len(piece) - len(piece.lstrip())
    return start, start + len(stripped)
