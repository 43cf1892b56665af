"""A text in sentences, and a letter in segments: sentences to be read, and stretches whose kind their form tells.

Offsets count characters of the text given. A quotation of five words or more is a segment of its own; in the sentence
around it three points stand for it, so that "Whoever wrote “…” has never been here" is one sentence.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from hearhear.structure import Kind as Structure
from hearhear.structure import split
from hearhear.structure.html import HAS_MARKUP

_SENTENCE = re.compile(r"""(?:[^.!?…;\n]|[.!?…;](?!["'»”’)\]]*\s))+[.!?…;]*["'»”’)\]]*""")
_ABBREVIATED = re.compile(
    r"(?:^|[\s(-])(?:[A-Za-zÀ-ÿ]|[Mm]me|Mr|Mrs|Dr|St|[Aa]rt|[Cc]l|[Ss]ec|pp?|etc|cf|vs|no|núm|Sr|Sra|Ud|ej)\.$"
)
_MONTH = re.compile(r"Jan|Jän|Feb|März|Apr|Mai|Jun|Jul|Aug|Sep|Okt|Nov|Dez")
"""In German a point stands behind the day."""
_WRAPPED = 45
"""Characters: mail programs and scanners break lines at 60 to 80; a line of an address or a list is shorter."""

QUOTATION_WORDS = 5
"""Fewer words between quotation marks are a name, a title or irony and stay part of the sentence."""
_QUOTATION = re.compile(
    r"“[^“”]{2,4000}?”|«[^«»]{2,4000}?»|„[^„“”]{2,4000}?[“”]"
    r"|(?<![^\s(\[—–-])\"(?=\S)[^\"]{2,4000}?(?<=\S)\"(?!\w)"
    r"|(?<![^\s(\[—–-])‘(?=\w)[^‘\n]{2,4000}?(?<=[.,!?…\w])’(?!\w)"
    r"|(?<=[:,] )'(?=\w)[^\n]{2,4000}?(?<=[.,!?…])'(?!\w)"
)
_WORD = re.compile(r"\w+")
ENCLOSED = 0.9
"""A text quoted from end to end quotes nobody: some exports put every field between quotation marks."""
_HOLE = "x"
"""Fills a quotation while sentences are looked for: it ends none."""
GAP = "…"


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of a letter from `start` to `end`.

    `words`: what it says, on one line. `form`: one of FORMS where its form alone tells what it is, else None.
    """

    start: int
    end: int
    words: str
    form: str | None


# Mail that is answered or passed on is forwarded; what stands between quotation marks is quoted.
FORMS = ("quoted", "forwarded", "courtesy", "signature", "form")
_FORM_OF: Mapping[Structure, str] = {
    "quote": "forwarded", "forwarded": "forwarded", "salutation": "courtesy", "signoff": "signature", "form": "form",
    "footer": "form", "automatic": "form",
}  # fmt: skip


def sentences(text: str) -> list[tuple[int, int]]:
    """Where the sentences of a text begin and end; a line break ends one too, unless the line is wrapped."""
    found: list[tuple[int, int]] = []
    for match in _SENTENCE.finditer(text):
        start, end = _trimmed(text, match.start(), match.end())
        if found and start < end and _goes_on(text, found[-1], start):
            found[-1] = found[-1][0], end
        elif start < end:
            found.append((start, end))
    return found


def _goes_on(text: str, before: tuple[int, int], start: int) -> bool:
    """Whether the point before was one of an abbreviation or of a quotation, or the line is wrapped."""
    between = text[before[1] : start]
    lower = text[start].islower()
    if between.count("\n") > 1:
        return False
    if "\n" in between:
        line = before[1] - max(text.rfind("\n", 0, before[1]), before[0] - 1) - 1
        return lower and text[before[1] - 1] not in ".!?…:;" and line >= _WRAPPED
    if text[before[1] - 1] in "\"'»”’)]":
        return lower
    if text[before[1] - 1] != ".":
        return False
    dated = lower or _MONTH.match(text, start) is not None
    numbered = text[before[0] : before[1] - 1].isdigit() or (dated and text[before[1] - 2].isdigit())
    return numbered or _ABBREVIATED.search(text, max(0, before[1] - 6), before[1]) is not None


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and (text[start].isspace() or text[start] in "-•*–—·.,;:>"):
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def quotations(text: str) -> list[tuple[int, int]]:
    """Spans between quotation marks, the marks included, of QUOTATION_WORDS or more; none if they are the whole."""
    found = [match.span() for match in _QUOTATION.finditer(text) if len(_WORD.findall(match[0])) >= QUOTATION_WORDS]
    return [] if sum(end - start for start, end in found) > ENCLOSED * len(text.strip()) else found


def segments(text: str) -> list[Segment]:
    """The segments of a letter in order."""
    parts = split(text)
    if HAS_MARKUP.search(text):
        found = list(_read(parts.body.text, parts.body.span))
    else:
        own = [(part.start, part.end) for part in parts.parts if part.kind == "own"]
        found = [one for start, end in own for one in _read(text[start:end], _shifted(start))]
    formal = [
        Segment(part.start, part.end, " ".join(text[part.start : part.end].split()), _FORM_OF[part.kind])
        for part in parts.parts
        if part.kind in _FORM_OF
    ]
    return sorted([*found, *formal], key=lambda one: (one.start, one.end))


Place = Callable[[int, int], tuple[int, int]]
"""From a span of a part to the span of the letter."""


def _shifted(by: int) -> Place:
    return lambda start, end: (by + start, by + end)


def _read(text: str, place: Place) -> Iterator[Segment]:
    """Sentences of one's own, with a gap for what they quote, and the quotations."""
    quoted = quotations(text)
    filled = _filled(text, quoted)
    for start, end in sentences(filled):
        inside = [one for one in quoted if start <= one[0] < end]
        words = _with_gaps(text, start, end, inside)
        if any(mark.isalnum() for mark in words):
            yield Segment(*place(start, end), words, None)
    for start, end in quoted:
        yield Segment(*place(start, end), " ".join(text[start:end].split()), "quoted")


def _filled(text: str, quoted: list[tuple[int, int]]) -> str:
    """The text without what could end a sentence inside a quotation; its last point is kept."""
    parts, at = [], 0
    for start, end in quoted:
        parts += [text[at : start + 1], _HOLE * (end - start - 3), text[end - 2 : end]]
        at = end
    return "".join([*parts, text[at:]])


def _with_gaps(text: str, start: int, end: int, inside: list[tuple[int, int]]) -> str:
    edges = [(start, start), *inside, (end, end)]
    own = [text[left[1] : right[0]] for left, right in pairwise(edges)]
    return " ".join(f" “{GAP}” ".join(own).split())
