"""Labels in a language that too few voices of a theme write: phrases of other voices that mean the same.

A dossier in English then has no heading in French where a theme is spoken of in French alone.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

import numpy as np

from hearhear.embeddings import Embed, without_language
from hearhear.themes.labels import AGREED, Phrase, PhraseCounts, can_name, form, heading
from hearhear.themes.similarity import Floats

READERS = ("en", "es", "fr")
"""Languages that reports are written in."""
POOL = 300
"""Phrases of a language that are compared, those of most voices: half a second of reading."""
NEAR = 0.45
"""Cosine from which on a phrase names a theme: read over for thirty themes of the conference's comments, phrases so
near say what the theme is about or are as general as "European Union"; below .35 most do not."""


class Borrowed:
    """The phrases of each language that may be borrowed; they are read when first needed."""

    def __init__(self, spoken: Callable[[str], PhraseCounts], whole: Collection[Phrase], embed: Embed) -> None:
        """`spoken`: what everybody says in a language; `whole`: what everybody writes about, which names no theme."""
        self._spoken, self._whole, self._embed = spoken, whole, embed
        self._pools: dict[str, tuple[list[str], Floats]] = {}
        self._used: set[tuple[str, str]] = set()

    def labels(self, mean: Floats, known: Collection[str]) -> list[tuple[str, str]]:
        """A label in each language of readers that is not known, where a phrase is near enough."""
        found = []
        for lang in READERS:
            said = "" if lang in known else self._nearest(lang, mean)
            if said:
                self._used.add((lang, said))
                found.append((lang, heading([said], lang)))
        return found

    def _nearest(self, lang: str, mean: Floats) -> str:
        forms, vectors = self._pool(lang)
        if not forms:
            return ""
        near = np.round(vectors @ (mean / max(1e-9, float(np.linalg.norm(mean)))), 3)
        order = np.argsort(-near, kind="stable").tolist()
        fitting = [forms[at] for at in order if near[at] >= NEAR and (lang, forms[at]) not in self._used]
        return fitting[0] if fitting else ""

    def _pool(self, lang: str) -> tuple[list[str], Floats]:
        if lang not in self._pools:
            self._pools[lang] = self._read(self._agreed(lang))
        return self._pools[lang]

    def _agreed(self, lang: str) -> list[str]:
        """Phrases that enough people use, longer ones first among those of as many."""
        counted = self._spoken(lang)
        agreed = [
            phrase
            for phrase, times in counted.times.items()
            if times >= AGREED and can_name(phrase) and phrase not in self._whole
        ]
        agreed.sort(key=lambda phrase: (-counted.times[phrase], -len(phrase), phrase))
        return list(dict.fromkeys(form(counted, phrase) for phrase in agreed[:POOL]))

    def _read(self, forms: Sequence[str]) -> tuple[list[str], Floats]:
        if not forms:
            return [], np.empty((0, 1), np.float32)
        vectors = np.asarray(self._embed(forms), dtype=np.float32)
        return list(forms), without_language(vectors, [""] * len(forms), vectors[:0], [])
