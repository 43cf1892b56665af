"""Whether a group of passages has words of its own: what cannot be named is no theme, but what is left over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

from hearhear.themes.grouping.likeness import Floats, Ints
from hearhear.themes.words import EMPTY

NAMED = 0.55
"""How telling the three best words of a theme are together, in nats, at least: 1 is a word that half of its passages
have and no other. Below .5, nine letters of which three share one word would be a theme; at .7, in the letters of the
demonstration, a few dozen that a reader can name are lost."""
_BEST, _LEAST, _FEW = 3, 3, 9


@dataclass(frozen=True, slots=True)
class Names:
    """Passages by words of their language that several have, and how often each is had."""

    table: sp.csr_matrix
    tongue: Ints
    of_word: Ints
    part: Floats

    def telling(self, rows: Ints, around: Ints | None = None) -> float:
        """How telling the best words of some passages are among those `around`, in the language most of them have.

        Of a word's uses one does not count: whoever uses it first shows nothing in common, and of the many words of a
        few passages some are used twice by chance.
        """
        counted = np.bincount(self.tongue[rows])
        lang = int(counted.argmax())
        inside = rows[self.tongue[rows] == lang]
        part = self._part(inside)
        least = _LEAST if len(inside) >= _FEW else min(2, len(inside))
        usual: Floats = self.part if around is None else self._part(around[self.tongue[around] == lang])
        again = part - np.float32(1 / len(inside))
        known = (part * len(inside) >= least - 0.5) & (again > usual) & (self.of_word == lang)
        gains = again[known] * np.log(again[known] / usual[known])
        return round(float(np.sort(gains)[-_BEST:].sum()), 3)

    def _part(self, rows: Ints) -> Floats:
        return (np.asarray(self.table[rows].sum(axis=0)).ravel() / len(rows)).astype(np.float32)


def names(words: Sequence[Sequence[str]], langs: Sequence[str]) -> Names:
    known = sorted(set(langs))
    tongue = np.array([known.index(lang) for lang in langs], dtype=np.int64)
    used = [sorted({(lang, word) for word in said if word not in EMPTY})
            for said, lang in zip(words, tongue.tolist(), strict=True)]  # fmt: skip
    place = {word: at for at, word in enumerate(sorted({word for one in used for word in one}))}
    pairs = np.array([(row, place[word]) for row, one in enumerate(used) for word in one], dtype=np.int64).reshape(
        -1, 2
    )
    table = sp.csr_matrix((np.ones(len(pairs), np.float32), pairs.T), shape=(len(words), len(place)))
    of_word = np.array([lang for lang, _ in place], dtype=np.int64)
    held = np.asarray(table.sum(axis=0)).ravel() / np.maximum(np.bincount(tongue, minlength=len(known)), 1)[of_word]
    return Names(table, tongue, of_word, held.astype(np.float32))
