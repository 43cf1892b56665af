"""A message in parts: its author's own words and everything else, with the way back to every character."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

Kind = Literal["own", "markup", "quote", "forwarded", "form", "salutation", "signoff", "footer", "automatic"]

# A stretch of a text and what it is: (start, end, kind), offsets in characters.
Span = tuple[int, int, Kind]


@dataclass(frozen=True)
class Part:
    """A stretch of the message as it was received."""

    kind: Kind
    start: int
    end: int


@dataclass(frozen=True)
class Run:
    """Consecutive characters of the body and their place in the message, from `start` to `end`.

    A run whose lengths differ stands for something written otherwise there, an entity or a line break in HTML.
    """

    body: int
    length: int
    start: int
    end: int

    @property
    def verbatim(self) -> bool:
        return self.length == self.end - self.start


@dataclass(frozen=True)
class Body:
    """The author's own words, and the place of each character in the message."""

    text: str
    runs: tuple[Run, ...]

    def original(self, position: int) -> int:
        """The place in the message of a character of the body; of its end, the end of the last character."""
        if not self.runs:
            return 0
        run = self.runs[max(0, bisect_right(self._starts, position) - 1)]
        if run.verbatim:
            return run.start + min(position - run.body, run.length)
        return run.start if position < run.body + run.length else run.end

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The span of the message that a span of the body comes from."""
        if end <= start:
            return self.original(start), self.original(start)
        last = self.runs[max(0, bisect_right(self._starts, end - 1) - 1)]
        stop = self.original(end - 1) + 1 if last.verbatim else last.end
        return self.original(start), stop

    @cached_property
    def _starts(self) -> list[int]:
        return [run.body for run in self.runs]


@dataclass(frozen=True)
class Parts:
    """A message in parts that cover all of it, in order; `automatic` says that no person wrote it."""

    text: str
    parts: tuple[Part, ...]
    automatic: bool
    body: Body


def line_matches(
    pattern: re.Pattern[str], text: str, start: int = 0, end: int | None = None
) -> Iterator[re.Match[str]]:
    """As `pattern.finditer(text, start, end)`, for a pattern of whole lines, which that tries at every character."""
    stop = len(text) if end is None else end
    done = start
    for at in _line_starts(text, start, stop):
        found = pattern.match(text, at, stop) if at >= done else None
        if found:
            yield found
            done = found.end()


def _line_starts(text: str, start: int, stop: int) -> Iterator[int]:
    if start == 0 or text[start - 1] == "\n":
        yield start
    at = text.find("\n", start, stop)
    while at >= 0:
        yield at + 1
        at = text.find("\n", at + 1, stop)


def gaps(length: int, spans: Iterable[Span]) -> list[tuple[int, int]]:
    """The stretches that no span covers."""
    found, at = [], 0
    for start, end, _ in sorted(spans):
        if start > at:
            found.append((at, start))
        at = max(at, end)
    return [*found, (at, length)] if at < length else found


def fill(length: int, spans: Iterable[Span]) -> list[Span]:
    """The spans in order without overlap (the earlier wins), the gaps between them as own words."""
    found: list[Span] = []
    at = 0
    for start, end, kind in sorted(spans):
        if start > at:
            found.append((at, start, "own"))
        if end > at:
            found.append((max(at, start), end, kind))
            at = end
    return [*found, (at, length, "own")] if at < length else found
