"""What goes in: messages, as an Arrow schema and, for a few of them, frozen dataclasses.

A message has an id and a text; language, channel, sender and time of sending are given where they are known.
`question` is what it answers: a question of a consultation, or the proposal that it was written under. `facts` is what
the source says about its sender or its stand in a few fixed words (region, person or organisation, for or against).
Offsets into a text count characters (Unicode code points), here and everywhere in the engine.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime

import pyarrow as pa
import pyarrow.compute as pc

from hearhear.errors import NotMessages

MESSAGE_SCHEMA = pa.schema(
    [
        pa.field("id", pa.string(), nullable=False),
        pa.field("text", pa.string(), nullable=False),
        pa.field("lang", pa.string()),
        pa.field("channel", pa.string()),
        pa.field("sender", pa.string()),
        pa.field("sent_at", pa.timestamp("us", tz="UTC")),
        pa.field("question", pa.string()),
        pa.field("facts", pa.map_(pa.string(), pa.string())),
    ]
)

# No address, account or key that a source gives begins like this, so an unknown sender meets no known one.
UNKNOWN_SENDER = "message:"


@dataclass(frozen=True)
class Message:
    """One message, for callers that have a handful of them and no table."""

    id: str
    text: str
    lang: str | None = None
    channel: str | None = None
    sender: str | None = None
    sent_at: datetime | None = None
    question: str | None = None
    facts: Mapping[str, str] | None = None


def to_table(messages: Iterable[Message]) -> pa.Table:
    """Turn messages into a table in MESSAGE_SCHEMA."""
    return pa.Table.from_pylist([asdict(message) for message in messages], schema=MESSAGE_SCHEMA)


def conform(table: pa.Table) -> pa.Table:
    """The same messages in exactly MESSAGE_SCHEMA: columns in order, cast where that loses nothing, absent ones null.

    Raises NotMessages when id or text is absent or has nulls, a type does not fit, or an id occurs twice.
    """
    columns = [_column(table, field) for field in MESSAGE_SCHEMA]
    conformed = pa.table(columns, schema=MESSAGE_SCHEMA)
    twice = len(conformed) - pc.count_distinct(conformed["id"]).as_py()
    if twice:
        raise NotMessages(f"ids are not unique: {twice} rows have an id that an earlier row has")
    return conformed


def _column(table: pa.Table, field: pa.Field) -> pa.ChunkedArray:
    if field.name not in table.column_names:
        if not field.nullable:
            raise NotMessages(f"column {field.name} is missing; there are: {', '.join(table.column_names)}")
        return pa.chunked_array([pa.nulls(len(table), field.type)])
    column = table[field.name]
    if not field.nullable and column.null_count:
        raise NotMessages(f"column {field.name} is empty in {column.null_count} rows")
    try:
        return column.cast(field.type)
    except pa.ArrowException as error:
        raise NotMessages(f"column {field.name} is {column.type}, not {field.type}: {error}") from error


def with_defaults(table: pa.Table) -> pa.Table:
    """A conformed table in which a message without sender is its own sender."""
    conformed = conform(table)
    sender = own_sender(conformed["sender"], conformed["id"])
    return conformed.set_column(conformed.schema.get_field_index("sender"), "sender", sender)


def own_sender(sender: pa.ChunkedArray, ids: pa.ChunkedArray) -> pa.ChunkedArray:
    """The senders, blank ones replaced by a key made of the message's id."""
    named = pc.not_equal(pc.utf8_trim_whitespace(sender), "")
    return pc.if_else(pc.fill_null(named, False), sender, pc.binary_join_element_wise(UNKNOWN_SENDER, ids, ""))
