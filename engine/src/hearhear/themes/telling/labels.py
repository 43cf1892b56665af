"""What a theme is called, in its own words, in each of its languages.

A word or phrase speaks for a theme if many of its voices use it and few others do: its part of the theme times the
logarithm of how much that is above its part of everything (class-based tf-idf as in BERTopic, Grootendorst 2022, with
voices counted instead of words, so that nobody repeats a word into a label).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log

from hearhear.themes.telling.phrases import Phrase, phrases, speaks

LONGER = (1.0, 1.7, 2.1)
"""What a phrase of one, two or three words weighs: readers find "vote blanc" clearer than "blanc"."""
AGREED = 3
"""Voices that use a word before it may stand in a label; two where a theme has few, so that nobody's own words, and
no private name, become a heading."""
FULL = 0.5
"""Part of its voices that a label's first phrase speaks for alone; below, a second one stands beside it."""
CANDIDATES = 12
"""Phrases of a theme that are compared with its meaning: reading them takes about a tenth of a second a theme."""
_WORDS, _LABEL_WORDS = 8, 4


@dataclass(frozen=True, slots=True)
class Said:
    """What one passage says: the number of its voice, its language, and its phrases with how they are written."""

    voice: int
    lang: str
    phrases: Mapping[Phrase, str]


def said(voice: int, lang: str, text: str) -> Said:
    found: dict[Phrase, str] = {}
    for phrase, written in phrases(text):
        found.setdefault(phrase, written)
    return Said(voice, lang, found)


@dataclass(frozen=True, slots=True)
class Spoken:
    """How many voices use each phrase, and how they write it."""

    voices: int
    times: Counter[Phrase]
    written: Mapping[Phrase, Counter[str]]


def spoken(passages: Iterable[Said]) -> Spoken:
    used: set[tuple[Phrase, int]] = set()
    written: dict[Phrase, Counter[str]] = defaultdict(Counter)
    voices = set()
    for one in passages:
        voices.add(one.voice)
        for phrase, form in one.phrases.items():
            used.add((phrase, one.voice))
            written[phrase][form] += 1
    return Spoken(len(voices), Counter(phrase for phrase, _ in used), written)


def telling(inside: Spoken, around: Spoken, *, some: bool) -> list[tuple[float, Phrase]]:
    """The phrases that speak for a theme, the most telling first. `some`: rather those of one voice than none."""
    least = AGREED if inside.voices >= 3 * AGREED else 2
    return _told(inside, around, least) or (_told(inside, around, 1) if some else [])


def _told(inside: Spoken, around: Spoken, least: int) -> list[tuple[float, Phrase]]:
    found = []
    for phrase, times in inside.times.items():
        if times < min(least, inside.voices) or not speaks(phrase):
            continue
        part, everywhere = times / inside.voices, around.times[phrase] / around.voices
        if part > everywhere:
            weight = part * log(part / everywhere) * LONGER[len(phrase) - 1]
            found.append((round(weight, 6), phrase))
    return sorted(found, key=lambda one: (-one[0], one[1]))


def by_meaning(ranked: Sequence[tuple[float, Phrase]], near: Sequence[float]) -> list[tuple[float, Phrase]]:
    """The same phrases, the first of them ordered by how telling they are and how near to what the theme means.

    `near`: cosines of the first ones. How many use a word and what it means weigh alike: the root tames the first,
    which spans two orders of magnitude where the second spans one.
    """
    head = [(round(weight**0.5 * max(float(alike), 0.01), 6), weight, phrase)
            for (weight, phrase), alike in zip(ranked, near, strict=False)]  # fmt: skip
    head.sort(key=lambda one: (-one[0], one[2]))
    return [(weight, phrase) for _, weight, phrase in head] + list(ranked[len(head) :])


def label(inside: Spoken, ranked: Sequence[tuple[float, Phrase]], taken: set[Phrase], above: Iterable[str]) -> str:
    """One phrase, or two where one speaks for few; none that stands in `taken` or of words `above`."""
    chosen: list[Phrase] = []
    words = list(above)
    covered = 0
    for _, phrase in ranked:
        if phrase in taken or any(_same(word, other) for word in phrase for other in words):
            continue
        if sum(map(len, chosen)) + len(phrase) > _LABEL_WORDS:
            continue
        chosen.append(phrase)
        words += phrase
        covered += inside.times[phrase]
        if len(chosen) == 2 or (len(phrase) > 1 and covered >= FULL * inside.voices):
            break
    taken.update(chosen)
    return ", ".join(form(inside, phrase) for phrase in chosen)


def words(inside: Spoken, ranked: Sequence[tuple[float, Phrase]]) -> list[str]:
    """The most telling single words, none twice in other endings."""
    chosen: list[Phrase] = []
    for _, phrase in ranked:
        if len(phrase) == 1 and not any(_same(phrase[0], other[0]) for other in chosen):
            chosen.append(phrase)
    return [form(inside, phrase) for phrase in chosen[:_WORDS]]


def form(inside: Spoken, phrase: Phrase) -> str:
    """How most write a phrase; of equals the one with fewer capitals, then the shorter, then by alphabet."""
    forms = inside.written[phrase]
    return min(forms, key=lambda one: (-_liked(forms, one), sum(map(str.isupper, one)), len(one), one))


def _liked(forms: Mapping[str, int], one: str) -> int:
    """How often a form is written, a capital at its beginning counted for the form without, if that is written too."""
    small = one[:1].lower() + one[1:]
    if one.isupper() and any(not other.isupper() for other in forms):
        return 0
    return forms[one] if one == small or small not in forms else 0


_PREFIX = 5


def _same(one: str, other: str) -> bool:
    """Whether two stems are one word in other endings, as far as their beginning tells."""
    return one == other or (min(len(one), len(other)) >= _PREFIX and one[:_PREFIX] == other[:_PREFIX])
