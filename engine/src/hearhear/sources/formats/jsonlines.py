"""JSON: one object a line, or one array of objects.

Lines are cut out of blocks of the file as an Arrow array and read by DuckDB, a block at a time; only a line that it
refuses is looked at in Python, which says why, or reads it after all (DuckDB refuses half a surrogate pair).
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from hearhear.errors import UnreadableFile
from hearhear.sources.formats.text import Utf8, utf8
from hearhear.sources.records import MAX_TEXT, Progress, Raw, Rejected, Request, shortened

BLOCK = 16 << 20
# Six bytes a character where every one is escaped, and as much again for the other columns.
MAX_LINE = 12 * MAX_TEXT
# An array is one value and has to be held whole; one object a line has no such limit.
MAX_ARRAY = 512 << 20
MAX_COLUMNS = 500
HEAD = 1_000
SURROGATE = re.compile("[\ud800-\udfff]")
ARRAY = re.compile(r"\s*\[\s*[{\]]")
BETWEEN = re.compile(r"[\s,]*")
# Begins a line that was not UTF-8: no JSON value does, so both parsers leave it to be reported.
DAMAGED = "\ufffe"

Numbers = npt.NDArray[np.int64]


def load(path: Path, request: Request) -> Raw:
    """Read objects into columns of strings; nested objects become columns named `outer/inner`."""
    with utf8(path, request.options.encoding) as source:
        if _is_document(source):
            text = _document(path, source)
            sink = _Sink(
                path, _pointers((_object(raw) for _, raw in islice(_json_objects(path, text), HEAD)), request.wanted)
            )
            for numbers, lines in _batches(_json_objects(path, text), request.limit):
                sink.add(lines, numbers)
        else:
            sink = _Sink(path, _pointers(_head(source), request.wanted))
            for block, line, last in _blocks(source, request.limit, sink, request.progress):
                sink.add_block(block, line, last)
        return sink.raw(source)


def flatten(record: Mapping[str, Any], outer: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Paths of the values of an object, into objects inside it to a depth of five."""
    for key, value in record.items():
        if isinstance(value, dict) and len(outer) < 5:
            yield from flatten(value, (*outer, key))
        else:
            yield (*outer, key)


def _pointers(records: "Iterable[dict[str, Any] | str]", wanted: Sequence[str] | None) -> dict[str, str]:
    """JSON pointers of the columns that the first objects have, or of those wanted among them."""
    found: dict[str, str] = {}
    for record in records:
        for path in flatten(record) if isinstance(record, dict) else ():
            if len(found) < MAX_COLUMNS and all(part.isprintable() for part in path):
                pointer = "".join("/" + part.replace("~", "~0").replace("/", "~1") for part in path)
                found.setdefault("/".join(path), pointer)
    return found if wanted is None else {name: found[name] for name in wanted if name in found}


def _object(line: str) -> "dict[str, Any] | str":
    """The object of a line, or why there is none."""
    try:
        value = json.loads(line)
    except (ValueError, RecursionError) as error:
        return f"not JSON: {error}"
    return value if isinstance(value, dict) else "not an object with named values"


def _head(source: Utf8) -> "Iterator[dict[str, Any] | str]":
    with source.path.open("rb") as file:
        file.seek(source.start)
        for line in islice(iter(lambda: file.readline(MAX_LINE), b""), HEAD):
            yield _object(line.decode("utf-8", "replace"))
            if file.tell() > BLOCK:
                return


# One value: an array, an object that wraps an array, or objects written over several lines.


def _is_document(source: Utf8) -> bool:
    with source.path.open("rb") as file:
        file.seek(source.start)
        first, second = file.readline(MAX_LINE), file.readline(MAX_LINE)
    head = first.decode("utf-8", "replace")
    if ARRAY.match(head) or head.strip() in ("[", "{", "[{"):
        return True
    return not second.strip() and _wrapped(_object(head)) is not None


def _wrapped(record: "dict[str, Any] | str") -> str | None:
    """The name under which an object has an array of objects."""
    values = record.items() if isinstance(record, dict) else ()
    return next(
        (name for name, value in values if isinstance(value, list) and value and isinstance(value[0], dict)), None
    )


def _document(path: Path, source: Utf8) -> str:
    if source.path.stat().st_size > MAX_ARRAY:
        raise UnreadableFile(path, "too_large", "a JSON array this large cannot be read; write one object a line")
    return source.path.read_bytes()[source.start :].decode("utf-8", "replace")


