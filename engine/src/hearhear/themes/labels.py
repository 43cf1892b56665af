"""Labels of themes, in their own words, in each of their languages.

Candidates are words and short phrases: a phrase begins and ends with a content word, has at most three of them, and
only prepositions and articles in between. They are ranked by class-based TF-IDF (BERTopic, Grootendorst 2022), with
voices counted instead of words, so that nobody repeats a word into a label.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import log

from hearhear.themes.words import DETERMINERS, LINK, LINKING, VAGUE, WORD, bare, folded, matters, says, stem

Phrase = tuple[str, ...]
"""The stems of its content words."""

MOST_WORDS, MOST_BETWEEN = 3, 2
_BREAK = re.compile(r"[^\s'’\-]|\s['’]|['’]\s")
"""What parts two words: a sign, or an apostrophe that is a quotation mark."""
_BEGINS = re.compile(r"(?:^|[.!?…:\n])[\s\"'«“(\-–—•*]*$")
_LOOKED_BACK = 6
"""Characters between the end of a sentence and the first word of the next."""
BEHIND = frozenset(("ca", "es", "fr", "it", "pt"))
"""Languages whose adjectives mostly follow their noun; in others they precede it."""


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
            yield tuple(held), _written(text, begin, found[at].end())
            if len(held) == MOST_WORDS:
                return
        elif folded(word) in LINKING and between < MOST_BETWEEN:
            between += 1
        else:
            return


def _written(text: str, begin: int, end: int) -> str:
    """As written, without the capital of the first word of a sentence."""
    word = text[begin:end]
    if word[:1].isupper() and word[1:2].islower() and _BEGINS.search(text, max(0, begin - _LOOKED_BACK), begin):
        return word[:1].lower() + word[1:]
    return word


def independent_stems(text: str, lang: str) -> set[str]:
    """The stems that occur in a text without the noun that they qualify.

    In "évasion fiscale" the second word does not, in "renewable energy" the first: alone they name nothing.
    """
    plain = LINK.sub(lambda found: "|" * len(found.group()), text)
    found = list(WORD.finditer(plain))
    return {
        stem(match.group()) for at, match in enumerate(found) if says(match.group()) and _alone(plain, found, at, lang)
    }


def noun_stems(text: str, lang: str) -> set[str]:
    """The stems that stand as a noun in a text: behind an article or its like, and before no noun that they qualify.

    "The fares", "nos bacs", "la tarifa" are nouns there; "polluante" and "prevent" hardly ever stand so.
    """
    plain = LINK.sub(lambda found: "|" * len(found.group()), text)
    found = list(WORD.finditer(plain))
    return {
        stem(match.group())
        for at, match in enumerate(found)
        if says(match.group()) and _determined(plain, found, at) and _last(plain, found, at, lang)
    }


def _determined(text: str, found: list[re.Match[str]], at: int) -> bool:
    """Whether a word follows an article or its like, or has one before its apostrophe."""
    word = found[at].group()
    if bare(word)[:1] != word[:1]:
        return True
    between = text[found[at - 1].end() : found[at].start()] if at else ""
    return bool(between) and not between.strip() and folded(found[at - 1].group()) in DETERMINERS


def _last(text: str, found: list[re.Match[str]], at: int, lang: str) -> bool:
    """Whether no noun follows that the word would qualify; where adjectives follow their noun, none does."""
    if lang in BEHIND or at + 1 >= len(found) or text[found[at].end() : found[at + 1].start()].strip():
        return True
    return not says(found[at + 1].group())


def _alone(text: str, found: list[re.Match[str]], at: int, lang: str) -> bool:
    first = at - 1 if lang in BEHIND else at
    if first < 0 or first + 1 >= len(found) or text[found[first].end() : found[first + 1].start()].strip():
        return True
    return not says(found[first if lang in BEHIND else first + 1].group())


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
FULL = 0.5
"""Share of the voices that a label's first phrase must have; below, a second one is added."""
CANDIDATES = 16
"""Phrases of a theme that are compared with its meaning: reading them takes less than a fifth of a second a theme."""
STANDS = 0.3
"""Share of a word's voices that use it independently: an adjective hardly ever is, a noun mostly."""
WITHIN = 0.2
"""Share of a phrase's voices that use the same longer phrase, which then replaces it: "transition écologique" says
more than "écologique" even where others put it otherwise."""
NOUN = 0.1
"""Share of a word's voices that use it as a noun before it heads a theme by itself; plurals often have no article."""
_WORDS, _LABEL_WORDS = 8, 4
_LONE = re.compile(r"(?:^|\s)(?:[cdjlmnst]|qu)\s", re.IGNORECASE)
"""An article whose apostrophe is missing, as in "services d aide"."""


