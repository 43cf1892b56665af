"""A consultation of several questions: a message for each answer, with the facts that its row states."""

import csv

import pytest
from hearhear import UnknownColumn, WhichText
from hearhear.sources import guess, read

HEADER = ["Response ID", "Submitted Date", "Region", "Are you responding as", "Your email address",
          "1. Should the ferry run at night?", "2. What would you pay for a crossing?"]  # fmt: skip
ANSWERS = [
    ("Nobody who works late can come home, so it should.", "Two coins at the most, as on the northern line."),
    ("No, the harbour is loud enough at night as it is.", ""),
    ("Yes. My mother lives on the other side of the water.", "I would pay what a bus costs, and no more."),
    ("", ""),
]


@pytest.fixture
def survey(tmp_path):
    path = tmp_path / "survey.csv"
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        for number, answers in enumerate(ANSWERS):
            region, kind = ("North", "South")[number % 2], ("An individual", "An organisation")[number % 2]
            row = (f"ANON-QX{number}K-7-P", "2026-03-01 10:00:00", region, kind, f"p{number}@example.org", *answers)
            writer.writerow(row)
    return path


def test_each_answer_is_a_message_with_its_question(survey):
    table = read(survey).table
    assert table["id"].to_pylist() == ["ANON-QX0K-7-P:1", "ANON-QX0K-7-P:2", "ANON-QX1K-7-P:1", "ANON-QX2K-7-P:1",
                                       "ANON-QX2K-7-P:2"]  # fmt: skip
    assert table["question"].to_pylist() == [HEADER[5], HEADER[6], HEADER[5], HEADER[5], HEADER[6]]
    assert table["text"][1].as_py() == ANSWERS[0][1]


def test_a_row_without_any_answer_is_set_aside_once(survey):
    assert [(row.line, row.reason) for row in read(survey).rejected] == [(5, "no_text")]


def test_facts_are_kept_and_ways_to_reach_a_person_are_not(survey):
    reading = read(survey)
    assert reading.facts == ("Region", "Are you responding as")
    assert dict(reading.table["facts"][0].as_py()) == {"Region": "North", "Are you responding as": "An individual"}


def test_all_answers_of_a_row_are_of_one_sender(survey):
    senders = read(survey, columns={"sender": ""}).table["sender"].to_pylist()
    assert senders == [f"message:ANON-QX{n}K-7-P" for n in (0, 0, 1, 2, 2)]


def test_questions_and_facts_can_be_declared(survey):
    reading = read(survey, questions=[HEADER[6]], facts=["Region"])
    assert reading.table["id"].to_pylist() == ["ANON-QX0K-7-P", "ANON-QX2K-7-P"]
    assert reading.table["question"].to_pylist() == [HEADER[6]] * 2
    assert [dict(facts.as_py()) for facts in reading.table["facts"]] == [{"Region": "North"}] * 2
    with pytest.raises(UnknownColumn, match="no column 3"):
        read(survey, questions=["3"])


def test_one_of_the_columns_can_be_declared_the_text(survey):
    reading = read(survey, columns={"text": HEADER[5]})
    assert reading.table["question"].null_count == 3
    assert reading.questions == ()


def test_a_declared_fact_that_reaches_somebody_is_left_out_with_a_reason(survey):
    reading = read(survey, facts=["Region", "Your email address"])
    assert all(set(dict(facts.as_py())) == {"Region"} for facts in reading.table["facts"])
    assert "column Your email address is left out of the facts: it says how somebody is reached" in reading.warnings


def test_two_columns_of_sentences_that_nothing_tells_apart_are_a_question(tmp_path):
    path = tmp_path / "two.csv"
    rows = "".join(f'{n},"{first}","{second or first}"\n' for n, (first, second) in enumerate(ANSWERS[:3]))
    path.write_text(f"id,note,further\n{rows}")
    assert [column.name for column in guess(path).candidates] == ["note", "further"]
    with pytest.raises(WhichText, match=r"which column is the text\? It could be note") as unsure:
        read(path)
    assert [name for name, _ in unsure.value.candidates] == ["note", "further"]
    assert len(read(path, columns={"text": "further"}).table) == 3
