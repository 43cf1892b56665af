"""What a theme may be called: phrases of its own sentences, ranked by how well they stand for it."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from hearhear.themes.naming.grammar import Usage
from hearhear.themes.naming.spans import ASK, spans
from hearhear.themes.phrases import agreed, as_written
from hearhear.themes.words import VAGUE, matters

MOST_COMPARED = 32
"""Phrases of a theme in one language whose meaning is read: a fortieth of a second."""
MOST_PASSAGES = 400
"""Passages of a theme, evenly spaced, whose phrases are read: more hardly bring another heading."""

SHARED = 2
"""Voices of a theme that use a word of its label: what one alone says of it is too narrow a name."""
_ENOUGH = 2
"""Phrases of a theme that are enough for a sentence about several subjects."""
K = TypeVar("K")
Key = tuple[str, tuple[str, ...], bool, bool]
"""The kind of a phrase, its stems, whether its parts are joined by more than "of", and whether it begins with a
number: how it is written differs."""


@dataclass(frozen=True, slots=True)
class ReadPassage:
    """A passage: the number of its voice, the stems of its content words, and its phrases as written."""

    voice: int
    stems: frozenset[str]
    phrases: tuple[tuple[Key, str], ...]


def read_passage(voice: int, text: str, stems: Iterable[str], usage: Usage) -> ReadPassage:
    found = tuple(
        ((one.kind, one.stems, one.joined, one.counts), as_written(text, one.start, one.end))
        for one in spans(text, usage)
    )
    return ReadPassage(voice, frozenset(stems), found)


@dataclass(frozen=True)
class Occurrences:
    """The passages of a theme together: who uses each word, who each phrase, and how it is written."""

    words: Mapping[str, frozenset[int]]
    voices: Mapping[Key, frozenset[int]]
    written: Mapping[Key, Counter[str]]
    count: int

    def form(self, key: Key) -> str:
        """How most write a phrase; of equals the one with fewer capitals inside, then the shorter."""
        forms = self.written[key]
        best = min(forms, key=lambda one: (one.isupper(), -forms[one], sum(map(str.isupper, one[1:])), len(one), one))
        return " ".join(best.split())


def occurrences(passages: Iterable[ReadPassage]) -> Occurrences:
    words: dict[str, set[int]] = defaultdict(set)
    voices: dict[Key, set[int]] = defaultdict(set)
    written: dict[Key, Counter[str]] = defaultdict(Counter)
    every = set()
    for one in passages:
        every.add(one.voice)
        for word in one.stems:
            words[word].add(one.voice)
        for key, form in one.phrases:
            voices[key].add(one.voice)
            written[key][form] += 1
    return Occurrences(_frozen(words), _frozen(voices), written, len(every))


def _frozen(sets: Mapping[K, set[int]]) -> dict[K, frozenset[int]]:
    return {key: frozenset(some) for key, some in sets.items()}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A phrase as most write it; `voices`: how many write it; `weight`: how telling its words are of the theme;
    `idle`: its words that are not; `covered`: the voices that use a telling word of it; `joined`:
    whether its parts are joined by more than "of"; `shared`: whether others of the theme use each of its words;
    `counts`: whether it begins with a number."""

    words: str
    stems: tuple[str, ...]
    kind: str
    voices: int
    weight: float
    idle: int
    covered: frozenset[int]
    joined: bool
    shared: bool
    counts: bool


def candidates(used: Occurrences, weights: Mapping[str, float], known: Mapping[str, int]) -> list[Candidate]:
    """The phrases that may name a theme, the most telling first.

    `weights`: how telling each word is of the theme. `known`: how many voices of all themes use each word: what only
    one or two of them write, such as a private name, is in no label. Where the voices of a theme share no phrase, what
    one of them says may be listed; where no word tells it from others, such as where it has all voices of a language,
    those that most use do.
    """
    common = {word: len(voices) / used.count for word, voices in used.words.items()}
    found = _ranked_by_words(used, weights or common, known, SHARED)
    if len(found) < _ENOUGH:
        found += [
            one for one in _ranked_by_words(used, common, known, 1) if all(one.words != other.words for other in found)
        ]
    return found[:MOST_COMPARED]


def _ranked_by_words(
    used: Occurrences, weights: Mapping[str, float], known: Mapping[str, int], shared: int
) -> list[Candidate]:
    found = [
        candidate
        for key in used.voices
        if _may_name(key[1], used, known, shared)
        and (candidate := _candidate(key, used, weights, shared > 1)) is not None
    ]
    return sorted(found, key=lambda one: (-round(one.weight * support(one), 6), one.stems, one.kind))


def _may_name(stems: Sequence[str], used: Occurrences, known: Mapping[str, int], shared: int) -> bool:
    """Whether people share its words: each is used by so many of the theme, and by more of all."""
    distinct = set(stems)
    return (
        len(distinct) == len(stems)
        and matters(distinct)
        and not distinct <= VAGUE
        and all(len(used.words.get(word, ())) >= shared for word in distinct)
        and all(known.get(word, 0) >= agreed(used.count) for word in distinct)
    )


def _candidate(key: Key, used: Occurrences, weights: Mapping[str, float], shared: bool) -> Candidate | None:
    kind, stems, joined, counts = key
    distinctive = [word for word in sorted(stems) if weights.get(word, 0) > 0 and word not in VAGUE]
    if not distinctive:
        return None
    weight = sum(weights[word] for word in distinctive) / (len(stems) + 1) ** 0.5
    covered = frozenset[int]().union(*(used.words.get(word, frozenset()) for word in distinctive))
    return Candidate(
        used.form(key),
        stems,
        kind,
        len(used.voices[key]),
        weight,
        len(stems) - len(distinctive),
        covered,
        joined,
        shared,
        counts,
    )


def is_loose(one: Candidate) -> bool:
    """Whether one voice alone joins its parts, and not by "of"."""
    return one.voices == 1 and one.joined


def support(one: Candidate) -> float:
    """What a phrase gains from those who write it, doubled by eight of them."""
    return 1 + 0.35 * math.log2(one.voices)


def score(one: Candidate, most: float, near: float, count: int) -> float:
    """How well a phrase stands for its theme.

    `most`: the weight of the one with most. `near`: its cosine with the mean of the theme. `count`: voices of the
    theme. How telling words are spans two orders of magnitude where meaning spans one; the root tames it.
    """
    by_words, covers = math.sqrt(one.weight / most), len(one.covered) / max(1, count)
    return round(by_words * max(near, 0.01) * support(one) * (0.5 + covers) * _readable(one), 6)


_SHORT, _LONG, _MANY = 2, 6, 3


def _readable(one: Candidate) -> float:
    """What a phrase weighs as a heading: of three to six words most, alone a word hardly anything.

    A request takes sides where a noun names the subject. What one person alone joins by other words than "of" may not
    belong together.
    """
    words = one.words.split()
    size = 0.5 if len(one.stems) < 2 else 0.7 if len(words) > _LONG or len(one.stems) > _MANY else 1.0
    short = 0.9 if len(words) <= _SHORT else 1.0
    loose = 0.7 if is_loose(one) else 1.0
    counted = 0.7 if one.counts else 1.0
    return size * short * loose * counted * (0.8 if one.kind == ASK else 1.0) * 0.7**one.idle
