"""The reader of Akoma Ntoso: what it takes from a good file, and what it says of a bad one."""

import json
from collections import Counter
from dataclasses import asdict
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from hemicycle.record.importers.akomantoso.bill import read
from hemicycle.record.importers.errors import Fault, UnreadableFile
from hemicycle.record.importers.safe_xml import LIMIT_BYTES

from .conftest import GOLDEN

BENCHES = (GOLDEN / "benches.xml").read_bytes()


def written(folder: Path, content: bytes) -> Path:
    path = folder / "bill.xml"
    path.write_bytes(content)
    return path


def line_of(words: str) -> int:
    """Where these words first stand in our own bill."""
    return BENCHES.decode().split(words)[0].count("\n") + 1


def refusal(path: Path) -> UnreadableFile:
    with pytest.raises(UnreadableFile) as caught:
        read(path)
    return caught.value


def test_our_own_bill_reads_as_its_golden_file_says():
    read_now = json.loads(json.dumps(asdict(read(GOLDEN / "benches.xml")), default=str))
    assert read_now == json.loads((GOLDEN / "benches.json").read_text())


def test_a_number_given_by_hand_overrides_the_files(benches):
    assert read(benches, number=" 31 bis ").bill.number == "31 bis"


def test_the_italian_bill_has_its_six_articles_with_paragraphs_and_points(akomantoso_files):
    reading = read(akomantoso_files / "it_senato_ddl_2013.xml")
    bill, (version,) = reading.bill, reading.bill.versions
    assert (bill.kind, bill.number, bill.introduced_on) == ("bill", "356", date(2013, 3, 29))
    assert version.language == "it"
    assert [clause.number for clause in version.clauses if clause.level == "provision"] == [
        f"Art. {number}." for number in range(1, 7)
    ]
    assert Counter(clause.element for clause in version.clauses) == {"article": 6, "paragraph": 9, "point": 55}
    assert [aside.what for aside in reading.left_aside] == ["RelPres", "p × 4"]


def test_the_european_proposal_is_found_inside_its_collection(akomantoso_files):
    reading = read(akomantoso_files / "eu_COM(2013)0619_EN-8.xml")
    bill, (version,) = reading.bill, reading.bill.versions
    assert {(known.scheme, known.value) for known in bill.known_as} >= {("celex", "52013PC0619")}
    assert (bill.number, version.language, version.valid_from) == ("619", "en", date(2013, 9, 17))
    levels = Counter(clause.level for clause in version.clauses)
    assert (levels["provision"], levels["division"], levels["recital"]) == (24, 9, 36)
    assert version.clauses[-1].parent == "art_24"
    assert {aside.what for aside in reading.left_aside} >= {"explanation", "financialStatement"}


def test_the_british_act_keeps_cross_headings_and_the_words_after_a_list(akomantoso_files):
    (version,) = read(akomantoso_files / "uk_pga-2014-27-enacted-data.xml").bill.versions
    sections = [clause for clause in version.clauses if clause.element == "section"]
    assert [clause.number for clause in sections] == [str(number) for number in range(1, 9)]
    assert all(clause.level == "provision" for clause in sections)
    assert sum(clause.level == "division" for clause in version.clauses) == 3
    after_list = next(clause for clause in version.clauses if clause.element == "wrapUp")
    assert after_list.parent == "sec_2__subsec_2"
    assert after_list.text.startswith("but does not include")


def test_no_word_of_a_body_is_lost(akomantoso_files):
    """Compared with all text nodes of the body, footnotes left out, as a few lines of lxml see them."""
    path = akomantoso_files / "eu_COM(2013)0619_EN-8.xml"
    root = etree.parse(path).getroot()
    (bill,) = root.iter("{*}bill")
    texts = bill.xpath("*[local-name()='body']//text()[not(ancestor::*[local-name()='authorialNote'])]")
    (version,) = read(path).bill.versions
    ours = [
        words
        for clause in version.clauses
        if clause.element not in ("recital", "citation", "formula", "intro")
        for words in (clause.number, clause.heading, clause.text)
    ]
    assert "".join("".join(ours).split()).replace("–", "") == "".join("".join(texts).split()).replace("–", "")


