"""Files and folders of any kind, and the texts of the parliament."""

import pytest
from hearhear import UnreadableFile
from hearhear.sources import Options, read, read_texts


def test_a_folder_is_read_file_by_file_and_ids_name_the_file(tmp_path):
    (tmp_path / "a.txt").write_text("Keep the ferry.")
    (tmp_path / "b.csv").write_text("text\nOne letter\nAnother letter\n")
    (tmp_path / "c.pdf").write_bytes(b"%PDF-1.7")
    (tmp_path / ".hidden").write_text("x")
    reading = read(tmp_path)
    assert reading.table["id"].to_pylist() == ["a.txt", "b.csv:1", "b.csv:2"]
    assert [(row.reason, row.file.endswith("c.pdf")) for row in reading.rejected] == [
        ("unreadable_file:not_what_it_says", True)
    ]


def test_the_same_message_in_two_files_is_one(tmp_path):
    for name in ("a.csv", "b.csv"):
        (tmp_path / name).write_text("id,text\nm1,Keep the ferry.\n")
    reading = read([tmp_path / "a.csv", tmp_path / "b.csv"])
    assert len(reading.table) == 1
    assert [row.reason for row in reading.rejected] == ["duplicate_id"]


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("letters.pdf", b"%PDF-1.7 ...", "not_what_it_says"),
        ("letters.xls", b"\xd0\xcf\x11\xe0....", "unsupported"),
        ("letters.rtf", b"{\\rtf1 ....", "unsupported"),
        ("letters.pdf", b"Keep the ferry.", "not_what_it_says"),
        ("letters.jsonl.gz", b"\x1f\x8b....", "unsupported"),
        ("letters.docx", b"PK\x03\x04....", "truncated"),
        ("letters.csv", b'{"id": 1, "text": "a"}\n', "not_what_it_says"),
        ("letters.csv", b"", "empty"),
        ("letters.csv", b"\xff\xfe\x00", "encoding"),
    ],
)
def test_what_cannot_be_read_says_why(tmp_path, name, content, reason):
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(UnreadableFile) as error:
        read(path)
    assert error.value.reason == reason
    assert "\n" not in str(error.value)


def test_a_missing_file_and_an_empty_folder_say_so(tmp_path):
    with pytest.raises(UnreadableFile, match="there is no such file"):
        read(tmp_path / "none.csv")
    with pytest.raises(UnreadableFile, match="no file in the folder"):
        read(tmp_path)


def test_an_unknown_encoding_is_an_error_and_not_a_guess(tmp_path):
    (tmp_path / "a.csv").write_text("id,text\n1,a\n")
    with pytest.raises(UnreadableFile, match="no such text encoding: klingon"):
        read(tmp_path / "a.csv", options=Options(encoding="klingon"))


def test_a_declared_format_goes_before_the_name(tmp_path):
    (tmp_path / "a.txt").write_text("id,text\n1,Keep it\n")
    assert read(tmp_path / "a.txt", options=Options(format="csv")).table["text"].to_pylist() == ["Keep it"]


AKN = """<akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0"><bill><meta><identification/></meta>
<preface><p>Bill 12</p></preface><body><article><num>1</num><content><p>The ferry <b>runs</b> daily.</p>
<p>It is free.</p></content></article></body></bill></akomaNtoso>"""


def test_a_bill_is_the_text_of_its_body(tmp_path):
    (tmp_path / "bill.xml").write_text(AKN)
    assert read_texts(tmp_path / "bill.xml") == ["1\nThe ferry runs daily.\nIt is free."]


def test_texts_come_from_plain_files_html_and_tables(tmp_path):
    (tmp_path / "a.txt").write_text("The ferry runs.")
    (tmp_path / "b.html").write_text("<html><body><p>The ferry</p><p>runs.</p></body></html>")
    (tmp_path / "c.jsonl").write_text('{"text": "<p>Article 1</p>"}\n{"text": "Article 2"}\n')
    assert read_texts(tmp_path / "a.txt") == ["The ferry runs."]
    assert read_texts(tmp_path / "b.html") == ["The ferry\n\nruns."]
    assert read_texts(tmp_path / "c.jsonl") == ["Article 1", "Article 2"]


@pytest.mark.parametrize("content", ["", "<a>", "<a>&b;</a>", "no xml", "<a/><b/>"])
def test_broken_xml_is_one_clear_error(tmp_path, content):
    (tmp_path / "bill.xml").write_text(content)
    with pytest.raises(UnreadableFile, match="not whole XML"):
        read_texts(tmp_path / "bill.xml")


def test_entities_are_not_expanded(tmp_path):
    (tmp_path / "secret").write_text("secret")
    entities = f'<!DOCTYPE a [<!ENTITY s SYSTEM "{tmp_path}/secret"><!ENTITY l "lol"><!ENTITY m "&l;&l;&l;">]>'
    (tmp_path / "bill.xml").write_text(f"{entities}<a>x&s;&m;y</a>")
    text = read_texts(tmp_path / "bill.xml")[0]
    assert "secret" not in text
    assert "lol" not in text
