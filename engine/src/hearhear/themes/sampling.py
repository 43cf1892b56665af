"""Above a number of voices: which are read by the model, and how the others find their themes.

The others are assigned by their words: a linear map from tf-idf to themes, learnt by ridge regression from the
passages that were read. That costs next to nothing and errs; the error is measured on voices that were read but not
learnt from.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b

import numpy as np
import scipy.sparse as sp

from hearhear.themes.grouping.belonging import Found
from hearhear.themes.grouping.likeness import Floats, Ints
from hearhear.themes.rows import Voices
from hearhear.themes.schemas import Sample
from hearhear.themes.settings import Settings

RARE = 200
"""Voices of a language that are all read if it has no more, and at least as many of one that has."""
LENGTHS = (120, 400, 1200)
"""Characters at which lengths of texts part: an SMS, a comment, a letter, an essay."""
HELD_OUT = 10
"""One voice of ten that were read is not learnt from, but asked what the student would have said."""
RIDGE, STEPS = 1.0, 40
"""Of the student's regression, and the steps of conjugate gradients, after which digits of no account change."""
_OFTEN = 2


def sampled(voices: Voices, settings: Settings) -> Ints:
    """The numbers of the voices that are read, all of them if there are few enough, in order.

    Campaigns are always read. Of each language and length, the voices are those whose hash of seed and id is smallest.
    """
    everyone = np.arange(len(voices))
    if len(voices) <= settings.sample:
        return everyone
    strata: dict[tuple[str, int], list[int]] = {}
    kept = [at for at in everyone.tolist() if voices.campaigns[at] is not None][: settings.sample // 2]
    for at in np.setdiff1d(everyone, kept).tolist():
        length = int(np.searchsorted(LENGTHS, len(voices.texts[at])))
        strata.setdefault((voices.langs[at], length), []).append(at)
    spoken = Counter(lang for (lang, _), inside in strata.items() for _ in inside)
    part = (settings.sample - len(kept)) / max(1, spoken.total())
    for (lang, _), inside in sorted(strata.items()):
        share = max(part, min(1.0, RARE / spoken[lang]))
        inside.sort(key=lambda at: _drawn(voices.ids[at], settings.seed))
        kept += inside[: max(1, round(share * len(inside)))]
    return np.array(sorted(kept), np.int64)


def _drawn(name: str, seed: int) -> bytes:
    return blake2b(f"{seed}:{name}".encode(), digest_size=8).digest()


@dataclass(frozen=True, slots=True)
class Student:
    """Words, how rare each is, and what each says for each theme and sub-theme."""

    place: dict[str, int]
    rarity: Floats
    weights: Floats
    themes: int

    def assigned(self, words: Sequence[Sequence[str]]) -> tuple[Ints, Ints, Floats]:
        """Theme and sub-theme of each passage, or -1, and how certain the theme is, at most a half."""
        said = (_table(words, self.place, self.rarity) @ self.weights).round(4)
        theme, sub = said[:, : self.themes + 1], said[:, self.themes + 1 :]
        best = theme.argmax(axis=1)
        ahead = np.sort(theme, axis=1)
        sure = (ahead[:, -1] - (ahead[:, -2] if theme.shape[1] > 1 else 0)).clip(0, 0.5)
        below = sub.argmax(axis=1) if sub.shape[1] else np.zeros(len(best), np.int64)
        return np.where(best == self.themes, -1, best), below, sure.astype(np.float32)


def learn(words: Sequence[Sequence[str]], found: Found, rows: Ints) -> Student:
    """A student of the passages `rows`. A column of weights for each theme, one for none, one for each sub-theme and
    one for none of those."""
    themes = int(found.theme.max(initial=-1)) + 1
    held = Counter(word for row in rows.tolist() for word in set(words[row]))
    place = {word: at for at, word in enumerate(sorted(word for word, times in held.items() if times >= _OFTEN))}
    rarity = np.array([np.log(len(rows) / held[word]) for word in place], np.float32)
    table = _table([words[row] for row in rows.tolist()], place, rarity)
    target = np.zeros((len(rows), themes + len(found.parent) + 2), np.float32)
    numbers = np.arange(len(rows))
    target[numbers, np.where(found.theme[rows] < 0, themes, found.theme[rows])] = 1
    sub = found.sub[rows]
    target[numbers, themes + 1 + np.where(sub < 0, len(found.parent), sub)] = 1
    return Student(place, rarity, _solved(table, target), themes)


def _table(words: Sequence[Sequence[str]], place: dict[str, int], rarity: Floats) -> sp.csr_matrix:
    """Passages by words, tf-idf, rows of length 1, and a last column that is 1."""
    pairs = [(row, place[word]) for row, some in enumerate(words) for word in sorted(set(some)) if word in place]
    at = np.array(pairs, np.int64).reshape(-1, 2)
    table = sp.csr_matrix((rarity[at[:, 1]], at.T), shape=(len(words), len(place)))
    length = np.sqrt(np.asarray(table.multiply(table).sum(axis=1)).ravel())
    scaled = sp.diags((1 / np.maximum(length, 1e-9)).astype(np.float32)) @ table
    return sp.hstack([scaled, np.ones((len(words), 1), np.float32)]).tocsr()


def _solved(table: sp.csr_matrix, target: Floats) -> Floats:
    """Ridge regression of all columns at once by conjugate gradients (Hestenes and Stiefel 1952)."""
    weights = np.zeros((table.shape[1], target.shape[1]))
    rest = table.T @ target.astype(np.float64)
    towards = rest.copy()
    size = (rest**2).sum(axis=0)
    for _ in range(STEPS):
        image = table.T @ (table @ towards) + RIDGE * towards
        step = size / np.maximum((towards * image).sum(axis=0), 1e-12)
        weights += step * towards
        rest -= step * image
        renewed = (rest**2).sum(axis=0)
        towards = rest + renewed / np.maximum(size, 1e-12) * towards
        size = renewed
    return weights.astype(np.float32)


def spread(
    words: Sequence[Sequence[str]], owner: Ints, read: Ints, found: Found, size: int, of: int
) -> tuple[Found, Sample]:
    """Themes of all passages from those that were read, numbers `read`; `owner`: the voice of each passage; `size` of
    `of` voices were read. The error counts passages that the student puts in another theme of the first level."""
    held_out = owner[read] % HELD_OUT == 0
    student = learn([words[at] for at in read.tolist()], found, np.flatnonzero(~held_out))
    theme, below, sure = student.assigned(words)
    sub = _inside(theme, below, found)
    error = float((theme[read][held_out] != found.theme[held_out]).mean()) if held_out.any() else 0.0
    theme[read], sub[read], sure[read] = found.theme, found.sub, found.certainty
    return Found(theme, sub, found.parent, sure), Sample(size, of, round(error, 3))


def _inside(theme: Ints, below: Ints, found: Found) -> Ints:
    """The sub-themes that lie in the theme assigned."""
    parent = np.append(found.parent, -2)
    return np.where((theme >= 0) & (parent[below] == theme), below, -1)
