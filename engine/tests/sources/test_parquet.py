"""Parquet: typed columns, only those that are needed, whole or in batches."""

from datetime import UTC, datetime

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hearhear import MESSAGE_SCHEMA, UnreadableFile
from hearhear.sources import read


@pytest.fixture
def path(tmp_path):
    columns = {
        "id": [1, 2, 3, 4],
        "text": ["a b", None, "c d", "e f"],
        "lang": pa.array(["en", "en", "fr", None]).dictionary_encode(),
        "sent_at": pa.array([datetime(2026, 3, 1, 10)] * 4, pa.timestamp("ms")),
        "tags": [["x"], [], ["y"], None],
    }
    path = tmp_path / "letters.parquet"
    pq.write_table(pa.table(columns), path, row_group_size=2)
    return path


def test_columns_keep_their_types_and_nested_ones_are_left_out(path):
    reading = read(path)
    assert reading.table.schema == MESSAGE_SCHEMA
    assert reading.table["id"].to_pylist() == ["1", "3", "4"]
    assert reading.table["sent_at"][0].as_py() == datetime(2026, 3, 1, 10, tzinfo=UTC)
    assert [row.reason for row in reading.rejected] == ["no_text"]


@pytest.mark.parametrize("length", [4, 100, -1])
def test_a_file_that_breaks_off_is_not_read(path, length):
    path.write_bytes(path.read_bytes()[:length])
    with pytest.raises(UnreadableFile, match="not a whole Parquet file"):
        read(path)


def test_a_text_that_calls_itself_parquet_is_not_read(tmp_path):
    path = tmp_path / "letters.parquet"
    path.write_text("id,text\n")
    with pytest.raises(UnreadableFile, match="its name says a Parquet file, but it is none"):
        read(path)
