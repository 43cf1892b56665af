"""Labels in a language that too few voices of a theme write: phrases of other voices that mean the same.

A dossier in English then has no heading in French where a theme is spoken of in French alone.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

import numpy as np

from hearhear.embeddings import Embed, without_language
from hearhear.themes.naming.grammar import LANGUAGES
from hearhear.themes.naming.headings import capital
from hearhear.themes.naming.phrasebook import Phrasebook
from hearhear.themes.naming.spans import NOUNS
from hearhear.themes.phrases import AGREED, Phrase
from hearhear.themes.similarity import Floats
from hearhear.themes.words import VAGUE, contents

READERS = ("en", "es", "fr")
"""Languages that reports are written in."""
POOL = 300
"""Phrases of a language that are compared, those of most voices: a quarter of a second of reading."""
MOST_READ = 4_000
"""Passages of a language, evenly spaced, whose phrases may be borrowed."""
NEAR = 0.45
"""Cosine from which on a phrase names a theme: read over for thirty themes of the conference's comments, phrases so
near say what the theme is about or are as general as "European Union"; below .35 most do not."""


class Borrowed:
    """The phrases of each language that may be borrowed; they are read when first needed."""

    def __init__(
        self, book: Phrasebook, whole: Collection[Phrase], embed: Embed, is_free: Callable[[str, Phrase, str], bool]
    ) -> None:
        """`whole`: what everybody writes about, which names no theme. `is_free`: whether no theme has a label."""
        self._book, self._whole, self._embed, self._is_free = book, whole, embed, is_free
        self._pools: dict[str, tuple[list[str], Floats]] = {}

    def labels(self, mean: Floats, known: Collection[str]) -> list[tuple[str, str]]:
        """A label in each language of readers that is not known, where a phrase is near enough."""
        found = []
        for lang in READERS:
            said = "" if lang in known else self._nearest(lang, mean)
            if said:
                found.append((lang, capital(said)))
        return found

    def _nearest(self, lang: str, mean: Floats) -> str:
        forms, vectors = self._pool(lang)
        if not forms:
            return ""
        near = np.round(vectors @ (mean / max(1e-9, float(np.linalg.norm(mean)))), 3)
        order = np.argsort(-near, kind="stable").tolist()
        fitting = (forms[at] for at in order if near[at] >= NEAR)
        return next((form for form in fitting if self._is_free(lang, tuple(contents(form)), form)), "")

    def _pool(self, lang: str) -> tuple[list[str], Floats]:
        if lang not in self._pools:
            self._pools[lang] = self._read(self._agreed(lang))
        return self._pools[lang]

    def _agreed(self, lang: str) -> list[str]:
        """Noun phrases of several words that enough people use, those of most voices first."""
        if lang not in LANGUAGES:
            return []
        used, known = self._book.occurrences(lang, most=MOST_READ), self._book.known(lang)
        fitting = [
            key
            for key in used.voices
            if key[0] == NOUNS
            and len(key[1]) > 1
            and key[1] not in self._whole
            and not set(key[1]) <= VAGUE
            and all(known.get(word, 0) >= AGREED for word in key[1])
        ]
        fitting.sort(key=lambda key: (-len(used.voices[key]), -len(key[1]), key))
        return list(dict.fromkeys(used.form(key) for key in fitting[:POOL]))

    def _read(self, forms: Sequence[str]) -> tuple[list[str], Floats]:
        if not forms:
            return [], np.empty((0, 1), np.float32)
        vectors = np.asarray(self._embed(forms), dtype=np.float32)
        return list(forms), without_language(vectors, [""] * len(forms), vectors[:0], [])
