"""Ideas in a sentence, the same in each language: who does what to whom, with what, when.

`words/<language>.toml` names the words of each idea. Who writes in one language uses words of another, and a text
message is too short to tell which it is, so all are looked for.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np
import scipy.sparse as sp

from hearhear.urgency.vocabulary import read_words

NEAR = 6
"""Words between two ideas that belong together: about a clause of a spoken sentence."""
_FEWEST = 3
"""Letters of a word's beginning that the vocabulary may give."""
_NOT = re.compile(r"n['’]t\b")
_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
Found = tuple[int, int]


def folded(text: str) -> str:
    """In small letters and without accents, "n't" as a word of its own."""
    low = _NOT.sub(" not", text.casefold())
    if low.isascii():
        return low
    plain = "".join(mark for mark in unicodedata.normalize("NFD", low) if not unicodedata.combining(mark))
    return plain.replace("œ", "oe")


def words_of(text: str) -> list[str]:
    return _WORD.findall(folded(text))


@dataclass(frozen=True)
class Lexicon:
    """`names`: the ideas in order; of words, of beginnings of words and of phrases the numbers of their ideas."""

    names: tuple[str, ...]
    words: dict[str, frozenset[int]]
    stems: dict[str, frozenset[int]]
    phrases: dict[str, tuple[tuple[tuple[str, ...], int], ...]]


@cache
def lexicon() -> Lexicon:
    """The ideas of all languages together."""
    names: dict[str, int] = {}
    words: dict[str, set[int]] = {}
    stems: dict[str, set[int]] = {}
    phrases: dict[str, set[tuple[tuple[str, ...], int]]] = {}
    for table in read_words():
        for idea, text in table["ideas"].items():
            number = names.setdefault(idea, len(names))
            for word in text.split():
                parts = tuple(_WORD.findall(word.replace("_", " ").rstrip("*")))
                if len(parts) > 1:
                    phrases.setdefault(parts[0], set()).add((parts, number))
                elif word.endswith("*"):
                    stems.setdefault(parts[0], set()).add(number)
                else:
                    words.setdefault(parts[0], set()).add(number)
    return Lexicon(
        tuple(names),
        {word: frozenset(numbers) for word, numbers in words.items()},
        {stem: frozenset(numbers) for stem, numbers in stems.items()},
        {first: tuple(sorted(known)) for first, known in phrases.items()},
    )


@lru_cache(maxsize=1 << 16)
def _ideas_of(word: str) -> tuple[int, ...]:
    known = lexicon()
    found = set(known.words.get(word, ()))
    for size in range(_FEWEST, len(word) + 1):
        found |= known.stems.get(word[:size], frozenset())
    return tuple(sorted(found))


def _found(words: Sequence[str]) -> Iterator[Found]:
    """The place and the number of each idea, in order."""
    phrases = lexicon().phrases
    for at, word in enumerate(words):
        yield from ((at, idea) for idea in _ideas_of(word))
        for parts, idea in phrases.get(word, ()):
            if tuple(words[at : at + len(parts)]) == parts:
                yield at, idea


def _columns(text: str) -> list[int]:
    """The ideas of a sentence, and the pairs of which one follows the other within NEAR words."""
    count, found = len(lexicon().names), list(_found(words_of(text)))
    columns = {idea for _, idea in found}
    for number, (at, idea) in enumerate(found):
        for later, other in found[number + 1 :]:
            if later - at > NEAR:
                break
            if other != idea:
                columns.add(count + idea * count + other)
    return sorted(columns)


def ideas_matrix(sentences: Sequence[str]) -> sp.csr_matrix:
    """Rows of length 1, float32, shape (sentences, ideas + ideas ** 2)."""
    count, rows = len(lexicon().names), [_columns(text) for text in sentences]
    sizes = np.array([len(row) for row in rows], np.int64)
    values = np.repeat(1 / np.sqrt(np.maximum(sizes, 1)), sizes).astype(np.float32)
    indices = np.array([column for row in rows for column in row], np.int64)
    return sp.csr_matrix((values, indices, np.concatenate([[0], np.cumsum(sizes)])), (len(rows), count + count**2))
