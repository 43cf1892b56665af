"""Who has already said what: keeps two people from writing the same eight words in a row by accident.

Eight, because the promise of the corpus is that individuals share no run of more than seven words.
"""

from __future__ import annotations

import re

RUN = 8

_WORD = re.compile(r"\w+")


def runs(text: str) -> list[tuple[str, ...]]:
    """Every run of eight words, in lower case and without punctuation."""
    words = _WORD.findall(text.lower())
    return [tuple(words[start : start + RUN]) for start in range(len(words) - RUN + 1)]


def last_words(text: str) -> str:
    """The end of a text that a run could bridge to what follows."""
    return " ".join(_WORD.findall(text)[-(RUN - 1) :])


class Ledger:
    """Runs of eight words by the sender who wrote them first."""

    def __init__(self) -> None:
        self._said: dict[tuple[str, ...], str] = {}

    def is_new(self, text: str, sender: str) -> bool:
        return all(self._said.get(run, sender) == sender for run in runs(text))

    def note(self, text: str, sender: str) -> None:
        for run in runs(text):
            self._said.setdefault(run, sender)
