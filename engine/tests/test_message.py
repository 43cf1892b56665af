"""A table of messages is in the schema, or the error says what is wrong with it."""

from datetime import UTC, datetime

import pyarrow as pa
import pytest
from hearhear import MESSAGE_SCHEMA, Message, NotMessages, to_table, with_defaults
from hearhear.message import conform


def test_a_message_without_sender_is_its_own_sender():
    table = with_defaults(
        to_table([Message("1", "No."), Message("2", "Yes.", sender="ann"), Message("3", "Hm.", sender=" ")])
    )
    assert table["sender"].to_pylist() == ["message:1", "ann", "message:3"]


def test_columns_are_put_in_order_and_absent_ones_are_null():
    table = conform(pa.table({"text": ["No."], "id": ["1"], "votes": [3]}))
    assert table.schema == MESSAGE_SCHEMA
    assert table["lang"].null_count == 1


def test_types_are_cast_where_nothing_is_lost():
    table = conform(
        pa.table(
            {"id": [1], "text": pa.array(["No."], pa.large_string()), "sent_at": [datetime(2026, 3, 1, tzinfo=UTC)]}
        )
    )
    assert table["id"].to_pylist() == ["1"]
    assert table["sent_at"].to_pylist() == [datetime(2026, 3, 1, tzinfo=UTC)]


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        ({"id": ["1"]}, "column text is missing"),
        ({"id": ["1", None], "text": ["a", "b"]}, "column id is empty in 1 rows"),
        ({"id": ["1", "1"], "text": ["a", "b"]}, "ids are not unique"),
        ({"id": ["1"], "text": ["a"], "sent_at": ["yesterday"]}, "column sent_at is string"),
    ],
)
def test_a_table_of_something_else_is_refused_with_what_is_wrong(columns, said):
    with pytest.raises(NotMessages, match=said):
        conform(pa.table(columns))
