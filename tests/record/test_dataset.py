"""The dataset: the whole public record in one file, and back again; a bad archive is refused before it is unpacked."""

import csv
import io
import json
import tracemalloc
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID

import pyarrow.parquet as pq
import pytest
from django.core.management import call_command
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hemicycle.record import actions
from hemicycle.record.errors import DoesNotFit
from hemicycle.record.exporters import dataset
from hemicycle.record.exporters.public_rows import rows_of
from hemicycle.record.importers import dataset as reader
from hemicycle.record.importers import formats
from hemicycle.record.importers.errors import Fault, UnreadableFile
from hemicycle.record.models import Contribution, Document, Person, Segment, Sitting, Source, SpeechText, Unindexed
from hemicycle.record.papers import FromWhere, Known, SittingPaper
from hemicycle.record.tables.columns import MODELS, columns, name_of
from hemicycle.rules import egress
from hemicycle.rules.errors import EgressNotRegistered
from hemicycle.rules.models import AuditEntry

from . import chamber
from .importing import put
from .invented import WORDS, Invented, forget

pytestmark = pytest.mark.django_db


def everything() -> dict[str, list[tuple[object, ...]]]:
    return {name_of(model): list(rows_of(model)) for model in MODELS}


def packed(folder: Path) -> Path:
    path = folder / "dataset.zip"
    dataset.write(path)
    return path


