"""The messages of an inquiry as the engine takes them: a table, read batch by batch."""

from collections.abc import Callable, Iterator
from typing import Any

import pyarrow as pa
from hearhear.message import MESSAGE_SCHEMA

from ..models import Inquiry

ROWS_A_BATCH = 2_000


def messages_of(inquiry: Inquiry, progress: Callable[[int, int], None]) -> pa.Table:
    """The messages of the inquiry as the engine takes them."""
    total, batches = inquiry.to_read().count(), list[pa.RecordBatch]()
    for rows in _in_batches(inquiry):
        batches.append(pa.RecordBatch.from_pylist(rows, schema=MESSAGE_SCHEMA))
        progress(len(batches) * ROWS_A_BATCH, total)
    return pa.Table.from_batches(batches, schema=MESSAGE_SCHEMA)


def _in_batches(inquiry: Inquiry) -> Iterator[list[dict[str, Any]]]:
    """The messages by key, so that no batch reads again what one before has read."""
    last = 0
    rows = inquiry.to_read().order_by("pk").select_related("inbound")
    while page := list(rows.filter(pk__gt=last)[:ROWS_A_BATCH]):
        last = page[-1].pk
        yield [_message(collected.inbound) for collected in page]


def _message(inbound: Any) -> dict[str, Any]:
    return {
        "id": str(inbound.pk),
        "text": inbound.text,
        "lang": inbound.lang or None,
        "channel": inbound.channel or None,
        "sender": inbound.sender or None,
        "sent_at": inbound.sent_at,
        "question": inbound.question or None,
        "facts": inbound.facts or None,
    }
