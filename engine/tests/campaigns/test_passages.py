"""Texts that share passages word for word, and whom each follows."""

import random

import numpy as np
import pyarrow as pa
import pytest
from hearhear.campaigns import Settings, corpus, gather, passages

from .postbag import campaigns_of, letter, lines, none, posted, same, strangers, thinned

VOICES = lines("voices.en")


def read(texts: list[str]) -> corpus.Corpus:
    return corpus.read(pa.array(texts, pa.string()))


def followed(texts: list[str], threads: int = 2) -> passages.LeaderCandidates:
    known = read(texts)
    return passages.follow(passages.shared_grams(passages.gram_table(known, 6), known.copies, 3, threads), threads)


def partition(campaign: np.ndarray) -> set[frozenset[int]]:
    """The campaigns as sets of messages, whatever their numbers."""
    return {frozenset(np.flatnonzero(campaign == number).tolist()) for number in range(campaign.max(initial=-1) + 1)}


@pytest.fixture(scope="module")
def postbag() -> list[str]:
    """Letters of three campaigns and of others, in no order."""
    texts = [*thinned("ferry.en", 25, 0.6), *thinned("ferry.fr", 15, 0.6), *[letter("ferry.es")] * 9, *VOICES]
    texts += [f"{voice} {line}" for voice, line in zip(VOICES, lines("ferry.en") * 2, strict=True)]
    texts += strangers(100, seed=3)
    random.Random(1).shuffle(texts)
    return texts


@pytest.mark.parametrize("threads", [1, 4])
def test_the_groups_do_not_depend_on_the_number_of_threads(postbag, threads):
    one, other = gather(posted(postbag)), gather(posted(postbag), settings=Settings(threads=threads))
    assert one.campaign.max() == 2
    for name in ("campaign", "group", "likeness", "sender"):
        assert np.array_equal(getattr(one, name), getattr(other, name)), name


def test_the_groups_do_not_depend_on_the_order_of_rows(postbag):
    order = np.random.default_rng(5).permutation(len(postbag))
    shuffled = gather(posted([postbag[at] for at in order])).campaign
    back = np.empty_like(shuffled)
    back[order] = shuffled
    assert partition(back) == partition(gather(posted(postbag)).campaign)


def test_a_copy_with_a_salutation_paragraph_and_ending_of_ones_own_is_found():
    texts = [f"Dear Ms Fenn,\n\n{voice}\n\n{letter('ferry.en')}\n\nYours,\nAda" for voice in VOICES[:4]]
    assert same(campaigns_of(texts))


@pytest.mark.parametrize("name", ["ferry.en", "ferry.fr", "ferry.es"])
def test_a_letter_whose_sentences_stand_in_another_order_is_found(name):
    sentences = lines(name)
    texts = [" ".join(random.Random(seed).sample(sentences, len(sentences))) for seed in range(4)]
    assert same(campaigns_of(texts))


