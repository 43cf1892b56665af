"""A message while it is written: segments with their kind, typed in one style and joined."""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

NEAR = "near"


@dataclass(frozen=True)
class Segment:
    """Some text; `kind` is one of the kinds of personal data, NEAR, "public" for a name that stays, or None."""

    text: str
    kind: str | None = None


Segments = list[Segment]
Typed = tuple[str, tuple[tuple[int, int, str], ...], tuple[tuple[int, int], ...]]


def without_accents(text: str) -> str:
    """The letters without their marks, as typed on a foreign keyboard."""
    return "".join(char for char in unicodedata.normalize("NFD", text) if not unicodedata.combining(char))


def _names_in_small_letters(segment: Segment) -> str:
    return segment.text.lower() if segment.kind in ("name", "signature") else segment.text


STYLES: dict[str, Callable[[Segment], str]] = {
    "plain": lambda segment: segment.text,
    "small letters": lambda segment: segment.text.lower(),
    "capitals": lambda segment: segment.text if segment.kind == "email" else segment.text.upper(),
    "no accents": lambda segment: without_accents(segment.text),
    "names in small letters": _names_in_small_letters,
}


def typed(segments: Segments, style: str) -> Typed:
    """The whole text, its items and the ranges near them."""
    text, items, near = "", [], []
    for segment in segments:
        start, text = len(text), text + STYLES[style](segment)
        if segment.kind == NEAR:
            near.append((start, len(text)))
        elif segment.kind and segment.kind != "public":
            items.append((start, len(text), segment.kind))
    return text, tuple(items), tuple(near)
