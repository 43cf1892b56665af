"""Groups that are one campaign: sets of synonyms, clauses and sentences to choose from."""

import random

import pytest

from .postbag import campaigns_of, letter, reworded, same, strangers
from .test_madlibs import whole


def chosen(slots: int, choices: int, words: int, count: int) -> list[str]:
    """Copies of a letter of so many sentences, each chosen among some."""
    rng = random.Random(f"chosen/{slots}/{choices}/{count}")
    sentences = [strangers(choices, words, seed=20 + slot) for slot in range(slots)]
    return [" ".join(rng.choice(some) for some in sentences) for _ in range(count)]


def test_copies_in_other_words_are_one_campaign_with_the_letter_itself():
    plain = [f"{letter('ferry.en')} {own}" for own in strangers(12, 5, seed=4)]
    assert same(campaigns_of([*plain, *(reworded(letter("ferry.en"), 7, seed) for seed in range(8))]))


@pytest.mark.parametrize(("slots", "choices"), [(4, 3), (5, 4), (8, 4)])
def test_a_letter_of_sentences_to_choose_from_is_found_whole(slots, choices):
    assert whole(campaigns_of(chosen(slots, choices, 18, 40))) >= 0.8


def test_letters_that_share_one_sentence_to_choose_are_not_one_campaign():
    openings = strangers(3, 14, seed=31)
    texts = [f"{openings[at % 3]} {letter(f'ferry.{lang}')}" for lang in ("en", "fr") for at in range(12)]
    found = campaigns_of(texts)
    assert same(found[:12])
    assert same(found[12:])
    assert found[0] != found[12]
