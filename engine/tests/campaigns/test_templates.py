"""The template of a campaign, rebuilt with its slots."""

import json

import pytest
from hearhear import campaigns

from .postbag import letter, lines, posted, spun, strangers, thinned

TOWNS = ["Lammas", "Brannock", "Skerrow", "Tarnsburg", "Ostermark", "Hallow"]


def template_of(texts: list[str], senders: list[str] | None = None) -> list[dict]:
    """The segments of the only campaign among some texts and strangers; without `senders` each is from another."""
    others = strangers(80, seed=7)
    senders = senders or [f"s{at}" for at in range(len(texts))]
    table = posted([*texts, *others], senders=[*senders, *(f"stranger{at}" for at in range(len(others)))])
    found = campaigns.find(table, settings=campaigns.Settings(families=False, read=False)).campaigns
    assert len(found) == 1
    return json.loads(found["template"][0].as_py())


def fixed(segments: list[dict]) -> list[str]:
    return [one["text"] for one in segments if one["kind"] == "fixed"]


@pytest.mark.parametrize("name", ["ferry.en", "ferry.fr", "ferry.es"])
def test_the_template_of_exact_copies_is_the_letter(name):
    assert template_of([letter(name)] * 5) == [{"text": letter(name), "kind": "fixed", "share": 1.0, "examples": []}]


def test_a_place_that_everyone_fills_in_is_a_slot_with_its_fillings():
    first, second = lines("ferry.en")[:2]
    segments = template_of([f"{first} I live in {town} by the sea. {second}" for town in TOWNS])
    assert [one["kind"] for one in segments] == ["fixed", "slot", "fixed"]
    assert {one["text"] for one in segments[1]["examples"]} == set(TOWNS)
    assert segments[1]["share"] == 1.0
    assert segments[0]["text"].endswith("I live in") and segments[2]["text"] == f"by the sea. {second}"


def test_the_most_frequent_filling_comes_first_with_its_share():
    first, second = lines("ferry.en")[:2]
    towns = [*TOWNS[:1] * 4, *TOWNS[1:2] * 3, *TOWNS[2:3] * 2, TOWNS[3]]
    names = [name.rstrip(".") for name in strangers(10, 1)]
    texts = [f"{first} I live in {town} with {name}. {second}" for town, name in zip(towns, names, strict=True)]
    slot = next(one for one in template_of(texts) if one["kind"] == "slot")
    shares = [(one["text"], one["share"]) for one in slot["examples"]]
    assert shares == [("Lammas", 0.4), ("Brannock", 0.3), ("Skerrow", 0.2), ("Tarnsburg", 0.1)]


def test_paragraphs_of_ones_own_are_a_slot_and_not_the_template():
    sentences = lines("ferry.fr")
    texts = [" ".join([*sentences[:5], voice, *sentences[5:]]) for voice in lines("voices.fr")]
    texts += [" ".join(sentences)] * 2
    segments = template_of(texts)
    assert fixed(segments) == [" ".join(sentences[:5]), " ".join(sentences[5:])]
    assert [one["kind"] for one in segments] == ["fixed", "slot", "fixed"]


@pytest.mark.parametrize("name", ["ferry.en", "ferry.fr", "ferry.es"])
def test_fixed_words_stand_in_most_messages_of_the_campaign(name):
    texts = thinned(name, 30, 0.7)
    segments = template_of(texts)
    assert len(" ".join(fixed(segments))) > 0.5 * len(letter(name))
    for one in segments:
        if one["kind"] == "fixed":
            assert 0.5 <= one["share"] <= 1
            sentences = [line for line in lines(name) if line in one["text"]]
            assert all(sum(line in text for text in texts) >= 15 for line in sentences)


def test_the_shares_of_a_slot_never_exceed_the_whole():
    for one in template_of(spun("madlib.en", 60)):
        assert 0 < one["share"] <= 1
        assert sum(example["share"] for example in one["examples"]) <= one["share"] + 0.005
        assert bool(one["examples"]) == (one["kind"] == "slot")


def test_a_mad_lib_shows_its_fixed_words_and_the_choices_in_its_slots():
    segments = template_of(spun("madlib.en", 80))
    shown = {word for one in segments for example in one["examples"] for word in example["text"].lower().split()}
    assert sum(one["kind"] == "slot" for one in segments) >= 10
    assert (
        len({"brutal", "merciless", "wards", "clinics", "weep", "sob", "scrap", "abolish", "staff", "budget"} & shown)
        >= 4
    )


def test_what_one_of_three_texts_has_alone_is_not_fixed():
    """A third of the texts is enough in a mad-lib of many; of three it is one sender, and may be their name."""
    shared = lines("ferry.en")[0]
    segments = template_of([f"{shared} {own}" for own in strangers(3, 6, seed=5)])
    assert fixed(segments) == [shared]
    assert segments[1]["kind"] == "slot"


def test_what_one_sender_writes_three_times_is_not_fixed():
    first, second = " ".join(lines("ferry.en")[:5]), " ".join(lines("ferry.en")[5:])
    own = [one.rstrip(".") for one in strangers(3, 6, seed=3)]
    texts = [f"{first} {text} {second}" for text in [own[0]] * 3 + own[1:]]
    segments = template_of(texts, senders=["one", "one", "one", "two", "three"])
    assert [one["kind"] for one in segments] == ["fixed", "slot", "fixed"]
    assert fixed(segments) == [first, second]
    assert [one["share"] for one in segments[1]["examples"]] == [0.333] * 3


def test_what_most_senders_copied_is_fixed_though_most_wordings_lack_it():
    """Seventeen copy the letter, and three leave out a sentence, each with words of their own."""
    sentences = lines("ferry.en")
    own = [f"{one} {' '.join(sentences[:3])} {' '.join(sentences[4:])}" for one in strangers(3, 12, seed=3)]
    assert fixed(template_of([letter("ferry.en")] * 17 + own)) == [letter("ferry.en")]


def test_a_long_filling_is_cut_between_words():
    first, second = " ".join(lines("ferry.en")[:5]), " ".join(lines("ferry.en")[5:])
    own = [one.rstrip(".") for one in strangers(6, 80, seed=3)]
    texts = [*(f"{first} {text} {second}" for text in own), *[f"{first} {second}"] * 2]
    slot = next(one for one in template_of(texts) if one["kind"] == "slot")
    for example in slot["examples"]:
        kept = example["text"].removesuffix(" …")
        assert len(kept) <= 200
        assert any(text.startswith(kept + " ") for text in own)


def test_words_that_stand_between_two_gaps_by_chance_are_no_part_of_the_template():
    quoted = " ".join(lines("ferry.en")[:4])
    before, after = ([one.rstrip(".") for one in strangers(6, 12, seed=seed)] for seed in (5, 6))
    texts = [f"{one} and to the {other}. {quoted}" for one, other in zip(before, after, strict=True)]
    texts += [quoted] * 2
    assert fixed(template_of(texts)) == [quoted]


def test_a_few_words_that_all_have_stay_in_the_template():
    first, second = lines("ferry.en")[:2]
    names = [one.rstrip(".") for one in strangers(6, 2, seed=5)]
    segments = template_of([
        f"{first} I live in {town} among sailors {name} {second}" for town, name in zip(TOWNS, names, strict=True)
    ])  # fmt: skip
    assert "among sailors" in fixed(segments)


def test_short_copies_are_wholly_alike():
    found = campaigns.find(posted(["Mayor resign!"] * 3 + strangers(80, seed=7)))
    assert found.messages["similarity"].to_pylist()[:3] == [1.0, 1.0, 1.0]