def _json_objects(path: Path, text: str) -> Iterator[tuple[int, str]]:
    """Line and text of every value of the array."""
    at = _opening(text)
    opening, line, counted = at > 0, 1, 0
    decoder = json.JSONDecoder()
    while (at := _after_space(text, at)) < len(text) and text[at] != "]":
        try:
            end = decoder.raw_decode(text, at)[1]
        except (ValueError, RecursionError) as error:
            raise _broken(path, text, error) from error
        line, counted = line + text.count("\n", counted, at), at
        yield line, text[at:end]
        at = end
    if opening and at >= len(text):
        raise UnreadableFile(path, "truncated", "the array breaks off; the file is not whole")


def _opening(text: str) -> int:
    """Where the first value of the array begins; 0 where the values are not in one."""
    array = ARRAY.match(text)
    if array:
        return array.end() - 1
    name = _wrapped(_object(text))
    found = re.search(rf"{re.escape(json.dumps(name, ensure_ascii=False))}\s*:\s*\[", text) if name else None
    return found.end() if found else 0


def _after_space(text: str, at: int) -> int:
    space = BETWEEN.match(text, at)
    return space.end() if space else at


def _broken(path: Path, text: str, error: Exception) -> UnreadableFile:
    if isinstance(error, json.JSONDecodeError) and _breaks_off(text, error):
        return UnreadableFile(path, "truncated", f"breaks off in line {error.lineno}; the file is not whole")
    return UnreadableFile(path, "not_what_it_says", f"not JSON: {error}")


def _breaks_off(text: str, error: json.JSONDecodeError) -> bool:
    return error.pos >= len(text.rstrip()) or text.rstrip()[-1:] not in ("}", "]")


def _batches(objects: Iterator[tuple[int, str]], limit: int | None) -> Iterator[tuple[Numbers, pa.Array]]:
    objects = islice(objects, limit)
    while batch := list(islice(objects, 10_000)):
        texts = [SURROGATE.sub("\ufffd", raw) for _, raw in batch]
        yield np.array([line for line, _ in batch], np.int64), pa.array(texts, pa.string())


# One object a line.


def _blocks(source: Utf8, limit: int | None, sink: "_Sink", progress: Progress) -> Iterator[tuple[bytes, int, bool]]:
    """Blocks of whole lines, the number of their first line, and whether the file ends without a line end."""
    total = source.path.stat().st_size
    line, pending = 1, b""
    with source.path.open("rb") as file:
        file.seek(source.start)
        while chunk := file.read(BLOCK if limit is None else 1 << 20):
            pending += chunk
            cut = pending.rfind(b"\n") + 1
            if cut:
                yield pending[:cut], line, False
                line += pending.count(b"\n", 0, cut)
                pending = pending[cut:]
            elif len(pending) > MAX_LINE:
                sink.reject(
                    line,
                    "line_too_long",
                    f"longer than {MAX_LINE:,} bytes",
                    pending[:4000].decode("utf-8", "replace"),
                )
                pending, line = _after_line(file), line + 1
            progress(file.tell(), total)
            if limit and line > limit:
                return
    if pending:
        yield pending, line, True


def _after_line(file: BinaryIO) -> bytes:
    while chunk := file.read(BLOCK):
        if (cut := chunk.find(b"\n")) >= 0:
            return chunk[cut + 1 :]
    return b""


def _lines(block: bytes) -> pa.Array:
    """The block's lines as an Arrow array over its own bytes, without copying them."""
    data = block if block.endswith(b"\n") else block + b"\n"
    ends = np.flatnonzero(np.frombuffer(data, np.uint8) == ord("\n")) + 1
    offsets = np.concatenate([[0], ends]).astype(np.int32)
    lines = pa.StringArray.from_buffers(len(ends), pa.py_buffer(offsets), pa.py_buffer(data))
    try:
        lines.validate(full=True)
    except pa.ArrowInvalid:
        return pa.array([_decoded(line) for line in data[:-1].split(b"\n")], pa.string())
    return lines


def _decoded(line: bytes) -> str:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return DAMAGED + line.decode("utf-8", "backslashreplace")


