"""Names in small letters: behind an introduction, beside kin, or a given name with a surname, both known."""

import re
from collections.abc import Iterator

from hearhear.redaction.people.beside import LAST_WORDS, Before
from hearhear.redaction.spans import LIKELY, LOOKS, NAMED, Found, Kind
from hearhear.redaction.vocabulary import GIVEN, INTRODUCTIONS, KIN, NAMESAKES, NEVER, SURE, SURNAMES, section

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_STEP = re.compile(r"[ \t\xa0]{1,3}(?:(?:de la|de los|de|del|van|von|da|dos|le|la)[ \t\xa0])?")
_AFTER_NAMES = section("after_names")
_OWN = frozenset(phrase for phrase in INTRODUCTIONS if " " in phrase) | {"m'appelle", "soussigné", "soussignée"}
"""Introductions of several words: `yo` or `née` alone also stand before anything else in small letters."""


def small_names(text: str, words: set[str]) -> list[Found]:
    """Names without capitals; whoever writes their own name small writes `i` and the rest small as well."""
    found: list[Found] = []
    if not words.isdisjoint(LAST_WORDS):
        found += _introduced(text)
    if not words.isdisjoint(SURE):
        if not words.isdisjoint(KIN):
            found += _beside_kin(text)
        if not words.isdisjoint(SURNAMES):
            found += _pairs(text)
    return found


def _introduced(text: str) -> Iterator[Found]:
    last = ""
    for match in _WORD.finditer(text):
        word, opener, last = match[0], last, match[0].lower().replace("’", "'")
        if opener not in LAST_WORDS or not word[0].islower() or len(word) < 2 or word in NEVER:
            continue
        if text[match.start() - 1].isspace() and word not in INTRODUCTIONS and _introduces(text, match.start()):
            yield Found(match.start(), _end(text, match.end()), Kind.NAME, NAMED)


def _introduces(text: str, start: int) -> bool:
    lower = Before(text, start).lower
    return any(" ".join(lower[-size:]) in _OWN for size in range(1, min(5, len(lower) + 1)))


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