@contextmanager
def undone() -> Iterator[None]:
    """Whatever is written within is gone afterwards."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def house(db: None) -> None:
    chamber.whole()


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], print_blob=True)
@given(chance=st.randoms(use_true_random=False), words=st.lists(WORDS, min_size=3, max_size=12))
def test_an_invented_record_comes_back_with_every_public_row_and_field(
    tmp_path: Path, chance: Random, words: list[str]
) -> None:
    with undone():
        Invented(chance, words).record()
        before, path = everything(), packed(tmp_path)
        forget()
        put(path)
        assert everything() == before
        put(path)
        assert everything() == before
        assert dataset.write(tmp_path / "again.zip") == {name: len(rows) for name, rows in before.items()}
        assert (tmp_path / "again.zip").read_bytes() == path.read_bytes()


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], print_blob=True)
@given(chance=st.randoms(use_true_random=False))
def test_no_key_of_an_invented_record_leads_to_a_row_that_is_not_there(tmp_path: Path, chance: Random) -> None:
    with undone():
        Invented(chance, ["a word"]).record()
        keys = {name: {row[0] for row in rows} for name, rows in everything().items()}
        for model in MODELS:
            of_model = columns(model)
            for row in rows_of(model):
                pointed = {(one.to, value) for one, value in zip(of_model, row, strict=True) if one.to and value}
                assert all(value in keys[to] for to, value in pointed)


@pytest.mark.parametrize(
    "files",
    [
        ["uk/twfy_debates2009-10-28c.xml", "uk/twfy_divisions2009-10-28c.xml"],
        ["canada/hansard_42-1-2-en.xml", "canada/hansard_42-1-2-fr.xml"],
        [f"spain/ParlaMint-ES{name}.xml" for name in ("-listOrg", "-listPerson", "_2016-01-13-CD160113")],
    ],
    ids=["British day", "Canadian sitting", "Spanish sitting"],
)
def test_a_real_record_comes_back_whole(record_files: Path, tmp_path: Path, files: list[str]) -> None:
    for name in files:
        put(record_files / name)
    before, path = everything(), packed(tmp_path)
    assert len(before["segment"]) > 300
    forget()
    changes = put(path)
    assert everything() == before
    assert changes.added == {name: len(rows) for name, rows in before.items() if rows}
    entries = AuditEntry.objects.count()
    assert not put(path)
    assert AuditEntry.objects.count() == entries


def test_what_came_back_is_to_be_found_again(house: None, tmp_path: Path) -> None:
    path = packed(tmp_path)
    forget()
    Unindexed.objects.all().delete()
    put(path)
    owners = set(Unindexed.objects.values_list("owner", flat=True))
    assert {f"sitting:{Sitting.objects.get().pk}", f"person:{Person.objects.first().pk}"} <= owners  # type: ignore[union-attr]


def test_a_paragraph_that_a_later_dataset_corrects_makes_its_sitting_found_anew(house: None, tmp_path: Path) -> None:
    Segment.objects.filter(text="Who pays?").update(text="Who paid?")
    path = packed(tmp_path)
    Segment.objects.filter(text="Who paid?").update(text="Who pays?")
    Unindexed.objects.all().delete()
    assert put(path).changed == {"segment": 1}
    assert list(Unindexed.objects.values_list("owner", flat=True)) == [f"sitting:{Sitting.objects.get().pk}"]


SECRETS = ("behind closed doors", "closed.xml", "never said", "a secret bill", "une traduction interne")


def test_what_is_internal_or_withdrawn_is_in_no_file_of_it(house: None, tmp_path: Path) -> None:
    """A sitting with the source it was taken from, a speech, a text in one language, a bill."""
    where = FromWhere("closed.xml", datetime(2026, 4, 2, tzinfo=UTC))
    closed = chamber.speech("z1", chamber.text("en", "Said behind closed doors."), person=chamber.ALDA)
    paper = SittingPaper(chamber.CHAMBER, 2, chamber.DAY, (Known("native", "closed"),), parts=(closed,))
    actions.put_sitting(paper, by="test", where=where)
    Sitting.objects.filter(number=2).update(classification="internal")
    Segment.objects.filter(text_version__contribution__native_id="s2").update(text="never said")
    Contribution.objects.filter(native_id="s2").update(withdrawn_at=where.retrieved_at)
    french = SpeechText.objects.filter(contribution__native_id="s1", language="fr")
    french.update(classification="internal")
    Segment.objects.filter(text_version__in=french).update(text="une traduction interne")
    Document.objects.update(classification="internal", titles={"en": "a secret bill"})
    path = packed(tmp_path)
    with zipfile.ZipFile(path) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    for name, content in files.items():
        is_parquet = name.endswith(".parquet")
        readable = str(pq.read_table(io.BytesIO(content)).to_pylist()).encode() if is_parquet else content
        assert not [words for words in SECRETS if words.encode() in readable], name
    assert files["csv/documentversion.csv"].count(b"\n") == files["csv/clause.csv"].count(b"\n") == 1
    assert b"Rivers belong to everyone." in files["csv/segment.csv"]
    event = next(csv.DictReader(io.StringIO(files["csv/voteevent.csv"].decode())))
    assert event["document_id"] == "", "a vote on an internal bill does not say which"


def test_the_gate_stops_a_row_that_the_database_let_by(house: None, monkeypatch: pytest.MonkeyPatch) -> None:
    for opened in [one for one in egress.EGRESS if one[1] is egress.EgressPoint.EXPORT]:
        monkeypatch.delitem(egress.EGRESS, opened)
    with pytest.raises(EgressNotRegistered):
        list(rows_of(Sitting))


def test_a_local_classification_stands_when_a_dataset_comes_in_again(house: None, tmp_path: Path) -> None:
    path = packed(tmp_path)
    Sitting.objects.update(classification="internal")
    put(path)
    assert Sitting.objects.get().classification == "internal"


def test_a_record_that_has_the_same_under_other_keys_refuses_it_whole(house: None, tmp_path: Path) -> None:
    path = packed(tmp_path)
    forget()
    chamber.whole()
    before = everything()
    with pytest.raises(DoesNotFit), transaction.atomic():
        put(path)
    assert everything() == before


def test_the_package_describes_what_is_in_the_archive(house: None, tmp_path: Path) -> None:
    with zipfile.ZipFile(packed(tmp_path)) as archive:
        package = json.loads(archive.read("datapackage.json"))
        names = set(archive.namelist())
        sizes = {entry.filename: entry.file_size for entry in archive.infolist()}
    resources = {one["name"]: one for one in package["resources"]}
    assert {one["path"] for one in package["resources"]} == names - {
        "datapackage.json",
        *(f"README.{language}.md" for language in ("en", "fr", "es")),
    }
    assert all(one["bytes"] == sizes[one["path"]] for one in package["resources"])
    for one in package["resources"]:
        for key in one["schema"].get("foreignKeys", ()):
            target = resources[key["reference"]["resource"] or one["name"]]
            assert set(key["fields"]) <= {field["name"] for field in one["schema"]["fields"]}
            assert "id" in {field["name"] for field in target["schema"]["fields"]}


def test_the_words_of_the_archive_are_in_three_languages(house: None, tmp_path: Path) -> None:
    with zipfile.ZipFile(packed(tmp_path)) as archive:
        readmes = [archive.read(f"README.{language}.md").decode() for language in ("en", "fr", "es")]
    assert [text.splitlines()[0].split()[1] for text in readmes] == ["The", "Travaux", "Actividad"]
    assert all(f"| `{name_of(model)}` |" in text for text in readmes for model in MODELS)


def spoilt(path: Path, **cells: str) -> Path:
    """The dataset with the first row of its tables of people changed."""
    return rewritten(path, "csv/person.csv", lambda text: with_cells(text, cells))


def with_cells(text: str, cells: dict[str, str]) -> str:
    head, first, *rest = csv.reader(io.StringIO(text))
    row = [cells.get(name, cell) for name, cell in zip(head, first, strict=True)]
    out = io.StringIO()
    csv.writer(out).writerows([head, row, *rest])
    return out.getvalue()


def rewritten(path: Path, name: str, change: Callable[[str], str]) -> Path:
    copy = path.with_name("spoilt.zip")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(copy, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.namelist():
            content = old.read(entry)
            new.writestr(entry, change(content.decode()).encode() if entry == name else content)
    return copy


def refused(path: Path) -> UnreadableFile:
    with pytest.raises(UnreadableFile) as error:
        list(formats.recognise(path).read(path))
    return error.value


@pytest.mark.parametrize(
    "cells",
    [
        {"id": "1"},
        {"name": "x" * 201},
        {"gender": "unknown"},
        {"links": "[]"},
        {"links": '{"web":"javascript:alert(1)"}'},
        {"image": "javascript:alert(1)"},
        {"address": "../admin"},
        {"biographies": '{"not a tag":"x"}'},
        {"other_names": "{"},
        {"biographies": "[" * 100_000},
        {"source_id": "nobody"},
    ],
    ids=str,
)
def test_a_cell_that_its_column_cannot_hold_is_refused_with_its_line(
    house: None, tmp_path: Path, cells: dict[str, str]
) -> None:
    error = refused(spoilt(packed(tmp_path), **cells))
    assert (error.fault, error.line, error.detail) == (Fault.BAD_CELL, 2, f"person: {next(iter(cells))}")


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (lambda text: text.replace("sort_name", "colour", 1), Fault.OTHER_COLUMNS),
        (lambda text: text.replace("id,", "key,", 1), Fault.OTHER_COLUMNS),
        (lambda text: text + "a,b\r\n", Fault.MALFORMED_TABLE),
        (lambda text: text + '"never closed', Fault.MALFORMED_TABLE),
        (lambda text: "", Fault.OTHER_COLUMNS),
    ],
    ids=["another column", "no key", "a short row", "an open quotation", "nothing"],
)
def test_a_table_of_another_shape_is_refused(house: None, tmp_path: Path, change: Any, fault: Fault) -> None:
    assert refused(rewritten(packed(tmp_path), "csv/person.csv", change)).fault is fault


@pytest.mark.parametrize("name", ["../../etc/cron.d/x", "/etc/passwd", "csv/../../x", "C:\\x", "csv\\..\\..\\x"])
def test_an_archive_with_a_name_that_leads_elsewhere_is_refused(tmp_path: Path, name: str) -> None:
    path = tmp_path / "away.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("datapackage.json", "{}")
        archive.writestr(name, "x")
    assert refused(path).fault is Fault.UNSAFE_ARCHIVE


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("datapackage.json", "{}")
        archive.writestr("csv/person.csv", b"0" * 200_000_000)
    assert path.stat().st_size < 300_000
    tracemalloc.start()
    try:
        assert refused(path).fault is Fault.UNSAFE_ARCHIVE
        assert tracemalloc.get_traced_memory()[1] < 20_000_000
    finally:
        tracemalloc.stop()


def test_a_size_that_lies_is_found_out(tmp_path: Path) -> None:
    """The size that is checked is the size that is unpacked: zipfile stops there and finds the sum wrong."""
    path = tmp_path / "liar.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("datapackage.json", "{}")
        archive.writestr("csv/person.csv", "id\r\n" + f"{UUID(int=1)}\r\n" * 10_000)
    content = path.read_bytes()
    size = (4 + 38 * 10_000).to_bytes(4, "little")
    assert content.count(size) == 2
    path.write_bytes(content.replace(size, (4_000).to_bytes(4, "little")))
    assert refused(path).fault in (Fault.BROKEN_ARCHIVE, Fault.BAD_CELL, Fault.MALFORMED_TABLE)


def test_a_row_without_end_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "LIMIT_ROW_CHARACTERS", 10_000)
    path = tmp_path / "endless.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("datapackage.json", "{}")
        archive.writestr("csv/person.csv", "id\r\n" + '"a\n",' * 20_000)
    assert refused(path).fault is Fault.TOO_LARGE


def test_an_archive_of_something_else_and_half_an_archive_are_refused(house: None, tmp_path: Path) -> None:
    other = tmp_path / "other.zip"
    with zipfile.ZipFile(other, "w") as archive:
        archive.writestr("word/document.xml", "<x/>")
    half = tmp_path / "half.zip"
    content = packed(tmp_path).read_bytes()
    half.write_bytes(content[: len(content) // 2])
    assert refused(other).fault is Fault.NOT_A_DATASET
    assert refused(half).fault is Fault.BROKEN_ARCHIVE


def test_the_command_says_in_one_line_what_is_wrong(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], house: None
) -> None:
    path = spoilt(packed(tmp_path), gender="unknown")
    with pytest.raises(SystemExit) as ended:
        call_command("import_record", path)
    assert ended.value.code == 2
    assert capsys.readouterr().err == f"{path}:2: A cell holds what its column cannot hold. (person: gender)\n"


def test_the_command_imports_a_dataset_and_prints_what_came(
    house: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = packed(tmp_path)
    before = everything()
    forget()
    call_command("import_record", path)
    assert everything() == before
    assert "Dataset of a record" in capsys.readouterr().out
    assert Source.objects.count() == len(before["source"]), "the file itself is no source"
