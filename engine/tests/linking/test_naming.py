"""Targets found by title, popular name, hashtag."""

import pytest

from .bill import ALL, Target, first, linked, reasons


def test_a_bill_is_found_by_its_title_in_any_case():
    assert "title" in linked("I welcome the PROTECTION OF RIVERS ACT.")["bill"][1]
    assert first("I welcome the PROTECTION OF RIVERS ACT.") == "bill"


def test_a_bill_is_found_by_its_title_in_another_language_than_the_message():
    assert "title" in linked("What is the “Loi sur la protection des rivieres”?")["bill"][1]


def test_a_bill_is_found_by_what_people_call_it():
    assert "popular_name" in linked("Free lunch bill? Yes!")["other"][1]
    assert first("Free lunch bill? Yes!") == "other"


def test_a_member_is_found_by_name_and_by_handle():
    assert first("Ask Adaeze Thornbury about it") == "member"
    assert linked("hey @Adaeze_T answer me")["member"][1][0] == "hashtag"


@pytest.mark.parametrize(
    "tag", ["#SaveOurRivers", "#saveourrivers", "#FreeLunchBill", "#freelunchbill", "#SchoolMealsAct"]
)
def test_a_hashtag_that_is_given_or_made_of_a_name_is_found(tag):
    target = "bill" if "ivers" in tag else "other"
    assert linked(f"Vote now {tag}")[target][1][0] == "hashtag"
    assert linked(f"Vote now {tag}")[target][0] > 0.8


def test_a_hashtag_of_other_words_is_read_as_its_words():
    reason = reasons("#CleanRiversNow", "bill")[0]
    assert (reason["kind"], reason["text"]) == ("words", "#CleanRiversNow")


def test_an_ordinary_word_that_is_the_title_of_a_clause_proves_little():
    assert linked("Monitoring my neighbour")["monitors"][0] < 0.7


def test_a_title_that_several_have_proves_less_for_each():
    twins = [Target(name, "bill", "en", "", "Appropriation of Public Moneys") for name in ("one", "two")]
    text = "Appropriation of Public Moneys"
    alone, both = reasons(text, "one", twins[:1])[0], [reasons(text, name, twins)[0] for name in ("one", "two")]
    assert both[0] == both[1]
    assert both[0]["weight"] < alone["weight"]


def test_the_reason_of_a_name_stands_where_the_name_stands():
    text = "Élise écrit : the Rivers Bill, bravo"
    reason = reasons(text, "bill", ALL)[0]
    assert text[reason["start"] : reason["end"]] == reason["text"] == "the Rivers Bill"
