"""XLSX: values of the first or the named sheet; what is no workbook or a bomb is refused."""

import zipfile
from datetime import UTC, datetime

import openpyxl
import pytest
from hearhear import UnreadableFile
from hearhear.sources import Options, guess, read


@pytest.fixture
def book(tmp_path):
    path = tmp_path / "letters.xlsx"
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet.title = "March"
    sheet.append(["id", "text", "date"])
    sheet.append([1, "Keep the ferry.", datetime(2026, 3, 1, 10)])
    sheet.append([None, None, None])
    sheet.append([2, None, None])
    sheet.append([3.0, 'Say "no".\nThank you', datetime(2026, 3, 2)])
    workbook.create_sheet("April").append(["number", "text"])
    workbook["April"].append(["x", "Another sheet."])
    workbook.save(path)
    return path


def test_the_first_sheet_is_read_with_its_dates_and_lines(book):
    reading = read(book)
    assert reading.table["id"].to_pylist() == ["1", "3"]
    assert reading.table["sent_at"][0].as_py() == datetime(2026, 3, 1, 10, tzinfo=UTC)
    assert [(row.line, row.reason) for row in reading.rejected] == [(4, "no_text")]


def test_another_sheet_is_read_when_it_is_named(book):
    assert guess(book).sheets == ("March", "April")
    assert read(book, options=Options(sheet="April")).table["text"].to_pylist() == ["Another sheet."]
    with pytest.raises(UnreadableFile, match="no sheet May; it has: March, April"):
        read(book, options=Options(sheet="May"))


@pytest.mark.parametrize("length", [0, 10, 200, 3000])
def test_a_workbook_that_breaks_off_is_not_read(book, length):
    book.write_bytes(book.read_bytes()[:length])
    with pytest.raises(UnreadableFile):
        read(book)


def test_a_text_that_calls_itself_a_workbook_is_not_read(tmp_path):
    path = tmp_path / "letters.xlsx"
    path.write_text("id,text\n1,a\n")
    with pytest.raises(UnreadableFile, match="its name says an Excel workbook, but it is none"):
        read(path)


def _replaced(book, member, content):
    bomb = book.with_name("bomb.xlsx")
    with zipfile.ZipFile(book) as source, zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(name, content if name == member else source.read(name))
    return bomb


def test_a_workbook_that_unpacks_to_far_more_than_it_is_is_refused(book):
    bomb = _replaced(book, "xl/worksheets/sheet1.xml", b"<a>" + b" " * (300 << 20))
    with pytest.raises(UnreadableFile, match="unpacks to") as error:
        read(bomb)
    assert error.value.reason == "too_large"


def test_a_workbook_with_entities_is_refused(book):
    bomb = _replaced(book, "xl/workbook.xml", b'<!DOCTYPE a [<!ENTITY b "c">]><sst>&b;</sst>')
    with pytest.raises(UnreadableFile, match="document type"):
        read(bomb)


def test_a_lie_about_the_size_of_a_sheet_costs_nothing(book):
    with zipfile.ZipFile(book) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").replace(b'ref="A1:C5"', b'ref="A1:XFD1048576"')
    assert len(read(_replaced(book, "xl/worksheets/sheet1.xml", sheet)).table) == 2
