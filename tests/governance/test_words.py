import pytest
from hypothesis import given
from hypothesis import strategies as st

from hemicycle.governance.errors import BadPlaceholder, EditConflict
from hemicycle.governance.words import filled, merged, refuse_unknown

TEXT = "Approved by {approvals_needed} within {answer_within_days}."


@pytest.mark.parametrize(
    ("language", "one", "more"), [("en", "1 person", "3 people"), ("fr", "1 personne", "3 personnes")]
)
def test_a_text_says_the_values_it_decides_in_its_language(language: str, one: str, more: str) -> None:
    assert filled("{approvals_needed}", {"approvals_needed": 1}, language) == one
    assert filled("{approvals_needed}", {"approvals_needed": 3}, language) == more


def test_a_list_is_said_as_a_sentence_says_it() -> None:
    said = filled("On {attended_days}.", {"attended_days": ["monday", "tuesday", "friday"]}, "en")
    assert said == "On Monday, Tuesday and Friday."


def test_what_nothing_decides_stays_in_its_braces_and_is_refused_in_a_draft() -> None:
    assert filled(TEXT, {"approvals_needed": 2}, "en") == "Approved by 2 people within {answer_within_days}."
    with pytest.raises(BadPlaceholder) as refused:
        refuse_unknown(TEXT, {"approvals_needed": 2})
    assert refused.value.name == "answer_within_days"


def test_two_changes_of_different_words_are_both_kept() -> None:
    read = "The House answers within ten days. It publishes a list of accounts."
    now = "The House answers everybody within ten days. It publishes a list of accounts."
    proposed = "The House answers within ten days. It publishes a list of its accounts."
    assert merged(read, now, proposed) == (
        "The House answers everybody within ten days. It publishes a list of its accounts."
    )


def test_two_changes_of_the_same_words_are_for_a_person_to_decide() -> None:
    with pytest.raises(EditConflict):
        merged("within ten days", "within five days", "within three days")


def test_two_additions_at_one_place_are_for_a_person_to_decide() -> None:
    with pytest.raises(EditConflict):
        merged("It answers.", "It answers. Always.", "It answers. In three languages.")


def test_the_same_change_made_twice_counts_once() -> None:
    assert merged("ten days", "five days", "five days") == "five days"


words = st.lists(
    st.sampled_from(["the", "House", "answers", "within", "ten", "days", "of", "any", "letter"]), max_size=8
).map(" ".join)


@given(words, words)
def test_a_change_nobody_else_touched_is_taken_as_it_is(read: str, proposed: str) -> None:
    assert merged(read, read, proposed) == proposed
    assert merged(read, proposed, read) == proposed


@given(words, words, words)
def test_it_does_not_matter_who_changed_first(read: str, one: str, other: str) -> None:
    def result(now: str, proposed: str) -> str | None:
        try:
            return merged(read, now, proposed)
        except EditConflict:
            return None

    assert result(one, other) == result(other, one)
