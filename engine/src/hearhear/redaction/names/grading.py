"""How far a run of capitalised words is a name, and how surely it is one, by what its words are and what stands by."""

import re

from hearhear.redaction.classes import (
    BINDING,
    BY_FORM,
    GIVEN_NAME,
    LISTED,
    ORDINARY_WORD,
    PLACE,
    SURE_GIVEN,
    SURNAME,
    classes,
    may_be_surname,
)
from hearhear.redaction.names.capitalized import ARTICLE_OF_NAMES, SAINTS, Token, lower
from hearhear.redaction.names.capitalized import BINDING as PARTICLES
from hearhear.redaction.names.context import PrecedingContext
from hearhear.redaction.names.letters import letters_of_name
from hearhear.redaction.spans import BARE, LIKELY, NAMED, POSSIBLE, Candidate
from hearhear.redaction.vocabulary import (
    GIVEN,
    INSTITUTIONS,
    KIN,
    NAMESAKES,
    NEVER,
    OFFICES,
    SURE,
    SURNAMES,
    TITLES,
    TOWNS,
)

_LONGEST = 5
"""Parts of a name: two given names, two surnames and one more."""
_PARTS = re.compile(r"[^\W\d_]{3,}(?:-[^\W\d_]+)*")
NO_NAMES = (INSTITUTIONS | OFFICES | TITLES | NAMESAKES | KIN) - SURNAMES - GIVEN
ROMAN = re.compile(r"[ivx]{2,5}|v|x")
WHOLE = 3
"""Parts of a name of which one may be an ordinary word, where something leads to it: `My name is Hope Church`."""
_OF_PLACES = frozenset(
    {
        "in",
        "at",
        "near",
        "the",
        "à",
        "en",
        "dans",
        "le",
        "la",
        "les",
        "au",
        "aux",
        "du",
        "el",
        "los",
        "las",
        "al",
        "del",
    }
)
_WHENCE = frozenset({"from", "of", "via", "de", "des", "d", "sur", "vers", "desde", "hasta"})
"""Words behind which one word that no list knows is a place: `the waters of Valmora`."""
_BEFORE_THINGS = _OF_PLACES | _WHENCE | {"to", "by", "a", "por", "pour", "para", "for"}
"""Words behind which towns and things stand as often as people."""
_WITH_WORD = 2
"""Beside two parts that are none, a third may be a word: `Izan Corrochano Vela`."""
_LIKE_A_NAME, SURELY_A_NAME = -0.5, 1.5
"""Inside a sentence a word with a capital is seldom one of everyday language; at its beginning it mostly is. Above the
first are nine names of ten and one word of three of those that were left out, above the second four names of ten and
one word of forty (`name_letters.py --check`)."""
_OF_PEOPLES = (
    "ese",
    "ish",
    "ian",
    "ean",
    "ist",
    "ais",
    "aise",
    "ois",
    "oise",
    "ien",
    "ienne",
    "ano",
    "ana",
    "eño",
    "eña",
    "és",
    "esa",
)
"""Endings of words with a capital for people of a place."""


def name_end(segment: list[Token], at: int, *, whole: bool) -> int:
    """Where a name that begins at a token ends; `whole`: every following word with a capital belongs to it."""
    end = at + 1
    while end < len(segment) and end - at < _LONGEST and not segment[end - 1].possessive:
        token, word = segment[end], lower(segment[end])
        joined_wrongly = token.joined in ("y", "i", "e") and (
            word in GIVEN or word not in SURNAMES or not (whole or classes(lower(segment[end - 1])) & SURNAME)
        )
        closed = (
            word in NO_NAMES
            and not (whole and word not in OFFICES and end - at < WHOLE)
            and not _is_joined(segment, at, end)
            and not (word in SAINTS and end + 1 < len(segment))
        )
        if joined_wrongly or ROMAN.fullmatch(word) or closed:
            break
        end += 1
    return end


def _is_joined(segment: list[Token], at: int, end: int) -> bool:
    """Whether a word is a capitalised particle, or follows one, in a name that begins with a given name."""
    word, last, first = lower(segment[end]), lower(segment[end - 1]), lower(segment[at])
    if first not in GIVEN and segment[at].word[-1] != ".":
        return False
    return (
        (word in PARTICLES and end + 1 < len(segment))
        or last in PARTICLES
        or (bool(segment[end].joined) and first in SURE)
    )


def is_kin_of(word: str, before: PrecedingContext) -> bool:
    """`my son Will`; `baby Zephaniah`, where nobody's but the word is unheard of."""
    if before.is_kin(possessed=True, close=not classes(word) & LISTED):
        return True
    near = before.gap in ("", ",") and bool(before.lower) and before.lower[-1] in KIN
    return (not classes(word) and near) or (not classes(word) & ~BY_FORM & ~ORDINARY_WORD and before.is_family())


