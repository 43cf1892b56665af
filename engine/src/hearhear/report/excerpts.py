"""Which words of a message to show: a whole sentence around what is pointed at, never the middle of a word."""

from __future__ import annotations

import re

from hearhear.structure import split

LONGEST = 320
"""Characters of a quotation: two or three sentences, which is what a reader takes in at a glance."""
_STOPS = (".", "!", "?", "…", ":", ";")
_BETWEEN = " \t\r\"'«»“”‘’()[]"
_ITEM = re.compile(r"[\s\"'«“‘(\[>*•–—-]*(?:\d{1,2}[.)]\s*)?")
"""What stands before the first word of a line: marks of a list, of quotation, nothing."""
_ENDS = re.compile(r"[.!?…]+[\"'»”)\]]*(?=\s)|\n")


def around(text: str, start: int, end: int) -> tuple[int, int]:
    """The sentences around characters `start` to `end`, as far as they are not too long."""
    before = max((match.end() for match in _ENDS.finditer(text, 0, start)), default=0)
    after = _ENDS.search(text, max(start, end - 1))
    first, last = before, after.end() if after else len(text)
    if last - first > LONGEST:
        room = max(0, LONGEST - (end - start)) // 2
        first = _word_begins(text, max(first, start - room))
        last = _word_ends(text, min(last, max(first + LONGEST, end)))
    return trimmed(text, first, last)


def opening(text: str) -> tuple[int, int]:
    """The first of its author's own words, as much as may be shown."""
    own = next(
        (part for part in split(text).parts if part.kind == "own" and text[part.start : part.end].strip()), None
    )
    first, last = (own.start, own.end) if own else (0, len(text))
    return beginning(text, first, last)


def beginning(text: str, first: int, last: int) -> tuple[int, int]:
    """As many whole sentences from `first` on as may be shown, or the beginning of a long one."""
    first, last = trimmed(text, first, last)
    if last - first <= LONGEST:
        return first, last
    ends = [match.end() for match in _ENDS.finditer(text, first + LONGEST // 3, first + LONGEST)]
    return trimmed(text, first, ends[-1] if ends else _word_ends(text, first + LONGEST))


def torn(text: str, start: int, end: int) -> tuple[bool, bool]:
    """Whether the sentence goes on before `start`, and after `end`."""
    line = text[text.rfind("\n", 0, start) + 1 : start]
    begins = _ITEM.fullmatch(line) is not None or line.rstrip(_BETWEEN).endswith(_STOPS)
    rest = text[end:].split("\n", 1)[0].lstrip(_BETWEEN)
    ended = rest.startswith(_STOPS) or text[start:end].rstrip(_BETWEEN).endswith(_STOPS)
    ends = ended or not any(map(str.isalnum, rest))
    return not begins, not ends


def trimmed(text: str, first: int, last: int) -> tuple[int, int]:
    """Without blanks at either end."""
    while first < last and text[first].isspace():
        first += 1
    while last > first and text[last - 1].isspace():
        last -= 1
    return first, last


def _word_begins(text: str, at: int) -> int:
    found = re.compile(r"\s").search(text, at) if at and not text[at - 1].isspace() else None
    return found.end() if found else at


def _word_ends(text: str, at: int) -> int:
    if at >= len(text) or text[at].isspace():
        return at
    return next((place for place in range(at, 0, -1) if text[place - 1].isspace()), at)
