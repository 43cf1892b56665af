"""The words and phrases of themes, and what else describes them."""

import json

import pyarrow as pa
from hearhear.themes import OTHER, find
from hearhear.themes.phrases import count_phrases, form, passage_phrases, phrases

from .conftest import SAYINGS


def test_the_description_is_a_sentence_of_one_of_its_voices(voices: pa.Table, meaning) -> None:
    said = {text for sayings in SAYINGS.values() for text in sayings}
    for row in find(voices, embed=meaning).themes.to_pylist():
        assert row["theme_id"] == OTHER or row["description"] in said


def _spoken(texts: list[str], lang: str):
    return count_phrases(passage_phrases(voice, lang, text) for voice, text in enumerate(texts))


def test_a_name_keeps_its_capital_and_the_first_word_of_a_sentence_loses_it() -> None:
    heard = _spoken(["Roads to Orrin are bad.", "Roads again.", "Orrin has no roads.", "We love Orrin."], "en")
    assert (form(heard, ("orrin",)), form(heard, ("road",))) == ("Orrin", "roads")


def test_a_phrase_ends_where_a_quotation_begins() -> None:
    found = {written for _, written in phrases("a sign that remembers 'boats for hire' by the shore")}
    assert "boats for hire" in found
    assert not any("'" in one for one in found)


def test_a_theme_says_how_many_are_clearly_of_it_and_who_is_least(voices: pa.Table, meaning) -> None:
    found = find(voices, embed=meaning)
    for row in found.themes.to_pylist():
        doubts = json.loads(row["doubts"])
        assert 0 <= row["clear"] <= row["messages"] and 0 <= row["sure"] <= 1
        assert len({one["id"] for one in doubts}) == len(doubts) <= 3
        assert not doubts or row["clear"] < row["messages"]
