"""The description of each theme: labels by language, words, a sentence, quotations, and its place on the map."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from hearhear.embeddings import Embed
from hearhear.themes.membership import Assignment
from hearhear.themes.naming import Asked, Borrowed, Namer, Phrasebook
from hearhear.themes.passages import Passage
from hearhear.themes.phrases import (
    CANDIDATES,
    Phrase,
    PhraseCounts,
    by_meaning,
    count_phrases,
    distinctive,
    form,
    passage_phrases,
    words,
)
from hearhear.themes.quotes import candidates, chosen, description, shortened
from hearhear.themes.similarity import Floats, Ints, Points, likeness, nearness
from hearhear.themes.tables import CLEARLY, Group, Voices
from hearhear.themes.words import contents, matters

_DIGITS = 3


def place(points: Points, places: Sequence[Ints], heads: Sequence[bool]) -> list[tuple[float, float]]:
    """x and y of each theme, -1 to 1: principal components of the mean meanings of those of the first level (`heads`).

    The sign of an axis is arbitrary; the largest of its loadings is made positive.
    """
    if not places:
        return []
    means = np.stack([points.meaning[inside].mean(axis=0) for inside in places]).astype(np.float64)
    means /= np.maximum(np.linalg.norm(means, axis=1, keepdims=True), 1e-9)
    first = means[np.array(heads)]
    centre = first.mean(axis=0)
    axes = np.linalg.svd(first - centre, full_matrices=False)[2][:2]
    axes *= np.sign(axes[np.arange(len(axes)), np.abs(axes).argmax(axis=1)])[:, None]
    spots = np.zeros((len(places), 2))
    spots[:, : len(axes)] = (means - centre) @ axes.T
    spots = np.round(spots / max(1e-9, float(np.abs(spots).max())), _DIGITS) + 0.0
    return [(float(x), float(y)) for x, y in spots]


LEAST = 3
"""Voices of a language before a theme has a label in it, unless it has no larger one: so many have to agree on it."""
DOUBTS = 3
"""Counter-examples of a theme."""
BRIEF = 60
"""Characters of a sentence used as the label of a theme whose voices have no word in common."""


@dataclass(slots=True)
class _LanguageView:
    """A theme in one language and its phrases, the most distinctive first."""

    lang: str
    counted: PhraseCounts
    ranked: list[tuple[float, Phrase]]


class Describer:
    """Describes the themes of one run."""

    def __init__(
        self,
        voices: Voices,
        passages: Sequence[Passage],
        points: Points,
        found: Assignment,
        listed: Sequence[Group],
        named: Sequence[str],
        embed: Embed,
    ) -> None:
        """`named`: what everybody writes about, by which no theme is called."""
        self._whole = {tuple(word for word in contents(name) if matters([word])) for name in named}
        self.voices, self.passages, self.points, self.found = voices, passages, points, found
        self.said = [passage_phrases(one.text, voices.langs[one.text], one.words) for one in passages]
        self._around: dict[tuple[str | None, str], PhraseCounts] = {}
        self._groups = {group.theme_id: group for group in listed}
        inside = {group.theme_id: group.places for group in listed}
        spots = place(points, [group.places for group in listed], [group.parent_id is None for group in listed])
        self._spots = dict(zip(inside, spots, strict=True))
        self._views = {group.theme_id: self._view_of(group, inside.get(group.parent_id or "")) for group in listed}
        self._by_meaning(listed, embed)
        book = Phrasebook(passages, voices.langs)
        self._namer = Namer(book, self._whole, embed)
        self._namer.prepare([self._asked(group, view) for group in listed for view in self._views[group.theme_id]])
        self._borrowed = Borrowed(book, self._whole, embed, self._namer.is_free)

    def _view_of(self, group: Group, parent: Ints | None) -> list[_LanguageView]:
        """`parent`: the passages of the theme above, from which a sub-theme has to differ."""
        views = list[_LanguageView]()
        for lang in self._langs(group.places):
            counted = self._spoken(group.places, lang)
            around = self._all(group.parent_id, parent, lang)
            ranked = self._new(distinctive(counted, around))
            views.append(_LanguageView(lang, counted, ranked))
        return views

    def _new(self, ranked: list[tuple[float, Phrase]]) -> list[tuple[float, Phrase]]:
        """Without complete names of what everybody writes about; a word of one may distinguish a theme."""
        return [one for one in ranked if one[1] not in self._whole]

    def _by_meaning(self, listed: Sequence[Group], embed: Embed) -> None:
        """Order the phrases of a theme by their similarity to its meaning."""
        asked = [(group, view) for group in listed for view in self._views[group.theme_id]]
        forms = [[form(view.counted, phrase) for _, phrase in view.ranked[:CANDIDATES]] for _, view in asked]
        near = nearness(forms, [view.lang for _, view in asked], [self._mean(group) for group, _ in asked], embed)
        for (_, view), alike in zip(asked, near, strict=True):
            view.ranked = by_meaning(view.ranked, alike)

    def _mean(self, group: Group) -> Floats:
        return np.asarray(self.points.meaning[group.places].mean(axis=0), np.float32)

    def _asked(self, group: Group, view: _LanguageView) -> Asked:
        weights = {phrase[0]: weight for weight, phrase in view.ranked if len(phrase) == 1}
        return Asked(
            group.theme_id, group.parent_id, view.lang, group.places.tolist(), weights, self._mean(group),
            words(view.counted, view.ranked),
        )  # fmt: skip

    def describe(self, theme_id: str) -> dict[str, object]:
        """`labels`, `words`, `description`, `quotes`, `doubts`, `x` and `y` of a theme.

        Themes are to be described in order, each parent before its children: no two have the same label.
        """
        group = self._groups[theme_id]
        views = self._views[theme_id]
        labels, listed = [], list[str]()
        for view in views:
            name = self._namer.label(theme_id, view.lang)
            if name:
                labels.append((view.lang, name))
            listed += [word for word in words(view.counted, view.ranked) if word not in listed]
        weights = {phrase[0]: weight for view in reversed(views) for weight, phrase in view.ranked if len(phrase) == 1}
        sentence, quotes = self._quoted(group.places, weights, views[0].lang)
        labels += self._borrowed.labels(self._mean(group), {lang for lang, _ in labels})
        known = {lang for lang, _ in labels}
        labels += [(view.lang, word) for view in views if view.lang not in known
                   and (word := self._namer.word(theme_id, view.lang))]  # fmt: skip
        first = views[0].lang
        labels = labels or [(first, self._namer.word(theme_id, first, bare=True) or shortened(sentence, BRIEF))]
        x, y = self._spots[theme_id]
        return {
            "labels": labels, "words": listed, "description": sentence, "quotes": quotes,
            "doubts": self._doubts(group.places), "x": x, "y": y,
        }  # fmt: skip

    def _doubts(self, places: Ints) -> str:
        """The passages that are least surely of the theme, of different senders, as counter-examples."""
        order = sorted(places.tolist(), key=lambda at: (round(float(self.found.certainty[at]), 3), at))
        listed: dict[str, dict[str, object]] = {}
        for at in order:
            one = self.passages[at]
            place = {"id": self.voices.ids[one.text], "start": one.start, "end": one.end}
            if len(listed) == DOUBTS or float(self.found.certainty[at]) >= CLEARLY:
                break
            listed.setdefault(self.voices.senders[one.text], place)
        return json.dumps(list(listed.values()), ensure_ascii=False)

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
        """The languages of a theme, the most frequent first; those of few voices only where there is no other."""
        voices = sorted({self.passages[at].text for at in places.tolist()})
        counted = Counter(self.voices.langs[at] for at in voices)
        ordered = sorted(counted, key=lambda lang: (-counted[lang], lang))
        return [lang for at, lang in enumerate(ordered) if not at or counted[lang] >= LEAST]

    def _spoken(self, places: Ints, lang: str) -> PhraseCounts:
        return count_phrases(self.said[at] for at in places.tolist() if self.said[at].lang == lang)

    def _all(self, parent_id: str | None, parent: Ints | None, lang: str) -> PhraseCounts:
        key = (parent_id, lang)
        if key not in self._around:
            self._around[key] = self._spoken(np.arange(len(self.passages)) if parent is None else parent, lang)
        return self._around[key]
