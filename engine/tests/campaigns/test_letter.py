"""The letter that stands for a campaign: which it is, what changes in it, and whose words are never shown."""

import json
import random

import pyarrow as pa
import pytest
from hearhear import campaigns

from .postbag import letter, lines, posted, spun, strangers, thinned

TOWNS = ["Lammas", "Brannock", "Skerrow", "Tarnsburg"]
NAMES = ["Ottoline Prax", "Bertram Quill", "Zenobia Marsh", "Caspian Thrale", "Odalys Wren", "Ludo Farthing"]


def table_of(texts: list[str], senders: list[str] | None = None) -> pa.Table:
    others = strangers(80, seed=7)
    senders = senders or [f"s{at}" for at in range(len(texts))]
    return posted([*texts, *others], senders=[*senders, *(f"stranger{at}" for at in range(len(others)))])


def shown(texts: list[str], senders: list[str] | None = None) -> dict:
    """The letter of the only campaign among some texts and strangers; without `senders` each is from another."""
    found = campaigns.find(table_of(texts, senders), settings=campaigns.Settings(families=False, read=False))
    assert len(found.campaigns) == 1
    return json.loads(found.campaigns["letter"][0].as_py())


def marks(found: dict, kind: str) -> list[dict]:
    return [mark for mark in found["marks"] if mark["kind"] == kind]


def marked(found: dict, mark: dict) -> str:
    return found["text"][mark["start"] : mark["end"]]


@pytest.mark.parametrize("name", ["ferry.en", "ferry.fr", "ferry.es"])
def test_exact_copies_are_shown_whole_and_unmarked(name):
    found = shown([letter(name)] * 5)
    assert (found["text"], found["marks"]) == (letter(name), [])
    assert (found["id"], found["letters"], found["compared"]) == ("m0", 5, 5)


def test_a_place_that_changes_lists_its_wordings_with_their_letters():
    first, second = lines("ferry.en")[:2]
    towns = [*TOWNS[:1] * 6, *TOWNS[1:2] * 4, *TOWNS[2:3] * 3, TOWNS[3]]
    found = shown([f"{first} I live in {town} by the sea. {second}" for town in towns])
    [mark] = found["marks"]
    assert (mark["kind"], mark["letters"], mark["wordings"], marked(found, mark)) == ("varies", 14, 4, "Lammas")
    assert [(one["text"], one["letters"]) for one in mark["examples"]] == [
        ("Lammas", 6),
        ("Brannock", 4),
        ("Skerrow", 3),
    ]


def test_what_only_some_copies_have_says_in_how_many():
    sentences = lines("ferry.es")
    found = shown([letter("ferry.es")] * 6 + [" ".join([*sentences[:4], *sentences[5:]])] * 4)
    [mark] = found["marks"]
    assert (mark["kind"], mark["letters"], mark["wordings"]) == ("optional", 6, 1)
    assert marked(found, mark) == sentences[4].rstrip(".")
    assert found["text"] == letter("ferry.es")


def test_what_some_add_alike_stands_at_its_place_and_not_in_the_letter():
    sentences = lines("ferry.en")
    further = "Ask the harbour board for its books."
    longer = " ".join([*sentences[:5], further, *sentences[5:]])
    found = shown([letter("ferry.en")] * 9 + [longer] * 4)
    [mark] = found["marks"]
    assert (mark["kind"], mark["letters"], mark["examples"][0]["text"]) == ("added", 4, further.rstrip("."))
    assert mark["start"] == mark["end"] == len(" ".join(sentences[:5]))
    assert further not in found["text"]


def test_the_senders_own_paragraph_is_a_gap_and_never_shown():
    sentences, own = lines("ferry.fr"), lines("voices.fr")
    found = shown([" ".join([*sentences[:5], voice, *sentences[5:]]) for voice in own])
    [gap] = found["marks"]
    assert (gap["kind"], gap["letters"], gap["examples"]) == ("own", len(own), [])
    assert found["text"] == letter("ferry.fr")
    assert not any(voice in json.dumps(found, ensure_ascii=False) for voice in own)


def test_a_short_text_in_long_letters_is_shown_alone():
    shared = " ".join(lines("ferry.en")[:3])
    before, after = strangers(8, 40, seed=3), strangers(8, 30, seed=4)
    found = shown([f"{one} {shared} {other}" for one, other in zip(before, after, strict=True)])
    assert found["text"] == shared
    assert [(one["kind"], one["start"], one["letters"]) for one in found["marks"]] == [
        ("own", 0, 8), ("own", len(shared), 8),
    ]  # fmt: skip


