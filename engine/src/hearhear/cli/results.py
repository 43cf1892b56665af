"""Results as files: each is written to a temporary file and moved into place, so that none is ever half-written."""

import json
import os
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import parquet

from hearhear import campaigns
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


def write_messages(path: Path, messages: Iterator[pa.RecordBatch]) -> None:
    """One JSON object a line and message, in the order that they come in."""
    with duckdb.connect() as connection:
        connection.execute("set preserve_insertion_order = true")
        connection.register("messages", pa.RecordBatchReader.from_batches(campaigns.FINDINGS_SCHEMA, messages))
        target = str(path).replace("'", "''")
        connection.execute(f"copy (select {ROW} from messages) to '{target}' (format json)")  # noqa: S608


@dataclass
class Totals:
    """How many messages were written, and of these how many are in campaigns, set aside, or repeat their sender."""

    messages: int = 0
    in_campaigns: int = 0
    aside: int = 0
    repeats: int = 0

    def counting(
        self, messages: Iterator[pa.RecordBatch], progress: Callable[[int], None]
    ) -> Iterator[pa.RecordBatch]:
        """The same messages, counted as they pass."""
        for batch in messages:
            outside, heard = pc.is_null(batch["campaign_id"]), pc.is_null(batch["set_aside"])
            self.messages += len(batch)
            self.in_campaigns += len(batch) - outside.true_count
            self.aside += len(batch) - heard.true_count
            self.repeats += pc.and_(pc.and_(outside, heard), batch["repeat"]).true_count
            progress(self.messages)
            yield batch


def write_campaigns(path: Path, found: pa.Table) -> None:
    """The campaigns with their letters and templates, largest first, as one JSON array."""
    rows = found.sort_by([("messages", "descending")]).to_pylist()
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
