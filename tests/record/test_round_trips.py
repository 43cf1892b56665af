"""What is exported and imported into an empty record says the same: invented records, and real ones of three Houses."""

from collections.abc import Callable
from itertools import count
from pathlib import Path
from random import Random

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from lxml import etree

from hemicycle.record import actions
from hemicycle.record.exporters import akn_bill, akn_debate
from hemicycle.record.exporters.carried import AKN_BILL, AKN_DEBATE, CARRIED, PARLAMINT, POPOLO, columns
from hemicycle.record.exporters.formats import FORMATS
from hemicycle.record.importers import formats
from hemicycle.record.models import Document, Segment, Sitting
from tests.gate import some

from . import chamber, popolo_schemas, surviving
from .exporting import exported
from .importing import put
from .invented import WORDS, forget
from .invented_papers import House

pytestmark = pytest.mark.django_db


def new(folder: Path) -> Path:
    """A folder of its own for each export."""
    made = next(made for n in count() if not (made := folder / str(n)).exists())
    made.mkdir()
    return made


def debates(folder: Path) -> list[Path]:
    """Every sitting in every language it has."""
    written = []
    for sitting in Sitting.objects.order_by("date", "number"):
        for language in akn_debate.languages(sitting) or [""]:
            options = {"language": language} if language else {}
            written.append(exported("akn-debate", new(folder), sitting=sitting.address, **options))
    return written


def bills(folder: Path) -> list[Path]:
    """Every text of every bill."""
    written = []
    for bill in Document.objects.order_by("number"):
        texts = (text.address for text in akn_bill.versions(bill))
        written += [exported("akn-bill", new(folder), bill=bill.address, text=text) for text in texts]
    return written


def popolo(folder: Path) -> list[Path]:
    return [exported("popolo", new(folder))]


def corpus(folder: Path) -> list[Path]:
    files = exported("parlamint-corpus", new(folder)).rglob("*.xml")
    return [path for path, _form in formats.in_order(sorted(files))]


def come_back(written: list[Path], *, aside: frozenset[str] = frozenset()) -> None:
    """Into an empty record; a second time changes nothing."""
    forget()
    for path in written:
        _changes, left = actions.put_papers(formats.recognise(path).read(path), by="test")
        assert {paper.reason for paper in left} <= aside
    for path in written:
        assert not put(path), path


def assert_comes_back(picture: Callable[[], object], export: Callable[[Path], list[Path]], folder: Path) -> None:
    before, written = picture(), export(folder)
    come_back(written, aside=frozenset({"another-file"}))
    assert_same(before, picture())


def assert_same(before: object, after: object, where: str = "") -> None:
    """Tells the first that differs and where it stands, not ten thousand lines of both."""
    match before, after:
        case dict(), dict():
            assert sorted(before) == sorted(after), where
            for name, value in before.items():
                assert_same(value, after[name], f"{where}.{name}")
        case ((list() | tuple()), (list() | tuple())):
            assert len(before) == len(after), where
            for number, (one, other) in enumerate(zip(before, after, strict=True)):
                assert_same(one, other, f"{where}[{number}]")
        case _:
            assert before == after, where


REAL = {
    "uk": ["uk/twfy_debates2009-10-28c.xml", "uk/twfy_divisions2009-10-28c.xml"],
    "canada": ["canada/hansard_42-1-2-en.xml", "canada/hansard_42-1-2-fr.xml"],
    "spain": [
        *("spain/ParlaMint-ES-listOrg.xml", "spain/ParlaMint-ES-listPerson.xml"),
        "spain/ParlaMint-ES_2016-01-13-CD160113.xml",
    ],
    "chile": ["akn/cl_Sesion56_2.xml"],
}


@pytest.fixture
def real(record_files: Path) -> Callable[[str], None]:
    def enter(house: str) -> None:
        for name in REAL[house]:
            put(record_files / name)

    return enter


@pytest.mark.parametrize("house", some(list(REAL), "uk"))
def test_a_real_debate_is_valid_akoma_ntoso_and_comes_back_as_it_was(schema, real, tmp_path, house):
    real(house)
    picture = surviving.Pictured(AKN_DEBATE)
    for path in debates(tmp_path):
        schema.assertValid(etree.parse(path))
    assert_comes_back(picture.debates, debates, tmp_path)


