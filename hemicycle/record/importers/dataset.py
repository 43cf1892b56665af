"""The dataset of a record (`exporters/dataset.py`), back into a record: every row as it was, with its key.

Only the CSV in it is read: text, counted while it is unpacked. Parquet is there for people who calculate, and its
reader is no gate for files from outside. Nothing is unpacked onto the disk, and no name in the archive becomes a path.
"""

from __future__ import annotations

import csv
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from pathlib import Path
from typing import Any

from hemicycle.record.importers.errors import Fault, UnreadableFile
from hemicycle.record.importers.safe_xml import opened
from hemicycle.record.papers import TableRows
from hemicycle.record.tables.columns import BY_NAME, BadCell, Column, columns
from hemicycle.record.tables.columns import read as read_cell

PACKAGE = "datapackage.json"
MAGIC = b"PK\x03\x04"

GIBIBYTE = 1024**3
# A day of the British House is 1.3 MB of CSV (491 speeches, two divisions): this is eighty years of 150 such days.
LIMIT_UNPACKED_BYTES = 16 * GIBIBYTE
# Real tables shrink to between a third and a twentieth; deflate can do a thousandth, which no record does.
MOST_SHRUNK, SMALL_BYTES = 100, 1024 * 1024
# Two files a table, the package and its words in three languages; three times as many leaves room for other versions.
MOST_FILES = 3 * (2 * len(BY_NAME) + 4)
# A row with all its cells: the longest provision of a bill is a thousandth of it.
LIMIT_ROW_CHARACTERS = 16 * 1024 * 1024
ROWS_AT_ONCE, CHARACTERS_AT_ONCE = 1_000, 8 * 1024 * 1024


def is_archive(path: Path) -> bool:
    with opened(path) as file:
        return file.read(len(MAGIC)) == MAGIC


def read(path: Path) -> Iterator[TableRows]:
    """The rows of each table, those first to which others point. Raises UnreadableFile."""
    with opened(path) as file, _faults(path), zipfile.ZipFile(file) as archive:
        files = _checked(path, archive)
        for name in BY_NAME:
            if f"csv/{name}.csv" in files:
                yield from _table(path, archive, name)


@contextmanager
def _faults(path: Path) -> Iterator[None]:
    """What the libraries say of a bad archive, as what we say of a bad file."""
    try:
        yield
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
        raise UnreadableFile(path, Fault.BROKEN_ARCHIVE, detail=str(error)[:80]) from error
    except UnicodeDecodeError as error:
        raise UnreadableFile(path, Fault.WRONG_ENCODING, detail="UTF-8") from error


def _checked(path: Path, archive: zipfile.ZipFile) -> set[str]:
    """The names of the files in it; raises UnreadableFile before anything is unpacked."""
    entries = archive.infolist()
    names = {entry.filename for entry in entries}
    if PACKAGE not in names:
        raise UnreadableFile(path, Fault.NOT_A_DATASET)
    if len(entries) > MOST_FILES or len(names) < len(entries):
        raise UnreadableFile(path, Fault.UNSAFE_ARCHIVE, detail=str(len(entries)))
    if sum(entry.file_size for entry in entries) > LIMIT_UNPACKED_BYTES:
        raise UnreadableFile(path, Fault.TOO_LARGE, detail=f"{LIMIT_UNPACKED_BYTES // GIBIBYTE} GiB")
    for entry in entries:
        if _is_unsafe(entry):
            raise UnreadableFile(path, Fault.UNSAFE_ARCHIVE, detail=entry.filename[:80])
    return names


def _is_unsafe(entry: zipfile.ZipInfo) -> bool:
    parts = entry.filename.replace("\\", "/").split("/")
    shrunk = entry.file_size > max(SMALL_BYTES, MOST_SHRUNK * entry.compress_size)
    encrypted = bool(entry.flag_bits & 0x1)
    packed = entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
    return ".." in parts or parts[0] == "" or ":" in parts[0] or encrypted or packed or shrunk


def _table(path: Path, archive: zipfile.ZipFile, name: str) -> Iterator[TableRows]:
    csv.field_size_limit(LIMIT_ROW_CHARACTERS)
    with archive.open(f"csv/{name}.csv") as packed:
        lines = _Lines(path, name, TextIOWrapper(packed, encoding="utf-8", newline=""))
        try:
            yield from _batches(path, name, csv.reader(lines, strict=True), lines)
        except csv.Error as error:
            raise UnreadableFile(path, Fault.MALFORMED_TABLE, line=lines.count, detail=name) from error


class _Lines:
    """Lines of a table, counted, so that no row can grow without end."""

    def __init__(self, path: Path, name: str, file: TextIOWrapper) -> None:
        self.path, self.name, self.file = path, name, file
        self.count = self.size = 0

    def __iter__(self) -> Iterator[str]:
        while line := self.file.readline(LIMIT_ROW_CHARACTERS):
            self.count += 1
            self.size += len(line)
            if self.size >= LIMIT_ROW_CHARACTERS:
                raise UnreadableFile(self.path, Fault.TOO_LARGE, line=self.count, detail=self.name)
            yield line


def _batches(path: Path, name: str, rows: Iterator[list[str]], lines: _Lines) -> Iterator[TableRows]:
    known = {column.name: column for column in columns(BY_NAME[name])}
    heads = next(rows, [])
    if "id" not in heads or len(set(heads)) < len(heads) or not known.keys() >= set(heads):
        raise UnreadableFile(path, Fault.OTHER_COLUMNS, detail=name)
    named = [known[head] for head in heads]
    batch, found = list[tuple[Any, ...]](), 0
    for row in rows:
        batch.append(_row(path, name, named, row, lines.count))
        found, lines.size = found + lines.size, 0
        if len(batch) == ROWS_AT_ONCE or found > CHARACTERS_AT_ONCE:
            yield TableRows(name, tuple(heads), tuple(batch))
            batch, found = [], 0
    if batch:
        yield TableRows(name, tuple(heads), tuple(batch))


def _row(path: Path, name: str, named: list[Column], row: list[str], line: int) -> tuple[Any, ...]:
    if len(row) != len(named):
        raise UnreadableFile(path, Fault.MALFORMED_TABLE, line=line, detail=name)
    try:
        return tuple(read_cell(column, cell) for column, cell in zip(named, row, strict=True))
    except BadCell as error:
        raise UnreadableFile(path, Fault.BAD_CELL, line=line, detail=f"{name}: {error}") from error
