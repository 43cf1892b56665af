"""Texts as words: one long array of tokens, and a sparse table of how often each text has each word."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import scipy.sparse as sp

from hearhear.campaigns.quoted_words import quoted
from hearhear.campaigns.tokens import I64, U32, Mask, batches
from hearhear.themes.words import folded

_CAMEL = re.compile(r"[A-ZÀ-ÖØ-Þ]+(?![a-zß-öø-ÿ])|[A-ZÀ-ÖØ-Þ]?[a-zß-öø-ÿ]+|\d+")
_TAG = np.uint32(1)


@dataclass(slots=True)
class Vocabulary:
    """Every word met so far, folded, and its number."""

    words: list[str] = field(default_factory=list)
    numbers: dict[str, int] = field(default_factory=dict)
    _hashed: dict[int, int] = field(default_factory=dict)

    def number(self, word: str) -> int:
        """The number of a folded word, which is new where it has none."""
        if word not in self.numbers:
            self.numbers[word] = len(self.words)
            self.words.append(word)
        return self.numbers[word]

    def numbered(self, word: U32, data: npt.NDArray[np.uint8], start: I64, end: I64) -> I64:
        """The numbers of words given by hash and byte offsets."""
        distinct, first, place = np.unique(word, return_index=True, return_inverse=True)
        for hashed, at in zip(distinct.tolist(), first.tolist(), strict=True):
            if hashed not in self._hashed:
                spelled = bytes(data[start[at] : end[at]]).decode("utf-8", "replace")
                self._hashed[hashed] = self.number(folded(spelled))
        known = np.array([self._hashed[hashed] for hashed in distinct.tolist()], np.int64)
        return known[place] if len(word) else np.empty(0, np.int64)


@dataclass(frozen=True, slots=True)
class Tokenized:
    """Texts and their words.

    `word`, `number`: hash and number of each word, in order; `bounds`: where each text's words begin, and their count.
    `start`, `end`: where a word stands in its text, in bytes of UTF-8. `quoted`: whether it stands in a quotation.
    `bag_row`, `bag_number`, `bag_start`, `bag_end`: the same words and those that hashtags are made of, by text.
    """

    texts: Sequence[str]
    word: U32
    number: I64
    bounds: I64
    start: I64
    end: I64
    quoted: Mask
    bag_row: I64
    bag_number: I64
    bag_start: I64
    bag_end: I64

    def __len__(self) -> int:
        return len(self.texts)

    @property
    def row(self) -> I64:
        """The text of each word."""
        return np.repeat(np.arange(len(self)), np.diff(self.bounds))

    def counts(self, words: int) -> sp.csr_matrix:
        """How often each text has each word, shape (texts, words)."""
        ones = np.ones(len(self.bag_row), np.float32)
        return sp.csr_matrix((ones, (self.bag_row, self.bag_number)), shape=(len(self), words))

    def between(self, first: int, last: int) -> Tokenized:
        """The texts from `first` up to `last`, without the words in order, which nobody asks for after that."""
        low, high = np.searchsorted(self.bag_row, [first, last])
        bag = (column[low:high] for column in (self.bag_number, self.bag_start, self.bag_end))
        none = np.empty(0, np.int64)
        nothing = (
            none.astype(np.uint32),
            none,
            np.zeros(last - first + 1, np.int64),
            none,
            none,
            none.astype(np.bool_),
        )
        return Tokenized(self.texts[first:last], *nothing, self.bag_row[low:high] - first, *bag)

    def place(self, row: int, start: int, end: int) -> tuple[int, int]:
        """Bytes to characters of a text."""
        text = self.texts[row]
        if text.isascii():
            return start, end
        data = text.encode()
        first = len(data[:start].decode())
        return first, first + len(data[start:end].decode())


def tokenize(texts: Sequence[str], vocabulary: Vocabulary) -> Tokenized:
    """The words of texts; `vocabulary` learns those that it did not know."""
    none = np.empty(0, np.int64)
    parts = [_Part(none.astype(np.uint32), none, none, none, none, none.astype(np.bool_))]
    for batch in batches(pa.array(texts, pa.large_string())):
        tokens = batch.tokens
        lengths = np.diff(tokens.bounds)
        text_start = np.repeat(batch.offsets[:-1], lengths)
        number = vocabulary.numbered(tokens.word, batch.data, tokens.start, tokens.end)
        parts.append(
            _Part(tokens.word, number, lengths, tokens.start - text_start, tokens.end - text_start, quoted(batch))
        )
    whole = _Part(*(np.concatenate(column) for column in zip(*(part.columns() for part in parts), strict=True)))
    return _with_hashtags(texts, whole, vocabulary)


@dataclass(frozen=True, slots=True)
class _Part:
    word: U32
    number: I64
    lengths: I64
    start: I64
    end: I64
    quoted: Mask

    def columns(self) -> tuple[npt.NDArray[Any], ...]:
        return self.word, self.number, self.lengths, self.start, self.end, self.quoted


def _with_hashtags(texts: Sequence[str], part: _Part, vocabulary: Vocabulary) -> Tokenized:
    word = part.word
    row = np.repeat(np.arange(len(texts)), part.lengths)
    more: list[tuple[int, int, int, int]] = []
    for at in np.flatnonzero(word & _TAG):
        text, start, end = int(row[at]), int(part.start[at]), int(part.end[at])
        more += [
            (text, vocabulary.number(one), start, end) for one in words_of_hashtag(_slice(texts[text], start, end))
        ]
    added = np.array(more, np.int64).reshape(-1, 4).T
    bounds = np.concatenate([np.zeros(1, np.int64), np.cumsum(part.lengths)])
    bag = [np.concatenate(pair) for pair in zip((row, part.number, part.start, part.end), added, strict=True)]
    order = np.lexsort((bag[2], bag[0]))
    bag = [column[order] for column in bag]
    return Tokenized(texts, word, part.number, bounds, part.start, part.end, part.quoted, *bag)


def _slice(text: str, start: int, end: int) -> str:
    return text[start:end] if text.isascii() else text.encode()[start:end].decode()


def words_of_hashtag(tag: str) -> list[str]:
    """The words that a hashtag is made of, folded: "#SaveTheRivers2026" is save, the, rivers, 2026."""
    return [folded(word) for word in _CAMEL.findall(tag)]
