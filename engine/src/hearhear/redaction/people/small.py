"""Names in small letters: behind an introduction, beside kin, or a given name with a surname, both known."""

import re
from collections.abc import Iterator

from hearhear.redaction.people.beside import Before
from hearhear.redaction.spans import LIKELY, LOOKS, NAMED, Found, Kind
from hearhear.redaction.vocabulary import GIVEN, INTRODUCTIONS, KIN, NAMESAKES, NEVER, SURE, SURNAMES, section

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_GAP = re.compile(r"(?:\(e?s?\)|·e)?,?[ \t\xa0]{1,3}")
_STEP = re.compile(r"[ \t\xa0]{1,3}(?:(?:de la|de los|de|del|van|von|da|dos|le|la)[ \t\xa0])?")
_AFTER_NAMES = section("after_names")
_OWN = tuple(sorted(INTRODUCTIONS - section("never_small"), key=lambda phrase: (-len(phrase), phrase)))
"""Introductions behind which a name may be small; not those that also stand before anything else."""


def small_names(text: str, lower: str, words: set[str]) -> list[Found]:
    """Names without capitals; whoever writes their own name small writes `i` and the rest small as well."""
    found = [one for phrase in _OWN if phrase in lower for one in _introduced(text, lower, phrase)]
    if not words.isdisjoint(SURE):
        if not words.isdisjoint(KIN):
            found += _beside_kin(text)
        if not words.isdisjoint(SURNAMES):
            found += _pairs(text)
    return found


def _introduced(text: str, lower: str, phrase: str) -> Iterator[Found]:
    at = lower.find(phrase)
    while at >= 0:
        end = at + len(phrase)
        gap = _GAP.match(text, end)
        match = _WORD.match(text, gap.end()) if gap and not text[at - 1 : at].isalpha() else None
        if match and match[0][0].islower() and len(match[0]) > 1 and match[0] not in NEVER:
            yield Found(match.start(), _end(text, match.end()), Kind.NAME, NAMED)
        at = lower.find(phrase, end)


def _end(text: str, at: int) -> int:
    """Names follow names; one word that is in no list is taken for a surname."""
    unknown = 1
    for _ in range(3):
        step = _STEP.match(text, at)
        match = _WORD.match(text, step.end()) if step else None
        if match is None:
            break
        word = match[0].lower()
        if word not in GIVEN and word not in SURNAMES:
            unknown -= 1
            if unknown < 0 or word in NEVER or word in _AFTER_NAMES or len(word) < 3:
                break
        elif word in NEVER and not match[0][0].isupper():
            break
        at = match.end()
    return at


def _beside_kin(text: str) -> Iterator[Found]:
    for match in _WORD.finditer(text):
        if match[0] in SURE and Before(text, match.start()).is_kin(possessed=True):
            end = match.end()
            following = _WORD.match(text, end + 1) if text[end : end + 1] == " " else None
            if following and following[0] in SURNAMES and following[0] not in NEVER:
                end = following.end()
            yield Found(match.start(), end, Kind.NAME, LIKELY)


def _pairs(text: str) -> Iterator[Found]:
    last = None
    for match in _WORD.finditer(text):
        word = match[0]
        if last is not None and word in SURNAMES and word not in NEVER and match.start() - last.end() == 1:
            before = Before(text, last.start())
            if text[last.end()] == " " and not before.is_namesake() and not before.is_office():
                yield Found(last.start(), match.end(), Kind.NAME, LOOKS)
        last = match if word in SURE and word not in NAMESAKES else None
