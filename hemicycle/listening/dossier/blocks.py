"""The pieces a dossier is told in. Each is plain JSON; pages and PDF draw the same pieces.

A sentence or a cell is {"text", "note", "lang"}: `note` numbers the messages behind it, None where it speaks of none.
"""

from collections.abc import Iterable, Sequence
from typing import Any

Block = dict[str, Any]
Cell = dict[str, Any]


def said(text: object, note: int | None = None, *, lang: str = "") -> Cell:
    """`lang` where the words are not in the language of the dossier."""
    return {"text": str(text), "note": note, "lang": lang}


def number(text: str, note: int | None = None) -> Cell:
    """A cell that is aligned as a number."""
    return {"text": text, "note": note, "lang": "", "number": True}


def paragraph(*sentences: Cell) -> Block:
    return {"kind": "paragraph", "sentences": list(sentences)}


def heading(text: object, *, lang: str = "") -> Block:
    """The heading of a part of a section, in the language of the dossier unless `lang` says another."""
    return {"kind": "heading", "text": str(text), "lang": lang}


def table(caption: object, columns: Sequence[object], rows: Iterable[Sequence[Cell]]) -> Block:
    """The first cell of a row is its header."""
    return {
        "kind": "table",
        "caption": str(caption),
        "columns": [str(column) for column in columns],
        "rows": [list(row) for row in rows],
    }


def items(sentences: Iterable[Cell]) -> Block:
    return {"kind": "list", "items": list(sentences)}


def chart(kind: str, title: str, alt: str, data: dict[str, Any], rows: Block) -> Block:
    """kind: "time", "bars" or "map"; `rows` is the table that says the same."""
    return {"kind": "chart", "chart": kind, "title": title, "alt": alt, "data": data, "table": rows}


def quotes(found: Sequence[Cell]) -> Block:
    """Each: {"text", "cut", "lang", "about", "note"}."""
    return {"kind": "quotes", "items": list(found)}


def letter(lang: str, pieces: Sequence[dict[str, Any]]) -> Block:
    """A template: pieces of {"text", "slot"}."""
    return {"kind": "letter", "lang": lang, "pieces": list(pieces)}


def notice(title: object, text: object) -> Block:
    return {"kind": "notice", "title": str(title), "text": str(text)}


def section(name: str, title: object, blocks: Iterable[Block]) -> Block:
    return {"id": name, "title": str(title), "blocks": list(blocks)}
