"""Whom the House names, against seats and speaking time."""

from hemicycle.checks import Draft, Text, mentions
from tests.checks.houses import HOUSE, remarks, replace, words


def test_a_name_counts_once_an_announcement_and_for_its_party() -> None:
    texts = {"en": Text("Ada Okafor", "Ada Okafor (CU) and Clémence Ravault."), "fr": Text(body="Ada Okafor, UC.")}
    found = mentions(Draft(texts=texts), HOUSE)
    assert found == {"ada": 1, "cu": 2, "clemence": 1, "gc": 1}


def test_whoever_presides_counts_for_no_party() -> None:
    assert mentions(Draft(texts={"en": Text(body="Isolde Marchbank presided.")}), HOUSE) == {"speaker": 1}


def test_an_abbreviation_is_one_in_capitals_only() -> None:
    assert mentions(Draft(texts={"fr": Text(body="un cv, puis le groupe CV")}), HOUSE) == {"gc": 1}


def test_the_remark_on_a_party_that_is_named_too_often_gives_the_numbers() -> None:
    house = replace(HOUSE, mentions={"gc": 13, "cu": 6, "nl": 5})
    found = remarks("Clémence Ravault opened the debate.", "imbalance", house=house)
    assert words(found) == ["Clémence Ravault"]
    assert found[0].reason == (
        "Green Commons: 14 of 25 mentions in 30 days, 56%. It has 14% of the seats and 20% of the speaking time."
    )
    assert "National Liberal Party" in found[0].suggestion


def test_a_few_mentions_a_due_share_and_other_names_are_left_alone() -> None:
    few = replace(HOUSE, mentions={"gc": 10})
    assert remarks("Clémence Ravault spoke.", "imbalance", house=few) == []
    due = replace(HOUSE, mentions={"gc": 6, "cu": 10, "nl": 9})
    assert remarks("Clémence Ravault spoke.", "imbalance", house=due) == []
    other = replace(HOUSE, mentions={"gc": 14, "cu": 6, "nl": 5})
    assert remarks("Rupert Ashgrove spoke.", "imbalance", house=other) == []


def test_one_member_named_again_and_again_draws_a_remark() -> None:
    house = replace(HOUSE, mentions={"cu": 14, "ada": 12, "nl": 12, "gc": 5})
    found = remarks("Ada Okafor spoke.", "imbalance", house=house)
    assert found == [] or "Ada Okafor" in found[0].reason
    more = replace(HOUSE, mentions={"cu": 16, "ada": 15, "nl": 12, "gc": 5})
    assert [remark.reason[:28] for remark in remarks("Ada Okafor spoke.", "imbalance", house=more)] == [
        "Ada Okafor: 16 of 34 mention"
    ]


def test_a_house_without_seats_and_speeches_has_no_measure() -> None:
    parties = tuple(replace(party, seats=None, speaking=None) for party in HOUSE.parties)
    house = replace(HOUSE, parties=parties, members=(), mentions={"gc": 40})
    assert remarks("The Green Commons spoke.", "imbalance", house=house) == []
