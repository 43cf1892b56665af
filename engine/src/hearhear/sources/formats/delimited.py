"""CSV and its kin: comma, semicolon, tab or bar between the fields, quotes around those that need them. Lines of a
title may stand above the header.

A well-formed file goes through Arrow's reader. Whether it is well-formed is seen from its quotation marks: every
opening one follows a delimiter or a line end, every closing one precedes one, and their number is even. A file that
is not goes through the scanner below, record by record, so that one lost quotation mark costs one line, not the rest.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.csv as arrow_csv

from hearhear.errors import UnreadableFile
from hearhear.sources.formats.text import Utf8, utf8
from hearhear.sources.records import Raw, Rejected, Request, shortened

DELIMITERS = (",", ";", "\t", "|")
HEAD = 1 << 20
# Held in memory whole where it has to be scanned record by record.
MAX_SCANNED = 1 << 30
CHUNK = 64 << 20
# Arrow's blocks; a record has to fit into one.
BLOCK = 16 << 20
MAX_COLUMNS = 2_000
# Titles, dates of the export and notes stand in a few lines above a table.
LOOK = 30
QUOTE, NEWLINE, RETURN = ord('"'), ord("\n"), ord("\r")

DAMAGED = re.compile("[\udc80-\udcff]")

Bytes = npt.NDArray[np.uint8]


@dataclass(frozen=True)
class Record:
    """One record: its line, its fields (None where it is malformed), why it is malformed, its text."""

    line: int
    fields: list[str] | None
    fault: str
    raw: str


def load(path: Path, request: Request) -> Raw:
    """Read the records under one header into columns of strings; an empty field is null."""
    with utf8(path, request.options.encoding) as source:
        delimiter = request.options.delimiter or sniff(_head(source))
        above, names = _header(path, source, delimiter)
        keep = [name for name in names if request.wanted is None or name in request.wanted]
        if request.limit is not None:
            raw = _scan(path, source, delimiter, names, request.limit, above)
        else:
            whole = None if above else _fast(source, delimiter, names, keep)
            raw = whole or _scan(path, source, delimiter, names, None, above)
            numbers = raw.lines() if source.path != path else None
            raw.lines = (lambda: numbers) if numbers is not None else raw.lines
            request.progress(1, 1)
        raw.encoding, raw.delimiter = source.encoding, delimiter
        raw.table = raw.table.select(keep)
        return raw


def sniff(head: str) -> str:
    """The delimiter under which most of the first records have the same number of fields, and more than one."""

    def agreement(delimiter: str) -> tuple[int, int]:
        widths = Counter(len(r.fields) for r in islice(records(head, delimiter), 60) if r.fields and r.raw.strip())
        (width, count) = max(((w, c) for w, c in widths.items() if w > 1), key=lambda wc: wc[1], default=(0, 0))
        return count, width

    return max(DELIMITERS, key=agreement)


def records(text: str, delimiter: str) -> Iterator[Record]:
    """Every record of a text, malformed ones with their fault; blank lines are passed over.

    After a quotation mark that is never closed, or closed in the middle of a field, reading goes on at the next line.
    """
    quoted = re.compile(rf'"((?:[^"]++|"")*+)"(?=[{re.escape(delimiter)}\r\n]|\Z)')
    plain = re.compile(rf"[^{re.escape(delimiter)}\r\n]*+")
    line, at = 1, 0
    while at < len(text):
        fields, end, fault = _record(text, at, delimiter, quoted, plain)
        if fault:
            end = _line_end(text, at)
        raw = text[at:end]
        if raw.strip():
            yield Record(line, None if fault else fields, fault, raw)
        at = _past_line_end(text, end)
        line += raw.count("\n") + (1 if at > end else 0)


def _record(
    text: str, at: int, delimiter: str, quoted: "re.Pattern[str]", plain: "re.Pattern[str]"
) -> tuple[list[str], int, str]:
    fields: list[str] = []
    while True:
        if text.startswith('"', at):
            match = quoted.match(text, at)
            if match is None:
                return [], at, "a quotation mark is not closed, or is closed inside the field"
            fields.append(match[1].replace('""', '"'))
        else:
            match = plain.match(text, at)
            fields.append(match[0] if match else "")
        at = match.end() if match else at
        if not text.startswith(delimiter, at):
            return fields, at, ""
        at += 1


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end - (1 if text[end - 1 : end] == "\r" and end > at else 0)


def _past_line_end(text: str, at: int) -> int:
    if text.startswith("\r\n", at):
        return at + 2
    return at + 1 if at < len(text) else at


def _head(source: Utf8) -> str:
    with source.path.open("rb") as file:
        file.seek(source.start)
        text = file.read(HEAD).decode("utf-8", "replace")
    whole = source.path.stat().st_size <= HEAD
    return text if whole else text[: text.rfind("\n") + 1]


def _header(path: Path, source: Utf8, delimiter: str) -> tuple[int, list[str]]:
    """How many records stand above the header, and its names."""
    head = list(islice(records(_head(source), delimiter), LOOK))
    if not head:
        raise UnreadableFile(path, "empty", "there is nothing in it")
    above = _above(head)
    first = head[above]
    if first.fields is None:
        raise UnreadableFile(path, "not_what_it_says", f"no header can be read: {first.fault}")
    if len(first.fields) > MAX_COLUMNS:
        raise UnreadableFile(path, "too_large", f"{len(first.fields)} columns; at most {MAX_COLUMNS} are read")
    return above, unique(first.fields)


def _above(head: Sequence[Record]) -> int:
    """How many lines of a title there are: each says one thing, above a header as wide as the records below it."""
    widths = Counter(len(record.fields) for record in head if record.fields)
    width, count = max(widths.items(), key=lambda pair: pair[1], default=(0, 0))
    first = next((at for at, one in enumerate(head) if one.fields and len(one.fields) == width), 0)
    titles = [record.fields for record in head[:first]]
    one_thing = all(fields is not None and sum(map(bool, map(str.strip, fields))) <= 1 for fields in titles)
    return first if one_thing and width > 1 and count > len(titles) and count > 1 else 0


def unique(names: Sequence[str | None]) -> list[str]:
    """Column names, blank ones named by their place and repeated ones numbered."""
    seen: Counter[str] = Counter()
    found = []
    for place, given in enumerate(names, 1):
        name = " ".join((given or "").replace("\x00", "").split()) or f"column {place}"
        seen[name] += 1
        found.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return found


# The whole file at once.


def _fast(source: Utf8, delimiter: str, names: list[str], keep: list[str]) -> Raw | None:
    """The table as Arrow reads it, or None when the file is not well-formed."""
    data = np.memmap(source.path, np.uint8, "r")[source.start :]
    if source.damaged or not _well_quoted(data, ord(delimiter)):
        return None
    refused: list[arrow_csv.InvalidRow] = []
    try:
        table = _arrow(source.path, delimiter, names, keep, refused, threads=True)
        if refused:
            # Only a reader with one thread knows the numbers of the rows that it refuses.
            refused.clear()
            table = _arrow(source.path, delimiter, names, keep, refused, threads=False)
    except pa.ArrowInvalid:
        return None
    raw = Raw("csv", table)
    numbers = np.array([row.number for row in refused], np.int64) - 1
    if len(numbers):
        starts = _record_lines(data)
        if len(starts) != len(table) + len(numbers) + 1:
            return None
        raw.rejected = [
            _wrong_width(int(starts[at]), row.actual_columns, len(names), row.text)
            for at, row in zip(numbers, refused, strict=True)
        ]
        if numbers[-1] == len(starts) - 1 and data[-1] != NEWLINE:
            return None
    raw.lines = lambda: (
        _lines_of_rows(source.path, source.start, len(table), numbers) if source.path.exists() else None
    )
    return raw


def _arrow(
    path: Path,
    delimiter: str,
    names: list[str],
    keep: list[str],
    refused: "list[arrow_csv.InvalidRow]",
    threads: bool,
) -> pa.Table:
    def refuse(row: arrow_csv.InvalidRow) -> str:
        refused.append(row)
        return "skip"

    return arrow_csv.read_csv(
        path,
        arrow_csv.ReadOptions(column_names=names, skip_rows_after_names=1, block_size=BLOCK, use_threads=threads),
        arrow_csv.ParseOptions(delimiter=delimiter, newlines_in_values=True, invalid_row_handler=refuse),
        arrow_csv.ConvertOptions(
            column_types={name: pa.string() for name in names},
            include_columns=keep,
            null_values=[""],
            strings_can_be_null=True,
            quoted_strings_can_be_null=True,
        ),
    )


def _well_quoted(data: Bytes, delimiter: int) -> bool:
    """Whether every quotation mark that opens follows, and every one that closes precedes, a border or a mark."""
    even = True
    for start in range(0, len(data), CHUNK):
        chunk = data[start : start + CHUNK]
        marks = np.flatnonzero(chunk == QUOTE) + start
        opening, closing = (marks[0::2], marks[1::2]) if even else (marks[1::2], marks[0::2])
        before = data[opening[opening > 0] - 1]
        after = data[closing[closing < len(data) - 1] + 1]
        if not (_border(before, delimiter).all() and _border(after, delimiter).all()):
            return False
        even ^= bool(len(marks) % 2)
    return even


def _border(data: Bytes, delimiter: int) -> npt.NDArray[np.bool_]:
    return np.isin(data, np.array([delimiter, QUOTE, NEWLINE, RETURN], np.uint8))


def _record_lines(data: Bytes) -> npt.NDArray[np.int64]:
    """The line on which every record begins, the header's first, blank ones left out, in a well-quoted file."""
    starts, lines, inside, line = [np.zeros(1, np.int64)], [np.ones(1, np.int64)], 0, 1
    for start in range(0, len(data), CHUNK):
        chunk = data[start : start + CHUNK]
        quoted = np.bitwise_xor.accumulate((chunk == QUOTE).astype(np.uint8)) ^ inside
        ends = np.flatnonzero(chunk == NEWLINE)
        outside = quoted[ends] == 0
        starts.append(ends[outside] + start + 1)
        lines.append(line + 1 + np.flatnonzero(outside))
        inside, line = int(quoted[-1]), line + len(ends)
    begins, numbers = np.concatenate(starts), np.concatenate(lines)
    there = begins < len(data)
    begins, numbers = begins[there], numbers[there]
    return numbers[~np.isin(data[begins], np.array([NEWLINE, RETURN], np.uint8))]


