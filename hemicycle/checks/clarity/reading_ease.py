"""How easy a text is to read, from 0 to 100 and beyond at both ends: one formula for each language.

English: Flesch (1948), 206.835 − 1.015 · words a sentence − 84.6 · syllables a word.
French: Kandel and Moles (1958), Flesch for French, 207 − 1.015 · words a sentence − 73.6 · syllables a word.
Spanish: Szigriszt Pazos (1993), 206.835 − words a sentence − 62.3 · syllables a word, read on the INFLESZ scale
(Barrio Cantalejo, 2008). Fernández Huerta's older formula is printed in two ways that contradict each other.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

FORMULAS: Mapping[str, Callable[[float, float], float]] = {
    "en": lambda words, syllables: 206.835 - 1.015 * words - 84.6 * syllables,
    "fr": lambda words, syllables: 207 - 1.015 * words - 73.6 * syllables,
    "es": lambda words, syllables: 206.835 - words - 62.3 * syllables,
}
"""By language: of the words a sentence and the syllables a word."""


@dataclass(frozen=True, slots=True)
class Measured:
    """What the formulas are made of, counted over a text."""

    sentences: int
    words: int
    syllables: int

    def ease(self, lang: str) -> float:
        """Higher is easier; 60 is plain, below 30 reads like a statute. Needs a word and a sentence."""
        return FORMULAS[lang](self.words / self.sentences, self.syllables / self.words)


def measured(sentences: Sequence[Sequence[str]], syllables: Callable[[str], int]) -> Measured:
    """Of sentences as lists of words in small letters."""
    return Measured(
        sum(1 for words in sentences if words),
        sum(len(words) for words in sentences),
        sum(syllables(word) for words in sentences for word in words),
    )
