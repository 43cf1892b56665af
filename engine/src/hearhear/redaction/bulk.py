"""Every message of a table, distinct texts once."""

from collections.abc import Callable, Collection

import pyarrow as pa

from hearhear.message import conform
from hearhear.redaction.redaction import search
from hearhear.redaction.spans import Public, Redaction

REDACTIONS_SCHEMA = pa.schema(
    [
        pa.field("id", pa.string(), nullable=False),
        pa.field("start", pa.int32(), nullable=False),
        pa.field("end", pa.int32(), nullable=False),
        pa.field("kind", pa.string(), nullable=False),
        pa.field("certainty", pa.float32(), nullable=False),
    ]
)
_BATCH = 4096
"""Messages between two words of progress."""


def find_all(
    messages: pa.Table, *, public: Collection[str] = (), progress: Callable[[str, float], None] | None = None
) -> pa.Table:
    """A row for each stretch that gives a person away, in the order of the messages, in REDACTIONS_SCHEMA.

    `progress` is called with the step and the share of it that is done. Raises NotMessages for a table that holds none.
    """
    table = conform(messages)
    seen: dict[tuple[str, str | None], tuple[Redaction, ...]] = {}
    known = Public(public)
    batches = []
    done = 0
    for batch in table.select(["id", "text", "lang"]).to_batches(max_chunksize=_BATCH):
        batches.append(_batch(batch, seen, known))
        done += len(batch)
        if progress is not None:
            progress("redaction", done / len(table))
    return pa.Table.from_batches(batches, REDACTIONS_SCHEMA)


def _batch(
    batch: pa.RecordBatch, seen: dict[tuple[str, str | None], tuple[Redaction, ...]], public: Public
) -> pa.RecordBatch:
    rows = []
    columns = (batch[name].to_pylist() for name in ("id", "text", "lang"))
    for key, text, lang in zip(*columns, strict=True):
        found = seen.get((text, lang))
        if found is None:
            found = seen[text, lang] = search(text, lang, public)
        rows += [(key, one.start, one.end, one.kind.value, one.certainty) for one in found]
    arrays = [pa.array([row[at] for row in rows], field.type) for at, field in enumerate(REDACTIONS_SCHEMA)]
    return pa.RecordBatch.from_arrays(arrays, schema=REDACTIONS_SCHEMA)
