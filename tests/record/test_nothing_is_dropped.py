"""All text of a source file is in the record, or is named as left aside."""

import dataclasses
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from lxml import etree

from hemicycle.record import actions
from hemicycle.record.errors import UnknownReference
from hemicycle.record.importers import formats
from hemicycle.record.models import AgendaItem, Contribution, Membership, Person
from hemicycle.record.papers import LeftAside, PersonPaper

from .conftest import GOLDEN
from .importing import PARLAMINT, put, read

# What describes a file, as docs/record.md says, and what became a time, a language or a date.
ABOUT = {
    "teiHeader", "meta", "ExtractedInformation", "DocumentTitle", "DocumentName", "StartPageNumber", "Timestamp",
    "FloorLanguage", "preface", "coverPage", "event",
}  # fmt: skip
REAL = [
    "akn/cl_Sesion56_2.xml", "akn/eu_COM(2013)0619_EN-8.xml", "akn/it_senato_ddl_2013.xml",
    "akn/uk_pga-2014-27-enacted-data.xml", "canada/hansard_12324877-en.xml", "canada/hansard_42-1-2-en.xml",
    "canada/hansard_42-1-2-fr.xml", "spain/ParlaMint-ES-listOrg.xml", "spain/ParlaMint-ES-listPerson.xml",
    "spain/ParlaMint-ES_2016-01-13-CD160113.xml", "uk/twfy_debates2009-10-28c.xml",
    "uk/twfy_divisions2009-10-28c.xml", "uk/twfy_standing2009-10-20_CHILDPOV_08-0_2009-10-29a.xml",
]  # fmt: skip
# An element that no format has, within what each is about.
UNHEARD = "<unheard><line>Thirteen words that nobody wrote a rule for</line></unheard>"
HOLDERS = {
    "akn-debate.xml": "debate",
    "benches.xml": "preamble",
    "ourcommons-en.xml": "SubjectOfBusinessContent",
    "publicwhip.xml": "publicwhip",
    "parlamint-sitting.xml": "div",
    "parlamint-listOrg.xml": "listOrg",
    "parlamint-listPerson.xml": "person",
}
QUESTION = """
<WrittenQuestionResponse id="70">
  <QuestionID>(Question No. 12)</QuestionID>
  <Questioner><Affiliation DbId="900" Type="2">Right Hon. Maud Tremaine</Affiliation></Questioner>
  <QuestionContent><ParaText id="701">How many lamps went out?</ParaText></QuestionContent>
  <Responder><Affiliation DbId="902" Type="2">Hon. Odo Finch (Minister of Lamps, Ind.)</Affiliation></Responder>
  <ResponseContent>
    <ParaText id="702">Mr. Speaker, three.</ParaText>
    <table><tgroup><tbody><row><entry>Gull Bay</entry><entry>2</entry></row></tbody></tgroup></table>
  </ResponseContent>
</WrittenQuestionResponse>
"""


def spoilt(tmp_path: Path, name: str, *changes: tuple[str, str]) -> Path:
    words = (GOLDEN / name).read_text()
    for old, new in changes:
        assert old in words
        words = words.replace(old, new, 1)
    path = tmp_path / name
    path.write_text(words)
    return path


def named(papers: list[object], reason: str = "not-read") -> dict[str, int]:
    """The names of what was left aside, with the line of the first."""
    return {paper.what: paper.line for paper in papers if isinstance(paper, LeftAside) and paper.reason == reason}


def strings(value: object) -> Iterator[str]:
    """Every word of a paper."""
    if isinstance(value, str):
        yield " ".join(value.split())
    elif isinstance(value, Mapping):
        yield from (each for one in value.values() for each in strings(one))
    elif isinstance(value, tuple):
        yield from (each for one in value for each in strings(one))
    elif dataclasses.is_dataclass(value):
        yield from (each for field in dataclasses.fields(value) for each in strings(getattr(value, field.name)))


def parts_of(words: str) -> list[str]:
    """A name and an office printed together come apart: “The Speaker (Hon. X):”."""
    parts = (" ".join(part.split()) for part in re.split(r"[():;.,|]|[-–—]\s", words))
    return [part for part in parts if any(sign.isalnum() for sign in part)]


def local_names(elements: list[etree._Element]) -> list[str]:
    return [etree.QName(each).localname for each in elements]


def unaccounted(path: Path) -> list[tuple[str, str]]:
    papers = read(path)
    record = "\n".join(words for paper in papers if not isinstance(paper, LeftAside) for words in strings(paper))
    aside = {word for paper in papers if isinstance(paper, LeftAside) for word in paper.what.split()} | ABOUT
    windows = {byte: bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in range(0x80, 0xA0)}
    lost: list[tuple[str, str]] = []
    for element in etree.parse(path, etree.XMLParser(resolve_entities="internal")).getroot().iter(etree.Element):
        above = [element, *element.iterancestors()]
        titled = local_names(above)[:2]
        if titled in (["head", "listOrg"], ["head", "listPerson"], ["head", "listEvent"]) or aside & {
            word for each in above for word in (etree.QName(each).localname, each.get("name"))
        }:
            continue
        own = [element.text, *(child.tail for child in element)]
        texts = (part for words in own if words for part in parts_of(words.translate(windows)))
        lost += ((etree.QName(element).localname, part[:80]) for part in texts if part not in record)
    return lost


