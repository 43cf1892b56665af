"""Distinct texts, their runs of words, and what each word proves."""

import numpy as np
import pyarrow as pa
import pytest
from hearhear.campaigns import corpus
from hypothesis import given, settings
from hypothesis import strategies as st

from .postbag import letter, lines, strangers


def read(*texts: str, about=(), threads: int = 2) -> corpus.Corpus:
    return corpus.read(pa.array(texts, pa.string()), about, threads)


def bits_of(found: corpus.Corpus, message: int) -> np.ndarray:
    """What each word of a message proves."""
    text = found.text_of[message]
    return found.bits[found.bounds[text] : found.bounds[text + 1]]


def numbered(values: np.ndarray) -> list[int]:
    """The same numbers in the order in which they are first met."""
    numbers: dict[int, int] = {}
    return [numbers.setdefault(value, len(numbers)) for value in values.tolist()]


def test_texts_with_the_same_words_are_one_text():
    found = read("Save the pier!", "No dam.", "save  THE, pier", "", "the pier save", "no dam")
    assert numbered(found.text_of) == [0, 1, 0, 2, 3, 1]
    assert found.first[found.text_of].tolist() == [0, 1, 0, 3, 4, 1]
    assert found.copies[found.text_of].tolist() == [2, 2, 2, 1, 1, 2]
    assert found.lengths[found.text_of].tolist() == [3, 2, 3, 0, 3, 2]


def test_the_order_of_texts_does_not_depend_on_that_of_messages():
    texts = [*strangers(30), "", *lines("ferry.fr"), "", *lines("ferry.fr")]
    for name in ("copies", "word", "bounds", "bits"):
        assert np.array_equal(getattr(read(*texts), name), getattr(read(*texts[::-1]), name)), name


def test_a_text_between_marks_is_another_than_the_same_without():
    assert len(set(read('keepers muttered "sluice leaks"', "keepers muttered sluice leaks").text_of.tolist())) == 2


@given(st.lists(st.text("ab c", max_size=7), max_size=30))
@settings(max_examples=60, deadline=None)
def test_distinct_texts_are_those_that_a_dictionary_finds(texts):
    found, numbers = read(*texts), {}
    expected = [numbers.setdefault(tuple(text.split()), len(numbers)) for text in texts]
    assert numbered(found.text_of) == expected
    assert found.copies[found.text_of].tolist() == np.bincount(expected, minlength=len(numbers))[expected].tolist()


def test_no_messages_make_an_empty_corpus():
    assert len(read()) == 0
    assert corpus.read(pa.chunked_array([], pa.string())).bounds.tolist() == [0]


def test_cutting_the_column_into_chunks_changes_nothing():
    texts = [*strangers(30), *lines("ferry.fr"), *lines("ferry.fr")]
    whole = read(*texts)
    cut = corpus.read(pa.chunked_array([texts[:1], [], texts[1:40], texts[40:]], pa.string()), threads=4)
    for name in ("text_of", "first", "copies", "word", "bounds", "bits"):
        assert np.array_equal(getattr(whole, name), getattr(cut, name)), name


@given(st.lists(st.integers(0, 6), max_size=8), st.integers(1, 4))
def test_a_run_of_words_never_crosses_from_one_text_into_the_next(lengths, span):
    bounds = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
    expected = [at + span <= length for length in lengths for at in range(length)]
    assert corpus.gram_starts(bounds, span).tolist() == expected


def test_runs_have_the_same_hash_when_their_words_are_the_same_in_order():
    word = read("one two three four one two three").word
    hashes = corpus.grams(word, 3)
    assert len(hashes) == 5
    assert hashes[0] == hashes[4]
    assert len(set(hashes.tolist())) == 4
    assert corpus.grams(read("two one three").word, 3)[0] != hashes[0]
    assert len(corpus.grams(word[:2], 3)) == 0


def test_every_second_word_makes_a_run_when_asked():
    word = read("a1 b1 c1 d1 a1 x1 c1 y1").word
    hashes = corpus.grams(word, 2, step=2)
    assert len(hashes) == 6
    assert hashes[0] == hashes[4]


def test_rare_words_prove_much_and_frequent_ones_little():
    found = read(*(f"ferry number{at} toll{at}" for at in range(500)))
    ferry, number, _toll = bits_of(found, 0)
    assert ferry == pytest.approx(np.log2(3), abs=0.01)
    assert number == pytest.approx(np.log2(1500), abs=0.01)
    assert read(*strangers(3000)).bits.max() == corpus.MOST_BITS


@pytest.mark.parametrize(
    "text", ["the of and", "Dear Sir, yours sincerely", "veuillez agréer mes salutations", "#toll @port"]
)
def test_grammar_courtesies_and_hashtags_prove_nothing(text):
    assert not bits_of(read(text, *strangers(20)), 0).any()


def test_what_is_quoted_proves_nothing():
    found = read('keepers muttered "sluice leaks badly" yesterday', *strangers(20))
    assert (bits_of(found, 0) > 0).tolist() == [True, True, False, False, False, True]


@pytest.mark.parametrize("at", range(3))
def test_words_of_the_parliaments_own_texts_prove_nothing(at):
    clause = lines("clauses")[at]
    found = read(f"zebra {clause} quagga", *strangers(20), about=["Preamble.", clause.upper()])
    bits = bits_of(found, 0)
    assert not bits[1:-1].any()
    assert bits[0] > 0 and bits[-1] > 0


def test_fewer_than_four_words_of_the_parliament_are_nobodys():
    found = read("zebra sluice frost height quagga", *strangers(20), about=["sluice frost height"])
    assert (bits_of(found, 0) > 0).all()


def test_a_run_across_two_texts_of_the_parliament_is_not_theirs():
    found = read("sluice frost height keeper", *strangers(20), about=["sluice frost", "height keeper"])
    assert (bits_of(found, 0) > 0).all()


def test_a_long_bill_masks_only_what_it_says():
    bill = " ".join(strangers(2_000, seed=9))
    found = read(letter("ferry.en"), bill[:400], *strangers(20), about=[bill])
    assert bits_of(found, 0).any()
    assert not bits_of(found, 1)[:-1].any()


def test_ranges_of_hashes_hold_each_hash_once_and_equal_ones_together():
    rng = np.random.default_rng(7)
    parts = [np.sort(rng.integers(0, 2**64, count, dtype=np.uint64)) for count in (500, 0, 300)]
    ranges = corpus.hash_ranges(parts, 3)
    assert len(ranges) == 8
    for upper, places in enumerate(ranges):
        held = np.concatenate([part[place] for part, place in zip(parts, places, strict=True)])
        assert len(held)
        assert (held >> np.uint64(61) == upper).all()
    assert sum(place.stop - place.start for places in ranges for place in places) == 800
