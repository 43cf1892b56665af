"""The words and short phrases that tell a theme from others, in each of its languages.

A phrase begins and ends with a content word, has at most three of them, and only prepositions and articles in between.
They are ranked by class-based TF-IDF (BERTopic, Grootendorst 2022), with voices counted instead of words, so that
nobody makes a word telling by repeating it.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import log

from hearhear.themes.words import LINK, LINKING, VAGUE, WORD, bare, folded, matters, says, stem

Phrase = tuple[str, ...]
"""The stems of its content words."""

MOST_WORDS, MOST_BETWEEN = 3, 2
_BREAK = re.compile(r"[^\s'’\-]|\s['’]|['’]\s")
"""What parts two words: a sign, or an apostrophe that is a quotation mark."""
_BEGINS = re.compile(r"(?:^|[.!?…:\n])[\s\"'«“(\-–—•*]*$")
_LOOKED_BACK = 6
"""Characters between the end of a sentence and the first word of the next."""


def phrases(text: str) -> Iterator[tuple[Phrase, str]]:
    """Each content word and each phrase, as written here."""
    plain = LINK.sub(lambda found: "|" * len(found.group()), text)
    found = list(WORD.finditer(plain))
    for first, match in enumerate(found):
        if says(match.group()):
            yield from _from(plain, found, first)


def _from(text: str, found: list[re.Match[str]], first: int) -> Iterator[tuple[Phrase, str]]:
    begin = found[first].end() - len(bare(found[first].group()))
    begin -= 2 if found[first].group().endswith(("'s", "’s")) and begin > found[first].start() else 0
    held: list[str] = []
    between = 0
    for at in range(first, len(found)):
        word = found[at].group()
        if at > first and _BREAK.search(text, found[at - 1].end(), found[at].start()):
            return
        if says(word):
            between = 0
            held.append(stem(word))
            yield tuple(held), as_written(text, begin, found[at].end())
            if len(held) == MOST_WORDS:
                return
        elif folded(word) in LINKING and between < MOST_BETWEEN:
            between += 1
        else:
            return


def as_written(text: str, begin: int, end: int) -> str:
    """As written, without the capital of the first word of a sentence."""
    word = text[begin:end]
    if word[:1].isupper() and word[1:2].islower() and _BEGINS.search(text, max(0, begin - _LOOKED_BACK), begin):
        return word[:1].lower() + word[1:]
    return word


def is_meaningful(phrase: Phrase) -> bool:
    """Whether a phrase has a word that is no courtesy."""
    return matters(phrase)


def can_name(phrase: Phrase) -> bool:
    """Whether a phrase has a word that names a subject by itself, unlike "situation" or "system"."""
    return any(word not in VAGUE for word in phrase)


LONGER = (1.0, 1.7, 2.1)
"""What a phrase of one, two or three words weighs: readers find "vote blanc" clearer than "blanc"."""
AGREED = 3
"""Voices that use a word before it may be in a label; two where a theme has few, so that nobody's own words, and
no private name, become a heading."""
CANDIDATES = 16
"""Phrases of a theme that are compared with its meaning: reading them takes less than a fifth of a second a theme."""
_WORDS = 8
_LONE = re.compile(r"(?:^|\s)(?:[cdjlmnst]|qu)\s", re.IGNORECASE)
"""An article whose apostrophe is missing, as in "services d aide"."""


@dataclass(frozen=True, slots=True)
class PassagePhrases:
    """The phrases of one passage as written, its language, and the number of its voice."""

    voice: int
    lang: str
    phrases: Mapping[Phrase, str]


def passage_phrases(voice: int, lang: str, text: str) -> PassagePhrases:
    found: dict[Phrase, str] = {}
    for phrase, written in phrases(text):
        found.setdefault(phrase, written)
    return PassagePhrases(voice, lang, found)


@dataclass(frozen=True)
class PhraseCounts:
    """How many voices use each phrase, and its written forms."""

    voices: int
    times: Counter[Phrase]
    written: Mapping[Phrase, Counter[str]]


def count_phrases(passages: Iterable[PassagePhrases]) -> PhraseCounts:
    used: set[tuple[Phrase, int]] = set()
    written: dict[Phrase, Counter[str]] = defaultdict(Counter)
    voices = set()
    for one in passages:
        voices.add(one.voice)
        for phrase, form in one.phrases.items():
            used.add((phrase, one.voice))
            written[phrase][form] += 1
    return PhraseCounts(len(voices), Counter(phrase for phrase, _ in used), written)


def distinctive(inside: PhraseCounts, around: PhraseCounts) -> list[tuple[float, Phrase]]:
    """The distinctive phrases of a theme, in order, that enough of its voices use."""
    least = min(agreed(inside.voices), inside.voices)
    found = []
    for phrase, times in inside.times.items():
        if times < least or not is_meaningful(phrase):
            continue
        part, everywhere = times / inside.voices, around.times[phrase] / around.voices
        if part > everywhere:
            weight = part * log(part / everywhere) * LONGER[len(phrase) - 1]
            found.append((round(weight, 6), phrase))
    return sorted(found, key=lambda one: (-one[0], one[1]))


def agreed(voices: int) -> int:
    """How many of so many voices have to use a word before it may be in a label."""
    return AGREED if voices >= 3 * AGREED else 2


def by_meaning(ranked: Sequence[tuple[float, Phrase]], near: Sequence[float]) -> list[tuple[float, Phrase]]:
    """The same phrases, the first of them ordered by how telling they are and how near to what the theme means.

    `near`: cosines of the first ones. How many use a word and what it means weigh alike: the root tames the first,
    which spans two orders of magnitude where the second spans one.
    """
    head = [(round(weight**0.5 * max(float(alike), 0.01), 6), weight, phrase)
            for (weight, phrase), alike in zip(ranked, near, strict=False)]  # fmt: skip
    head.sort(key=lambda one: (-one[0], one[2]))
    return [(weight, phrase) for _, weight, phrase in head] + list(ranked[len(head) :])


def words(inside: PhraseCounts, ranked: Sequence[tuple[float, Phrase]]) -> list[str]:
    """The most telling single words, none twice in other endings."""
    chosen: list[Phrase] = []
    for _, phrase in ranked:
        if len(phrase) == 1 and can_name(phrase) and not any(same_word(phrase[0], other[0]) for other in chosen):
            chosen.append(phrase)
    return [form(inside, phrase) for phrase in chosen[:_WORDS]]


def form(inside: PhraseCounts, phrase: Phrase) -> str:
    """How most write a phrase, in full words; of equals the one with fewer capitals inside, then the shorter."""
    forms = inside.written[phrase]
    return min(forms, key=lambda one: (
        _LONE.search(one) is not None, -_frequency(forms, one), sum(map(str.isupper, one[1:])), len(one), one
    ))  # fmt: skip


def _frequency(forms: Mapping[str, int], one: str) -> int:
    """How often a form is written; capitals throughout do not count beside other forms."""
    return 0 if one.isupper() and any(not other.isupper() for other in forms) else forms[one]


_PREFIX, _SHORT = 5, 3


def same_word(one: str, other: str) -> bool:
    """Whether two stems are one word in other endings, judged by their beginning: `fund` begins `funding`."""
    short, long = sorted((one, other), key=len)
    if len(short) < _PREFIX:
        return len(short) >= _SHORT and long.startswith(short)
    return one[:_PREFIX] == other[:_PREFIX]
