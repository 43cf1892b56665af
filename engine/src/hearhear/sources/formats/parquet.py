"""Parquet: only the columns that a message is made of are read, whole or a group of rows at a time."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from hearhear.errors import UnreadableFile
from hearhear.sources.records import Raw, Rejected, Request

# Types that turn into the fields of a message; lists, maps and structures do not.
NESTED = (pa.types.is_nested, pa.types.is_null)


def load(path: Path, request: Request) -> Raw:
    """Read the wanted columns, as they are typed."""
    with opened(path) as file:
        names = [name for name in columns(file) if request.wanted is None or name in request.wanted]
        if request.limit is not None:
            batch = next(file.iter_batches(min(request.limit, 10_000), columns=names), None)
            return whole(pa.Table.from_batches([batch] if batch else [], _schema(file, names)))
        groups = []
        for at in range(file.num_row_groups):
            groups.append(file.read_row_group(at, columns=names))
            request.progress(at + 1, file.num_row_groups)
        return whole(pa.concat_tables(groups) if groups else _schema(file, names).empty_table())


def whole(table: pa.Table) -> Raw:
    """The table without the rows whose texts are not UTF-8: nothing stops a program from writing such."""
    table = pa.table([_as_text(column) for column in table.columns], names=table.column_names)
    try:
        table.validate(full=True)
    except pa.ArrowInvalid:
        damaged = [_damaged(column) for column in table.columns]
        bad = np.logical_or.reduce(damaged)
        rejected = [Rejected(int(at) + 1, "not_utf8", "not UTF-8") for at in np.flatnonzero(bad)]
        numbers = np.flatnonzero(~bad) + 1
        kept = table.filter(pa.array(~bad))
        kept.validate(full=True)
        return Raw("parquet", kept, lambda: numbers, rejected)
    count = len(table)
    return Raw("parquet", table, lambda: np.arange(1, count + 1))


def _as_text(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """The column without dictionary, its bytes as a string that is yet to be checked."""
    if pa.types.is_dictionary(column.type):
        column = column.cast(column.type.value_type)
    if pa.types.is_binary(column.type) or pa.types.is_fixed_size_binary(column.type):
        return pc.cast(column.cast(pa.binary()), pa.string(), safe=False)
    return pc.cast(column, pa.large_string(), safe=False) if pa.types.is_large_binary(column.type) else column


def _damaged(column: pa.ChunkedArray) -> npt.NDArray[np.bool_]:
    if not (pa.types.is_string(column.type) or pa.types.is_large_string(column.type)):
        return np.zeros(len(column), bool)
    binary = pa.large_binary() if pa.types.is_large_string(column.type) else pa.binary()
    return np.array([not _is_utf8(value) for value in column.cast(binary).to_pylist()], bool)


def _is_utf8(value: bytes | None) -> bool:
    try:
        (value or b"").decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


@contextmanager
def opened(path: Path) -> Iterator[pq.ParquetFile]:
    """The file, its damage as UnreadableFile."""
    try:
        with pq.ParquetFile(path, memory_map=True) as file:
            yield file
    except (pa.ArrowException, OSError, UnicodeDecodeError) as error:
        first = str(error).splitlines()[0] if str(error) else "damaged"
        reason = "truncated" if "magic bytes" in first else "not_what_it_says"
        raise UnreadableFile(path, reason, f"not a whole Parquet file: {first}") from error


def columns(file: pq.ParquetFile) -> list[str]:
    """Names of the columns that can be read as a field of a message."""
    return [field.name for field in file.schema_arrow if not any(nested(field.type) for nested in NESTED)]


def _schema(file: pq.ParquetFile, names: Sequence[str]) -> pa.Schema:
    return pa.schema([file.schema_arrow.field(name) for name in names])
