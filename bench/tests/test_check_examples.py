"""The labelled announcements keep their form: words that occur, and facts that agree with their labels."""

import datetime as dt
import json
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

FOLDER = Path(__file__).parents[1] / "checks"
HOUSES = json.loads((FOLDER / "houses.json").read_text("utf-8"))
FILES = sorted(FOLDER.glob("development-*.jsonl"))
# Remarks on the announcement, its media or its hour stand at no words.
WHOLE = {"alternative", "captions", "missing-language", "quiet-hours", "readability"}


@pytest.fixture(params=FILES, ids=lambda file: file.stem)
def examples(request):
    return [json.loads(line) for line in request.param.read_text("utf-8").splitlines()]


def labels(example, check):
    return [label["words"] for label in example["expect"] if label["check"] == check]


def is_quiet(example):
    if example["kind"] != "sms" or example["release_at"] is None:
        return False
    house = HOUSES[example["house"]]
    hour = dt.datetime.fromisoformat(example["release_at"]).astimezone(ZoneInfo(house["zone"])).strftime("%H:%M")
    return hour >= house["quiet_hours"]["from"] or hour < house["quiet_hours"]["until"]


def needs_captions(item):
    """A film, or a sound of which there is a text; a sound without any text is labelled `alternative`."""
    return item["kind"] == "video" or (item["kind"] == "audio" and item["alternative"])


def test_labelled_words_occur_in_the_text(examples):
    for example in examples:
        for label in example["expect"]:
            if label["words"] is None:
                assert label["check"] in WHOLE, (example["id"], label)
            else:
                assert label["words"] in example["title"] or label["words"] in example["body"], (example["id"], label)


def test_facts_agree_with_their_labels(examples):
    for example in examples:
        silent = [item for item in example["media"] if not item["captions"] and needs_captions(item)]
        absent = set(example["languages_required"]) - set(example["languages"])
        assert len(labels(example, "captions")) == len(silent), example["id"]
        assert bool(labels(example, "missing-language")) == bool(absent), example["id"]
        assert bool(labels(example, "quiet-hours")) == is_quiet(example), example["id"]


def test_no_example_is_there_twice():
    ids = [json.loads(line)["id"] for file in FILES for line in file.read_text("utf-8").splitlines()]
    assert len(ids) == len(set(ids))
