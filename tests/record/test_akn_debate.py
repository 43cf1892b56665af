"""Debates as they are written: valid by the schema of Akoma Ntoso 3.0."""

from pathlib import Path

import pytest
from lxml import etree

from hemicycle.record.models import Segment, Sitting, SpeechText

from . import chamber
from .exporting import exported

pytestmark = pytest.mark.django_db
XML = "{http://www.w3.org/XML/1998/namespace}"


@pytest.fixture(autouse=True)
def _house():
    chamber.whole()


def debate(folder: Path, **options: str) -> etree._Element:
    return etree.parse(exported("akn-debate", folder, sitting=chamber.DAY.isoformat(), **options)).getroot()


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_debate_is_valid_in_each_of_its_languages(schema, tmp_path, language):
    schema.assertValid(debate(tmp_path, language=language))


def test_whoever_is_not_known_is_nobody_and_keeps_the_name_that_was_printed(tmp_path):
    words = chamber.text("en", "Shame!")
    Sitting.objects.all().delete()
    chamber.sitting(chamber.speech("s9", words, labels={"en": "An hon. Member"}, kind="interjection"))
    speech = next(debate(tmp_path).iter("{*}speech"))
    assert (speech.get("by"), speech.get("refersTo")) == ("#unknown", "#interjection")
    assert speech.findtext("{*}from") == "An hon. Member"


def test_what_has_no_text_in_the_language_says_in_which_one_it_is(tmp_path):
    languages = {speech.get(f"{XML}lang") for speech in debate(tmp_path, language="fr").iter("{*}speech")}
    assert languages == {None, "en"}


def test_a_text_that_is_provisional_makes_the_whole_not_authoritative(tmp_path):
    def authoritative() -> str | None:
        return next(debate(tmp_path).iter("{*}FRBRauthoritative")).get("value")

    assert authoritative() == "true"
    SpeechText.objects.filter(segments__text="Who pays?").update(status="provisional")
    assert authoritative() == "false"


def test_a_language_that_nobody_spoke_is_refused(tmp_path):
    with pytest.raises(SystemExit):
        debate(tmp_path, language="de")


def test_signs_that_xml_cannot_write_are_left_out(schema, tmp_path):
    Segment.objects.filter(text="Who pays?").update(text="Who \x0bpays\x00?\ufffe")
    there = debate(tmp_path)
    schema.assertValid(there)
    assert "Who pays?" in {p.text for p in there.iter("{*}p")}