@dataclass(frozen=True, slots=True)
class PassagePhrases:
    """The phrases of one passage: the number of its voice, its language, its phrases as written, its independent
    stems, and its nouns."""

    voice: int
    lang: str
    phrases: Mapping[Phrase, str]
    independent: frozenset[str]
    nouns: frozenset[str]


def passage_phrases(voice: int, lang: str, text: str) -> PassagePhrases:
    found: dict[Phrase, str] = {}
    for phrase, written in phrases(text):
        found.setdefault(phrase, written)
    return PassagePhrases(
        voice, lang, found, frozenset(independent_stems(text, lang)), frozenset(noun_stems(text, lang))
    )


@dataclass(frozen=True)
class PhraseCounts:
    """How many voices use each phrase, its written forms, and how many use a word independently, and as a noun."""

    voices: int
    times: Counter[Phrase]
    written: Mapping[Phrase, Counter[str]]
    independent: Counter[str]
    nouns: Counter[str]

    @cached_property
    def longer(self) -> dict[str, list[Phrase]]:
        """For each word the phrases of several words and voices that have it."""
        found = defaultdict(list)
        for phrase, times in self.times.items():
            if times > 1 and len(phrase) > 1:
                for word in set(phrase):
                    found[word].append(phrase)
        return found


def count_phrases(passages: Iterable[PassagePhrases]) -> PhraseCounts:
    used: set[tuple[Phrase, int]] = set()
    written: dict[Phrase, Counter[str]] = defaultdict(Counter)
    voices = set()
    alone: set[tuple[str, int]] = set()
    nouns: set[tuple[str, int]] = set()
    for one in passages:
        voices.add(one.voice)
        alone.update((word, one.voice) for word in one.independent)
        nouns.update((word, one.voice) for word in one.nouns)
        for phrase, form in one.phrases.items():
            used.add((phrase, one.voice))
            written[phrase][form] += 1
    return PhraseCounts(
        len(voices), Counter(phrase for phrase, _ in used), written, Counter(word for word, _ in alone),
        Counter(word for word, _ in nouns),
    )  # fmt: skip


def distinctive(inside: PhraseCounts, around: PhraseCounts) -> list[tuple[float, Phrase]]:
    """The distinctive phrases of a theme, in order."""
    return _weighed(inside, around, _agreed(inside))


def spare_phrases(inside: PhraseCounts, around: PhraseCounts, known: PhraseCounts) -> list[tuple[float, Phrase]]:
    """Phrases for a theme whose voices share no word: used by one of them, and by enough of all writers.

    `known`: what everybody says. What only one person writes, such as a private name, is in neither list.
    """
    found = _weighed(inside, around, 1)
    return [one for one in found if inside.times[one[1]] < _agreed(inside) and known.times[one[1]] >= AGREED]


def _agreed(inside: PhraseCounts) -> int:
    return AGREED if inside.voices >= 3 * AGREED else 2


def _weighed(inside: PhraseCounts, around: PhraseCounts, least: int) -> list[tuple[float, Phrase]]:
    found = []
    for phrase, times in inside.times.items():
        if times < min(least, inside.voices) or not is_meaningful(phrase):
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


