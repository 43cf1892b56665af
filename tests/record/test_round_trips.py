"""What is exported and imported into an empty record says the same: invented records, and real ones."""

from pathlib import Path

import pytest
from lxml import etree

from hemicycle.record import actions
from hemicycle.record.exporters import akn_bill, akn_debate
from hemicycle.record.importers import formats
from hemicycle.record.models import (
    Area,
    Document,
    Membership,
    Organization,
    Period,
    Person,
    Sitting,
    Source,
)

from . import chamber, surviving
from .exporting import exported
from .importing import put

pytestmark = pytest.mark.django_db


def emptied() -> None:
    """The tables of the record, those first that others hold."""
    for model in (Period, Area, Organization):
        model.objects.update(parent=None)
    for model in (Sitting, Document, Membership, Period, Person, Area, Organization, Source):
        model.objects.all().delete()


def debates(folder: Path) -> list[Path]:
    """Every sitting in every language it has."""
    written = []
    for sitting in Sitting.objects.order_by("date", "number"):
        for language in akn_debate.languages(sitting) or [""]:
            into = folder / f"{sitting.address}-{language}"
            into.mkdir()
            options = {"language": language} if language else {}
            written.append(exported("akn-debate", into, sitting=sitting.address, **options))
    return written


def bills(folder: Path) -> list[Path]:
    """Every text of every bill."""
    written = []
    for bill in Document.objects.order_by("number"):
        for text in akn_bill.versions(bill):
            into = folder / text.address
            into.mkdir()
            written.append(exported("akn-bill", into, bill=bill.address, text=text.address))
    return written


def come_back(written: list[Path]) -> None:
    """Into an empty record; a second time changes nothing."""
    emptied()
    for path in written:
        _changes, aside = actions.put_papers(formats.recognise(path).read(path), by="test")
        assert not aside
    for path in written:
        assert not put(path)


REAL = {
    "uk": ["uk/twfy_debates2009-10-28c.xml", "uk/twfy_divisions2009-10-28c.xml"],
    "canada": ["canada/hansard_42-1-2-en.xml", "canada/hansard_42-1-2-fr.xml"],
    "spain": [
        *("spain/ParlaMint-ES-listOrg.xml", "spain/ParlaMint-ES-listPerson.xml"),
        "spain/ParlaMint-ES_2016-01-13-CD160113.xml",
    ],
    "chile": ["akn/cl_Sesion56_2.xml"],
}


def test_a_debate_comes_back_as_it_was(schema, tmp_path):
    chamber.whole()
    picture = surviving.Pictured(surviving.AKN_DEBATE)
    before = picture.debates()
    come_back(debates(tmp_path))
    assert picture.debates() == before


@pytest.mark.parametrize("house", REAL)
def test_a_real_debate_is_valid_and_comes_back_as_it_was(schema, record_files, tmp_path, house):
    for name in REAL[house]:
        put(record_files / name)
    picture = surviving.Pictured(surviving.AKN_DEBATE)
    before, written = picture.debates(), debates(tmp_path)
    for path in written:
        schema.assertValid(etree.parse(path))
    come_back(written)
    after = picture.debates()
    assert len(after) == len(before)
    for one, other in zip(before, after, strict=True):
        parts = one.pop("parts"), other.pop("parts")
        assert one == other
        assert len(parts[0]) == len(parts[1])
        for mine, yours in zip(*parts, strict=True):
            assert mine == yours


def test_a_bill_comes_back_with_all_its_texts_and_its_way(schema, tmp_path):
    chamber.people()
    chamber.bill()
    picture = surviving.Pictured(surviving.AKN_BILL)
    before, written = picture.bills(), bills(tmp_path)
    assert len(written) == 3
    for path in written:
        schema.assertValid(etree.parse(path))
    come_back(written)
    assert picture.bills() == before


REAL_BILLS = {
    "european": "akn/eu_COM(2013)0619_EN-8.xml",
    "italian": "akn/it_senato_ddl_2013.xml",
    "british": "akn/uk_pga-2014-27-enacted-data.xml",
    "french": "france/bill_344-mariage.jsonl",
}


@pytest.mark.parametrize("name", REAL_BILLS)
def test_a_real_bill_is_valid_and_comes_back_clause_by_clause(schema, record_files, tmp_path, name):
    put(record_files / REAL_BILLS[name])
    picture = surviving.Pictured(surviving.AKN_BILL)
    before, written = picture.bills(), bills(tmp_path)
    for path in written:
        schema.assertValid(etree.parse(path))
    come_back(written)
    assert picture.bills() == before


@pytest.mark.parametrize("survival", [surviving.AKN_DEBATE, surviving.AKN_BILL], ids=["akn-debate", "akn-bill"])
def test_every_column_is_kept_or_said_to_be_lost(survival):
    for model, kept in survival.kept.items():
        assert {*kept, *survival.lost.get(model, {})} == surviving.columns(model), model