@pytest.mark.parametrize("close", ["\n\nYours sincerely,\n{}", "\n{}", ", says {} of the harbour quarter."])
def test_a_name_is_never_shown_wherever_it_stands(close):
    body = letter("ferry.en").rstrip(".")
    found = shown([body + close.format(name) for name in NAMES])
    assert body in found["text"]
    assert not any(part in json.dumps(found) for name in NAMES for part in name.split())


def test_what_one_sender_writes_many_times_is_not_listed():
    first, second = lines("ferry.en")[:2]
    texts = [f"{first} I live in {town} by the sea. {second}" for town in ["Hallow"] * 4 + TOWNS]
    found = shown(texts, ["one"] * 4 + ["a", "b", "c", "d"])
    assert "Hallow" not in json.dumps(found)


def test_a_mad_lib_shows_its_choices_and_little_else():
    found = shown(spun("madlib.en", 80))
    several = [mark for mark in found["marks"] if len(mark["examples"]) > 1]
    assert len(several) >= 12
    assert all(mark["examples"] == sorted(mark["examples"], key=lambda one: -one["letters"]) for mark in several)
    assert all(one["letters"] >= 3 for mark in several for one in mark["examples"])


def test_the_shown_text_is_a_real_letter_of_the_campaign():
    texts = thinned("ferry.fr", 30, 0.7)
    found = shown(texts)
    assert found["text"] in texts and texts[int(found["id"][1:])] == found["text"]


def test_marks_follow_each_other_without_overlap():
    for texts in (spun("madlib.fr", 60), thinned("ferry.en", 30, 0.7)):
        found = shown(texts)
        places = [place for mark in found["marks"] for place in (mark["start"], mark["end"])]
        assert places == sorted(places) and places[-1] <= len(found["text"])


def test_quotation_marks_around_the_whole_stay():
    text = f"«{lines('ferry.fr')[0]}» Voilà ce que nous disons tous ensemble."
    assert shown([text] * 4)["text"] == text


def test_words_that_apostrophes_join_stay_whole():
    first, second = lines("ferry.fr")[:2]
    places = ["l'anse", "l'île", "l'écluse"] * 4
    found = shown([f"{first} Nous habitons {place} depuis toujours. {second}" for place in places])
    [mark] = found["marks"]
    assert {one["text"] for one in mark["examples"]} == {"l'anse", "l'île", "l'écluse"}
    assert marked(found, mark).startswith("l'")


def test_words_that_stand_between_two_gaps_by_chance_are_not_shown():
    quoted = " ".join(lines("ferry.en")[:4])
    before, after, long = (
        [one.rstrip(".") for one in strangers(5, words, seed=seed)] for words, seed in ((3, 5), (3, 6), (12, 8))
    )
    texts = [f"{one} and to the {other}. {quoted}" for one, other in zip(before, after, strict=True)]
    assert shown([*texts, *[f"{one}. {quoted}" for one in long]])["text"] == quoted


@pytest.mark.parametrize("shouted_first", [True, False])
def test_of_equal_ways_to_write_it_the_one_is_shown_that_does_not_shout(shouted_first):
    texts = [letter("ferry.en").upper()] * 2 + [letter("ferry.en")] * 2
    assert shown(texts if shouted_first else texts[::-1])["text"] == letter("ferry.en")


@pytest.mark.parametrize("seed", range(2))
def test_the_order_of_rows_changes_neither_letter_nor_title(seed):
    texts = [
        *spun("madlib.fr", 40),
        *thinned("ferry.en", 20, 0.7),
        *[letter("ferry.es").upper()] * 3,
        letter("ferry.es"),
    ]
    table = table_of(texts)
    settings = campaigns.Settings(families=False, read=False)
    mixed = list(range(len(table)))
    random.Random(seed).shuffle(mixed)
    one, other = (campaigns.find(rows, settings=settings).campaigns for rows in (table, table.take(pa.array(mixed))))
    assert one.select(["title", "letter"]).to_pylist() == other.select(["title", "letter"]).to_pylist()


def test_of_very_many_texts_some_are_compared_and_stand_for_the_rest():
    first, second = lines("ferry.en")[:2]
    own = [one.rstrip(".") for one in strangers(600, 5, seed=5)]
    found = shown([f"{first} I say {words} and {second}" for words in own] + [f"{first} {second}"] * 400)
    assert (found["letters"], found["compared"]) == (1000, 599)
    [gap] = [mark for mark in found["marks"] if mark["kind"] == "own"]
    assert gap["letters"] == pytest.approx(600, abs=2)
