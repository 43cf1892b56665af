"""Texts that are hard to read, and sentences to be read twice.

One formula for each language, from 0 to 100 and beyond at both ends; 60 is plain, below 30 reads like a statute.
English: Flesch (1948), 206.835 − 1.015 · words a sentence − 84.6 · syllables a word.
French: Kandel and Moles (1958), Flesch for French, 207 − 1.015 · words a sentence − 73.6 · syllables a word.
Spanish: Szigriszt Pazos (1993), 206.835 − words a sentence − 62.3 · syllables a word, read on the INFLESZ scale
(Barrio Cantalejo, 2008). Fernández Huerta's older formula is printed in two ways that contradict each other.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice

from hemicycle.checks.check import check
from hemicycle.checks.contract import Message
from hemicycle.checks.passages import Found, Passage, Reading, Span
from hemicycle.checks.prose.syllables import syllables

FORMULAS: Mapping[str, Callable[[float, float], float]] = {
    "en": lambda words, syllables: 206.835 - 1.015 * words - 84.6 * syllables,
    "fr": lambda words, syllables: 207 - 1.015 * words - 73.6 * syllables,
    "es": lambda words, syllables: 206.835 - words - 62.3 * syllables,
}
"""By language: of the words a sentence and the syllables a word."""
HARD = {"en": 30, "fr": 30, "es": 40}
"""Flesch and Kandel-Moles call less than 30 very difficult; the INFLESZ scale, less than 40."""
LONG = {"en": 35, "fr": 40, "es": 40}
"""Words a sentence. GOV.UK's 25 is a goal; what has to be read twice begins about here."""
LEAST_WORDS = 40
"""Of fewer words a formula that was made for hundreds says nothing."""
_SUGGESTED = 4
"""Lighter words that a remark on a whole text names."""
_NESTED = 2
"""Subordinate clauses that make a sentence one to read twice; a list has none."""
_LISTED = 6
"""Parts between commas from which on a sentence with few clauses is a list."""
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_PARTS = re.compile(r"['’-]")

_WITH_WORDS = Message(
    en="Use shorter sentences and verbs instead of nouns, and say who does what. %(lighter)s",
    fr="Faites des phrases plus courtes, employez des verbes plutôt que des noms et dites qui fait quoi. %(lighter)s",
    es="Escriba frases más cortas, use verbos en vez de nombres y diga quién hace qué. %(lighter)s",
)


@check(
    "readability",
    reason=Message(
        en="Hard to read: %(ease)d on a scale where 60 is plain and 0 is a statute.",
        fr="Difficile à lire : %(ease)d sur une échelle où 60 est simple et 0 un texte de loi.",
        es="Difícil de leer: %(ease)d en una escala en la que 60 es sencillo y 0 es un texto legal.",
    ),
    suggestion=Message(
        en="Use shorter sentences and verbs instead of nouns, and say who does what.",
        fr="Faites des phrases plus courtes, employez des verbes plutôt que des noms et dites qui fait quoi.",
        es="Escriba frases más cortas, use verbos en vez de nombres y diga quién hace qué.",
    ),
)
def readability(reading: Reading) -> Iterator[Found]:
    for passage in reading.in_known_languages:
        # A sentence that is remarked on as too long does not count against the rest of the text.
        sentences = [_words(passage, span) for span in passage.sentences if not _is_long(passage, span)]
        if sum(map(len, sentences)) < LEAST_WORDS:
            continue
        score = ease(sentences, passage.known)
        if score < HARD[passage.known]:
            lighter = _lighter(passage)
            suggestion = _WITH_WORDS if lighter else None
            yield passage.found(0, len(passage.text), suggestion=suggestion, ease=round(score), lighter=lighter)


@check(
    "long-sentence",
    reason=Message(
        en="This sentence has %(count)d words and nested clauses.",
        fr="Cette phrase compte %(count)d mots et des propositions emboîtées.",
        es="Esta frase tiene %(count)d palabras y oraciones dentro de oraciones.",
    ),
    suggestion=Message(
        en="Split it into two or three; begin with who does what.",
        fr="Faites-en deux ou trois ; commencez par qui fait quoi.",
        es="Haga dos o tres; empiece por quién hace qué.",
    ),
)
def long_sentences(reading: Reading) -> Iterator[Found]:
    for passage in reading.in_known_languages:
        for span in passage.sentences:
            if _is_long(passage, span):
                yield passage.found(*span, count=len(_WORD.findall(passage.text, *span)))


def ease(sentences: Sequence[Sequence[str]], lang: str) -> float:
    """Higher is easier. `sentences` are lists of words in small letters; at least one has a word."""
    words = [word for sentence in sentences for word in sentence]
    spoken = sum(syllables(part, lang) for word in words for part in _PARTS.split(word) if part)
    return FORMULAS[lang](len(words) / sum(1 for sentence in sentences if sentence), spoken / len(words))


def _is_long(passage: Passage, span: Span) -> bool:
    if len(_WORD.findall(passage.text, *span)) <= LONG[passage.known]:
        return False
    nested = sum(1 for _found in passage.find("plain.subordinators", span))
    parts = len(re.findall(r"[,;]\s", passage.text[slice(*span)])) + 1
    return nested >= _NESTED and not (parts >= _LISTED and nested <= _NESTED)


def _words(passage: Passage, span: Span) -> list[str]:
    """Those of a sentence in small letters; names, links and hashtags are not the author's to choose."""
    return [
        found[0].lower()
        for found in _WORD.finditer(passage.text, *span)
        if not passage.is_name(found.start(), found.end())
    ]


def _lighter(passage: Passage) -> str:
    """The first heavy words with the lighter ones in their place."""
    pairs = {passage.text[found.start : found.end].lower(): found.value for found in passage.find("plain.heavy")}
    return ", ".join(f"{heavy} → {light}" for heavy, light in islice(pairs.items(), _SUGGESTED))
