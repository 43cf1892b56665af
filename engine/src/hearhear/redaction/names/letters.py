"""Whether an unheard-of word has the letters of a name or of an everyday word, in English, French and Spanish.

A linear model over sequences of two to four letters, trained by `engine/training/name_letters.py` on the word lists
of the engine.
"""

from array import array
from functools import lru_cache
from pathlib import Path
from zlib import crc32

from hearhear.redaction.classes import BINDING, GIVEN_NAME, ORDINARY_WORD, PLACE, classes
from hearhear.redaction.vocabulary import plain

BUCKETS = 1 << 14
SCALE = 8.0
"""Weights are kept as eighths, one byte each."""
FILE = Path(__file__).with_name("letters.bin")
_SHORTEST, _LONGEST = 2, 4


def buckets(word: str) -> list[int]:
    """The places of a word's sequences of letters, ends marked; the word without accents, in small letters."""
    marked = f"^{word}$".encode()
    return [
        crc32(marked[at : at + size]) % BUCKETS
        for size in range(_SHORTEST, _LONGEST + 1)
        for at in range(len(marked) - size + 1)
    ]


@lru_cache(maxsize=1)
def _weights() -> "array[int]":
    return array("b", FILE.read_bytes())


def is_like_name(word: str) -> bool:
    """Whether a word in small letters is a given name or, to go by its letters, one that no list has."""
    return may_be_called(word) and (bool(classes(word) & GIVEN_NAME) or letters_of_name(word) > 0)


def may_be_called(word: str) -> bool:
    """Whether a word in small letters is a given name or stands in no list: a short form, where one is asked for."""
    found = classes(word)
    return not found or bool(found & GIVEN_NAME and not found & (ORDINARY_WORD | PLACE | BINDING))


@lru_cache(maxsize=1 << 14)
def letters_of_name(word: str) -> float:
    """Above 0 for the letters of a name, below for those of a word: log odds, if both were as frequent."""
    weights, places = _weights(), buckets(plain(word))
    return float(sum(weights[at] for at in places) / SCALE / len(places) ** 0.5)
