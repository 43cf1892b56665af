"""Words and short phrases that people wrote, as candidates for a label.

A phrase begins and ends with a word that says something, holds at most three of them, and nothing but prepositions and
articles in between: mostly a noun with what belongs to it, found without a grammar of the language.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from hearhear.themes.words import LINK, LINKING, VAGUE, WORD, bare, folded, matters, says, stem

Phrase = tuple[str, ...]
"""The stems of its words that say something."""

MOST_WORDS, MOST_BETWEEN = 3, 2
_BREAK = re.compile(r"[^\s'’\-]|\s['’]|['’]\s")
"""What parts two words: a sign, or an apostrophe that is a quotation mark."""
_BEGINS = re.compile(r"(?:^|[.!?…:\n])[\s\"'«“(\-–—•*]*$")
_LOOKED_BACK = 6
"""Characters between the end of a sentence and the first word of the next."""
BEHIND = frozenset(("ca", "es", "fr", "it", "pt"))
"""Languages whose adjectives mostly follow their noun; in others they stand before it."""


def phrases(text: str) -> Iterator[tuple[Phrase, str]]:
    """Each word that says something and each phrase, with how it is written here."""
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
    """As it stands there, without the capital that a sentence begins with."""
    word = text[begin:end]
    if word[:1].isupper() and word[1:2].islower() and _BEGINS.search(text, max(0, begin - _LOOKED_BACK), begin):
        return word[:1].lower() + word[1:]
    return word


def standing(text: str, lang: str) -> set[str]:
    """The stems that stand by themselves somewhere in a text, not only beside the noun that they qualify.

    In "évasion fiscale" the second word does not, in "renewable energy" the first: alone they name nothing.
    """
    plain = LINK.sub(lambda found: "|" * len(found.group()), text)
    found = list(WORD.finditer(plain))
    return {
        stem(match.group()) for at, match in enumerate(found) if says(match.group()) and _alone(plain, found, at, lang)
    }


def _alone(text: str, found: list[re.Match[str]], at: int, lang: str) -> bool:
    first = at - 1 if lang in BEHIND else at
    if first < 0 or first + 1 >= len(found) or text[found[first].end() : found[first + 1].start()].strip():
        return True
    return not says(found[first if lang in BEHIND else first + 1].group())


def speaks(phrase: Phrase) -> bool:
    """Whether a phrase has a word that is no courtesy."""
    return matters(phrase)


def names(phrase: Phrase) -> bool:
    """Whether a phrase has a word that names a subject by itself, unlike "situation" or "system"."""
    return any(word not in VAGUE for word in phrase)
