"""Words and short phrases that people wrote, as candidates for a label.

A phrase begins and ends with a word that says something, holds at most three of them, and nothing but prepositions and
articles in between: mostly a noun with what belongs to it, found without a grammar of the language.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from hearhear.themes.words import LINK, LINKING, WORD, bare, folded, matters, says, stem

Phrase = tuple[str, ...]
"""The stems of its words that say something."""

MOST_WORDS, MOST_BETWEEN = 3, 2
_BREAK = re.compile(r"[^\s'’\-]")


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
            yield tuple(held), text[begin : found[at].end()]
            if len(held) == MOST_WORDS:
                return
        elif folded(word) in LINKING and between < MOST_BETWEEN:
            between += 1
        else:
            return


def speaks(phrase: Phrase) -> bool:
    """Whether a phrase has a word that is no courtesy."""
    return matters(phrase)
