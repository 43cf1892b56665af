"""What a sentence is known by: its vector, its neighbours' vectors, words and letters, and its place in the letter.

Words and letters are hashed with CRC-32, which is the same everywhere and in every run.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from zlib import crc32

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from hearhear.sentences.splitting import FORMS, Segment

F32 = npt.NDArray[np.float32]
I64 = npt.NDArray[np.int64]

DIMENSIONS = 512
"""Of the Universal Sentence Encoder's vectors."""
BUCKETS = 1 << 15
"""Words, pairs of words and runs of letters fall into these: the letters of the training set have about 60,000."""
_LETTERS = (4, 5)
_WORD = re.compile(r"[^\W_]+|[?!:…“”\"@#>]")
BESIDE = ("begin", "end", *FORMS)
"""What may stand beside a sentence and is not read."""


def hashed(words: str) -> I64:
    """The distinct buckets of a sentence's words, pairs of words and runs of letters, in order."""
    return np.unique(np.fromiter((crc32(gram) % BUCKETS for gram in _grams(words)), np.int64))


def _grams(words: str) -> Iterator[bytes]:
    plain = [_unaccented(word) for word in _WORD.findall(words.casefold())]
    yield from (f"w{word}".encode() for word in plain)
    yield from (f"p{one} {other}".encode() for one, other in pairwise(["^", *plain, "$"]))
    for word in plain:
        for size in _LETTERS:
            marked = f"_{word}_"
            yield from (f"c{marked[at : at + size]}".encode() for at in range(len(marked) - size + 1))


def _unaccented(word: str) -> str:
    """Many write without accents."""
    if word.isascii():
        return "#" if word.isdigit() else word
    return "".join(mark for mark in unicodedata.normalize("NFD", word) if not unicodedata.combining(mark))


def words_matrix(sentences: Sequence[str]) -> sp.csr_matrix:
    """Rows of length 1, float32, shape (sentences, BUCKETS)."""
    rows = [hashed(words) for words in sentences]
    counts = np.array([len(row) for row in rows], dtype=np.int64)
    bounds = np.concatenate([[0], np.cumsum(counts)])
    values = np.repeat(1 / np.sqrt(np.maximum(counts, 1)), counts).astype(np.float32)
    indices = np.concatenate(rows) if rows else np.zeros(0, np.int64)
    return sp.csr_matrix((values, indices, bounds), shape=(len(rows), BUCKETS))


BESIDE_WORDS = 0.5
"""What the words of the sentences beside one count (0, .5 and .8 tried on letters of another hand)."""


def with_neighbours(words: sp.csr_matrix, where: Places) -> sp.csr_matrix:
    """The words of each sentence and, in buckets of their own, those of the sentences beside it."""
    return sp.hstack(
        [words, np.float32(BESIDE_WORDS) * (_rows(words, where.before) + _rows(words, where.after))]
    ).tocsr()


def _rows(words: sp.csr_matrix, rows: I64) -> sp.csr_matrix:
    """Some rows of a matrix; nothing where the number is negative."""
    known = np.flatnonzero(rows >= 0)
    chosen = sp.csr_matrix((np.ones(len(known), np.float32), (known, rows[known])), (len(rows), words.shape[0]))
    return chosen @ words


@dataclass(frozen=True, slots=True)
class Places:
    """Where sentences stand: rows of `before` and `after` (-1: none is read there), and `marks`, float32."""

    before: I64
    after: I64
    marks: F32


_THIRDS = 3
MARKS = 2 * len(BESIDE) + _THIRDS + 4 + 6


def places(letters: Sequence[Sequence[Segment]]) -> Places:
    """The places of the sentences that are read, in the order of the letters."""
    before: list[int] = []
    after: list[int] = []
    marks: list[F32] = []
    row = 0
    for letter in letters:
        known = _numbered(letter, row)
        total = sum(one.form is None for one in letter)
        for at, segment in enumerate(letter):
            if segment.form is None:
                left, right = at - 1, at + 1
                before.append(known[left] if left >= 0 else -1)
                after.append(known[right] if right < len(letter) else -1)
                marks.append(_marks(letter, at, known[at] - row, total))
        row += total
    stacked = np.stack(marks) if marks else np.zeros((0, MARKS), np.float32)
    return Places(np.array(before, np.int64), np.array(after, np.int64), stacked)


def _numbered(letter: Sequence[Segment], first: int) -> list[int]:
    """For each segment its row, -1 where it is not read."""
    read = np.cumsum([segment.form is None for segment in letter]) - 1 + first
    return [int(row) if segment.form is None else -1 for segment, row in zip(letter, read, strict=True)]


def _marks(letter: Sequence[Segment], at: int, number: int, total: int) -> F32:
    """What stands beside a segment, where it stands in the letter, how long it and the letter are, how it ends."""
    found = np.zeros(MARKS, np.float32)
    left = "begin" if at == 0 else letter[at - 1].form
    right = "end" if at == len(letter) - 1 else letter[at + 1].form
    for offset, form in ((0, left), (len(BESIDE), right)):
        if form is not None:
            found[offset + BESIDE.index(form)] = 1
    base = 2 * len(BESIDE)
    found[base + min(_THIRDS - 1, number * _THIRDS // total)] = 1
    base += _THIRDS
    words = letter[at].words
    found[base : base + 4] = words.endswith("?"), words.endswith((":", ":”", ": “…”")), "…”" in words, number == 0
    base += 4
    length = len(words.split())
    found[base : base + 3] = length < 4, 4 <= length < 12, length >= 25
    found[base + 3 : base + 6] = total == 1, 2 <= total < 6, total >= 15
    return found
