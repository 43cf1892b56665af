"""Names of persons, by evidence: a known given name with what follows it, a title, an introduction, a kinship.

A person in public office who is named with the office stays, as do the names the caller gives as public, and whatever
is only called after a person: streets, schools, laws. Once a name is found, its parts are found again alone.
"""

import re
from collections.abc import Collection, Iterator

from hearhear.redaction.people.beside import LAST_WORDS, Before, is_namesake_behind, is_office_behind
from hearhear.redaction.people.runs import Token, lower, segments
from hearhear.redaction.spans import LIKELY, LOOKS, NAMED, Found, Kind
from hearhear.redaction.vocabulary import (
    DOUBTFUL,
    GIVEN,
    INSTITUTIONS,
    KIN,
    KNOWN,
    NAMESAKES,
    NEVER,
    OFFICES,
    SURE,
    SURNAMES,
    TITLES,
    plain,
    section,
)

_LONGEST = 5
"""Parts of a name: two given names, two surnames and one more."""
_WEAK_TITLES = section("weak_titles")
_CLOSED = (INSTITUTIONS | OFFICES | TITLES | NAMESAKES | KIN) - SURNAMES - GIVEN
_ROMAN = re.compile(r"[ivx]{2,5}|v|x")
_THINGS = frozenset({"day", "lane", "park", "square"})
"""Surnames that, behind a name that is also a word, make a place or a holiday of it."""
_NEVER_AGAIN = NEVER | DOUBTFUL | _CLOSED | OFFICES
_LEADS = LAST_WORDS | KIN | TITLES
_PART = re.compile(r"[^\W\d_]+")
_PARTS = re.compile(r"[^\W\d_]{3,}(?:-[^\W\d_]+)*")


class Public:
    """People in public office: their names stay."""

    def __init__(self, names: Collection[str] = ()) -> None:
        parts = [[plain(part) for part in _PART.findall(name)] for name in sorted(names) if name[:1] != "@"]
        self._names = [(frozenset(words), frozenset(words[1:] or words)) for words in parts if words]
        self.handles = frozenset(name.lower().lstrip("@") for name in names)

    def has(self, words: Collection[str]) -> bool:
        """Whether words are a name in office, or its surname."""
        if not self._names:
            return False
        mine = frozenset(part for word in words for part in _PART.findall(plain(word)))
        return any(mine <= name and mine & surname for name, surname in self._names)


def names(text: str, words: set[str], public: Public) -> list[Found]:
    """Names written with capitals; `words` are all words of the text in small letters."""
    return _Search(text, words, public).found()