def with_given_name(segment: list[Token], at: int, words: list[str], before: PrecedingContext, *, led: bool) -> float:
    """The certainty for tokens of which the first is a given name."""
    following = words[1:]
    if before.is_kin() or before.addresses() or before.calls():
        return NAMED
    if words[0] in SURE:
        return LIKELY if following else 0.0 if segment[at].capitals and len(words[0]) < 5 else POSSIBLE
    if words[0] in NEVER and not (led and following):
        return 0.0
    if led:
        return LIKELY
    if not following:
        return 0.0
    shout = segment[at + 1].capitals and not segment[at].capitals and len(following[0]) > 2
    known = any(word in SURNAMES for word in following) or following[0] in SURE or may_be_surname(words[-1])
    return LIKELY if known or shout else 0.0


def without_given_name(words: list[str], *, presented: bool, led: bool, acting: bool) -> float:
    """What speaks for words with capitals of which the first is no given name."""
    found = [classes(word) for word in words]
    if (
        words[0] in NO_NAMES
        or " ".join(words) in TOWNS
        or any(one & PLACE for one in found)
        or any(one & BINDING and not one & LISTED for one in found)
    ):
        return 0.0
    if len(words) == 1:
        return POSSIBLE if (presented or acting) and not found[0] and not words[0].endswith(_OF_PEOPLES) else 0.0
    if any(one & ORDINARY_WORD and not one & LISTED for one in found[:1]):
        return 0.0
    if led and any(one & LISTED or not one for one in found[1:]):
        return LIKELY
    if not any(found) and all(letters_of_name(word) > 0 for word in words):
        return BARE
    surname = any(one & SURNAME and not one & (ORDINARY_WORD | GIVEN_NAME) for one in found[1:])
    return POSSIBLE if surname and not found[0] & ORDINARY_WORD else 0.0


def first_unheard_of(segment: list[Token], before: PrecedingContext) -> int | None:
    """Where in a run a name begins of which no list knows more than a part; None if there is none.

    Where places and things stand, behind `in` or an article, a run is none; one word alone has the letters of a name.
    """
    words = [lower(token) for token in segment]
    at = 0
    while at < len(words) - 1 and not before.words and classes(words[at]) & ORDINARY_WORD:
        at += 1  # the first words of a sentence have a capital whatever they are
    rest = words[at:]
    previous = before.lower[-1] if before.lower and not at and not before.gap else ""
    if len(rest) > _LONGEST or previous in _OF_PLACES or any(word in NO_NAMES or word in TOWNS for word in rest):
        return None
    found = [_as_name(word) for word in rest]
    if len(rest) == 2 and before.words and found[0] & BY_FORM and _is_listed(found[1]):
        return at  # `Concepta Rafferty` only begins as words do
    words_of_language = sum(bool(one & (ORDINARY_WORD | PLACE | BINDING) and not one & LISTED) for one in found)
    if len(rest) == 1 and before.words and not at and _is_listed(found[0]):
        return None if segment[0].capitals else 0
    allowed = int(bool(before.words) and len(rest) > _WITH_WORD and not found[0])
    if all(found) or words_of_language > allowed:
        return None
    if len(rest) > 1:
        return at if not segment[at].capitals else None
    if at or len(rest[0]) <= _WITH_WORD or segment[0].capitals or rest[0].endswith(_OF_PEOPLES):
        return None
    if previous in _WHENCE:
        return None
    least = _LIKE_A_NAME if before.words and previous not in _BEFORE_THINGS else SURELY_A_NAME
    return at if letters_of_name(rest[0]) > least else None


def _is_listed(found: int) -> bool:
    """A given name or a surname, and no place and no word of everyday language."""
    return bool(found & LISTED) and not found & (PLACE | ORDINARY_WORD | BINDING)


def _as_name(word: str) -> int:
    """The classes of a word; none for one that only ends as words do, and has the letters of a name: `Shanique`."""
    found = 0 if word == ARTICLE_OF_NAMES else classes(word)
    return 0 if found & BY_FORM and letters_of_name(word) > 0 else found


def may_be_listed(run: list[Token]) -> bool:
    """Whether tokens may be a name beside one: none a word of everyday language, none a place."""
    words = [lower(token) for token in run]
    if (
        len(words) > _LONGEST
        or (words[0] in TITLES and len(words[0]) > 1)
        or any(word in NO_NAMES for word in words[:1])
    ):
        return False
    found = [classes(word) for word in words]
    if found[0] & GIVEN_NAME:
        if found[0] & BINDING:
            return len(words) > 1 and bool(found[1] & SURNAME)
        return len(words) > 1 or bool(found[0] & SURE_GIVEN) or not found[0] & PLACE
    if len(words) == 1:
        if not found[0]:
            return not run[0].capitals and letters_of_name(words[0]) > 0
        return bool(found[0] & SURNAME) and not found[0] & (PLACE | ORDINARY_WORD)
    return not any(one & (PLACE | ORDINARY_WORD) for one in found) and not run[0].capitals


def is_plain(found: int) -> bool:
    """Whether a word is one of everyday language, found in a list and in none of names."""
    return bool(found & ORDINARY_WORD) and not found & (LISTED | BY_FORM)


def parts_of(text: str, found: list[Candidate]) -> dict[str, float]:
    """The words of names: how surely they are one alone, the surest of all."""
    parts: dict[str, float] = {}
    for one in found:
        certainty = min(one.certainty, POSSIBLE)
        for word in _PARTS.findall(text[one.start : one.end].lower()):
            parts[word] = max(certainty, parts.get(word, 0.0))
    return parts
