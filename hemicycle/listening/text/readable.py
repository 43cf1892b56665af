"""A message as a person reads it: what came as HTML without its tags, with the way from the source to the words."""

import re
from bisect import bisect_right
from dataclasses import dataclass

from hearhear.structure import html
from hearhear.structure.letter import salutation

# Where a subject or a heading ends: no mark, and an empty line before what follows.
UNMARKED_END = re.compile(r"(?<=\w)[ \t]*\n[ \t]*\n\s*(?=\S)")


@dataclass(frozen=True)
class Readable:
    """`text` is shown; `segments` are (start in the source, end there, start in `text`, length there), in order."""

    text: str
    segments: tuple[tuple[int, int, int, int], ...]

    @property
    def was_markup(self) -> bool:
        return bool(self.segments)

    def at(self, position: int) -> int:
        """Where a character of the source is shown; one that is not shown is where the next one is."""
        if not self.segments:
            return position
        number = bisect_right([segment[0] for segment in self.segments], position) - 1
        if number < 0:
            return 0
        start, end, shown, length = self.segments[number]
        if position >= end:
            return shown + length
        return shown + min(position - start, length)


def without_salutation(text: str) -> str:
    """What follows it; a text that is nothing else stays as it is."""
    greeted = salutation(text)
    return (greeted and text[greeted[1] :]) or text


def readable(source: str) -> Readable:
    if not html.HAS_MARKUP.search(source):
        return Readable(source, ())
    shown, segments = "", []
    for piece in html.fragments(source):
        # A row of empty lines says no more than one.
        empty = not piece.text.strip() and (not shown or shown.endswith("\n\n"))
        text = "" if empty else piece.text
        segments.append((piece.start, piece.end, len(shown), len(text)))
        shown += text
    return Readable(shown, tuple(segments))


def plain(source: str) -> str:
    """The text alone, for the lists."""
    return readable(source).text
