"""The words that stand in the record, as they are written, by owner: what a slip may have been meant for.

By owner and not by speech: a sitting has some thousand words, however many speeches say them again.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from hemicycle.record.search.entry import Entry
from hemicycle.record.search.words import LONGEST_WORD, WORD, whole

# A shorter one is nothing that a longer one could be made of.
SHORTEST_WORD = 3

Words = Collection[str]


class Vocabulary:
    """Gathers the words of entries as they go by: `take` each, then the `rest`. Only of these owners, or of any.

    Entries of an owner follow one another; its words are given out with the first entry of the next.
    """

    def __init__(self, owners: Collection[str] | None = None) -> None:
        self._owners = None if owners is None else frozenset(owners)
        self._owner = ""
        self._words: set[str] = set()

    def take(self, entry: Entry) -> Iterator[tuple[str, Words]]:
        owner = entry.owners[0]
        if self._owners is not None and owner not in self._owners:
            return
        if owner != self._owner:
            yield from self.rest()
            self._owner = owner
        for texts in entry.texts.values():
            for text in texts:
                self._words.update(filter(_counts, WORD.findall(whole(text).lower())))

    def rest(self) -> Iterator[tuple[str, Words]]:
        if self._words:
            yield self._owner, self._words
        self._words = set()


def _counts(word: str) -> bool:
    """Numbers are never meant for other numbers."""
    return SHORTEST_WORD <= len(word) <= LONGEST_WORD and word.isalpha()
