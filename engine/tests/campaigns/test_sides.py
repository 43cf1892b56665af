"""Opposing campaigns that share their facts are parted, and a form letter that people shortened is not."""

import random

import pytest

from .postbag import campaigns_of, letter, lines, reworded, same, strangers, thinned

FACTS, FOR, AGAINST = (lines(f"deposit_{name}.en") for name in ("facts", "for", "against"))


def sides(count: int, kept: int) -> tuple[list[str], list[str]]:
    """Letters of both sides: all the facts, and `kept` of the side's six sentences."""
    rng = random.Random(f"{count}/{kept}")
    return tuple([" ".join([*FACTS, *rng.sample(own, kept)]) for _ in range(count)] for own in (FOR, AGAINST))


@pytest.mark.parametrize("count", [4, 12, 40])
@pytest.mark.parametrize("kept", [5, 6])
def test_two_opposing_campaigns_with_common_facts_are_two(count, kept):
    one, other = sides(count, kept)
    found = campaigns_of([*one, *other])
    assert same(found[:count])
    assert same(found[count:])
    assert found[0] != found[-1]


def test_a_large_side_does_not_swallow_a_small_one():
    found = campaigns_of([*sides(60, 5)[0], *sides(6, 5)[1]])
    assert same(found[:60])
    assert same(found[60:])
    assert found[0] != found[-1]


def test_personal_words_on_both_sides_do_not_hide_them():
    one, other = sides(10, 5)
    own = strangers(20, 30, seed=6)
    texts = [
        f"{text} {words}" if at % 3 else text for at, (text, words) in enumerate(zip([*one, *other], own, strict=True))
    ]
    found = campaigns_of(texts)
    assert same(found[:10])
    assert same(found[10:])
    assert found[0] != found[-1]


@pytest.mark.parametrize("name", ["ferry.en", "ferry.fr", "ferry.es"])
@pytest.mark.parametrize("count", [8, 30, 150])
def test_a_form_letter_of_which_each_dropped_half_is_one_campaign(name, count):
    assert same(campaigns_of(thinned(name, count, 0.5)))


def test_a_letter_in_a_long_and_a_short_version_is_one_campaign():
    sentences = lines("ferry.en")
    assert same(campaigns_of([" ".join(sentences[:5])] * 6 + [" ".join(sentences)] * 6 + thinned("ferry.en", 6, 0.8)))


def test_a_letter_with_a_paragraph_to_choose_is_one_campaign():
    sentences = lines("ferry.en")
    choices = [FOR[0], FOR[2], FOR[4]]
    assert same(
        campaigns_of([f"{' '.join(sentences)} {choices[at % 3]} {own}" for at, own in enumerate(strangers(18, 5))])
    )


def test_sides_whose_common_facts_are_most_of_their_letters_are_two():
    facts, own = letter("ferry.en"), strangers(24, 6, seed=9)
    one = [f"{facts} {' '.join(FOR[:3])} {words}" for words in own[:12]]
    other = [f"{facts} {' '.join(AGAINST[:3])} {words}" for words in own[12:]]
    found = campaigns_of([*one, *other])
    assert same(found[:12])
    assert same(found[12:])
    assert found[0] != found[-1]


def test_a_letter_of_which_some_have_both_of_two_paragraphs_is_one_campaign():
    facts, own = letter("ferry.en"), strangers(24, 6, seed=9)
    parts = [" ".join(FOR[:3]), " ".join(AGAINST[:3]), " ".join([*FOR[:3], *AGAINST[:3]])]
    assert same(campaigns_of([f"{facts} {parts[at % 3]} {words}" for at, words in enumerate(own)]))


def test_sides_with_a_choice_at_every_seventh_word_are_two():
    facts = letter("ferry.en")
    one = [reworded(f"{facts} {' '.join(FOR)}", 7, seed) for seed in range(12)]
    other = [reworded(f"{facts} {' '.join(AGAINST)}", 7, seed) for seed in range(12, 24)]
    found = campaigns_of([*one, *other])
    assert same(found[:12])
    assert same(found[12:])
    assert found[0] != found[-1]
