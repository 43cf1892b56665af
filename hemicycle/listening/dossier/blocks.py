"""The blocks a dossier is made of. Each is plain JSON; pages and PDF draw the same blocks.

A sentence or a cell is {"text", "note", "lang"}: `note` numbers the messages behind it, None where it speaks of none.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any

from django.utils.safestring import SafeString

from hemicycle.accounts import charts

Block = dict[str, Any]
Cell = dict[str, Any]


def sentence(text: object, note: int | None = None, *, lang: str = "") -> Cell:
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
    """Each: {"text", "cut", "lang", "translation", "about", "note"}; the translation, if any, is the office's."""
    return {"kind": "quotes", "items": list(found)}


def letter(lang: str, segments: Sequence[dict[str, Any]]) -> Block:
    """What many sent: parts of {"text", "slot", "count", "gap"}.

    Of a place that changes `count` says in how many ways; a `gap` is what the dossier says of words not shown.
    """
    return {"kind": "letter", "lang": lang, "pieces": list(segments)}


def notice(title: object, text: object) -> Block:
    return {"kind": "notice", "title": str(title), "text": str(text)}


def section(name: str, title: object, blocks: Iterable[Block]) -> Block:
    return {"id": name, "title": str(title), "blocks": list(blocks)}


class Notes:
    """Each different set of messages is one note, numbered from 1 in the order in which it is first cited."""

    def __init__(self) -> None:
        self._numbers: dict[tuple[int, ...], int] = {}

    def of(self, messages: Iterable[int]) -> int | None:
        """The number of the note that lists these messages; None for no message at all."""
        listed = tuple(sorted(set(messages)))
        return self._numbers.setdefault(listed, len(self._numbers) + 1) if listed else None

    def listed(self) -> dict[str, list[int]]:
        """Note → messages, as JSON takes it."""
        return {str(number): list(messages) for messages, number in self._numbers.items()}


def runs(messages: Iterable[int]) -> list[str]:
    """4, 5, 6, 9 → 4–6, 9."""
    ordered = sorted(messages)
    breaks = [0, *(at for at, (a, b) in enumerate(pairwise(ordered), 1) if b != a + 1), len(ordered)]
    found = [ordered[a:b] for a, b in pairwise(breaks)]
    return [str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in found]


COLOURS = (charts.BLUE, charts.ORANGE)


def drawn(block: Mapping[str, Any], *, language: str, width: int) -> SafeString:
    """One chart block in the widths of a page, the widest being `width`."""
    return KINDS[block["chart"]](block["data"], language, width)


def _time(data: Mapping[str, Any], language: str, width: int) -> SafeString:
    series = [
        charts.Series(one["label"], colour, [(day, n) for day, n in one["days"]])
        for one, colour in zip(data["series"], COLOURS, strict=False)
    ]
    return charts.over_time(series, language=language, weekly=data["weekly"], width=width)


def _bars(data: Mapping[str, Any], language: str, width: int) -> SafeString:
    rows = [(category, label, n, words) for category, label, n, words in data["rows"]]
    return charts.bars(rows, labels=data["labels"], language=language, width=width)


def _map(data: Mapping[str, Any], language: str, width: int) -> SafeString:
    found = [charts.Circle(c["label"], c["n"], c["x"], c["y"], words=c["words"]) for c in data["circles"]]
    return charts.circles(found, language=language, width=width)


KINDS = {"time": _time, "bars": _bars, "map": _map}