@pytest.mark.parametrize("name", REAL)
def test_all_text_of_a_real_file_is_in_the_record_or_named(record_files, name):
    assert unaccounted(record_files / name) == []


@pytest.mark.parametrize("name", HOLDERS)
def test_all_text_of_our_own_file_is_in_the_record_or_named(name):
    assert unaccounted(GOLDEN / name) == []


@pytest.mark.parametrize("name", HOLDERS)
def test_an_element_that_no_rule_takes_is_counted_and_named(tmp_path, name):
    end = f"</{HOLDERS[name]}>"
    path = spoilt(tmp_path, name, (end, UNHEARD + UNHEARD + end))
    line = path.read_text().split("<unheard>")[0].count("\n") + 1
    assert named(read(path))["unheard × 2"] == line


@pytest.mark.parametrize(
    ("name", "old", "new", "unread"),
    [
        ("popolo.json", '{"id": "p1",', '{"summary": "Was here first", "id": "p1",', "persons.summary × 1"),
        ("popolo.json", '"persons": [', '"posts": [{"label": "Whip"}], "persons": [', "posts.label × 1"),
        ("wikidata.json", '"itemLabel": {', '"occupation": {"value": "Pilot"}, "itemLabel": {', "occupation × 1"),
        ("nosdeputes.jsonl", '"titre":', '"exposé": "Because", "titre":', "loi.exposé × 1"),
        ("europarl-speeches.jsonld", '"activity_id":', '"heard": {"en": "Twice"}, "activity_id":', "heard × 1"),
    ],
)
def test_a_field_that_no_rule_takes_is_counted_and_named(tmp_path, name, old, new, unread):
    assert any(what.endswith(unread) for what in named(read(spoilt(tmp_path, name, (old, new)))))


def test_a_column_that_means_nothing_is_counted_and_named(tmp_path):
    path = tmp_path / "members.csv"
    path.write_text("name,group,hobby\nAda Okafor,Reds,Chess\nBo Lee,Blues,\nCy Oun,Blues,Go\n")
    assert named(read(path)) == {"hobby × 2": 2}


def test_one_broken_row_of_a_table_is_left_aside_with_its_line(tmp_path):
    path = tmp_path / "members.csv"
    path.write_text('name,group\nAda Okafor,Reds\n"Bo" Lee,Blues\nCy Oun,Blues\n')
    papers = read(path)
    assert named(papers, "broken-row") == {"row": 3}
    assert [paper.name for paper in papers if isinstance(paper, PersonPaper)] == ["Ada Okafor", "Cy Oun"]


def test_words_that_begin_in_the_line_of_the_name_are_spoken(tmp_path):
    path = spoilt(tmp_path, "akn-debate.xml", ("</from>", ".- Order, please.</from>"))
    assert "Order, please." in {words for paper in read(path) for words in strings(paper)}


@pytest.mark.django_db
def test_a_written_question_stands_with_its_answer_under_its_number(tmp_path):
    end = "</SubjectOfBusinessContent>"
    path = spoilt(tmp_path, "ourcommons-en.xml", (end, QUESTION + end))
    assert named(read(path)) == {}
    put(path)
    item = AgendaItem.objects.get(kind="questions")
    question, answer = item.contributions.order_by("order")
    assert (str(item.titles.here), question.kind, answer.kind) == ("Question No. 12", "question", "answer")
    assert (question.person.name, answer.person.name) == ("Maud Tremaine", "Odo Finch")
    said = list(answer.texts.get().segments.values_list("text", flat=True))
    assert said == ["Mr. Speaker, three.", "Gull Bay | 2"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ('ref="#AV"', 'ref="#AVV"', "unknown-body"),
        ('from="2030-01-08"', 'from="20 30"', "unclear-date"),
        ('from="2030-01-08"', 'from="2030-16-08"', "unclear-date"),
    ],
)
def test_one_mistyped_membership_is_left_aside_with_its_line(tmp_path, old, new, reason):
    put(GOLDEN / "parlamint-listOrg.xml")
    path = spoilt(tmp_path, "parlamint-listPerson.xml", (old, new))
    _changes, aside = actions.put_papers(formats.recognise(path).read(path), by="test")
    lines = path.read_text().splitlines()
    (left,) = (paper for paper in aside if paper.reason == reason)
    assert new in lines[left.line - 1]
    assert (Person.objects.count(), Membership.objects.count()) == (1, 1)


@pytest.mark.django_db
def test_a_list_of_which_no_body_is_known_is_refused_for_the_file_that_has_them():
    with pytest.raises(UnknownReference):
        put(GOLDEN / "parlamint-listPerson.xml")
    assert not Person.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_the_chair_of_whom_no_name_is_given_is_shown_as_the_chair(tmp_path, client, language):
    for name in PARLAMINT[:2]:
        put(GOLDEN / name)
    put(
        spoilt(
            tmp_path, "parlamint-sitting.xml", ('<u xml:id="XV.u3" ana="#guest">', '<u xml:id="XV.u3" ana="#chair">')
        )
    )
    speech = Contribution.objects.get(native_id="XV.u3")
    assert (speech.kind, speech.person, dict(speech.labels)) == ("chair", None, {})
    page = client.get(speech.get_absolute_url(), headers={"Accept-Language": language}).text
    assert {"en": "The Chair", "fr": "La présidence", "es": "La Presidencia"}[language] in page
