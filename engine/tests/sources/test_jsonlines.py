"""JSON lines: good lines go through at once, a bad one is set aside with its line and reason."""

import json

import pytest
from hearhear import UnreadableFile
from hearhear.sources import read
from hypothesis import given, settings
from hypothesis import strategies as st


@pytest.fixture
def write(tmp_path):
    def _write(content, name="letters.jsonl"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return _write


def test_bad_lines_are_set_aside_and_the_rest_goes_on_in_order(write):
    lines = [
        '{"id": "a", "text": "one"}',
        "not json",
        '{"id": "b", "text": "two"}',
        "",
        "[1]",
        "null",
        '{"id": "c", "text": "three"}',
    ]
    reading = read(write("\n".join(lines) + "\n"))
    assert reading.table["id"].to_pylist() == ["a", "b", "c"]
    assert [(row.line, row.reason) for row in reading.rejected] == [(2, "not_json"), (5, "not_json"), (6, "not_json")]
    assert reading.rejected[0].raw == "not json"


def test_half_a_surrogate_pair_is_replaced_and_the_line_kept(write):
    reading = read(write('{"id": "a", "text": "x\\ud800y"}\n{"id": "b", "text": "two"}\n'))
    assert reading.table["text"].to_pylist() == ["x\ufffdy", "two"]


def test_types_may_change_from_line_to_line(write):
    reading = read(write('{"id": 1, "text": "one"}\n{"id": "b", "text": "two"}\n{"id": 2.5, "text": "three"}\n'))
    assert reading.table["id"].to_pylist() == ["1", "b", "2.5"]


def test_objects_inside_objects_are_columns_by_path(write):
    reading = read(write('{"key": 7, "content": {"body": "one two"}, "author": {"id": 3}}\n'))
    assert reading.table["text"].to_pylist() == ["one two"]
    assert reading.table["sender"].to_pylist() == ["3"]


def test_a_name_with_a_slash_is_not_a_path(write):
    reading = read(write('{"id": 1, "body": "one", "author/id": "ann"}\n'))
    assert reading.table["sender"].to_pylist() == ["ann"]


@pytest.mark.parametrize(
    "content",
    [
        '[{"id": 1, "text": "one"}, {"id": 2, "text": "two"}]',
        '[\n {"id": 1,\n "text": "one"},\n {"id": 2, "text": "two"}\n]\n',
        '{"messages": [{"id": 1, "text": "one"}, {"id": 2, "text": "two"}], "count": 2}',
        '{\n "id": 1,\n "text": "one"\n}\n{\n "id": 2,\n "text": "two"\n}\n',
    ],
)
def test_an_array_is_read_however_it_is_laid_out(write, content):
    assert read(write(content, "letters.json")).table["text"].to_pylist() == ["one", "two"]


@pytest.mark.parametrize(
    "content",
    ['{"id": 1, "text": "one"}\n{"id": 2, "te', '[{"id": 1, "text": "one"}, {"id": 2', '[{"id": 1, "text": "one"},'],
)
def test_a_file_that_breaks_off_is_not_read(write, content):
    with pytest.raises(UnreadableFile) as error:
        read(write(content, "letters.json"))
    assert error.value.reason == "truncated"


def test_a_bad_last_line_that_does_not_break_off_is_only_set_aside(write):
    reading = read(write('{"id": 1, "text": "one"}\nthe end'))
    assert [row.line for row in reading.rejected] == [2]


def test_one_damaged_line_among_good_ones_is_set_aside(write):
    reading = read(write('{"text": "été"}\n'.encode() + b'{"text": "\xe9"}\n' + '{"text": "août"}\n'.encode()))
    assert reading.table["text"].to_pylist() == ["été", "août"]
    assert [(row.line, row.reason) for row in reading.rejected] == [(2, "not_utf8")]


def test_a_file_without_any_object_is_not_what_it_says(write):
    with pytest.raises(UnreadableFile, match="no JSON objects; line 1") as error:
        read(write("id,text\n1,one\n"))
    assert error.value.reason == "not_what_it_says"


def test_brackets_without_end_are_a_bad_line(write):
    reading = read(write("[" * 100_000 + '\n{"text": "one"}\n' + '{"a":' * 50_000 + "\n"))
    assert len(reading.table) == 1
    assert len(reading.rejected) == 2


values = (
    st.text(max_size=20) | st.integers() | st.booleans() | st.none() | st.floats(allow_nan=False, allow_infinity=False)
)


@settings(deadline=None)
@given(texts=st.lists(st.text(max_size=30).map("No: {}".format), min_size=1, max_size=10), other=values)
def test_whatever_json_can_hold_comes_back(tmp_path_factory, texts, other):
    path = tmp_path_factory.mktemp("json") / "letters.jsonl"
    path.write_text("".join(json.dumps({"text": text, "other": other}) + "\n" for text in texts))
    control = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 127], " ")
    found = read(path, columns={"text": "text"}).table["text"].to_pylist()
    assert found == [text.translate(control) for text in texts]
