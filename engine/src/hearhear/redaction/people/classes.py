"""What a word can be by itself: a given name, a surname, a place, a word of everyday language (in a list, or by its
form alone), or nothing known.
"""

from functools import lru_cache

from hearhear.redaction.vocabulary import (
    DOUBTFUL,
    ENDINGS,
    GIVEN,
    INSTITUTIONS,
    KIN,
    MAKES,
    NAMESAKES,
    NEVER,
    OFFICES,
    ORDINARY,
    STEMS,
    SURE,
    SURNAMES,
    TITLES,
    TOWNS,
    section,
)

SURE_GIVEN, DOUBTFUL_GIVEN, SURNAME, PLACE, ORDINARY_WORD, BINDING, BY_FORM = (1 << bit for bit in range(7))
GIVEN_NAME = SURE_GIVEN | DOUBTFUL_GIVEN
LISTED = GIVEN_NAME | SURNAME
_EVERYDAY = ORDINARY | INSTITUTIONS | KIN | NAMESAKES | OFFICES | TITLES | section("roles") | section("after_names")
_STEM_LENGTHS = sorted({len(stem) for stem in STEMS})
_INFLECTIONS = ("s", "es", "ed", "d", "er", "ly", "e", "x")
_SHORTEST_WITH_ENDING = 7


@lru_cache(maxsize=1 << 16)
def classes(word: str) -> int:
    """The classes of a word in small letters; 0 for one that nothing is known of."""
    found = _of_lists(word)
    if not found & LISTED and "-" in word:
        found |= _joined(word)
    if word in NEVER:
        found |= BINDING | ORDINARY_WORD
    elif word in _EVERYDAY:
        found |= ORDINARY_WORD
    elif not found and _looks_ordinary(word):
        found |= ORDINARY_WORD | BY_FORM
    return found


def _of_lists(word: str) -> int:
    found = SURE_GIVEN if word in SURE else DOUBTFUL_GIVEN if word in GIVEN or word in DOUBTFUL else 0
    if word in SURNAMES:
        found |= SURNAME
    if word in TOWNS or word in MAKES:
        found |= PLACE
    return found


def _joined(word: str) -> int:
    """Of names joined by hyphens: what the parts have in common, given names before surnames."""
    parts = [_of_lists(part) for part in word.split("-") if part]
    if parts and all(part & GIVEN_NAME for part in parts):
        return SURE_GIVEN if any(part & SURE_GIVEN for part in parts) else DOUBTFUL_GIVEN
    return SURNAME if parts and any(part & SURNAME for part in parts) and all(part & LISTED for part in parts) else 0


def _looks_ordinary(word: str) -> bool:
    if any(word[:length] in STEMS for length in _STEM_LENGTHS):
        return True
    if any(word.endswith(end) and word[: -len(end)] in ORDINARY for end in _INFLECTIONS):
        return True
    if "-" in word:
        return all(part in _EVERYDAY or part in NEVER or _looks_ordinary(part) for part in word.split("-") if part)
    return len(word) >= _SHORTEST_WITH_ENDING and word.endswith(ENDINGS)


def is_ordinary(word: str) -> bool:
    """A word of everyday language, and no name in any list."""
    found = classes(word)
    return bool(found & ORDINARY_WORD) and not found & LISTED


def may_be_surname(word: str) -> bool:
    """A surname, or a word of which nothing is known."""
    found = classes(word)
    return bool(found & SURNAME and not found & BINDING) or (not found and len(word) > 2)
