"""Word lists for redaction, from `words/`: one file a language, and the names.

Every word is kept as written and without accents, in lower case; a word of one language is looked up in all of them,
since people mix languages and a language may not be known.
"""

import tomllib
import unicodedata
from collections.abc import Iterable
from importlib import resources

_FOLDER = resources.files(__package__).joinpath("words")
_NAMES = frozenset({"given.toml", "surnames.toml", "public.toml", "gazetteer.toml", "ordinary.toml"})
"""Files that are not a language's or places' sections of phrases."""


def plain(word: str) -> str:
    """A word in small letters without accents."""
    if word.isascii():
        return word.lower()
    apart = unicodedata.normalize("NFKD", word.casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def _read(name: str) -> dict[str, str]:
    return dict(tomllib.loads(_FOLDER.joinpath(name).read_text("utf-8")))


def _with_and_without_accents(words: Iterable[str]) -> frozenset[str]:
    lower = [word.lower().replace("’", "'") for word in words]
    return frozenset(lower) | frozenset(plain(word) for word in lower)


def _split(text: str) -> list[str]:
    return [" ".join(phrase.split()) for phrase in text.split(",") if phrase.strip()]


_SECTIONS = [
    _read(file.name) for file in sorted(_FOLDER.iterdir(), key=lambda path: path.name) if file.name not in _NAMES
]


def section(name: str) -> frozenset[str]:
    """The words and phrases that all languages have under a name."""
    return _with_and_without_accents(phrase for sections in _SECTIONS for phrase in _split(sections.get(name, "")))


_ordinary = _read("ordinary.toml")
ENDINGS = tuple(sorted(_ordinary.pop("endings").split()))
ORDINARY = _with_and_without_accents(
    word for name, text in _ordinary.items() if "stems" not in name for word in text.split()
)
STEMS = _with_and_without_accents(stem for name, text in _ordinary.items() if "stems" in name for stem in text.split())
"""Words of everyday language, ends and beginnings of such words."""

_given = _read("given.toml")
DOUBTFUL = _with_and_without_accents(_given.pop("doubtful").split())
"""Given names that are also words, months or places."""
GIVEN = _with_and_without_accents(name for text in _given.values() for name in text.split()) | DOUBTFUL
DOUBTFUL |= GIVEN & ORDINARY
SURNAMES = _with_and_without_accents(name for text in _read("surnames.toml").values() for name in text.split())

TITLES = section("titles")
INTRODUCTIONS = section("introductions")
CALLINGS = section("callings")
KIN = section("kin")
OFFICES = section("offices")
NAMESAKES = section("namesakes")
INSTITUTIONS = section("institutions")
NEVER = section("never")
LIVES = section("lives")
SURE = GIVEN - DOUBTFUL - NEVER
"""Given names that are hardly ever anything else."""

_gazetteer = _read("gazetteer.toml")
MAKES = _with_and_without_accents(_split(_gazetteer.pop("makes")))
TOWNS = _with_and_without_accents(phrase for text in _gazetteer.values() for phrase in _split(text))
"""Towns, regions and countries, also those of several words, and words with which such begin."""

_public = _read("public.toml")
PUBLIC_PLACES = tuple(_split(_public["places"]))
PUBLIC_HANDLES = tuple(_split(_public["handles"]))
KNOWN = _with_and_without_accents(_split(_public["known"]))
"""Names of companies, and of people in history."""
_KNOWN_BY_FIRST: dict[str, list[str]] = {}
for _phrase in sorted(KNOWN):
    _KNOWN_BY_FIRST.setdefault(_phrase.partition(" ")[0], []).append(_phrase)


KNOWN_SURNAMES = frozenset(phrase.rpartition(" ")[2] for phrase in KNOWN if " " in phrase) - SURNAMES - GIVEN
"""Surnames of theirs that people who write to a parliament seldom have: behind a title it is mostly them."""


def well_known_name_at(lower: str, start: int, first: str) -> str:
    """The name of a company or of somebody in history that begins at a place in a text, whose first word is given."""
    return next((phrase for phrase in _KNOWN_BY_FIRST.get(first, ()) if lower.startswith(phrase, start)), "")
