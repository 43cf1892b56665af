"""Themes of more voices than the model embeds: the others are assigned by ridge regression from words to themes.

The error is measured on voices that were embedded but held out of the regression.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

from hearhear.sampling import HELD_OUT, Sample, ridge, stratified
from hearhear.themes.membership import Assignment
from hearhear.themes.similarity import Floats, Ints
from hearhear.themes.tables import Voices

_OFTEN = 2


def sampled(voices: Voices, most: int, seed: int) -> Ints:
    """The numbers of `most` voices, all of them if there are no more, in order.

    Campaigns are always among them. Of each language and length, the voices are those whose hash of seed and id is
    smallest.
    """
    everyone = np.arange(len(voices))
    if len(voices) <= most:
        return everyone
    kept = [at for at in everyone.tolist() if voices.campaigns[at] is not None][: most // 2]
    others = np.setdiff1d(everyone, kept).tolist()
    share = (most - len(kept)) / max(1, len(others))
    kept += stratified(others, voices.ids, voices.texts, voices.langs, share=share, seed=seed)
    return np.array(sorted(kept), np.int64)


@dataclass(frozen=True, slots=True)
class Student:
    """Words, their rarity, and their weights for each theme and sub-theme."""

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


def learn(words: Sequence[Sequence[str]], found: Assignment, rows: Ints) -> Student:
    """A student of the passages `rows`. A column of weights for each theme, one for none, one for each sub-theme and
    one for none of those."""
    themes = int(found.theme.max(initial=-1)) + 1
    frequency = Counter(word for row in rows.tolist() for word in set(words[row]))
    place = {word: at for at, word in enumerate(sorted(word for word, times in frequency.items() if times >= _OFTEN))}
    rarity = np.array([np.log(len(rows) / frequency[word]) for word in place], np.float32)
    table = _table([words[row] for row in rows.tolist()], place, rarity)
    target = np.zeros((len(rows), themes + len(found.parent) + 2), np.float32)
    numbers = np.arange(len(rows))
    target[numbers, np.where(found.theme[rows] < 0, themes, found.theme[rows])] = 1
    sub = found.sub[rows]
    target[numbers, themes + 1 + np.where(sub < 0, len(found.parent), sub)] = 1
    return Student(place, rarity, ridge(table, target.astype(np.float64)).astype(np.float32), themes)


def _table(words: Sequence[Sequence[str]], place: dict[str, int], rarity: Floats) -> sp.csr_matrix:
    """Passages by words, tf-idf, rows of length 1, and a last column that is 1."""
    pairs = [(row, place[word]) for row, some in enumerate(words) for word in sorted(set(some)) if word in place]
    at = np.array(pairs, np.int64).reshape(-1, 2)
    table = sp.csr_matrix((rarity[at[:, 1]], at.T), shape=(len(words), len(place)))
    length = np.sqrt(np.asarray(table.multiply(table).sum(axis=1)).ravel())
    scaled = sp.diags((1 / np.maximum(length, 1e-9)).astype(np.float32)) @ table
    return sp.hstack([scaled, np.ones((len(words), 1), np.float32)]).tocsr()


def spread(
    words: Sequence[Sequence[str]], owner: Ints, read: Ints, found: Assignment, size: int, of: int
) -> tuple[Assignment, Sample]:
    """Themes of all passages from those that were read, numbers `read`; `owner`: the voice of each passage; `size` of
    `of` voices were read. The error counts passages that the student puts in another theme of the first level."""
    held_out = owner[read] % HELD_OUT == 0
    student = learn([words[at] for at in read.tolist()], found, np.flatnonzero(~held_out))
    theme, below, sure = student.assigned(words)
    sub = _inside(theme, below, found)
    error = float((theme[read][held_out] != found.theme[held_out]).mean()) if held_out.any() else 0.0
    theme[read], sub[read], sure[read] = found.theme, found.sub, found.certainty
    return Assignment(theme, sub, found.parent, sure), Sample(size, of, round(error, 3))


def _inside(theme: Ints, below: Ints, found: Assignment) -> Ints:
    """The sub-themes that lie in the theme assigned."""
    parent = np.append(found.parent, -2)
    return np.where((theme >= 0) & (parent[below] == theme), below, -1)