class _Search:
    """One text, with what has been learnt of it."""

    def __init__(self, text: str, words: set[str], public: Public) -> None:
        self.text = text
        self.public = public
        self.runs = list(segments(text))
        self.leads = not words.isdisjoint(_LEADS)
        self.offices: frozenset[str] | None = None

    def found(self) -> list[Found]:
        found: list[Found] = []
        for segment in self.runs:
            at = 0
            while at < len(segment):
                one, at = self._at(segment, at)
                if one is not None:
                    found.append(one)
        parts = {word.lower() for one in found for word in _PARTS.findall(self.text[one.start : one.end])}
        return found + list(self._again(parts))

    def _at(self, segment: list[Token], at: int) -> tuple[Found | None, int]:
        """The name that begins at a token, if one does, and where to go on."""
        word = lower(segment[at])
        if word in TITLES and at + 1 < len(segment):
            return self._titled(segment, at)
        if word not in GIVEN and len(word) > 2 and (at or not (self.leads and self._may_be_led(segment[0].particle))):
            return None, at + 1
        end = _end(segment, at)
        certainty = self._certainty(segment, at, end)
        return (self._kept(segment, at, end, certainty), end) if certainty else (None, at + 1)

    def _may_be_led(self, start: int) -> bool:
        """A cheap look at the word before, since nearly no sentence begins with a name."""
        words = self.text[max(0, start - 24) : start].split()
        return bool(words) and (words[-1][-1] in ",(:)" or words[-1].lower().replace("’", "'") in _LEADS)

    def _titled(self, segment: list[Token], at: int) -> tuple[Found | None, int]:
        dotted = self.text.startswith(".", segment[at].end - 1)
        letter = lower(segment[at]) in "dc" or (lower(segment[at]) == "m" and not dotted)
        weak = lower(segment[at]) in _WEAK_TITLES and (letter or not dotted)
        while at < len(segment) and lower(segment[at]) in TITLES:
            at += 1
        if at == len(segment):
            return None, at
        word = lower(segment[at])
        known = word in GIVEN or word in SURNAMES
        if not known and (word in _CLOSED or (weak and (segment[at].joined or letter))):
            return None, len(segment)
        end = _end(segment, at)
        return self._kept(segment, at, end, NAMED), end

    def _certainty(self, segment: list[Token], at: int, end: int) -> float:
        """How sure it is that tokens are a name, 0 where nothing speaks for it."""
        words = [lower(token) for token in segment[at:end]]
        before = Before(self.text, segment[at].particle)
        if at == 0 and words[0] not in _CLOSED and (before.introduces() or before.titles()):
            return NAMED
        if words[0] in GIVEN:
            return _given(segment, at, words, before)
        if at == 0 and len(words[0]) > 2 and words[0] not in _CLOSED and before.is_kin(possessed=True):
            return LIKELY
        following = next((word for word in words[1:] if len(word) > 2), "")
        initial = len(words[0]) <= 2 and self.text.startswith(".", segment[at].end - 1)
        return LOOKS if initial and following in SURNAMES else 0.0

    def _kept(self, segment: list[Token], at: int, end: int, certainty: float) -> Found | None:
        """The name, unless it stays: somebody in office, or the name of something else."""
        words = [lower(token) for token in segment[at:end]]
        start, stop = segment[at].start, segment[end - 1].end
        if at and segment[at - 1].capitals and not segment[at].capitals and lower(segment[at - 1]) not in _CLOSED:
            start = segment[at - 1].start
        before = Before(self.text, segment[at].particle)
        if not (before.introduces() or before.is_kin(possessed=True)):
            if self.public.has(words) or before.is_office() or is_office_behind(self.text, stop):
                return None
            if before.is_namesake() or is_namesake_behind(self.text, stop) or self._in_office(words):
                return None
            if words[-1] in _THINGS and (words[0] in DOUBTFUL or len(words) > 2):
                return None
            if " ".join(words) in KNOWN or self.text[start:stop].lower() in KNOWN:
                return None
        return Found(start, stop, Kind.NAME, certainty)

    def _in_office(self, words: list[str]) -> bool:
        """Who is named with an office once is in office for the whole message."""
        if self.offices is None:
            self.offices = frozenset(surname for segment in self.runs for surname in self._officer(segment))
        return any(plain(word) in self.offices for word in words)

    def _officer(self, segment: list[Token]) -> Iterator[str]:
        words = [lower(token) for token in segment]
        inside = any(word in OFFICES and word not in SURNAMES for word in words[:-1])
        before = Before(self.text, segment[0].particle)
        outside = words[0] not in OFFICES and before.is_office() and not before.is_kin()
        if inside or outside or is_office_behind(self.text, segment[-1].end):
            yield plain(words[-1])

    def _again(self, parts: set[str]) -> Iterator[Found]:
        """Parts of names that were found, where they stand alone."""
        offices = self.offices or frozenset()
        parts = {part for part in parts if part not in _NEVER_AGAIN and plain(part) not in offices}
        tokens = (token for segment in self.runs for token in segment) if parts else ()
        for token in tokens:
            if lower(token) not in parts or is_namesake_behind(self.text, token.end) or self.public.has([token.word]):
                continue
            before = Before(self.text, token.particle)
            if not before.is_namesake() and not before.is_office():
                yield Found(token.start, token.end, Kind.NAME, LOOKS)


def _end(segment: list[Token], at: int) -> int:
    """Where a name that begins at a token ends."""
    end = at + 1
    shouted = len(segment) > 3 and all(token.capitals for token in segment[at : at + _LONGEST])
    while end < len(segment) and end - at < _LONGEST and not segment[end - 1].possessive:
        token, word = segment[end], lower(segment[end])
        if (
            word in _CLOSED
            or _ROMAN.fullmatch(word)
            or (token.joined in ("y", "i") and (word in GIVEN or word not in SURNAMES))
        ):
            break
        if shouted and word not in SURNAMES and word not in GIVEN:
            break
        end += 1
    return end


def _given(segment: list[Token], at: int, words: list[str], before: Before) -> float:
    """What speaks for tokens of which the first is a given name."""
    following = words[1:]
    if before.is_kin() or before.addresses() or before.calls():
        return NAMED
    if words[0] in SURE:
        return LIKELY if following else 0.0 if segment[at].capitals and len(words[0]) < 5 else LOOKS
    if not following:
        return 0.0
    shout = segment[at + 1].capitals and not segment[at].capitals and len(following[0]) > 2
    known = any(word in SURNAMES for word in following) or following[0] in SURE
    return LIKELY if known or shout else 0.0
