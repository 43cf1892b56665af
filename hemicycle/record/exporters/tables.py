"""The public record as tables, as CSV and as Parquet: every row and column, in one order, the same bytes each time.

CSV is UTF-8 with a line of names, comma, CRLF (RFC 4180). A text that a spreadsheet would run as a formula has an
apostrophe before it (`tables.columns.harmless`), in CSV alone: Parquet has the words as they are.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from itertools import islice
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from django.db import models

from hemicycle.record.exporters.public_rows import AT_ONCE, one_moment, rows_of
from hemicycle.record.exporters.scope import Passing, Scope
from hemicycle.record.tables.columns import MODELS, Column, Kind, as_json, columns, name_of, written

Batch = list[tuple[Any, ...]]

_TYPES = {
    Kind.INTEGER: pa.int64(),
    Kind.NUMBER: pa.float64(),
    Kind.BOOLEAN: pa.bool_(),
    Kind.DATE: pa.date32(),
    Kind.DATETIME: pa.timestamp("us", tz="UTC"),
    Kind.TIME: pa.time64("us"),
}


def fill_csv(scope: Scope, folder: Path) -> None:
    """A file a table, `segment.csv`."""
    with one_moment():
        for model in MODELS:
            write(model, csv_to=folder / f"{name_of(model)}.csv", passing=scope.passing)


def fill_parquet(scope: Scope, folder: Path) -> None:
    """A file a table, `segment.parquet`."""
    with one_moment():
        for model in MODELS:
            write(model, parquet_to=folder / f"{name_of(model)}.parquet", passing=scope.passing)


def write(
    model: type[models.Model], *, csv_to: Path | None = None, parquet_to: Path | None = None, passing: Passing = iter
) -> int:
    """Write one table, read once for both; returns how many rows it has."""
    chosen, count = columns(model), 0
    with ExitStack() as open_files:
        writers: list[Callable[[Batch], None]] = []
        if csv_to is not None:
            writers.append(_csv(csv_to, chosen, open_files))
        if parquet_to is not None:
            writers.append(_parquet(parquet_to, chosen, open_files))
        for batch in _batches(iter(passing(rows_of(model)))):
            count += len(batch)
            for put in writers:
                put(batch)
    return count


def _batches(rows: Iterator[tuple[Any, ...]]) -> Iterator[Batch]:
    while batch := list(islice(rows, AT_ONCE)):
        yield batch


def _csv(path: Path, chosen: tuple[Column, ...], open_files: ExitStack) -> Callable[[Batch], None]:
    file = open_files.enter_context(path.open("w", encoding="utf-8", newline=""))
    lines = csv.writer(file, lineterminator="\r\n")
    lines.writerow(column.name for column in chosen)

    def put(batch: Batch) -> None:
        lines.writerows([written(column, value) for column, value in zip(chosen, row, strict=True)] for row in batch)

    return put


def schema(chosen: tuple[Column, ...]) -> pa.Schema:
    return pa.schema([pa.field(one.name, _TYPES.get(one.kind, pa.string()), nullable=one.nullable) for one in chosen])


def _parquet(path: Path, chosen: tuple[Column, ...], open_files: ExitStack) -> Callable[[Batch], None]:
    types = schema(chosen)
    file = open_files.enter_context(pq.ParquetWriter(path, types, compression="zstd"))

    def put(batch: Batch) -> None:
        cells = [
            pa.array([_cell(column, value) for value in values], type=types.field(column.name).type)
            for column, values in zip(chosen, zip(*batch, strict=True), strict=True)
        ]
        file.write_batch(pa.record_batch(cells, schema=types))

    return put


def _cell(column: Column, value: Any) -> Any:
    if value is None:
        return None
    match column.kind:
        case Kind.KEY:
            return str(value)
        case Kind.OBJECT | Kind.ARRAY:
            return as_json(value)
        case _:
            return value
