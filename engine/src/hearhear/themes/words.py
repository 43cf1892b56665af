"""Words of a text: content words, stems, and normal forms.

Function words are in the word lists of campaigns and in `lists/`. Stemming is light and the same in all Latin scripts:
plurals, mute vowels, the gender of Spanish words. It needs no dictionary.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from importlib import resources

WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
LINK = re.compile(r"(?:https?://|www\.)\S+|\S+@\S+\.\S+")
_ELIDED = re.compile(r"^(?:[cdjlmnstCDJLMNST]|[Qq]u|[Jj]usqu|[Ll]orsqu|[Pp]uisqu)['’](?=\w)")
_POSSESSIVE = re.compile(r"['’]s$")
_KNOWN_WORDS = 200_000


def _lists(section: str) -> frozenset[str]:
    """The words of a section in all languages, folded: people mix languages, and a language may not be known."""
    folders = (
        resources.files("hearhear.campaigns").joinpath("words"),
        resources.files("hearhear.themes").joinpath("lists"),
    )
    files = [tomllib.loads(file.read_text("utf-8")) for folder in folders for file in folder.iterdir()]
    return frozenset(folded(word) for file in files for word in file.get(section, "").split())


@lru_cache(maxsize=_KNOWN_WORDS)
def folded(word: str) -> str:
    """Lower case without accents."""
    apart = unicodedata.normalize("NFKD", word.lower().replace("’", "'"))
    return "".join(sign for sign in apart if not unicodedata.combining(sign))


def bare(word: str) -> str:
    """The word without an article in front or a possessive behind: d'eau is eau."""
    return _POSSESSIVE.sub("", _ELIDED.sub("", word))


@lru_cache(maxsize=_KNOWN_WORDS)
def stem(word: str) -> str:
    """The word without its endings; what two spellings of one word have in common."""
    root = folded(bare(word))
    if root[-1:].isdigit() and root.rstrip(_DIGITS) in _LETTER:
        root = root.rstrip(_DIGITS)  # "#Bill12", "Loi15": one more name of the bill
    if len(root) > 5 and root.endswith("aux"):
        return root[:-2] + "l"
    if len(root) > 4 and root.endswith("ies"):
        return root[:-3] + "y"
    if len(root) > 5 and root.endswith("es") and not root.endswith("sses"):
        root = root[:-2]
    elif len(root) > 3 and root[-1] in "sx" and root[-2] not in "su":
        root = root[:-1]
    return root[:-1] if len(root) > 4 and root[-1] in "eoa" else root


_DIGITS = "0123456789"
_LETTER = _lists("letter")
GRAMMAR = _lists("function") | _lists("filler")
COURTESY = _lists("courtesy")
ASSENT = _lists("assent")
LINKING = _lists("linking")
"""Words allowed inside a phrase: prepositions and articles."""


@lru_cache(maxsize=_KNOWN_WORDS)
def says(word: str) -> bool:
    """Whether a word is a content word."""
    plain = bare(word)
    if plain.isdigit() or folded(plain) in GRAMMAR:
        return False
    return len(plain) > 2 or (plain.isupper() and len(plain) == 2) or not plain.isascii()


def contents(text: str) -> list[str]:
    """The stems of the content words, in order."""
    return [stem(word) for word in WORD.findall(LINK.sub(" ", text)) if says(word)]


EMPTY = frozenset(stem(word) for word in COURTESY | ASSENT)
"""Stems of courtesy and assent: content words that name no subject."""
VAGUE = EMPTY | frozenset(stem(word) for word in _lists("vague"))
"""Content words that name no subject by themselves."""


_OF_THE_LETTER = EMPTY | frozenset(stem(word) for word in _LETTER)
"""With them, stems of what people say about their letter: "I write in response to your call"."""


def matters(stems: Iterable[str]) -> bool:
    """Whether there is a word that is neither courtesy nor assent, nor about the letter itself."""
    return any(word not in _OF_THE_LETTER for word in stems)