@pytest.mark.parametrize(
    ("content", "fault", "line"),
    [
        (b"", Fault.EMPTY, 1),
        (b" \n\n", Fault.EMPTY, 1),
        (b"Dear House,\nthis is a letter", Fault.MALFORMED, 1),
        (BENCHES[:4000], Fault.TRUNCATED, BENCHES[:4000].count(b"\n") + 1),
        (BENCHES[: BENCHES.index(b"</bill>")], Fault.TRUNCATED, line_of("</bill>")),
        (BENCHES.replace(b"</chapter>", b"</section>", 1), Fault.MALFORMED, line_of("</chapter>")),
        (BENCHES.replace("–".encode(), b"\x96"), Fault.WRONG_ENCODING, line_of("–")),
        (BENCHES.replace(b"UTF-8", b"ISO-8859-1"), Fault.WRONG_ENCODING, 1),
        (BENCHES.replace(b"UTF-8", b"klingon"), Fault.WRONG_ENCODING, 1),
        (BENCHES.replace(b"legaldocml", b"something"), Fault.NOT_AKOMA_NTOSO, 3),
        (BENCHES.replace(b"<bill ", b"<debate ").replace(b"</bill>", b"</debate>"), Fault.NO_BILL, 3),
        (BENCHES.replace(b"FRBRWork>", b"FRBRNothing>"), Fault.NO_IDENTIFICATION, 4),
        (BENCHES.replace(b'language="eng"', b'language=""'), Fault.NO_LANGUAGE, 4),
        (BENCHES.replace(b"itle>", b"itel>"), Fault.NO_TITLE, 4),
        (b"<a>" * 400 + b"</a>" * 400, Fault.TOO_DEEP, 1),
    ],
)
def test_a_spoilt_file_is_refused_with_its_line_and_reason(tmp_path, content, fault, line):
    error = refusal(written(tmp_path, content))
    assert (error.fault, error.line) == (fault, line)


def test_a_bill_without_clauses_is_refused(tmp_path):
    start, end = BENCHES.index(b"<preamble>"), BENCHES.index(b"<conclusions>")
    assert refusal(written(tmp_path, BENCHES[:start] + b"<body/>" + BENCHES[end:])).fault is Fault.NO_CLAUSES


def test_what_is_no_file_is_refused(tmp_path):
    assert refusal(tmp_path / "nothing.xml").fault is Fault.MISSING
    assert refusal(tmp_path).fault is Fault.NOT_A_FILE


def test_a_file_larger_than_any_bill_is_refused_without_being_parsed(tmp_path):
    path = tmp_path / "huge.xml"
    with path.open("wb") as file:
        file.truncate(LIMIT_BYTES + 1)
    assert refusal(path).fault is Fault.TOO_LARGE


def with_document_type(declaration: bytes, use: bytes) -> bytes:
    spoilt = BENCHES.replace(b"?>\n", b"?>\n<!DOCTYPE akomaNtoso " + declaration + b">\n", 1)
    return spoilt.replace(b"People who tire", use)


LAUGHS = (
    b"[<!ENTITY a0 'ha'>" + b"".join(b"<!ENTITY a%d '%s'>" % (i, b"&a%d;" % (i - 1) * 10) for i in range(1, 10)) + b"]"
)


@pytest.mark.parametrize(
    ("declaration", "use"),
    [
        (LAUGHS, b"&a9;"),
        (LAUGHS, b"<i title='&a9;'/>"),
        (b"[<!ENTITY x SYSTEM 'file:///etc/hostname'>]", b"&x;"),
        (b"SYSTEM 'http://127.0.0.1:9/bill.dtd'", b"People"),
        (b"[<!ENTITY a '&b;'><!ENTITY b '&a;'>]", b"<i title='&a;'/>"),
        (b"[<!ENTITY % p SYSTEM 'http://127.0.0.1:9/x'> %p;]", b"People"),
    ],
)
def test_entities_and_document_types_are_never_read(tmp_path, declaration, use):
    assert refusal(written(tmp_path, with_document_type(declaration, use))).fault is Fault.ENTITIES


def test_an_undeclared_entity_is_refused_where_it_stands(tmp_path):
    error = refusal(written(tmp_path, BENCHES.replace(b"who tire", b"who&nbsp;tire")))
    assert (error.fault, error.line) == (Fault.ENTITIES, line_of("who tire"))


def test_utf_16_is_read_like_utf_8(tmp_path):
    text = BENCHES.decode().replace('encoding="UTF-8"', 'encoding="UTF-16"')
    assert read(written(tmp_path, text.encode("utf-16"))).bill == read(GOLDEN / "benches.xml").bill


@settings(max_examples=150, deadline=2000, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_mutated_bill_is_read_or_refused_and_nothing_else(tmp_path, data):
    """Cuts, swapped tags, foreign bytes and repeated segments: a reading or UnreadableFile, within two seconds."""
    content = bytearray(BENCHES)
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, max(len(content) - 1, 0)))
        end = min(len(content), start + data.draw(st.integers(0, 400)))
        piece = data.draw(
            st.one_of(st.just(b""), st.binary(max_size=30), st.just(bytes(content[start:end]) * 3), TAGS)
        )
        content[start:end] = piece
    try:
        reading = read(written(tmp_path, bytes(content)))
    except UnreadableFile:
        return
    eids = [clause.eid for version in reading.bill.versions for clause in version.clauses]
    assert len(eids) == len(set(eids))


TAGS = st.sampled_from(
    [
        b"<section>",
        b"</section>",
        b"<list>",
        b"<num/>",
        b"<p/>",
        b"</p><p>",
        b"<!--",
        b"<![CDATA[",
        b"&#0;",
        b"&x;",
        b"<?x ?>",
    ]
)
