"""The labels of the themes of one run, each in the languages of its voices."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from hearhear.embeddings import Embed
from hearhear.redaction.classes import is_surely_person
from hearhear.themes.naming.candidates import Candidate, candidates, is_loose, score, support
from hearhear.themes.naming.grammar import LANGUAGES
from hearhear.themes.naming.headings import ITEMS, alike, capital, listed, mixed, names
from hearhear.themes.naming.phrasebook import Phrasebook
from hearhear.themes.naming.spans import NOUNS
from hearhear.themes.phrases import Phrase
from hearhear.themes.similarity import Floats, nearness

STANDS_FOR, ALONE, AT_LEAST = 0.3, 0.4, 0.2
"""Share of a theme's voices that use a telling word of a phrase before it names the theme, of a single word, and
of one where nothing better is found in its language."""
NEAR, NEAR_IF_LOOSE = 0.2, 0.3
"""Cosine with its theme from which a phrase of one voice names it; what more voices write may be farther.

What one alone joins by other words than "of" may not belong together ("a Sunday in August for tourists"). The shares
and cosines were chosen by reading the labels of the sets in docs/themes-accuracy.md.
"""
_SHORT_WORDS = 4
"""Words of what is listed in a sentence."""
_SECOND, _ADDS = 0.1, 0.05
"""Share of the voices that the second of two phrases, and a further one of a list, has to add to the others."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A theme to be named in one language: its passages, how telling each word is of it, its mean meaning, and its
    most telling words as they are written."""

    theme_id: str
    parent_id: str | None
    lang: str
    places: Sequence[int]
    weights: Mapping[str, float]
    mean: Floats
    words: Sequence[str]


@dataclass(frozen=True, slots=True)
class _Ranked:
    """The phrases of a theme, the best first: those `near` enough to name it, and all; `count`: its voices."""

    asked: Asked
    count: int
    near: Sequence[Candidate]
    every: Sequence[Candidate]


def _ranked(asked: Asked, found: Sequence[Candidate], near: Sequence[float], count: int) -> _Ranked:
    most = max((one.weight for one in found), default=1.0)
    rows = sorted(
        ((score(one, most, alike, count), alike, one) for one, alike in zip(found, near, strict=True)),
        key=lambda row: (-row[0], row[2].words),
    )
    near_enough = [one for _, alike, one in rows if one.shared and _is_near(one, alike)]
    return _Ranked(asked, count, near_enough, [one for *_, one in rows])


def _is_near(one: Candidate, alike: float) -> bool:
    return alike * support(one) >= (NEAR_IF_LOOSE if is_loose(one) else NEAR)


class Namer:
    """Names themes, each parent before its children."""

    def __init__(self, book: Phrasebook, whole: Collection[Phrase], embed: Embed) -> None:
        """`whole`: what everybody writes about, which names no theme."""
        self._book, self._whole, self._embed = book, whole, embed
        self._ranked: dict[tuple[str, str], _Ranked] = {}
        self._taken: set[tuple[str, frozenset[str]]] = set()
        self._above: dict[tuple[str | None, str], tuple[str, ...]] = {}

    def prepare(self, themes: Sequence[Asked]) -> None:
        """Read the phrases of all themes at once."""
        used = [self._book.occurrences(one.lang, one.places) if one.lang in LANGUAGES else None for one in themes]
        found = [
            [] if some is None else self._candidates(candidates(some, one.weights, self._book.known(one.lang)))
            for one, some in zip(themes, used, strict=True)
        ]
        forms = [[one.words for one in some] for some in found]
        near = nearness(forms, [one.lang for one in themes], [one.mean for one in themes], self._embed)
        for one, passages, some, cosines in zip(themes, used, found, near, strict=True):
            self._ranked[one.theme_id, one.lang] = _ranked(one, some, cosines, passages.count if passages else 0)

    def _candidates(self, found: Sequence[Candidate]) -> list[Candidate]:
        """Those that no theme would share, and none that is the name of a person: a committee names a matter."""
        return [one for one in found if one.stems not in self._whole and not is_surely_person(one.words)]

    def label(self, theme_id: str, lang: str) -> str:
        """A heading that no other theme has, or "" where its voices share no word."""
        ranked = self._ranked[theme_id, lang]
        for stems, words in self._offered(ranked):
            if self.is_free(lang, stems, words):
                self._above[theme_id, lang] = stems
                return capital(words)
        return ""

    def is_free(self, lang: str, stems: Collection[str], words: str) -> bool:
        """Whether no theme has such a label yet; from now on one has."""
        key = lang, frozenset(stems) or frozenset([words])
        is_free = key not in self._taken
        self._taken.add(key)
        return is_free

    def _with_article(
        self, alone: Sequence[Candidate], ranked: _Ranked, share: float = ALONE
    ) -> Iterator[tuple[tuple[str, ...], str]]:
        """Single nouns as people speak of them, "the ferry": a bare word is no heading."""
        for stems, noun in _standing(alone, share * ranked.count):
            if said := self._book.usage(ranked.asked.lang).with_article(noun):
                yield stems, said

    def word(self, theme_id: str, lang: str, *, bare: bool = False) -> str:
        """Its most telling noun, where there is no heading in a language; `bare`: also without an article."""
        ranked = self._ranked[theme_id, lang]
        shared = [one for one in ranked.every if one.shared and one.kind == NOUNS and len(one.stems) == 1]
        nouns = ((one.stems, one.words) for one in shared if bare)
        other = () if lang in LANGUAGES else (((noun,), noun) for noun in _listed(ranked))
        offered = chain(self._with_article(shared, ranked, AT_LEAST), nouns, other)
        return next((capital(words) for stems, words in offered if self.is_free(lang, stems, words)), "")

    def _offered(self, ranked: _Ranked) -> Iterator[tuple[tuple[str, ...], str]]:
        """What may be its heading: one phrase, two that name it together, or the sentence that it is of several."""
        above = self._above.get((ranked.asked.parent_id, ranked.asked.lang), ())
        fitting = [one for one in ranked.near if not above or any(not alike([word], above) for word in one.stems)]
        several = [one for one in fitting if len(one.stems) > 1]
        alone = [one for one in fitting if len(one.stems) == 1]
        yield from _standing(several, STANDS_FOR * ranked.count)
        yield from _pairs(several, ranked)
        yield from self._with_article(alone, ranked)
        items = _listed(ranked)
        if len(items) > 1:
            yield (), mixed(items, ranked.asked.lang)
        yield from _standing(several, 1)


def _standing(some: Sequence[Candidate], least: float) -> Iterator[tuple[tuple[str, ...], str]]:
    return ((one.stems, one.words) for one in some if len(one.covered) >= least)


def _pairs(several: Sequence[Candidate], ranked: _Ranked) -> Iterator[tuple[tuple[str, ...], str]]:
    """The best short phrase with each further one, where both together stand for the theme; never two bare words."""
    short = [one for one in several if one.kind == NOUNS and len(one.words.split()) <= _SHORT_WORDS]
    for one in short[1:]:
        both = short[0].covered | one.covered
        adds = len(both) - len(short[0].covered) >= _SECOND * ranked.count
        if adds and len(both) >= STANDS_FOR * ranked.count and not alike(short[0].stems, one.stems):
            yield (*short[0].stems, *one.stems), listed([short[0].words, one.words], ranked.asked.lang)


def _listed(ranked: _Ranked) -> list[str]:
    lang = ranked.asked.lang
    return _items(ranked) if lang in LANGUAGES else names(ranked.asked.words, lang)[:ITEMS]


def _items(ranked: _Ranked) -> list[str]:
    """Short phrases of different voices that a theme of several subjects is of."""
    chosen: list[Candidate] = []
    covered = frozenset[int]()
    for one in ranked.every:
        short = one.kind == NOUNS and len(one.words.split()) <= _SHORT_WORDS
        adds = len(one.covered - covered) >= max(2, _ADDS * ranked.count)
        if short and adds and not any(alike(one.stems, other.stems) for other in chosen):
            chosen.append(one)
            covered |= one.covered
    return [one.words for one in chosen[:ITEMS]]
