"""Rows of Arrow columns, and the bytes of their strings."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from hearhear.campaigns.tokens import I64, U8


def one_array(column: pa.ChunkedArray | pa.Array) -> pa.Array:
    """The column in one piece."""
    if not isinstance(column, pa.ChunkedArray):
        return column
    return pa.concat_arrays(column.chunks) if column.num_chunks else pa.array([], column.type)


def rows_of(column: pa.ChunkedArray, rows: I64) -> pa.Array:
    """Some rows of a column; chunks that hold none are not touched, while `take` first copies all of them."""
    if len(rows) and (np.diff(rows) < 0).any():
        order = np.argsort(rows, kind="stable")
        back = np.empty_like(order)
        back[order] = np.arange(len(order))
        return rows_of(column, rows[order]).take(pa.array(back))
    starts = np.cumsum([0, *map(len, column.chunks)])
    edges = np.searchsorted(rows, starts)
    parts = [
        chunk.take(pa.array(rows[first:last] - start))
        for chunk, start, first, last in zip(column.chunks, starts, edges, edges[1:], strict=False)
        if last > first
    ]
    return pa.concat_arrays(parts) if parts else pa.array([], column.type)


def bytes_of(texts: pa.Array) -> tuple[U8, I64]:
    """The UTF-8 of a string array, and where each text begins and the last ends in it."""
    _, offsets, data = texts.buffers()
    bounds = np.frombuffer(offsets, np.int32)[texts.offset : texts.offset + len(texts) + 1].astype(np.int64)
    whole = np.frombuffer(data, np.uint8) if data is not None else np.empty(0, np.uint8)
    return whole[bounds[0] : bounds[-1]], bounds - bounds[0]


def strings_between(data: U8, start: I64, end: I64) -> pa.Array:
    """The strings from byte to byte of some UTF-8."""
    lengths = end - start
    offsets = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int32)
    places = np.repeat(start - offsets[:-1], lengths)
    places += np.arange(len(places))
    return pa.StringArray.from_buffers(len(start), pa.py_buffer(offsets), pa.py_buffer(data[places]))
