"""Files with bytes changed, lost or doubled are read or refused; nothing else happens."""

import io

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hearhear import MESSAGE_SCHEMA, HearHearError
from hearhear.sources import read, read_texts
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from . import papers

ROWS = [("1", "Keep the ferry, please."), ("2", 'Été "à" señalar\nline two'), ("3", "Third")]


def workbook():
    file = io.BytesIO()
    book = openpyxl.Workbook()
    for row in [("id", "text"), *ROWS]:
        book.active.append(row)
    book.save(file)
    return file.getvalue()


def parquet():
    file = io.BytesIO()
    pq.write_table(pa.table({"id": [i for i, _ in ROWS], "text": [t for _, t in ROWS]}), file)
    return file.getvalue()


MAIL = b"From: a@b.org\nSubject: =?utf-8?q?=C3=A9?=\nContent-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: text/html\n\n<p>Hi&amp;</p>\n--x--\n"
SEEDS = {
    "csv": 'id,text\n1,"Keep the ferry, please."\n2,"Été ""à"" señalar\nline two"\n3,Third\n'.encode(),
    "jsonl": '{"id": 1, "text": "Keep"}\n{"id": 2, "text": "\\ud83d\\ude00 été"}\n{"id": 3, "a": {"text": null}}\n'.encode(),
    "json": b'[{"id": 1, "text": "Keep the ferry"}, {"id": 2, "text": "b"}]',
    "mbox": b"From x\n" + MAIL + b"\nFrom x\n" + MAIL,
    "eml": MAIL,
    "xlsx": workbook(),
    "parquet": parquet(),
    "pdf": papers.pdf("Keep the ferry, please.", "Second page of the letter."),
    "docx": papers.docx("<w:p><w:r><w:t>Keep the ferry, please.</w:t></w:r></w:p>"),
    "odt": papers.odt("<text:p>Keep the <text:span>ferry</text:span>, please.</text:p>"),
    "zip": papers.packed(a_dot_txt="Keep it.", b_dot_eml=MAIL, c_dot_pdf=papers.pdf("Keep it.")),
    "html": b"<html><p>Dear &eacute;</p><!-- x --><blockquote>q</blockquote>",
}

changes = st.lists(
    st.tuples(
        st.sampled_from(["set", "cut", "double", "end"]), st.integers(0, 10_000), st.binary(min_size=1, max_size=4)
    ),
    min_size=1,
    max_size=4,
)


def mutated(data, operations):
    for what, where, replacement in operations:
        at = where % (len(data) + 1)
        if what == "set":
            data = data[:at] + replacement + data[at + len(replacement) :]
        elif what == "cut":
            data = data[:at] + data[at + len(replacement) :]
        elif what == "double":
            data = data[:at] + data[max(0, at - 20) : at] + data[at:]
        else:
            data = data[:at]
    return data


@pytest.mark.parametrize("suffix", SEEDS)
@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(operations=changes)
def test_a_damaged_file_is_read_or_refused(tmp_path_factory, suffix, operations):
    path = tmp_path_factory.getbasetemp() / f"damaged.{suffix}"
    path.write_bytes(mutated(SEEDS[suffix], operations))
    try:
        reading = read(path)
    except HearHearError as error:
        assert "\n" not in str(error)
        return
    assert reading.table.schema == MESSAGE_SCHEMA
    reading.table.validate(full=True)
    assert len(set(reading.table["id"].to_pylist())) == len(reading.table)


@settings(max_examples=60, deadline=None)
@given(operations=changes)
def test_a_damaged_bill_is_read_or_refused(tmp_path_factory, operations):
    path = tmp_path_factory.getbasetemp() / "damaged.xml"
    bill = '<?xml version="1.0"?><bill><body><p>Été &amp; hiver</p></body></bill>'
    path.write_bytes(mutated(bill.encode(), operations))
    try:
        assert len(read_texts(path)) == 1
    except HearHearError as error:
        assert error.path
