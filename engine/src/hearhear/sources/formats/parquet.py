"""Parquet: only the columns that a message is made of are read, whole or a group of rows at a time."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from hearhear.errors import UnreadableFile
from hearhear.sources.reading import Raw, Request

# Types that turn into the fields of a message; lists, maps and structures do not.
NESTED = (pa.types.is_nested, pa.types.is_null)


def load(path: Path, request: Request) -> Raw:
    """Read the request.wanted columns, as they are typed."""
    with opened(path) as file:
        names = [name for name in columns(file) if request.wanted is None or name in request.wanted]
        if request.limit is not None:
            batch = next(file.iter_batches(min(request.limit, 10_000), columns=names), None)
            return Raw("parquet", pa.Table.from_batches([batch] if batch else [], _schema(file, names)))
        groups = []
        for at in range(file.num_row_groups):
            groups.append(file.read_row_group(at, columns=names))
            request.progress(at + 1, file.num_row_groups)
        return Raw("parquet", pa.concat_tables(groups) if groups else _schema(file, names).empty_table())


def batches(path: Path, wanted: Sequence[str], rows: int) -> Iterator[pa.RecordBatch]:
    """The wanted columns, some rows at a time, holding no more than those."""
    with opened(path) as file:
        yield from file.iter_batches(rows, columns=[name for name in columns(file) if name in wanted])


@contextmanager
def opened(path: Path) -> Iterator[pq.ParquetFile]:
    """The file, its damage as UnreadableFile."""
    try:
        with pq.ParquetFile(path, memory_map=True) as file:
            yield file
    except (pa.ArrowException, OSError) as error:
        first = str(error).splitlines()[0] if str(error) else "damaged"
        reason = "truncated" if "magic bytes" in first else "not_what_it_says"
        raise UnreadableFile(path, reason, f"not a whole Parquet file: {first}") from error


def columns(file: pq.ParquetFile) -> list[str]:
    """Names of the columns that can be read as a field of a message."""
    return [field.name for field in file.schema_arrow if not any(nested(field.type) for nested in NESTED)]


def _schema(file: pq.ParquetFile, names: Sequence[str]) -> pa.Schema:
    return pa.schema([file.schema_arrow.field(name) for name in names])
