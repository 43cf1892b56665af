"""The tables of the public record as CSV and Parquet: stable columns, one order, and no formula for a spreadsheet."""

import csv
import tracemalloc
from datetime import UTC, date, datetime, time
from pathlib import Path
from random import Random

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given

from hemicycle.record.exporters import tables
from hemicycle.record.exporters.public_rows import public, rows_of
from hemicycle.record.models import Contribution, Person, Segment, Sitting, SpeechText
from hemicycle.record.retention import _TABLES
from hemicycle.record.tables.columns import MODELS, BadCell, Kind, as_it_was, columns, harmless, name_of, read, written

from . import chamber
from .exporting import exported
from .invented import FORMULAS, WORDS, Invented

# What is about the work on the record, not of it.
NOT_OF_THE_RECORD = {"Attribution", "Match"}


def test_every_table_of_the_record_is_there_and_after_those_it_points_to() -> None:
    assert {model.__name__ for model in MODELS} == set(_TABLES) - NOT_OF_THE_RECORD
    seen: set[str] = set()
    for model in MODELS:
        seen.add(name_of(model))
        assert {column.to for column in columns(model) if column.to} <= seen


@given(WORDS)
def test_no_cell_begins_like_a_formula_and_each_can_be_read_back(text: str) -> None:
    cell = harmless(text)
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
    assert as_it_was(cell) == text


@pytest.mark.parametrize("text", FORMULAS)
def test_a_formula_is_text_in_csv_and_as_it_was_in_parquet(db: None, tmp_path: Path, text: str) -> None:
    Person.objects.create(name=text)
    folder = exported("csv", tmp_path), exported("parquet", tmp_path)
    with (folder[0] / "person.csv").open(newline="", encoding="utf-8") as file:
        (row,) = csv.DictReader(file)
    assert row["name"] == harmless(text)
    assert pq.read_table(folder[1] / "person.parquet").column("name").to_pylist() == [text]


def test_a_cell_is_written_as_iso_and_json() -> None:
    of_sitting = {column.name: column for column in columns(Sitting)}
    assert written(of_sitting["date"], date(2026, 3, 31)) == "2026-03-31"
    assert written(of_sitting["opened_at"], time(15, 0, 5)) == "15:00:05"
    assert written(of_sitting["titles"], {"fr": "Séance", "en": "Sitting"}) == '{"en":"Sitting","fr":"Séance"}'
    of_text = {column.name: column for column in columns(SpeechText)}
    assert written(of_text["valid_to"], datetime(2026, 3, 31, 15, 0, tzinfo=UTC)) == "2026-03-31T15:00:00Z"
    assert read(of_text["valid_to"], "2026-03-31T17:00:00+02:00") == datetime(2026, 3, 31, 15, 0, tzinfo=UTC)
    with pytest.raises(BadCell):
        read(of_text["valid_to"], "2026-03-31T17:00:00")


@pytest.mark.django_db
def test_csv_and_parquet_hold_the_same_rows_in_the_order_of_their_keys(tmp_path: Path) -> None:
    Invented(Random(7), ["a word", "=1", "étés"]).record()
    as_csv, as_parquet = exported("csv", tmp_path), exported("parquet", tmp_path)
    for model in MODELS:
        of_model = columns(model)
        with (as_csv / f"{name_of(model)}.csv").open(newline="", encoding="utf-8") as file:
            heads, *lines = csv.reader(file)
        rows = [tuple(read(column, cell) for column, cell in zip(of_model, line, strict=True)) for line in lines]
        table = pq.read_table(as_parquet / f"{name_of(model)}.parquet")
        assert heads == table.column_names == [column.name for column in of_model]
        assert rows == list(rows_of(model)) == sorted(rows)
        assert table.num_rows == len(rows)
        assert table.column("id").to_pylist() == [str(row[0]) for row in rows]


def test_a_column_of_parquet_has_the_type_of_its_model() -> None:
    types = {field.name: field.type for field in tables.schema(columns(SpeechText))}
    assert (types["id"], types["valid_to"]) == (pa.string(), pa.timestamp("us", tz="UTC"))
    days = {field.name: field.type for field in tables.schema(columns(Sitting))}
    assert (days["date"], days["opened_at"], days["number"]) == (pa.date32(), pa.time64("us"), pa.int64())
    assert {column.kind for model in MODELS for column in columns(model)} == set(Kind)


@pytest.mark.django_db
def test_what_has_no_public_words_left_is_not_there(tmp_path: Path) -> None:
    chamber.whole()
    SpeechText.objects.filter(contribution__native_id="s2").update(classification="internal")
    Contribution.objects.filter(native_id="s3").update(withdrawn_at=datetime(2026, 4, 1, tzinfo=UTC))
    assert {row.native_id for row in public(Contribution)} == {"s1"}
    assert set(public(Segment).values_list("text_version__contribution__native_id", flat=True)) == {"s1"}


@pytest.mark.django_db
def test_memory_does_not_grow_with_the_rows(tmp_path: Path) -> None:
    chamber.whole()
    text = SpeechText.objects.first()

    def peak(rows: int) -> int:
        start = Segment.objects.count() + 10
        more = [Segment(text_version=text, order=start + n, text="x" * 1_000) for n in range(rows)]
        Segment.objects.bulk_create(more, batch_size=1_000)
        del more
        tracemalloc.start()
        tables.write(Segment, csv_to=tmp_path / "s.csv", parquet_to=tmp_path / "s.parquet")
        found = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return found

    few, many = peak(4_000), peak(16_000)
    assert many < 1.5 * few
