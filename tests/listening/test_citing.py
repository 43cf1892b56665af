"""Which clauses of a bill a text cites, and when that is sure."""

import pytest

from hemicycle.listening.text.citing import cites_clauses, clauses_cited

CLAUSES = {"sec_1": "1", "sec_4": "4.", "sec_21": "Section 21"}


def cited(text: str, *, is_known: bool = False) -> dict[str, bool]:
    return clauses_cited(text, bill="12", numbered=CLAUSES, is_known=is_known)


@pytest.mark.parametrize(
    "text",
    ["I object to clause 4 of Bill 12.", "Bill 12, section 4(2), is bad", "bill 12 art.4 non",
     "Je refuse l'article 4 du projet de loi n° 12", "El artículo 4 de la ley 12 no", "the fourth article of Bill 12"],
)  # fmt: skip
def test_a_number_beside_the_bill_is_its_clause(text):
    assert cited(text) == {"sec_4": True}


def test_several_are_cited_in_their_order_each_once():
    assert list(cited("Bill 12: clauses 4 and 1. Clause 4 of Bill 12 again.")) == ["sec_4", "sec_1"]


@pytest.mark.parametrize("text", ["My landlord gave me a section 21 notice. " * 3, "Clause 4 of Bill 13 is worse."])
def test_what_may_be_of_another_law_is_a_suggestion(text):
    assert set(cited(text).values()) == {False}


def test_where_the_bill_is_known_a_text_that_names_none_means_its_clauses():
    assert cited("I object to clause 4.", is_known=True) == {"sec_4": True}
    assert cited("As in Bill 13, I object to clause 4.", is_known=True) == {"sec_4": False}


@pytest.mark.parametrize("text", ["Clause 99 of Bill 12", "On page 4 of Bill 12", "Bill 12", ""])
def test_what_the_bill_does_not_have_is_no_clause(text):
    assert not cited(text)


def test_most_letters_cite_none():
    assert not cites_clauses("Bill 12 takes 4 fields from us.")
    assert cites_clauses("See art. 4")