def _lines_of_rows(path: Path, start: int, rows: int, refused: npt.NDArray[np.int64]) -> npt.NDArray[np.int64] | None:
    lines = np.delete(_record_lines(np.memmap(path, np.uint8, "r")[start:]), [0, *refused])
    return lines if len(lines) == rows else None


def _wrong_width(line: int, width: int, expected: int, raw: str) -> Rejected:
    return Rejected(line, "wrong_number_of_fields", f"{width} fields where the header has {expected}", shortened(raw))


# Record by record.


def _scan(path: Path, source: Utf8, delimiter: str, names: list[str], limit: int | None, above: int = 0) -> Raw:
    text = _head(source) if limit else _whole(path, source)
    rows: list[list[str | None]] = []
    lines: list[int] = []
    rejected: list[Rejected] = []
    last_is_bad = False
    for record in islice(records(text, delimiter), above + 1, limit):
        fault = _fault(record, len(names))
        last_is_bad = fault is not None
        if fault or record.fields is None:
            rejected += [fault] if fault else []
            continue
        rows.append([value or None for value in record.fields])
        lines.append(record.line)
    if last_is_bad and not limit and not text.endswith(("\n", "\r")):
        detail = f"the last record (line {rejected[-1].line}) breaks off; the file is not whole"
        raise UnreadableFile(path, "truncated", detail)
    columns = [pa.array(values, pa.string()) for values in zip(*rows, strict=True)]
    table = pa.table(columns or [pa.array([], pa.string()) for _ in names], names=names)
    numbers = np.array(lines, np.int64)
    return Raw("csv", table, lambda: numbers, rejected)


def _fault(record: Record, width: int) -> Rejected | None:
    if record.fields is None:
        return Rejected(record.line, "bad_quoting", record.fault, shortened(record.raw))
    if DAMAGED.search(record.raw):
        return Rejected(record.line, "not_utf8", "not UTF-8", shortened(record.raw))
    if len(record.fields) != width:
        return _wrong_width(record.line, len(record.fields), width, record.raw)
    return None


def _whole(path: Path, source: Utf8) -> str:
    if source.path.stat().st_size > MAX_SCANNED:
        raise UnreadableFile(path, "too_large", "its quotation marks are not in order, and it is too large to mend")
    return source.path.read_bytes()[source.start :].decode("utf-8", "surrogateescape")
