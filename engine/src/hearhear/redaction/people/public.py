"""People in public office, whom the caller names."""

import re
from collections.abc import Collection

from hearhear.redaction.vocabulary import plain

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_PART = re.compile(r"[^\W\d_]+")


class Public:
    """People in public office: their names stay."""

    def __init__(self, names: Collection[str] = ()) -> None:
        parts = [[plain(part) for part in _PART.findall(name)] for name in sorted(names) if name[:1] != "@"]
        self._names = [(frozenset(words), frozenset(words[1:] or words)) for words in parts if words]
        self.handles = frozenset(name.lower().lstrip("@") for name in names)

    def has(self, words: Collection[str]) -> bool:
        """Whether words are a name in office, or its surname."""
        if not self._names:
            return False
        mine = frozenset(part for word in words for part in _PART.findall(plain(word)))
        return any(mine <= name and mine & surname for name, surname in self._names)

    def begins(self, text: str, count: int) -> bool:
        """Whether a text begins with a name in office; `count` words of it are sure, two more may belong to it."""
        if not self._names:
            return False
        words = _WORD.findall(text)[: count + 2]
        return any(self.has(words[:size]) for size in range(count, len(words) + 1))
