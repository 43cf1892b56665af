"""Targets found by their number."""

import pytest

from .bill import ALL, BILL, FINES, FINES_2, MONITORS, OTHER, Target, first, linked, reasons


@pytest.mark.parametrize("text", ["Bill C-12 is good", "no to C-12!", "bill C 12", "C12", "le projet de loi C-12"])
def test_a_bill_is_found_by_its_number(text):
    assert first(text) == "bill"
    assert linked(text)["bill"][0] > 0.9


def test_a_bill_is_found_by_its_number_without_the_letter_but_less_surely():
    assert linked("bill 12")["bill"][0] < linked("bill C-12")["bill"][0]


def test_another_number_is_another_bill():
    assert "bill" not in linked("bill 112 is good")
    assert "bill" not in linked("C-121 is good")


def test_the_reason_carries_the_words_and_where_they_stand():
    text = "Où est l’article 5 ?"
    reason = reasons(text, "monitors")[0]
    assert (reason["kind"], text[reason["start"] : reason["end"]]) == ("number", reason["text"])
    assert reason["text"] == "article 5"


def test_a_clause_of_the_bill_that_is_named_comes_before_that_of_another():
    found = linked("Clause 4 of bill 31 is a disgrace")
    assert found["other4"][0] > 0.9
    assert found["fines"][0] < 0.5


def test_a_bill_that_is_called_by_name_counts_as_named():
    found = linked("Clause 4 of the Rivers Bill is a disgrace")
    assert found["fines"][0] > found["other4"][0]


def test_a_clause_that_two_bills_have_is_given_for_both():
    several = [reasons("Clause 4 is a disgrace", name)[0] for name in ("fines", "other4")]
    assert several[0] == several[1]
    assert several[0]["weight"] < reasons("Article 5 is a disgrace", "monitors")[0]["weight"]


def test_a_clause_of_a_bill_that_is_not_among_the_targets_is_no_sure_hit():
    assert linked("clause 5 of bill 99")["monitors"][0] < 0.3


def test_a_subclause_is_found_before_its_clause_and_the_clause_too():
    found = list(linked("clause 4(2) of bill C-12 is right"))
    assert found.index("fines2") < found.index("fines")


def test_a_bill_is_spoken_of_through_its_clause():
    assert "bill" in linked("article 5 is fine", [BILL, MONITORS])


def test_a_clause_without_a_bill_is_found_though_a_bill_is_named():
    alone = Target("alone", "clause", "en", "9")
    assert linked("clause 9 of bill 31", [OTHER, alone])["alone"][0] > 0.8


def test_a_number_with_signs_that_nothing_else_has_needs_no_label():
    target = Target("eu", "bill", "en", "COM(2013) 619", "New psychoactive substances")
    assert first("What of COM (2013) 619 final?", [target, *ALL]) == "eu"


def test_a_sitting_is_found_by_its_day():
    assert (
        linked("I watched the sitting of 12 March 2026")["sitting"][0]
        > linked("my birthday is 12 March 2026")["sitting"][0]
    )
    assert "sitting" not in linked("the sitting of 13 March 2026")


def test_the_first_clause_for_one_who_names_only_the_clause_is_the_clause():
    assert first("clause 4 is too soft", [BILL, FINES, FINES_2]) == "fines"