def label(
    inside: PhraseCounts, ranked: Sequence[tuple[float, Phrase]], taken: set[Phrase], above: Iterable[str], lang: str
) -> str:
    """One phrase, or two where the first has few voices, as a heading; none in `taken` or with words in `above`."""
    chosen: list[Phrase] = []
    words = list(above)
    covered = 0
    for phrase in _naming(inside, ranked):
        if phrase in taken or any(_same(word, other) for word in phrase for other in words):
            continue
        if sum(map(len, chosen)) + len(phrase) > _LABEL_WORDS or (chosen and not _is_noun(inside, phrase)):
            continue
        chosen.append(phrase)
        words += phrase
        covered += inside.times[phrase]
        if len(chosen) == 2 or (len(phrase) > 1 and covered >= FULL * inside.voices):
            break
    taken.update(chosen)
    return heading([form(inside, phrase) for phrase in _together(inside, chosen)], lang)


def _together(inside: PhraseCounts, chosen: list[Phrase]) -> list[Phrase]:
    """Two words as the phrase that somebody made of them, "ferry fares"; else as they are."""
    if list(map(len, chosen)) != [1, 1]:
        return chosen
    (one,), (other,) = chosen
    made = [phrase for phrase in ((one, other), (other, one)) if inside.times[phrase]]
    return [max(made, key=lambda phrase: (inside.times[phrase], phrase))] if made else chosen


AND = {"ca": "i", "de": "und", "en": "and", "es": "y", "fr": "et", "it": "e", "nl": "en", "pl": "i", "pt": "e"}
"""What joins two phrases; in another language the first of them stands alone."""
_SOUNDS_LIKE_Y = re.compile(r"h?i(?![aeou])", re.IGNORECASE)
"""A Spanish word before which "y" becomes "e": "padres e hijos", but "nieve y hielo"."""


def heading(parts: Sequence[str], lang: str) -> str:
    """One or two phrases as a clerk writes a heading: "Ferry and fares", in small letters after the first."""
    if not parts:
        return ""
    join = AND.get(lang)
    if len(parts) > 1 and any(f" {join} " in part for part in parts):
        parts = parts[:1]
    if lang == "es" and len(parts) > 1 and _SOUNDS_LIKE_Y.match(parts[1]):
        join = "e"
    said = f" {join} ".join(parts) if join else parts[0]
    return said if said[1:2].isupper() else said[:1].upper() + said[1:]


def _naming(inside: PhraseCounts, ranked: Sequence[tuple[float, Phrase]]) -> list[Phrase]:
    """The phrases that can be a label, each as long as most of its voices write it."""
    named = [phrase for _, phrase in ranked if can_name(phrase) and not _is_qualifier(inside, phrase)]
    named.sort(key=lambda phrase: not _is_noun(inside, phrase))
    return list(dict.fromkeys(_full(inside, phrase) for phrase in named))


def _is_noun(inside: PhraseCounts, phrase: Phrase) -> bool:
    """Whether it is several words, or one that people use as a noun."""
    return len(phrase) > 1 or inside.nouns[phrase[0]] >= NOUN * inside.times[phrase]


def _is_qualifier(inside: PhraseCounts, phrase: Phrase) -> bool:
    """Whether it is one word that hardly anybody uses without its noun."""
    return len(phrase) == 1 and inside.independent[phrase[0]] < STANDS * inside.times[phrase]


def _full(inside: PhraseCounts, phrase: Phrase) -> Phrase:
    """The longer phrase that most users of this one write, or this one."""
    least = max(AGREED, WITHIN * inside.times[phrase])
    longer = [
        other for other in inside.longer.get(phrase[0], ())
        if inside.times[other] >= least and any(other[at : at + len(phrase)] == phrase for at in range(len(other)))
        and len(other) > len(phrase)
    ]  # fmt: skip
    return max(longer, key=lambda one: (inside.times[one], one), default=phrase)


def words(inside: PhraseCounts, ranked: Sequence[tuple[float, Phrase]]) -> list[str]:
    """The most telling single words, none twice in other endings."""
    chosen: list[Phrase] = []
    for _, phrase in ranked:
        if len(phrase) == 1 and can_name(phrase) and not any(_same(phrase[0], other[0]) for other in chosen):
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


def _same(one: str, other: str) -> bool:
    """Whether two stems are one word in other endings, judged by their beginning: `fund` begins `funding`."""
    short, long = sorted((one, other), key=len)
    if len(short) < _PREFIX:
        return len(short) >= _SHORT and long.startswith(short)
    return one[:_PREFIX] == other[:_PREFIX]