def test_a_short_letter_that_each_puts_elsewhere_into_a_long_letter_of_their_own_is_found():
    template = " ".join(lines("ferry.en")[:2])
    own = [text.split() for text in strangers(12, 150, seed=2)]
    cuts = [150 * at // 11 for at in range(12)]
    texts = [" ".join([*words[:cut], template, *words[cut:]]) for words, cut in zip(own, cuts, strict=True)]
    assert same(campaigns_of(texts))


@pytest.mark.parametrize("pattern", ["{shared} {own}", "{own} {shared}"], ids=["before", "after"])
def test_what_always_stands_before_or_after_words_of_ones_own_proves_nothing(pattern):
    shared = " ".join(lines("ferry.en")[:2])
    assert none(campaigns_of([pattern.format(shared=shared, own=own) for own in strangers(8, 120, seed=2)]))


def test_a_letter_before_words_of_ones_own_is_found_when_others_sent_it_alone():
    shared = " ".join(lines("ferry.en")[:2])
    own = strangers(8, 60, seed=2)
    assert same(campaigns_of([*(f"{shared} {words}" for words in own), shared, f"{shared} Ada", f"Well: {shared}"]))


@pytest.mark.parametrize("opening", [2, 5])
@pytest.mark.parametrize("closing", [2, 5])
def test_an_opening_and_a_closing_of_any_length_around_differing_words_are_a_frame(opening, closing):
    polite = strangers(10, 14, seed=11)
    before, after = " ".join(polite[:opening]), " ".join(polite[10 - closing :])
    assert none(campaigns_of([f"{before} {own} {after}" for own in strangers(9, 30, seed=2)]))


def test_a_footer_that_some_copies_of_a_letter_carry_too_proves_nothing():
    footer = " ".join(strangers(4, 14, seed=11))
    alone = [f"{own} {footer}" for own in strangers(9, 30, seed=2)]
    found = campaigns_of([*alone, *thinned("ferry.en", 20, 0.8), *[f"{letter('ferry.en')} {footer}"] * 2])
    assert none(found[:9])
    assert same(found[9:])


def test_people_who_write_about_one_subject_in_their_own_words_are_no_campaign():
    assert none(campaigns_of([*VOICES, *lines("voices.fr"), *lines("voices.es")]))


def test_a_shared_polite_opening_and_ending_make_no_campaign():
    frame = (
        "Dear Member of the Assembly, I hope this letter finds you well. I am writing to you as one of your "
        "constituents to express my deep concern. {} Thank you very much for taking the time to read my letter, "
        "and I look forward to hearing from you at your earliest convenience."
    )
    assert none(campaigns_of([frame.format(voice) for voice in VOICES[:8]]))


@pytest.mark.parametrize(("at", "lang"), [(0, "en"), (1, "fr"), (2, "es")])
def test_people_who_quote_the_same_clause_from_the_bill_are_no_campaign(at, lang):
    clause = lines("clauses")[at]
    texts = [f"{voice} {clause}. Enfin." for voice in lines(f"voices.{lang}")[:6]]
    assert none(campaigns_of(texts))
    assert none(campaigns_of(texts, about=[f"1. {clause}. 2. {strangers(1, seed=4)[0]}"]))


def test_people_who_quote_the_same_clause_between_marks_are_no_campaign():
    assert none(campaigns_of([f"{voice} “{lines('clauses')[0]}”" for voice in VOICES[:6]]))


def test_two_who_share_a_passage_are_too_few():
    assert none(campaigns_of([letter("ferry.en")] * 2))


def test_nobody_follows_in_a_circle():
    found = followed([*thinned("ferry.en", 40, 0.5), *strangers(20)])
    everyone = np.ones(len(found.text), bool)
    root = passages.follow_chains(found, everyone, 60)
    assert np.array_equal(root[root], root)
    assert len(found.text) > 40


def test_two_equally_popular_texts_do_not_follow_each_other():
    pair = np.array([0, 1])
    found = passages.LeaderCandidates(pair, pair[::-1].copy(), np.array([99.0, 99.0]), np.array([5.0, 5.0]))
    assert passages.follow_chains(found, np.ones(2, bool), 2).tolist() == [0, 0]


def test_whom_nobody_accepts_stays_alone():
    found = passages.LeaderCandidates(np.array([1]), np.array([0]), np.array([9.0]), np.array([5.0, 1.0]))
    assert passages.follow_chains(found, np.array([False]), 3).tolist() == [0, 1, 2]
    assert passages.follow_chains(found, np.array([True]), 3).tolist() == [0, 0, 2]


def test_what_two_texts_share_is_counted_in_bits_of_their_common_runs():
    own = strangers(2, 30, seed=8)
    texts = [f"{own[0]} {lines('ferry.en')[3]}", f"{own[1]} {lines('ferry.en')[3]}", lines("ferry.en")[3]]
    known, found = read(texts), followed(texts)
    rows = passages.gram_table(known, 6).to_pydict()
    weights = {
        gram: weight
        for text, gram, weight in zip(*(rows[name] for name in ("text", "gram", "weight")), strict=True)
        if text == known.text_of[2]
    }
    assert set(found.shared.tolist()) == {sum(weights.values()) / passages.UNIT}


def test_pieces_stay_within_their_text_and_weigh_the_mean_of_their_words():
    known = read(["alpha beta gamma", "delta epsilon", "alpha beta gamma theta", "beta gamma theta"])
    rows = passages.gram_table(known, 3).to_pydict()
    assert sorted(rows["text"]) == sorted(known.text_of[[0, 2, 2, 3]])
    first = known.bounds[known.text_of[0]]
    weight = rows["weight"][rows["text"].index(known.text_of[0])]
    assert weight == pytest.approx(known.bits[first : first + 3].mean() * passages.UNIT, abs=1)


def test_a_piece_that_stands_in_one_text_only_has_no_row():
    known = read(["alpha beta gamma delta", "alpha beta gamma", "zeta eta theta iota"])
    assert passages.gram_table(known, 3)["text"].to_pylist() == sorted(known.text_of[:2])


def test_above_the_limit_every_text_keeps_the_same_pieces(monkeypatch):
    known = read([letter("ferry.en"), f"{VOICES[0]} {letter('ferry.en')}"])
    monkeypatch.setattr(passages, "MOST_GRAMS", 40)
    rows = passages.gram_table(known, 6).to_pydict()
    pairs = list(zip(rows["text"], rows["gram"], strict=True))
    kept = [{gram for text, gram in pairs if text == one} for one in known.text_of]
    assert 0 < len(rows["gram"]) < 150
    assert kept[0] <= kept[1]
