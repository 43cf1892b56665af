"""XLSX: the first sheet with anything in it or a named one, below its title; values only, row by row.

First of all it is seen how much the archive unpacks to.
"""

import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, time
from itertools import chain, islice
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pyarrow as pa
from openpyxl.utils.exceptions import InvalidFileException

from hearhear.errors import UnreadableFile
from hearhear.sources.formats.delimited import LOOK, MAX_COLUMNS, unique
from hearhear.sources.formats.header import header_row, headings
from hearhear.sources.records import Options, Progress, Raw, Request, text_table

# A full sheet of letters (1,048,576 rows) stays below; a bomb does not.
MAX_UNPACKED = 2 << 30
# XML of sheets packs to about a twentieth, blank ones to a hundredth; a bomb to a thousandth.
MAX_RATIO = 200
SMALL = 32 << 20
# A workbook of answers has a sheet for each question or each project at the most.
MAX_SHEETS = 50
# How openpyxl shows that a workbook is damaged: it has no error of its own for most of it.
DAMAGED = (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, TypeError, AttributeError, IndexError,
           OSError, EOFError, SyntaxError, NotImplementedError, zipfile.zlib.error)  # type: ignore[attr-defined]  # fmt: skip


def load(path: Path, request: Request) -> Raw:
    """Read a sheet under its header row into columns of strings."""
    with _opened(path) as book:
        sheets = _sheets(path, book, request.options)
        found = (_read(book, sheet, sheets, request) for sheet in sheets if request.options.sheet in (None, sheet))
        raw = next((one for one in found if one is not None), None)
    if raw is None:
        raise UnreadableFile(path, "empty", "there is nothing in it")
    return raw


def heads(path: Path, request: Request) -> dict[str, Raw]:
    """The first rows of every sheet that is not blank, or of the declared one, by the names of the sheets."""
    with _opened(path) as book:
        sheets = _sheets(path, book, request.options)
        wanted = [sheet for sheet in sheets[:MAX_SHEETS] if request.options.sheet in (None, sheet)]
        found = {sheet: _read(book, sheet, sheets, request) for sheet in wanted}
    if not any(found.values()):
        raise UnreadableFile(path, "empty", "there is nothing in it")
    return {sheet: raw for sheet, raw in found.items() if raw is not None}


@contextmanager
def _opened(path: Path) -> Iterator[Any]:
    """The workbook, its damage as UnreadableFile."""
    try:
        _weigh(path)
        book = openpyxl.load_workbook(path, read_only=True, data_only=True, keep_links=False)
        try:
            yield book
        finally:
            book.close()
    except DAMAGED as error:
        raise UnreadableFile(path, "not_what_it_says", f"not a whole Excel workbook: {error}") from error


def _weigh(path: Path) -> None:
    with zipfile.ZipFile(path) as archive:
        for member in archive.infolist():
            with archive.open(member) as file:
                # No workbook declares entities; a bomb of them does.
                if b"<!DOCTYPE" in file.read(4096).upper().replace(b"\x00", b""):
                    raise UnreadableFile(path, "unsupported", "a workbook with a document type is not read")
        unpacked = sum(member.file_size for member in archive.infolist())
        packed = sum(member.compress_size for member in archive.infolist())
    if unpacked > MAX_UNPACKED or (unpacked > SMALL and unpacked > MAX_RATIO * packed):
        raise UnreadableFile(
            path, "too_large", f"unpacks to {unpacked >> 20:,} MB, more than a sheet of letters can be"
        )


def _sheets(path: Path, book: Any, options: Options) -> tuple[str, ...]:
    sheets = tuple(sheet.title for sheet in book.worksheets)
    if options.sheet is not None and options.sheet not in sheets:
        raise UnreadableFile(path, "unknown_column", f"no sheet {options.sheet}; it has: {', '.join(sheets)}")
    if not sheets:
        raise UnreadableFile(path, "empty", "there is no sheet in it")
    return sheets


def _read(book: Any, sheet: str, sheets: tuple[str, ...], request: Request) -> Raw | None:
    """A sheet, or None where it is blank."""
    rows = _rows(book[sheet])
    above = list(islice(rows, LOOK))
    if not above:
        return None
    shown = [[_cell(value) for value in row[:MAX_COLUMNS]] for _, row in above]
    at = header_row(shown)
    names = unique(headings(shown, at))
    below = islice(chain(above[at + 1 :], rows), request.limit)
    columns, lines = _columns(names, request.wanted, below, request.progress)
    return Raw("xlsx", columns, lambda: lines, sheets=sheets)


def _rows(sheet: Any) -> Iterator[tuple[int, tuple[Any, ...]]]:
    """The rows that are not blank, with their numbers."""
    # What the file declares of its own size may be a lie, and a row would be padded to it.
    sheet.reset_dimensions()
    for number, row in enumerate(sheet.iter_rows(values_only=True), 1):
        if any(value is not None for value in row):
            yield number, row


def _columns(
    names: Sequence[str],
    wanted: Sequence[str] | None,
    rows: Iterator[tuple[int, tuple[Any, ...]]],
    progress: Progress,
) -> tuple[pa.Table, Any]:
    places = [place for place, name in enumerate(names) if wanted is None or name in wanted]
    values: dict[str, list[str | None]] = {names[place]: [] for place in places}
    lines: list[int] = []
    for number, row in rows:
        lines.append(number)
        for place in places:
            values[names[place]].append(_cell(row[place]) if place < len(row) else None)
        if len(lines) % 10_000 == 0:
            progress(len(lines), 0)
    return text_table(values), np.array(lines, np.int64)


def _cell(value: object) -> str | None:
    if value is None or isinstance(value, str):
        return value.encode("utf-8", "replace").decode() if value else None
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
