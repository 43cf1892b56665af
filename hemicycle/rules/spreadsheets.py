"""Tables as files for spreadsheets, a line at a time."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence

# Without it, spreadsheets misread UTF-8.
BYTE_ORDER_MARK = "\ufeff"
# What a spreadsheet would take for a formula (OWASP, CSV injection).
FORMULA = ("=", "+", "-", "@", "\t", "\r")


class _Line:
    """A file for csv.writer that gives back each line it is given."""

    def write(self, line: str) -> str:
        return line


def as_csv(columns: Sequence[object], rows: Iterable[Iterable[object]]) -> Iterator[str]:
    writer = csv.writer(_Line())
    yield BYTE_ORDER_MARK + writer.writerow([str(name) for name in columns])
    for row in rows:
        yield writer.writerow([safe(cell) for cell in row])


def safe(cell: object) -> object:
    """Text that no spreadsheet runs as a formula; numbers stay numbers."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell
