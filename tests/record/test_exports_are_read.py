"""Exports are valid by the schema of their standard, and importers read them as they read anybody's files."""

from itertools import count
from pathlib import Path
from random import Random

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from hemicycle.record import actions
from hemicycle.record.exporters.akomantoso import bill, debate
from hemicycle.record.importers import formats
from hemicycle.record.models import Clause, Contribution, Document, Person, Segment, Sitting, SpeechText, VoteEvent
from tests.gate import some

from . import chamber, popolo_schemas
from .exporting import exported
from .importing import put
from .invented import WORDS, forget
from .invented_papers import House

pytestmark = pytest.mark.django_db

REAL = {
    "uk": ["uk/twfy_debates2009-10-28c.xml", "uk/twfy_divisions2009-10-28c.xml"],
    "canada": ["canada/hansard_42-1-2-en.xml", "canada/hansard_42-1-2-fr.xml"],
    "spain": [
        *("spain/ParlaMint-ES-listOrg.xml", "spain/ParlaMint-ES-listPerson.xml"),
        "spain/ParlaMint-ES_2016-01-13-CD160113.xml",
    ],
    "chile": ["akn/cl_Sesion56_2.xml"],
}
REAL_BILLS = {
    "european": "akn/eu_COM(2013)0619_EN-8.xml",
    "italian": "akn/it_senato_ddl_2013.xml",
    "british": "akn/uk_pga-2014-27-enacted-data.xml",
    "french": "france/bill_344-mariage.jsonl",
}


def new(folder: Path) -> Path:
    """A folder of its own for each export."""
    made = next(made for n in count() if not (made := folder / str(n)).exists())
    made.mkdir()
    return made


def debates(folder: Path) -> list[Path]:
    """Every sitting in every language it has."""
    written = []
    for sitting in Sitting.objects.order_by("date", "number"):
        for language in debate.languages(sitting) or [""]:
            options = {"language": language} if language else {}
            written.append(exported("akn-debate", new(folder), sitting=sitting.address, **options))
    return written


def bills(folder: Path) -> list[Path]:
    """Every text of every bill."""
    written = []
    for row in Document.objects.order_by("number"):
        texts = (text.address for text in bill.versions(row))
        written += [exported("akn-bill", new(folder), bill=row.address, text=text) for text in texts]
    return written


def corpus(folder: Path) -> list[Path]:
    files = exported("parlamint-corpus", new(folder)).rglob("*.xml")
    return [path for path, _form in formats.in_order(sorted(files))]


def enter(record_files: Path, house: str) -> None:
    for name in REAL[house]:
        put(record_files / name)


def reimport(written: list[Path]) -> None:
    """Into an empty record; a second time changes nothing."""
    forget()
    for path in written:
        actions.put_papers(formats.recognise(path).read(path), by="test")
    for path in written:
        assert not put(path), path


def speeches() -> list[tuple[str, list[str]]]:
    """Who said what, by the name as printed, else by that of the person."""
    rows = Contribution.objects.current().exclude(kind="note").select_related("person").prefetch_related("texts")
    found = []
    for row in rows.order_by("sitting__date", "sitting__number", "order"):
        name = str(row.labels.in_language(None)) or (row.person.name if row.person else "")
        text = SpeechText.objects.filter(contribution=row, valid_to=None).order_by("language", "kind").first()
        if name and text:
            found.append((name, list(text.segments.values_list("text", flat=True))))
    return found


def memberships() -> list[object]:
    return sorted(
        (
            person.name,
            person.born,
            sorted((str(held.organization), held.since, held.until) for held in person.memberships.all()),
        )
        for person in Person.objects.current()
    )


def clauses() -> list[tuple[str, str, str, str]]:
    rows = Clause.objects.order_by("version__language", "version__valid_from", "pk")
    return sorted(rows.exclude(level="text").values_list("eid", "number", "heading", "text"))


@pytest.mark.parametrize("house", some(list(REAL), "uk"))
def test_a_real_debate_is_valid_akoma_ntoso_and_read_speech_by_speech(schema, record_files, tmp_path, house):
    enter(record_files, house)
    before, written = speeches(), debates(tmp_path)
    for path in written:
        schema.assertValid(etree.parse(path))
    counted = [dict(event.counts.values_list("option", "value")) for event in VoteEvent.objects.order_by("order")]
    reimport(written)
    assert speeches() == before
    read = [dict(event.counts.values_list("option", "value")) for event in VoteEvent.objects.order_by("order")]
    assert [each for each in counted if each] == read


@pytest.mark.parametrize("house", some(list(REAL), "canada"))
def test_a_real_record_is_valid_popolo_and_its_people_are_read(record_files, tmp_path, house):
    enter(record_files, house)
    before, written = memberships(), exported("popolo", tmp_path)
    assert not popolo_schemas.faults(written, popolo_schemas.validators(record_files))
    reimport([written])
    assert memberships() == before


@pytest.mark.parametrize("house", some(list(REAL), "uk"))
def test_the_corpus_of_a_real_record_is_read_speech_by_speech(record_files, tmp_path, house):
    enter(record_files, house)
    before, segments = speeches(), Segment.objects.count()
    reimport(corpus(tmp_path))
    assert speeches() == before
    assert Segment.objects.count() == segments


@pytest.mark.parametrize("name", REAL_BILLS)
def test_a_real_bill_is_valid_and_read_clause_by_clause(schema, record_files, tmp_path, name):
    put(record_files / REAL_BILLS[name])
    before, written = clauses(), bills(tmp_path)
    for path in written:
        schema.assertValid(etree.parse(path))
    reimport(written)
    assert clauses() == before


def test_every_text_of_a_bill_is_a_valid_file(schema, tmp_path):
    chamber.people()
    chamber.bill()
    written = bills(tmp_path)
    assert len(written) == 3
    for path in written:
        schema.assertValid(etree.parse(path))
        assert b"urn:hemicycle" not in path.read_bytes()


@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], print_blob=True)
@given(chance=st.randoms(use_true_random=False), words=st.lists(WORDS, min_size=2, max_size=8))
def test_what_is_written_of_an_invented_house_is_valid_and_can_be_read(
    schema: etree.XMLSchema, record_files: Path, tmp_path: Path, chance: Random, words: list[str]
) -> None:
    with transaction.atomic():
        house = House(chance, words)
        house.put()
        house.sitting()
        house.bill()
        written = [*debates(tmp_path), *bills(tmp_path)]
        for path in written:
            schema.assertValid(etree.parse(path))
        people = exported("popolo", new(tmp_path))
        assert not popolo_schemas.faults(people, popolo_schemas.validators(record_files))
        reimport([people, *corpus(tmp_path)])
        transaction.set_rollback(True)
