"""Popolo as it is written: valid by its schemas, and one object a line."""

import json
from pathlib import Path

import pytest
from jsonschema import Draft3Validator

from hemicycle.record.models import SpeechText

from . import chamber, popolo_schemas
from .exporting import exported
from .popolo_schemas import SCHEMAS, faults

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def validators(record_files: Path) -> dict[str, Draft3Validator]:
    return popolo_schemas.validators(record_files)


def test_a_whole_record_is_valid_and_none_of_its_sections_is_empty(validators, tmp_path):
    chamber.whole()
    out = exported("popolo", tmp_path)
    assert not faults(out, validators)
    assert all(json.loads(out.read_text())[section] for section in SCHEMAS)


def test_a_row_without_what_the_schema_asks_for_is_found(validators, tmp_path):
    broken = tmp_path / "broken.json"
    broken.write_text('{"events": [{"id": "e1", "start_date": "31 March"}], "vote_events": [{"counts": [{}]}]}')
    assert len(faults(broken, validators)) == 3


def test_of_one_sitting_there_are_its_people_and_no_others(tmp_path):
    chamber.whole()
    chamber.member("Dora Quiet", chamber.Known("native", "dora"), (chamber.BLUES, "2015", ""))
    data = json.loads(exported("popolo", tmp_path, sitting=chamber.DAY.isoformat()).read_text())
    assert {person["name"] for person in data["persons"]} == {"Alda Ferrer", "Bruno Tellier", "Celia Ångström"}
    assert [vote["voter_id"] for vote in data["vote_events"][0]["votes"]] == [p["id"] for p in data["persons"]]
    ids = {row["id"] for section in ("organizations", "areas", "persons", "events") for row in data[section]}
    pointed = {
        value
        for section in SCHEMAS
        for each in data[section]
        for name, value in each.items()
        if name.endswith("_id") and name != "motion_id"
    }
    assert pointed <= ids


def test_an_export_that_rests_on_the_provisional_record_says_so(tmp_path):
    chamber.whole()
    assert not json.loads(exported("popolo", tmp_path).read_text())["meta"]["rests_on_the_provisional_record"]
    SpeechText.objects.filter(language="en").update(status="provisional")
    data = json.loads(exported("popolo", tmp_path).read_text())
    assert data["meta"]["rests_on_the_provisional_record"]
    assert {speech["status"] for speech in data["speeches"]} == {"provisional"}