@dataclass
class _Sink:
    """Rows read so far, their lines, and what was refused."""

    path: Path
    pointers: Mapping[str, str]
    tables: list[pa.Table] = field(default_factory=list)
    numbers: list[Numbers] = field(default_factory=list)
    rejected: list[Rejected] = field(default_factory=list)

    def add_block(self, block: bytes, line: int, last: bool) -> None:
        lines = _lines(block)
        if last:
            self._refuse_cut_line(lines[-1].as_py(), line + len(lines) - 1)
        self.add(lines, np.arange(line, line + len(lines)))

    def add(self, lines: pa.Array, numbers: Numbers) -> None:
        table = self._extract(lines)
        good = np.asarray(pc.fill_null(pc.equal(table["kind"], "OBJECT"), False))
        rows = {int(at): self._mend(lines[int(at)].as_py(), int(numbers[at])) for at in np.flatnonzero(~good)}
        mended = {at: row for at, row in rows.items() if row is not None}
        columns = table.drop_columns(["kind"]).rename_columns(list(self.pointers))
        if rows:
            columns, numbers = _with_mended(columns, numbers, good, mended)
        self.tables.append(columns)
        self.numbers.append(numbers)

    def _extract(self, lines: pa.Array) -> pa.Table:
        """The wanted values of every line as strings, and `kind`, null where the line is not JSON."""
        pointers = ", ".join("'{}'".format(pointer.replace("'", "''")) for pointer in self.pointers.values())
        columns = ["kind", *(f"found[{at}] as c{at}" for at in range(1, len(self.pointers) + 1))]
        query = f"""
            select {", ".join(columns)} from (
                select json_type(value) as kind, json_extract_string(value, [{pointers}]) as found
                from (select case when json_valid(line) then line end as value from given))
        """  # noqa: S608  # Names of columns are quoted; there are no parameters for paths.
        with duckdb.connect() as connection:
            connection.register("given", pa.table({"line": lines}))
            return connection.sql(query).to_arrow_table()

    def _mend(self, line: str, number: int) -> dict[str, str | None] | None:
        """The values of a line that DuckDB refused, if Python can read it; otherwise it is set aside."""
        if line.startswith(DAMAGED):
            self.reject(number, "not_utf8", "not UTF-8", line[1:])
            return None
        record = _object(line) if line.strip() else None
        if isinstance(record, dict):
            return {name: _value(record, pointer) for name, pointer in self.pointers.items()}
        if record:
            self.reject(number, "not_json", record, line.rstrip("\r\n"))
        return None

    def reject(self, line: int, reason: str, detail: str, raw: str) -> None:
        self.rejected.append(Rejected(line, reason, detail, shortened(raw)))

    def _refuse_cut_line(self, line: str, number: int) -> None:
        try:
            json.loads(line)
        except json.JSONDecodeError as error:
            if line.lstrip().startswith("{") and _breaks_off(line, error):
                detail = f"the last line ({number}) breaks off; the file is not whole"
                raise UnreadableFile(self.path, "truncated", detail) from error
        except RecursionError:
            pass

    def raw(self, source: Utf8) -> Raw:
        if not any(len(table) for table in self.tables):
            first = f"; line {self.rejected[0].line}: {self.rejected[0].detail}" if self.rejected else ""
            raise UnreadableFile(self.path, "not_what_it_says", f"no JSON objects{first}")
        numbers = np.concatenate(self.numbers)
        return Raw("jsonl", pa.concat_tables(self.tables), lambda: numbers, self.rejected, encoding=source.encoding)


def _with_mended(
    table: pa.Table,
    numbers: Numbers,
    good: npt.NDArray[np.bool_],
    mended: Mapping[int, Mapping[str, str | None]],
) -> tuple[pa.Table, Numbers]:
    places = np.concatenate([np.flatnonzero(good), np.array(list(mended), np.int64)])
    order = np.argsort(places)
    rows = pa.Table.from_pylist(list(mended.values()), schema=table.schema)
    both = pa.concat_tables([table.filter(pa.array(good)), rows])
    return both.take(pa.array(order)), numbers[places[order]]


def _value(record: Mapping[str, Any], pointer: str) -> str | None:
    value: Any = record
    for part in pointer.split("/")[1:]:
        value = value.get(part.replace("~1", "/").replace("~0", "~")) if isinstance(value, dict) else None
    if value is None:
        return None
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return SURROGATE.sub("\ufffd", text)
