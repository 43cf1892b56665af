"""Where tables run: DuckDB in the process, within a memory limit, spilling to disk beyond it.

Everything that touches every message is an Ibis expression or a function over Arrow batches, the two things that
Spark runs as well. Nothing here knows what the tables are about.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

import ibis
from ibis.backends.duckdb import Backend


@contextmanager
def workshop(memory_limit: str, threads: int) -> Iterator[Backend]:
    """A DuckDB of its own for one piece of work; its spilled files go when the work ends.

    `memory_limit` is what DuckDB understands, such as "2GB".
    """
    with tempfile.TemporaryDirectory(prefix="hearhear-") as spill:
        backend = ibis.duckdb.connect(
            memory_limit=memory_limit, threads=threads, temp_directory=spill, preserve_insertion_order=False
        )
        try:
            yield backend
        finally:
            backend.disconnect()
