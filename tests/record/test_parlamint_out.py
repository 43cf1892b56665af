"""ParlaMint TEI out: ids that are unique, references that lead somewhere, the words of the record, and the way back."""

from collections import Counter
from pathlib import Path
from random import Random
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from hemicycle.record.models import (
    Contribution,
    Membership,
    Organization,
    Person,
    Sitting,
    SpeechText,
)

from . import chamber
from .exporting import exported
from .importing import put
from .invented import WORDS, forget
from .invented_papers import House

pytestmark = pytest.mark.django_db

TEI = "{http://www.tei-c.org/ns/1.0}"
ID = "{http://www.w3.org/XML/1998/namespace}id"


def root_of(path: Path) -> Any:
    return etree.parse(str(path)).getroot()


def files_of(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.xml"))


def assert_whole(*roots: Any) -> None:
    """Every id once, and every reference to one of them, in one document or among the files of a corpus."""
    ids = [element.get(ID) for root in roots for element in root.iter() if element.get(ID)]
    known = set(ids)
    for root in roots:
        own = Counter(element.get(ID) for element in root.iter() if element.get(ID))
        assert max(own.values()) == 1
        for element in root.iter():
            for name in ("who", "synch", "corresp", "since", "origin", "ref", "ana"):
                for pointer in (element.get(name) or "").split():
                    assert not pointer.startswith("#") or pointer[1:] in known, (element.tag, name, pointer)
    assert all(root.tag in (f"{TEI}TEI", f"{TEI}teiCorpus", f"{TEI}listOrg", f"{TEI}listPerson") for root in roots)


def back(*paths: Path) -> None:
    """The record emptied, and these files put into it, in the order in which they need each other."""
    forget()
    call_command("import_record", *map(str, paths))


def test_a_sitting_is_a_document_in_which_everything_leads_somewhere(tmp_path: Path) -> None:
    chamber.whole()
    root = root_of(exported("parlamint", tmp_path, sitting=Sitting.objects.get().address))
    assert_whole(root)
    first = root.find(f".//{TEI}u")
    alda = Person.objects.get(name="Alda Ferrer")
    assert first.get("who") == f"#person.{alda.address}"
    assert [seg.text for seg in first.iter(f"{TEI}seg")] == ["Rivers belong to everyone.", "I move."]
    assert root.find(f".//{TEI}when[@absolute='15:05:00']").get(ID) == first.get("synch")[1:]
    affiliations = root.findall(f".//{TEI}person[@{ID}='person.{alda.address}']/{TEI}affiliation")
    assert {(one.get("role"), one.get("from"), one.get("to")) for one in affiliations} == {
        ("member", "2015-05-07", None),
        ("member", "2015", "2018-12-31"),
        ("member", "2019-01", None),
        ("head", None, None),
    }


def test_a_sitting_in_two_languages_is_a_file_in_each(tmp_path: Path) -> None:
    chamber.whole()
    address = Sitting.objects.get().address
    french = root_of(exported("parlamint", tmp_path, sitting=address, language="fr"))
    assert french.find(f"{TEI}TEI").get("{http://www.w3.org/XML/1998/namespace}lang") == "fr"
    spoken = french.findall(f".//{TEI}u")
    assert [u.get("{http://www.w3.org/XML/1998/namespace}lang") for u in spoken] == [None, "en", "en"]
    assert "Les rivières sont à tous." in [seg.text for seg in spoken[0]]
    with pytest.raises(SystemExit):
        exported("parlamint", tmp_path, sitting=address, language="de")


def test_the_corpus_has_its_lists_and_every_sitting(tmp_path: Path) -> None:
    chamber.whole()
    folder = exported("parlamint-corpus", tmp_path)
    paths = files_of(folder)
    roots = [root_of(path) for path in paths]
    assert_whole(*roots)
    included = {element.get("href") for root in roots for element in root.iter("{*}include")}
    assert included == {str(path.relative_to(folder)) for path in paths} - {"ParlaMint-XX.xml"}


@pytest.mark.parametrize(
    "files",
    [
        ["uk/twfy_debates2009-10-28c.xml", "uk/twfy_divisions2009-10-28c.xml"],
        ["canada/hansard_42-1-2-en.xml", "canada/hansard_42-1-2-fr.xml"],
        [f"spain/ParlaMint-ES{name}.xml" for name in ("-listOrg", "-listPerson", "_2016-01-13-CD160113")],
    ],
    ids=["British day", "Canadian sitting", "Spanish sitting"],
)
def test_in_the_corpus_of_a_real_record_everything_leads_somewhere(
    record_files: Path, tmp_path: Path, files: list[str]
) -> None:
    for name in files:
        put(record_files / name)
    folder = exported("parlamint-corpus", tmp_path)
    assert_whole(*(root_of(path) for path in files_of(folder)))


@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], print_blob=True)
@given(chance=st.randoms(use_true_random=False), words=st.lists(WORDS, min_size=2, max_size=8))
def test_every_id_of_an_invented_corpus_stands_once_and_every_reference_leads_somewhere(
    tmp_path_factory: pytest.TempPathFactory, chance: Random, words: list[str]
) -> None:
    with transaction.atomic():
        house = House(chance, words)
        house.put()
        house.sitting()
        folder = exported("parlamint-corpus", tmp_path_factory.mktemp("corpus"))
        assert_whole(*(root_of(path) for path in files_of(folder)))
        transaction.set_rollback(True)


def test_a_note_that_a_corpus_has_for_the_speaker_is_the_name_as_printed(tmp_path: Path) -> None:
    chamber.whole()
    path = exported("parlamint", tmp_path, sitting=Sitting.objects.get().address)
    back(path)
    first = Contribution.objects.order_by("order")[0]
    assert (first.labels, first.roles) == ({"en": "Ms. Alda Ferrer"}, {"en": "Minister for Rivers"})
    assert Organization.objects.filter(kind="committee").exists()
    assert Membership.objects.filter(role="chair").exists()


def test_an_internal_text_stands_in_no_file_of_the_corpus(tmp_path: Path) -> None:
    chamber.whole()
    SpeechText.objects.filter(language="fr").update(classification="internal")
    folder = exported("parlamint-corpus", tmp_path)
    assert not any("rivières sont à tous" in path.read_text() for path in files_of(folder))
    assert len(files_of(folder)) == 4
