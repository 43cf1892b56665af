"""The same campaign in several languages: letters whose embeddings are mutual nearest neighbours."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from hearhear.campaigns.vocabulary import language
from hearhear.embeddings import Vectors, offline, without_language

ALIKE, AHEAD = 0.4, 0.08
"""How near two letters must be once their languages' means are taken away, and by how much nearer than the next: the
model sees a subject, hardly a stance, so that two sides of a dispute differ only in which is nearer (hard set,
seed 1: translations .42 to .73, the nearest of the others .32; opposite sides are behind by .09 or more)."""
READ = 500
"""Characters of a letter that are read: its beginning says what it is about. Of the translations in three sets of post
32 of 36 are found with 240, 34 with 500 and no more with 1,000, where two strangers of campaign_hard_dev come near."""
MOST = 150
"""Campaigns that are read, the largest first."""
BACKGROUND = 8
"""Texts that a language's mean is taken over, at least; where campaigns are fewer, single letters fill up."""


def families(
    letters: Sequence[str], langs: Sequence[str | None], others: Sequence[tuple[str, str | None]]
) -> list[int]:
    """For each campaign the number of its family, or -1; `letters`: of each campaign the one that
    stands for it, without its sender's own words. `others`: letters outside any campaign with their language.

    Where all are in one language there are no families.
    """
    embed = offline()
    known = [lang or language(text) for text, lang in zip(letters, langs, strict=True)][:MOST]
    several = len({lang for lang in known if lang}) > 1
    if not several:
        return [-1] * len(letters)
    filling = _background(known, others)
    vectors = embed([_unshouted(text[:READ]) for text in [*letters[:MOST], *(text for text, _ in filling)]])
    centred = without_language(
        vectors[: len(known)], [lang or "" for lang in known], vectors[len(known) :], [lang for _, lang in filling]
    )
    return _family_numbers(_nearest_pairs(centred, known), len(letters))


def _unshouted(text: str) -> str:
    """The text in small letters where most are capitals, which the model reads as other words."""
    return text.lower() if 2 * sum(map(str.isupper, text)) > sum(map(str.isalpha, text)) else text


def _background(known: Sequence[str | None], others: Sequence[tuple[str, str | None]]) -> list[tuple[str, str]]:
    """As many single letters of each language as its mean still needs."""
    missing = {lang: BACKGROUND - known.count(lang) for lang in sorted({lang for lang in known if lang})}
    chosen = []
    for text, given in others:
        lang = given or language(text)
        if lang and missing.get(lang, 0) > 0:
            missing[lang] -= 1
            chosen.append((text, lang))
    return chosen


def _nearest_pairs(vectors: Vectors, langs: Sequence[str | None]) -> list[tuple[int, int]]:
    """Pairs that are each other's nearest in the other's language, near enough, and ahead of the next."""
    near = vectors @ vectors.T
    language_of = np.array([lang or "" for lang in langs])
    best: dict[tuple[int, str], int] = {}
    for one in range(len(langs)):
        for lang in sorted(set(language_of) - {language_of[one], ""}):
            places = np.flatnonzero(language_of == lang)
            order = places[np.argsort(-near[one, places], kind="stable")]
            ahead = len(order) == 1 or near[one, order[0]] - near[one, order[1]] >= AHEAD
            if language_of[one] and ahead and near[one, order[0]] >= ALIKE:
                best[one, lang] = int(order[0])
    return [
        (one, other)
        for (one, lang), other in best.items()
        if one < other and best.get((other, str(language_of[one]))) == one
    ]


def _family_numbers(pairs: list[tuple[int, int]], count: int) -> list[int]:
    """Families from pairs, numbered in the order of their largest campaign."""
    head = list(range(count))
    for one, other in sorted(pairs):
        low, high = sorted((head[one], head[other]))
        head = [low if place == high else place for place in head]
    sizes = [head.count(place) for place in head]
    numbers = {
        place: number for number, place in enumerate(sorted({p for p, s in zip(head, sizes, strict=True) if s > 1}))
    }
    return [numbers.get(place, -1) for place in head]
