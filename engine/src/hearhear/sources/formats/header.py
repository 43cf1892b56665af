"""Where a table begins: below its title and a line of groups, and how many lines explain its header."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

import pyarrow as pa

from hearhear.sources.formats.delimited import LOOK, unique
from hearhear.sources.records import Raw

Cells = Sequence[str | None]

# A title fills one cell and a line of groups at most every second; a header names nearly every column.
MOST = 2 / 3
NUMBER = re.compile(r"[\W\d_]*$")
# How Qualtrics marks the third of its three headers.
IMPORTED = '{"ImportId"'
# What SurveyMonkey writes below a heading, where it is not one of several choices.
PLAIN_ANSWERS = frozenset(
    ("open-ended response", "response", "réponse ouverte", "réponse", "respuesta abierta", "respuesta")
)


def header_row(rows: Sequence[Cells]) -> int:
    """Which of the first rows of a sheet is its header: the first that names most of the columns, or 0."""
    head = rows[:LOOK]
    widest = max((_filled(row) for row in head), default=0)
    for at, row in enumerate(head):
        # Below a line of groups, a name may come again in each.
        if _filled(row) >= MOST * widest and _names(row, again=at > 0 and _filled(head[at - 1]) > 1):
            return at
        if widest == 2 and not (row and row[0]):
            return 0
    return 0


def headings(rows: Sequence[Cells], at: int) -> list[str | None]:
    """The names in the header; one that comes again stands behind the name of its group in the row above."""
    names = [" ".join(cell.split()) if cell else None for cell in rows[at]]
    while names and not names[-1]:
        # Formatting leaves blank cells at the end.
        names.pop()
    again = {name for name in names if name and names.count(name) > 1}
    if not again or not at:
        return names
    group, grouped = "", list[str | None]()
    for place, name in enumerate(names):
        group = (rows[at - 1][place] if place < len(rows[at - 1]) else "") or group
        grouped.append(f"{group} - {name}" if name in again and group else name)
    return grouped


def _filled(row: Cells) -> int:
    return sum(bool(cell and cell.strip()) for cell in row)


def _names(row: Cells, again: bool) -> bool:
    """Words, each once: headings are no numbers, and two columns are seldom called the same but in two groups."""
    cells = [cell.strip() for cell in row if cell and cell.strip()]
    return (again or len(set(cells)) == len(cells)) and not any(map(NUMBER.match, cells))


def labels(head: pa.Table) -> tuple[dict[str, str], int]:
    """The headings that a reader of the form saw, by column, and how many rows below the header are no answers."""
    rows = [list(row.values()) for row in head.slice(0, 2).to_pylist()]
    if len(rows) == 2 and _filled(rows[1]) and all(c.startswith(IMPORTED) for c in rows[1] if c):
        shown = [label or name for name, label in zip(head.column_names, rows[0], strict=True)]
        return _labelled(head.column_names, shown), 2
    # Below the number of a respondent stands nothing.
    if rows and not rows[0][0] and any((cell or "").strip().lower() in PLAIN_ANSWERS for cell in rows[0]):
        return _labelled(head.column_names, _below(head.column_names, rows[0])), 1
    return {}, 0


def _labelled(names: Sequence[str], shown: Sequence[str]) -> dict[str, str]:
    return dict(zip(names, unique(shown), strict=True))


def _below(names: Sequence[str], row: Cells) -> list[str]:
    """A heading over several columns stands above the first of them alone; each choice has its name below."""
    shown, group = [], ""
    for name, cell in zip(names, row, strict=True):
        group = group if re.fullmatch(r"column \d+", name) else name
        below = (cell or "").strip()
        shown.append(f"{group} - {below}" if below and below.lower() not in PLAIN_ANSWERS else group)
    return shown


def relabelled(raw: Raw, names: Mapping[str, str], skipped: int) -> Raw:
    """The table under the headings that a reader saw, without the rows that are no answers."""
    if not skipped:
        return raw
    lines = raw.lines()
    kept = None if lines is None else lines[skipped:]
    table = raw.table.slice(skipped).rename_columns([names.get(name, name) for name in raw.table.column_names])
    return replace(raw, table=table, lines=lambda: kept)
