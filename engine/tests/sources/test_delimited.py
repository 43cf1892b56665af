"""CSV: what is well-formed is read whole, what is not costs only its own lines."""

import csv
import io

import pytest
from hearhear import UnreadableFile
from hearhear.sources import Options, read
from hearhear.sources.formats import delimited
from hypothesis import given, settings
from hypothesis import strategies as st


@pytest.fixture
def write(tmp_path):
    def _write(content, name="letters.csv"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return _write


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_seen(write, delimiter):
    rows = [["id", "text"], ["1", "No, never; not | so"], ["2", 'She said "no"\nand left']]
    file = io.StringIO()
    csv.writer(file, delimiter=delimiter).writerows(rows)
    reading = read(write(file.getvalue()))
    assert reading.table["text"].to_pylist() == [row[1] for row in rows[1:]]
    assert reading.guess.delimiter == delimiter


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_unicode_is_read_in_each_of_its_encodings(write, encoding):
    reading = read(write("id,text\n1,Événement à señalar\n".encode(encoding)))
    assert reading.table["text"].to_pylist() == ["Événement à señalar"]


def test_another_encoding_is_one_error_with_the_place(write):
    path = write("id,text\n1,ok\n2,été\n".encode("cp1252"))
    with pytest.raises(UnreadableFile, match=r"not UTF-8 at byte 15 \(line 3\)") as error:
        read(path)
    assert error.value.reason == "encoding"


def test_another_encoding_is_read_when_it_is_declared(write):
    reading = read(write("id,text\n1,été\n".encode("cp1252")), options=Options(encoding="cp1252"))
    assert reading.table["text"].to_pylist() == ["été"]


def test_one_damaged_line_among_good_ones_is_set_aside(write):
    content = "id,text\n1,été\n2,hiver d'été\n".encode() + b"3,\xe9t\xe9\n" + "4,août\n".encode()
    reading = read(write(content))
    assert reading.table["id"].to_pylist() == ["1", "2", "4"]
    assert [(row.line, row.reason) for row in reading.rejected] == [(4, "not_utf8")]


def test_rows_with_too_few_or_too_many_fields_are_set_aside_with_their_line(write):
    reading = read(write('id,text\n1,"two\nlines"\n2\n\n3,c,d\n4,e\n'))
    assert reading.table["id"].to_pylist() == ["1", "4"]
    assert [(row.line, row.reason) for row in reading.rejected] == [
        (4, "wrong_number_of_fields"),
        (6, "wrong_number_of_fields"),
    ]


def test_a_lost_quotation_mark_costs_one_line_and_not_the_rest(write):
    reading = read(write('id,text\n1,"never closed\n2,"closed"\n3,plain\n'))
    assert reading.table["id"].to_pylist() == ["2", "3"]
    assert [(row.line, row.reason) for row in reading.rejected] == [(2, "bad_quoting")]


def test_a_row_without_text_is_set_aside_with_its_line(write):
    reading = read(write('id,text\n1,"a\nb"\n2,\n3,  \n4,d\n'))
    assert [(row.line, row.reason) for row in reading.rejected] == [(4, "no_text"), (5, "no_text")]


def test_the_second_row_with_the_same_id_is_set_aside(write):
    rows = "".join(f"{number},text {number}\n" for number in range(200))
    reading = read(write(f"id,text\n{rows}7,again\n"))
    assert len(reading.table) == 200
    assert [(row.line, row.reason) for row in reading.rejected] == [(202, "duplicate_id")]


def test_an_id_that_names_several_messages_is_not_taken_for_one(write):
    rows = "".join(f"{number % 60},text {number}\n" for number in range(100))
    reading = read(write(f"id,text\n{rows}"))
    assert len(reading.table) == 100
    assert "id" not in reading.columns


@pytest.mark.parametrize("content", ['id,text\n1,whole\n2,"breaks off in the mid', "id,text\n1,whole\n2"])
def test_a_file_that_breaks_off_is_not_read(write, content):
    with pytest.raises(UnreadableFile, match="breaks off") as error:
        read(write(content))
    assert error.value.reason == "truncated"


@pytest.mark.parametrize(
    ("content", "reason"), [("", "empty"), ("id,text\n", "empty"), (" \n ", "empty"), ("a,b\n1,2\n", "no_text")]
)
def test_a_file_with_nothing_to_read_says_so(write, content, reason):
    with pytest.raises(UnreadableFile) as error:
        read(write(content))
    assert error.value.reason == reason


def test_control_characters_become_spaces_so_that_offsets_stay(write):
    reading = read(write("id,text\n1,a\x00b\x07c\n"))
    assert reading.table["text"].to_pylist() == ["a b c"]


def test_an_absurdly_long_text_is_set_aside(write):
    reading = read(write(f"id,text\n1,{'a' * 1_000_001}\n2,short\n"))
    assert reading.table["id"].to_pylist() == ["2"]
    assert reading.rejected[0].reason == "text_too_long"
    assert len(reading.rejected[0].raw) <= 2_000


fields = st.text(
    st.characters(codec="utf-8", exclude_characters="\x00", exclude_categories=["Cc"]) | st.sampled_from('",;\n|\t'),
    max_size=8,
)


@settings(deadline=None)
@given(rows=st.lists(st.tuples(fields, fields, fields), min_size=1, max_size=8), delimiter=st.sampled_from(",;\t|"))
def test_the_scanner_reads_what_the_standard_library_writes(rows, delimiter):
    file = io.StringIO()
    csv.writer(file, delimiter=delimiter, quoting=csv.QUOTE_ALL).writerows(rows)
    found = [record.fields for record in delimited.records(file.getvalue(), delimiter)]
    assert found == [list(row) for row in rows]


@settings(deadline=None)
@given(rows=st.lists(st.tuples(fields, fields), min_size=1, max_size=6))
def test_the_fast_way_and_the_scanner_agree(tmp_path_factory, rows):
    file = io.StringIO()
    csv.writer(file, delimiter=",", quoting=csv.QUOTE_ALL, lineterminator="\n").writerows([("id", "text"), *rows])
    path = tmp_path_factory.mktemp("twins") / "twins.csv"
    path.write_text(file.getvalue(), newline="")
    with delimited.utf8(path, None) as source:
        fast = delimited._fast(source, ",", ["id", "text"], ["id", "text"])
        slow = delimited._scan(path, source, ",", ["id", "text"], None)
        assert fast is not None
        assert fast.table.to_pylist() == slow.table.to_pylist()
        assert fast.lines().tolist() == slow.lines().tolist()
