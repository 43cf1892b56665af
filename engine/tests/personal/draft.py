"""A message while it is written: pieces with their kind, typed in one style, then laid end to end."""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

NEAR = "near"


@dataclass(frozen=True)
class Piece:
    """Some text; `kind` is one of the kinds of personal data, NEAR, "public" for a name that stays, or None."""

    text: str
    kind: str | None = None


Pieces = list[Piece]
Typed = tuple[str, tuple[tuple[int, int, str], ...], tuple[tuple[int, int], ...]]


def without_accents(text: str) -> str:
    """The letters without their marks, as typed on a foreign keyboard."""
    return "".join(char for char in unicodedata.normalize("NFD", text) if not unicodedata.combining(char))


def _names_in_small_letters(piece: Piece) -> str:
    return piece.text.lower() if piece.kind in ("name", "signature") else piece.text


STYLES: dict[str, Callable[[Piece], str]] = {
    "plain": lambda piece: piece.text,
    "small letters": lambda piece: piece.text.lower(),
    "capitals": lambda piece: piece.text if piece.kind == "email" else piece.text.upper(),
    "no accents": lambda piece: without_accents(piece.text),
    "names in small letters": _names_in_small_letters,
}


def typed(pieces: Pieces, style: str) -> Typed:
    """The whole text, its items and the ranges near them."""
    text, items, near = "", [], []
    for piece in pieces:
        start, text = len(text), text + STYLES[style](piece)
        if piece.kind == NEAR:
            near.append((start, len(text)))
        elif piece.kind and piece.kind != "public":
            items.append((start, len(text), piece.kind))
    return text, tuple(items), tuple(near)
