"""What a word can be (given name, surname, place, ordinary word), and whether a line or field is a person's name."""

import re
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
_EVERYDAY = ORDINARY | INSTITUTIONS | KIN | NAMESAKES | OFFICES | TITLES
_EVERYDAY |= section("roles") | section("after_names") | section("files")
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


def is_known(word: str) -> bool:
    """Whether a word stands in a list, and does not only end as words do."""
    found = classes(word)
    return bool(found) and not found & BY_FORM


def is_ordinary(word: str) -> bool:
    """A word of everyday language, and no name in any list."""
    found = classes(word)
    return bool(found & ORDINARY_WORD) and not found & LISTED


def may_be_surname(word: str) -> bool:
    """A surname, or a word of which nothing is known."""
    found = classes(word)
    return bool(found & SURNAME and not found & BINDING) or (not found and len(word) > 2)


WORD = re.compile(r"[^\W\d_]+(?:['’.-]+[^\W\d_]+)*\.?")
PARTS = re.compile(r"[,|•·]|\s[-–—/]\s|\(|\)")
_NO_NAME = re.compile(r"[!?@:/\d%&+=]|\.\s+\S+\s+\S+\s+\S+\s")
_SMALL = section("connectors") | section("street_particles") | section("name_particles")
_JOINING = section("particles") | section("name_particles_only") | section("name_particles")
_ROLES = section("roles")
_ARTICLES = section("articles")
_BODIES = INSTITUTIONS - SURNAMES - GIVEN
"""What ends the name of a school or a club."""
_LONGEST = 60
_MOST_WORDS, _MOST_TITLED, _MOST_SIGNED = 6, 4, 3
_STRICT_TITLES = section("strict_titles")


def words_of(text: str) -> list[str]:
    """The words of a name as vocabularies keep them, titles before it left out; initials keep their dot."""
    words = [word.lower().replace("’", "'") for word in WORD.findall(text)]
    words = [word if len(word) == 2 and word[1] == "." else word.rstrip(".") for word in words]
    while len(words) > 1 and words[0].rstrip(".") in TITLES and not _is_initial(words, 0):
        words = words[1:]
    return words


def _is_initial(words: list[str], at: int) -> bool:
    return words[at][-1:] == "." and (at > 0 or words[at] not in ("m.", "d."))


def is_person(text: str) -> bool:
    """One to six words of which the first is a given name or an initial, or none is an ordinary word or a place."""
    if not 1 < len(text.strip()) <= _LONGEST or _NO_NAME.search(text):
        return False
    words = words_of(text)
    titled = text.split(maxsplit=1)[0].lower().rstrip(".") in _STRICT_TITLES
    if titled and len(words) <= _MOST_TITLED and not _is_never_name(words[0]) and words[0] not in OFFICES:
        return True
    if not 1 <= len(words) <= _MOST_WORDS or any(word in _ROLES or word in OFFICES for word in words[:1]):
        return False
    if words[0] in _ARTICLES or any(word in _ROLES or (_is_never_name(word) and word not in _SMALL) for word in words):
        return False
    if len(words) > 1 and words[-1] in _BODIES:
        return False  # `Rowan Tree School`
    if words[0][-1] == ".":
        return len(words) > 1
    first = classes(words[0])
    if first & GIVEN_NAME and not first & BINDING:
        return True
    rest = [classes(word) for word in words if word not in _SMALL and word[-1] != "."]
    known = any(found & LISTED for found in rest)
    return bool(rest) and all(_may_name(found, known=known) for found in rest)


def is_signature(text: str) -> bool:
    """A line that is a name where letters are signed: also two or three words with capitals that only look ordinary.

    `Clovis Desgranges` ends as many words do: beside a word that is unknown or a name it is one too. In `Salud Goñi
    Valdivielso`, so is an ordinary word beside two of them.
    """
    if is_person(text):
        return True
    written = WORD.findall(text)
    if not 2 <= len(written) <= _MOST_SIGNED or _NO_NAME.search(text) or not all(w[0].isupper() for w in written):
        return False
    if any(word in _ROLES or word in OFFICES or _is_never_name(word) for word in words_of(text)):
        return False
    found = [classes(word) for word in words_of(text)]
    names = sum(bool(one & LISTED) or not one for one in found)
    by_form = sum(bool(one & BY_FORM) for one in found)
    return bool(names) and len(found) - names - by_form < min(2, names + by_form)


def fits_name_field(text: str) -> bool:
    """What stands where a name is asked for, or right below a closing: two or three words with capitals, whatever they
    mean elsewhere, that call no trade and no body.
    """
    if is_signature(text):
        return True
    written = [word for word in WORD.findall(text) if word.lower() not in _JOINING]
    words = [word for word in words_of(text) if word not in _JOINING]
    return (
        2 <= len(written) <= _MOST_SIGNED
        and words_of(text)[0] not in _ARTICLES
        and not _NO_NAME.search(text)
        and all(word[0].isupper() for word in written)
        and not any(
            word in _ROLES or word in OFFICES or word in INSTITUTIONS or _is_never_name(word) for word in words
        )
    )


def _is_never_name(word: str) -> bool:
    found = classes(word)
    return bool(found & BINDING and not found & LISTED)


def _may_name(found: int, *, known: bool) -> bool:
    """A listed word, or one of which nothing is known; a place only beside a listed one."""
    return bool(found & LISTED) or (not found & ORDINARY_WORD and (known or not found & PLACE))


def is_surely_person(text: str) -> bool:
    """A line that is a name even where nothing leads to it: it begins with a sure given name, or has a surname."""
    words = words_of(text)
    if not words or not is_person(text):
        return False
    first = classes(words[0])
    if first & SURE_GIVEN:
        return True
    rest = [classes(word) for word in words[1:] if word not in _SMALL]
    looks_like = LISTED | BY_FORM if _has_capitals(text) else LISTED
    surname = any(found & looks_like or not found for found in rest)
    return surname and bool(first & GIVEN_NAME or words[0][-1] == "." or any(found & LISTED for found in rest))


def is_unknown_name(text: str) -> bool:
    """Two or three words with a capital each and small letters, none of which is a word of everyday language or a
    place.
    """
    written, words = WORD.findall(text), words_of(text)
    return (
        2 <= len(written) <= _MOST_SIGNED
        and not _NO_NAME.search(text)
        and _has_capitals(text)
        and not any(classes(word) & ~LISTED for word in words)
    )


def is_evenly_written(text: str) -> bool:
    """Whether all words that a name needs have a capital, or none has: not `Petit à petit`."""
    return len({word[0].isupper() for word in WORD.findall(text) if word.lower() not in _SMALL}) < 2


def _has_capitals(text: str) -> bool:
    """Whether each word has one, and small letters behind it."""
    return all(word[0].isupper() and not word.isupper() for word in WORD.findall(text))
