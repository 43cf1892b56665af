"""Letters marked by others: what touches, covers and alarms, and that a blind set is scored once."""

import json

import letters_by_others
import pytest
from letters_by_others import BLIND, DEVELOPMENT, Counts, Letter, Score, letters, record, scores

LETTER = Letter("1", "en", "Ann Hart, DOB 3 May", ((0, 8, "name"), (14, 19, "birth_date")))
CLEAN = Letter("2", "fr", "Blanc ou noir", ())
BLIND_SCORE = Score("a", BLIND, 10, 9, 8, 5, 0)


@pytest.fixture(autouse=True)
def kept(tmp_path, monkeypatch):
    monkeypatch.setattr(letters_by_others, "SCORES", tmp_path / "scores.csv")


def test_a_part_touches_and_the_whole_covers():
    counts = Counts()
    counts.add(LETTER, [(0, 3, "name"), (12, 19, "reference")])
    counts.add(CLEAN, [(0, 5, "name")])
    assert counts.score("a", DEVELOPMENT) == Score("a", DEVELOPMENT, 2, 2, 1, 1, 1)


def test_the_first_score_of_a_blind_set_is_the_one_that_is_kept():
    record(BLIND_SCORE)
    with pytest.raises(SystemExit, match="scored before"):
        record(BLIND_SCORE)
    assert scores() == [BLIND_SCORE]


def test_a_development_set_is_scored_again():
    record(Score("b", DEVELOPMENT, 10, 1, 1, 5, 0))
    record(Score("b", DEVELOPMENT, 10, 9, 8, 5, 0))
    assert [one.touched for one in scores()] == [9]


@pytest.mark.parametrize(("row", "said"), [("{", "line 1"), ({"spans": [[0, 90, "name"]]}, "outside the text")])
def test_a_line_that_is_no_letter_is_refused_with_its_number(row, said, tmp_path):
    path = tmp_path / "set.jsonl"
    whole = row if isinstance(row, str) else json.dumps({"id": "1", "lang": "en", "text": "Hello", **row})
    path.write_text(whole, encoding="utf-8")
    with pytest.raises(SystemExit, match=said):
        letters(path)
