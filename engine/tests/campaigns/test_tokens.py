"""Words as hashes: what is one word, what is the same word, and where it stands."""

import unicodedata

import numpy as np
import pyarrow as pa
import pytest
from hearhear.campaigns import tokens
from hypothesis import given, settings
from hypothesis import strategies as st

from .postbag import letter, strangers

# Letters whose case and accents the engine promises to fold or to leave alone, marks, and what separates words.
ALPHABET = "aAeEzZ09#@àÀéÉïñÑçÇüøßαβЖж東京\u0301\u0308 .,;:!?'’-–—…«»“”\n\t\xa0()/&%€😀🎉"
# The same without letters that English, French and Spanish do not have, which are read in a shorter way.
LATIN = "aAeEzZ09#@àÀéÉïñÑçÇüøœŒæÆ .,;:!?'’-–—…«»“”\n\t\xa0()/&%€😀"


def read(*texts: str | None) -> tokens.Tokens:
    return tokens.tokenise(pa.array(texts, pa.string()))


def words(text: str) -> list[str]:
    """The words of a text as they stand in it, cut out by their offsets."""
    found = read(text)
    return [text.encode()[start:end].decode() for start, end in zip(found.start, found.end, strict=True)]


def slow(text: str) -> list[tuple[str, int, int]]:
    """The twin: each word folded, with the bytes it takes, one character after the other."""
    found, word, at = [], "", 0
    for char in text + " ":
        inside = char.isalnum() or char in "#@" or unicodedata.combining(char)
        if not inside and word:
            found.append((folded(word), at - len(word.encode()), at))
        word = word + char if inside else ""
        at += len(char.encode())
    return found


def folded(word: str) -> str:
    apart = unicodedata.normalize("NFD", "".join(char.lower() for char in word))
    return "".join(char for char in apart if not unicodedata.combining(char)).replace("ø", "o")


@given(st.sampled_from([ALPHABET, LATIN]).flatmap(lambda signs: st.lists(st.text(signs, max_size=40), max_size=8)))
@settings(max_examples=200, deadline=None)
def test_a_slow_tokeniser_finds_the_same_words_at_the_same_places(texts):
    found, twins = read(*texts), [slow(text) for text in texts]
    before = np.cumsum([0, *(len(text.encode()) for text in texts)])
    spans = [(start + add, end + add) for twin, add in zip(twins, before, strict=False) for _, start, end in twin]
    assert list(zip(found.start.tolist(), found.end.tolist(), strict=True)) == spans
    assert np.diff(found.bounds).tolist() == [len(twin) for twin in twins]
    hashes: dict[str, int] = {}
    for name, value in zip((word for twin in twins for word, _, _ in twin), found.word.tolist(), strict=True):
        assert hashes.setdefault(name, value) == value
    assert len(set(hashes.values())) == len(hashes)


@pytest.mark.parametrize(
    "spellings",
    [
        ("Educación", "educacion", "EDUCACIÓN", "educacio\u0301n"),
        ("Élève", "eleve", "ÉLÈVE", "E\u0301le\u0300ve"),
        ("garçon", "GARCON", "garc\u0327on"),
        ("Ñandú", "nandu", "NÃNDU"),
        ("cœur", "CŒUR", "Cœur"),
    ],
)
def test_case_and_latin_accents_are_folded(spellings):
    assert len(set(read(*spellings).word.tolist())) == 1


def test_other_words_have_other_hashes():
    text = letter("ferry.en") + letter("ferry.fr") + letter("ferry.es") + " ".join(strangers(500))
    names = [word for word, _, _ in slow(text)]
    assert len(set(read(text).word.tolist())) == len(set(names)) > 10_000


@pytest.mark.parametrize(
    "text",
    [
        "ferry, toll",
        "ferry–toll",
        "ferry’toll",
        "ferry…toll",
        "ferry\xa0toll",
        "«ferry»toll",
        "ferry/toll",
        "ferry🚢toll",
    ],
)
def test_whatever_is_neither_letter_nor_digit_separates_words(text):
    assert words(text) == ["ferry", "toll"]


def test_hashtags_and_handles_are_words_of_their_own_and_marked():
    found = read("toll #toll @toll")
    assert (found.word & 1).tolist() == [0, 1, 1]
    assert len(set(found.word.tolist())) == 3


def test_emoji_alone_are_no_words():
    assert words("😀😀 🎉 ❤️☀️ 👩‍🌾") == []


def test_empty_and_absent_texts_have_no_words_and_keep_their_place():
    found = read("", "one two", None, "", "three")
    assert found.bounds.tolist() == [0, 0, 2, 2, 2, 3]
    assert read().bounds.tolist() == [0]
    assert read("", None).bounds.tolist() == [0, 0, 0]


def test_a_word_never_runs_from_one_text_into_the_next():
    found = read("sea", "side", "seaside")
    assert np.diff(found.bounds).tolist() == [1, 1, 1]
    assert len(set(found.word.tolist())) == 3


@pytest.mark.parametrize("size", [tokens.BATCH_BYTES - 1, tokens.BATCH_BYTES, tokens.BATCH_BYTES + 1, 700_001])
def test_a_text_longer_than_a_batch_is_read_whole(size):
    long = ("Péage doublé à Orrin: " * (size // 20))[:size]
    found = read("Orrin", long, "péage")
    twin = slow(long)
    own = found.word[1:-1]
    assert len(own) == len(twin)
    assert set(own[[0, 4, -8]].tolist()) <= set(read("peage double a orrin").word.tolist())
    assert found.word[0] == own[3] and found.word[-1] == own[0]
    assert len(np.unique(own)) <= 5  # the last word may be cut


def test_offsets_fit_the_text_as_written_where_lower_case_is_longer():
    assert words("İSTANBUL says Ⱥ no") == ["İSTANBUL", "says", "Ⱥ", "no"]


def test_offsets_count_on_over_the_batches_of_a_column():
    texts = [f"número {at} " * 9_000 for at in range(6)]
    found, whole = read(*texts), "".join(texts).encode()
    assert {whole[a:b].decode() for a, b in zip(found.start, found.end, strict=True)} == {"número", *"012345"}


def test_capitals_are_known_by_the_first_letter_of_each_word():
    batch = next(tokens.batches(pa.array(["Élan vital à PARIS 4 Ñu ça Œuvre"], pa.string())))
    assert batch.capital.tolist() == [True, False, False, True, False, True, False, True]


def test_a_slice_of_a_column_is_read_like_the_column_itself():
    column = pa.array(["zero zéro", "Un deux", "tres", None], pa.string())
    assert read("Un deux", "tres").word.tolist() == tokens.tokenise(column.slice(1, 2)).word.tolist()


@given(st.lists(st.text("wW/:-é .", max_size=12), max_size=8), st.integers(0, 3))
@settings(max_examples=100, deadline=None)
def test_texts_with_a_letter_or_sign_twice_in_a_row_are_those_that_a_search_finds(texts, first):
    column = pa.array(texts, pa.string()).slice(first)
    expected = ["ww" in text.lower() or "//" in text for text in texts[first:]]
    assert tokens.contains_double(column, b"/w").tolist() == expected


def test_a_sign_that_stands_twice_where_two_slices_meet_is_found():
    text = "a" * (tokens.BATCH_BYTES - 1) + "//" + "a" * 9
    assert tokens.contains_double(pa.array(["b", text], pa.string()), b"/").tolist() == [False, True]
    assert tokens.contains_double(pa.array(["b/", "/" + text], pa.string()), b"/").tolist() == [False, True]
