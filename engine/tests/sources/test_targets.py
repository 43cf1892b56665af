"""What people may write about, out of bills, plain texts and tables."""

import os
from pathlib import Path

import pytest
from hearhear.errors import UnreadableFile
from hearhear.sources import read_targets

AKN = """<?xml version="1.0"?>
<akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0"><bill name="bill">
 <meta><identification source="#s"><FRBRWork><FRBRthis value="/akn/xx/bill/2026/12"/><FRBRnumber value="12"/>
  <FRBRalias name="number" value="H-12"/></FRBRWork>
  <FRBRExpression><FRBRlanguage language="eng"/></FRBRExpression></identification></meta>
 <preface><p><docTitle>Harbour <i>Act</i></docTitle></p><longTitle><p>An Act about the harbour fund.</p></longTitle></preface>
 <preamble><recitals><recital><p>Whereas ferries are few.</p></recital></recitals></preamble>
 <body>
  <part eId="part_1"><heading>Fund</heading>
   <section eId="sec_1"><num>Section 1.</num><heading>Ferries</heading>
     <subsection><num>(1)</num><content><p>The evening ferry
      shall cross.</p></content></subsection></section>
   <section eId="sec_2"><num>2</num><content><p>In section 9 insert</p><quotedStructure><section eId="q"><num>9A</num>
     <content><p>quoted words</p></content></section></quotedStructure></content></section>
  </part></body></bill></akomaNtoso>"""


def written(tmp_path, name, text):
    path = tmp_path / name
    path.write_text(text, "utf-8")
    return path


def test_a_bill_gives_itself_and_every_provision_that_people_cite(tmp_path):
    bill, first, second = read_targets(written(tmp_path, "bill.xml", AKN))
    assert (bill.kind, bill.id, bill.number, bill.title, bill.lang) == (
        "bill",
        "/akn/xx/bill/2026/12",
        "12",
        "Harbour Act",
        "en",
    )
    assert bill.names == ("An Act about the harbour fund.", "H-12")
    assert "Whereas ferries are few." in bill.text
    assert (first.kind, first.id, first.number, first.title) == ("clause", f"{bill.id}#sec_1", "1", "Ferries")
    assert (first.parent, first.lang) == (bill.id, "en")
    assert "The evening ferry shall cross." in " ".join(first.text.split())
    assert (second.number, "quoted words" in second.text) == ("2", True)


def test_akomantoso_is_known_by_its_beginning_too(tmp_path):
    assert len(read_targets(written(tmp_path, "bill.txt", AKN))) == 3


def test_a_plain_text_is_taken_apart_at_its_headings(tmp_path):
    text = "Ley del puerto\nSobre los muelles.\n\nArtículo 1. Barcos\nEl barco cruza.\nArtículo 2\nEl faro abre.\n"
    bill, first, second = read_targets(written(tmp_path, "ley.txt", text))
    assert (bill.title, bill.text) == ("Ley del puerto", "Sobre los muelles.")
    assert (first.number, first.title, first.text) == ("1", "Barcos", "El barco cruza.")
    assert (second.number, second.text, second.parent) == ("2", "El faro abre.", "ley")


def test_a_text_without_headings_is_one(tmp_path):
    (only,) = read_targets(written(tmp_path, "question.txt", "Should the ferry run at night?\n\nTell us."))
    assert (only.kind, only.title, only.text) == ("bill", "Should the ferry run at night?", "Tell us.")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("p.csv", "id,title,text,lang\n7,Night ferry,Let it cross at night.,en\n8,Faro,Que abra el domingo.,es\n"),
        ("p.jsonl", ('{"id": 7, "title": "Night ferry", "text": "Let it cross at night.", "lang": "en"}\n'
                    '{"id": 8, "title": "Faro", "text": "Que abra el domingo.", "lang": "es"}\n')),
    ],
)  # fmt: skip
def test_a_table_gives_a_proposal_for_each_row(tmp_path, name, text):
    one, other = read_targets(written(tmp_path, name, text))
    assert (one.id, one.kind, one.lang, one.title, one.text) == (
        "7",
        "proposal",
        "en",
        "Night ferry",
        "Let it cross at night.",
    )
    assert (other.title, other.lang) == ("Faro", "es")


def test_a_folder_is_all_its_files(tmp_path):
    written(tmp_path, "a.xml", AKN)
    written(tmp_path, "b.txt", "Should the ferry run at night?")
    assert len(read_targets(tmp_path)) == 4


def test_entities_are_not_resolved(tmp_path):
    written(tmp_path, "secret.txt", "the secret words")
    evil = f'<!DOCTYPE a [<!ENTITY x SYSTEM "{tmp_path}/secret.txt">]>' + AKN.split("?>")[1].replace("Ferries", "&x;")
    targets = read_targets(written(tmp_path, "evil.xml", evil))
    assert "secret" not in str(targets)


@pytest.mark.parametrize(("name", "text"), [("none.xml", None), ("half.xml", AKN[:400]), ("empty.csv", "")])
def test_what_cannot_be_read_is_an_error_of_the_engine(tmp_path, name, text):
    path = tmp_path / name if text is None else written(tmp_path, name, text)
    with pytest.raises(UnreadableFile):
        read_targets(path)


@pytest.mark.parametrize(
    ("name", "provisions", "lang", "number", "heading"),
    [
        ("eu_COM(2013)0619_EN-8.xml", 24, "en", "3", "Free movement"),
        ("uk_pga-2014-27-enacted-data.xml", 8, "en", "3", "Grounds for issuing warrants and obtaining data"),
        ("it_senato_ddl_2013.xml", 6, "it", "3", "(Delega al Governo per la determinazione dei collegi uninominali)"),
    ],
)
def test_real_bills_are_read_provision_by_provision(name, provisions, lang, number, heading):
    data = os.environ.get("HEMICYCLE_DATA") or Path(__file__).parents[4] / "shared" / "data"
    path = Path(data) / "record" / "akn" / name
    if not path.is_file():
        pytest.skip(f"{name} is not among the shared data")
    bill, *clauses = read_targets(path)
    assert (len(clauses), bill.lang, len({one.id for one in clauses})) == (provisions, lang, provisions)
    assert (clauses[2].number, clauses[2].title) == (number, heading)