@pytest.mark.parametrize("house", some(list(REAL), "canada"))
def test_a_real_record_is_valid_popolo_and_comes_back_as_it_was(record_files, real, tmp_path, house):
    real(house)
    (written,) = popolo(tmp_path)
    assert not popolo_schemas.faults(written, popolo_schemas.validators(record_files))
    assert_comes_back(surviving.Pictured(POPOLO).whole, popolo, tmp_path)


@pytest.mark.parametrize("house", some(list(REAL), "uk"))
def test_a_real_record_comes_back_from_its_corpus_as_it_was(real, tmp_path, house):
    real(house)
    segments = Segment.objects.count()
    assert_comes_back(surviving.Pictured(PARLAMINT).whole, corpus, tmp_path)
    assert Segment.objects.count() == segments


REAL_BILLS = {
    "european": "akn/eu_COM(2013)0619_EN-8.xml",
    "italian": "akn/it_senato_ddl_2013.xml",
    "british": "akn/uk_pga-2014-27-enacted-data.xml",
    "french": "france/bill_344-mariage.jsonl",
}


@pytest.mark.parametrize("name", REAL_BILLS)
def test_a_real_bill_is_valid_and_comes_back_clause_by_clause(schema, record_files, tmp_path, name):
    put(record_files / REAL_BILLS[name])
    for path in bills(tmp_path):
        schema.assertValid(etree.parse(path))
    assert_comes_back(surviving.Pictured(AKN_BILL).bills, bills, tmp_path)


def test_a_bill_comes_back_with_all_its_texts_and_its_way(schema, tmp_path):
    chamber.people()
    chamber.bill()
    written = bills(tmp_path)
    assert len(written) == 3
    for path in written:
        schema.assertValid(etree.parse(path))
    assert_comes_back(surviving.Pictured(AKN_BILL).bills, bills, tmp_path)


INVENTED = {
    "akn-debate": (surviving.Pictured(AKN_DEBATE).debates, debates),
    "akn-bill": (surviving.Pictured(AKN_BILL).bills, bills),
    "popolo": (surviving.Pictured(POPOLO).whole, popolo),
    "parlamint": (surviving.Pictured(PARLAMINT).whole, corpus),
}


@pytest.mark.parametrize("name", INVENTED)
@settings(
    max_examples=6,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # to shrink a whole House takes minutes
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    print_blob=True,
)
@given(chance=st.randoms(use_true_random=False), words=st.lists(WORDS, min_size=2, max_size=8))
def test_an_invented_house_comes_back_as_it_was(tmp_path: Path, chance: Random, words: list[str], name: str) -> None:
    picture, export = INVENTED[name]
    with transaction.atomic():
        house = House(chance, words)
        house.put()
        house.bill() if name == "akn-bill" else house.sitting()
        assert_comes_back(picture, export, new(tmp_path))
        transaction.set_rollback(True)


@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], print_blob=True)
@given(chance=st.randoms(use_true_random=False), words=st.lists(WORDS, min_size=2, max_size=8))
def test_what_is_written_of_an_invented_house_is_valid(
    schema: etree.XMLSchema, record_files: Path, tmp_path: Path, chance: Random, words: list[str]
) -> None:
    with transaction.atomic():
        house = House(chance, words)
        house.put()
        house.sitting()
        house.bill()
        for path in (*debates(tmp_path), *bills(tmp_path)):
            schema.assertValid(etree.parse(path))
        (written,) = popolo(tmp_path)
        assert not popolo_schemas.faults(written, popolo_schemas.validators(record_files))
        transaction.set_rollback(True)


@pytest.mark.parametrize("name", CARRIED)
def test_every_column_is_said_to_be_carried_or_why_not(name):
    """Each once; and every format that is not all of the record says it."""
    carried = CARRIED[name]
    for model in carried.tables:
        told = [*carried.whole.get(model, ()), *carried.partly.get(model, {}), *carried.lost.get(model, {})]
        assert sorted(told) == sorted(columns(model)), model
    assert CARRIED.keys() == FORMATS.keys() - {"csv", "parquet", "dataset", "popolo-people", "parlamint-corpus"}
