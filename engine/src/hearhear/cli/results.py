"""Results as files: each is written to a temporary file and moved into place, so that none is ever half-written."""

import json
import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import parquet

from hearhear.sources import Rejected

ROW = """id, campaign_id, family_id, similarity, personal_text, evidence::json as evidence, repeat, set_aside,
    casework is not null as casework, casework as casework_where,
    disagrees is not null as disagrees, disagrees as disagrees_where, not_own, private"""


@contextmanager
def atomic_write(path: Path) -> Iterator[Path]:
    """A temporary file that takes the place of `path` when all went well, and vanishes otherwise."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    os.close(handle)
    temporary = Path(name)
    try:
        yield temporary
        temporary.chmod(0o666 & ~_umask())
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def write_messages(path: Path, messages: pa.Table) -> None:
    """One JSON object a line and message, in the order of the table."""
    with duckdb.connect() as connection:
        connection.execute("set preserve_insertion_order = true")
        connection.register("messages", messages)
        target = str(path).replace("'", "''")
        connection.execute(f"copy (select {ROW} from messages) to '{target}' (format json)")  # noqa: S608


def in_order_of(ids: pa.ChunkedArray, messages: pa.Table) -> pa.Table:
    """The messages in the order of the input."""
    if messages["id"].equals(ids):
        return messages
    return messages.take(pc.index_in(ids, value_set=messages["id"].combine_chunks()))


def write_campaigns(path: Path, campaigns: pa.Table) -> None:
    """The campaigns with their letters and templates, largest first, as one JSON array."""
    rows = campaigns.sort_by([("messages", "descending")]).to_pylist()
    for row in rows:
        row |= {name: json.loads(row[name]) for name in ("template", "letter")}
    path.write_text(json.dumps(rows, ensure_ascii=False, indent=1, default=str) + "\n", encoding="utf-8")


def write_table(path: Path, table: pa.Table) -> None:
    """A table as Parquet."""
    parquet.write_table(table, path, compression="zstd")


def write_rejected(path: Path, rejected: Sequence[Rejected]) -> None:
    """One JSON object a line and row set aside."""
    with path.open("w", encoding="utf-8") as file:
        for row in rejected:
            file.write(json.dumps({k: v for k, v in asdict(row).items() if v != ""}, ensure_ascii=False) + "\n")
