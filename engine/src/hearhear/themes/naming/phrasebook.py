"""The phrases of all passages, read when a theme asks for them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from hearhear.themes.naming.candidates import MOST_PASSAGES, Occurrences, ReadPassage, occurrences, read_passage
from hearhear.themes.naming.grammar import Usage, usage
from hearhear.themes.passages import Passage
from hearhear.themes.words import contents

READ_FOR_USAGE = 20_000
"""Passages, evenly spaced, from which the use of words is learnt."""


def spaced(places: Sequence[int], most: int) -> list[int]:
    """At most so many, evenly spaced."""
    return list(places) if len(places) <= most else [places[at * len(places) // most] for at in range(most)]


class Phrasebook:
    """The passages of all languages with their phrases; a passage is read once, when a theme asks for it."""

    def __init__(self, passages: Sequence[Passage], langs: Sequence[str]) -> None:
        """`langs`: the language of each voice."""
        self._passages, self._langs = passages, langs
        self._usage: dict[str, Usage] = {}
        self._known: dict[str, dict[str, int]] = {}
        self._read_passages: dict[int, ReadPassage] = {}

    def places(self, lang: str, places: Iterable[int] | None = None) -> list[int]:
        """Of the passages, or of some of them, those in a language."""
        every = range(len(self._passages)) if places is None else places
        return [at for at in every if self._langs[self._passages[at].text] == lang]

    def occurrences(self, lang: str, places: Iterable[int] | None = None, most: int = MOST_PASSAGES) -> Occurrences:
        return occurrences(self._read(at, lang) for at in spaced(self.places(lang, places), most))

    def known(self, lang: str) -> Mapping[str, int]:
        """How many voices use each word."""
        if lang not in self._known:
            voices: dict[str, set[int]] = defaultdict(set)
            for at in self.places(lang):
                for word in contents(self._passages[at].words):
                    voices[word].add(self._passages[at].text)
            self._known[lang] = {word: len(some) for word, some in voices.items()}
        return self._known[lang]

    def _read(self, at: int, lang: str) -> ReadPassage:
        if at not in self._read_passages:
            one = self._passages[at]
            self._read_passages[at] = read_passage(one.text, one.words, contents(one.words), self.usage(lang))
        return self._read_passages[at]

    def usage(self, lang: str) -> Usage:
        """How the letters of a language use their words."""
        if lang not in self._usage:
            some = spaced(self.places(lang), READ_FOR_USAGE)
            self._usage[lang] = usage((self._passages[at].words for at in some), lang)
        return self._usage[lang]
