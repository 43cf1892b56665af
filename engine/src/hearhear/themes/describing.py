"""Each theme in its own words: labels by language, words, a description, quotations."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence

import numpy as np

from .belonging import Found
from .labels import Spoken, label, said, spoken, telling, words
from .likeness import Floats, Ints, Points, likeness
from .passages import Passage
from .phrases import Phrase
from .quotes import candidates, chosen, description
from .rows import Group, Voices

LEAST = 3
"""Voices of a language before a theme has a label in it, unless it has no larger one."""


class Describer:
    """Describes the themes of one run."""

    def __init__(self, voices: Voices, passages: Sequence[Passage], points: Points, found: Found) -> None:
        self.voices, self.passages, self.points, self.found = voices, passages, points, found
        self.said = [said(one.text, voices.langs[one.text], one.words) for one in passages]
        self._around: dict[tuple[str | None, str], Spoken] = {}
        self._taken: dict[str, set[Phrase]] = {}
        self._names: dict[str, set[str]] = {}

    def describe(self, group: Group, parent: Ints | None) -> dict[str, object]:
        """`labels`, `words`, `description` and `quotes` of a theme; `parent`: the passages of the theme above it.

        Themes are to be described in order, each parent before its children: no two have the same label.
        """
        langs = self._langs(group.places)
        heard = {lang: self._spoken(group.places, lang) for lang in langs}
        ranked = {lang: telling(heard[lang], self._all(group.parent_id, parent, lang)) for lang in langs}
        above = self._names.get(group.parent_id or "", set())
        labels, listed = [], list[str]()
        for lang in langs:
            taken = self._taken.setdefault(lang, set())
            before = set(taken)
            name = label(heard[lang], ranked[lang], taken, above)
            self._names.setdefault(group.theme_id, set()).update(word for phrase in taken - before for word in phrase)
            if name:
                labels.append((lang, name))
            listed += [word for word in words(heard[lang], ranked[lang]) if word not in listed]
        weights = {
            phrase[0]: weight for lang in reversed(langs) for weight, phrase in ranked[lang] if len(phrase) == 1
        }
        sentence, quotes = self._quoted(group.places, weights, langs[0])
        labels = labels or [(langs[0], sentence)]
        return {"labels": labels, "words": listed, "description": sentence, "quotes": quotes}

    def _quoted(self, places: Ints, weights: dict[str, float], lang: str) -> tuple[str, str]:
        near = self._near(places)
        rows = [
            (self.passages[at], float(alike), int(self.found.sub[at])) for at, alike in zip(places, near, strict=True)
        ]
        ranked = candidates(rows, self.voices.texts, weights)
        sentence = description(ranked, self.voices.texts, self.voices.langs, lang)
        count = len({self.passages[at].text for at in places})
        taken = chosen(ranked, self.voices.senders, self.voices.langs, count)
        listed = [{"id": self.voices.ids[one.voice], "start": one.start, "end": one.end} for one in taken]
        return sentence, json.dumps(listed, ensure_ascii=False)

    def _near(self, places: Ints) -> Floats:
        inside = self.points.taken(places)
        return likeness(inside, inside.grouped(np.zeros(len(places), np.int64), 1))[:, 0]

    def _langs(self, places: Ints) -> list[str]:
        """The languages of a theme, the most spoken first; those of few voices only where there is no other."""
        voices = sorted({self.passages[at].text for at in places.tolist()})
        counted = Counter(self.voices.langs[at] for at in voices)
        ordered = sorted(counted, key=lambda lang: (-counted[lang], lang))
        return [lang for at, lang in enumerate(ordered) if not at or counted[lang] >= LEAST]

    def _spoken(self, places: Ints, lang: str) -> Spoken:
        return spoken(self.said[at] for at in places.tolist() if self.said[at].lang == lang)

    def _all(self, parent_id: str | None, parent: Ints | None, lang: str) -> Spoken:
        key = (parent_id, lang)
        if key not in self._around:
            self._around[key] = self._spoken(np.arange(len(self.passages)) if parent is None else parent, lang)
        return self._around[key]
