"""A long sitting in parts, each about an hour of speech; a short one is a single part.

A part begins with a heading where there is one. `?part=2` names it by number, `?at=` by a speech, a heading or a vote
in it, so that a link to a speech stays right when the record grows; `?part=all` is the whole sitting.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from hemicycle.record.models import VoteEvent

from .debate import Heading, Line, RenderedSpeech, Texts

# 150 words a minute of six signs each (Tauroza and Allison 1990: British English, lectures and conversations).
HOUR = 54_000
ALL = "all"
_KEPT = ("text", "beside")


@dataclass(frozen=True, slots=True)
class Part:
    number: int
    lines: Sequence[Line]

    @property
    def title(self) -> Heading | None:
        first = self.lines[0] if self.lines else None
        return first if isinstance(first, Heading) else None


@dataclass(frozen=True, slots=True)
class Division:
    """The parts of a sitting, and the one that is shown; None: all of them."""

    parts: Sequence[Part]
    shown: Part | None
    asked: Mapping[str, str]

    @property
    def is_long(self) -> bool:
        return len(self.parts) > 1

    @property
    def lines(self) -> Sequence[Line]:
        return self.shown.lines if self.shown else [line for part in self.parts for line in part.lines]

    @property
    def contents(self) -> list[tuple[Heading, bool]]:
        """Every heading, and whether it stands in another part."""
        headings = ((line, part) for part in self.parts for line in part.lines if isinstance(line, Heading))
        return [(heading, self.shown is not None and part is not self.shown) for heading, part in headings]

    @property
    def before(self) -> Part | None:
        return self.parts[self.shown.number - 2] if self.shown and self.shown.number > 1 else None

    @property
    def after(self) -> Part | None:
        return self.parts[self.shown.number] if self.shown and self.shown.number < len(self.parts) else None

    def query(self, part: object) -> str:
        """The address of a part, with the languages that were chosen."""
        kept = {name: self.asked[name] for name in _KEPT if self.asked.get(name)}
        return f"?{urlencode({'part': str(part), **kept})}"


def divide(lines: Sequence[Line], texts: Texts, asked: Mapping[str, str]) -> Division | None:
    """None where the address names a part that is not there."""
    parts = list(_parts(lines, texts))
    if len(parts) == 1 or asked.get("part") == ALL:
        return Division(parts, None, asked)
    if at := asked.get("at"):
        found = next((part for part in parts if any(_is_named(line, at) for line in part.lines)), parts[0])
        return Division(parts, found, asked)
    number = asked.get("part", "1")
    is_there = number.isascii() and number.isdigit() and 1 <= int(number[:6]) <= len(parts)
    return Division(parts, parts[int(number[:6]) - 1], asked) if is_there else None


def _parts(lines: Sequence[Line], texts: Texts) -> Iterator[Part]:
    """A new one begins at a main heading after half an hour, at any after one, at any speech after two."""
    lengths = [texts.length_of(line.speech) if isinstance(line, RenderedSpeech) else 0 for line in lines]
    if sum(lengths) <= 2 * HOUR:
        yield Part(1, lines)
        return
    begins, said, number = 0, 0, 1
    for at, (line, length) in enumerate(zip(lines, lengths, strict=True)):
        if said >= _longest_before(line):
            yield Part(number, lines[begins:at])
            begins, said, number = at, 0, number + 1
        said += length
    yield Part(number, lines[begins:])


def _longest_before(line: Line) -> int:
    if isinstance(line, Heading):
        return HOUR if line.rank else HOUR // 2
    return 2 * HOUR


def _is_named(line: Line, anchor: str) -> bool:
    """An anchor is `item-4`, `vote-…`, a speech or one of its paragraphs."""
    if isinstance(line, Heading):
        return anchor == line.item.anchor
    if isinstance(line, VoteEvent):
        return anchor == f"vote-{line.address}"
    return anchor.partition("-")[0] == line.speech.address
