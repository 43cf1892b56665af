"""Mad-libs: one pattern with a choice in every gap."""

import numpy as np
import pyarrow as pa
import pytest
from hearhear.campaigns import Settings, corpus, gather, madlibs

from .postbag import campaigns_of, lines, none, posted, spun, strangers


def whole(found: np.ndarray) -> float:
    """The part of the texts in the largest campaign."""
    return max((found == number).mean() for number in range(max(1, found.max() + 1)))


@pytest.mark.parametrize("name", ["madlib.en", "madlib.fr", "madlib.es"])
@pytest.mark.parametrize("count", [25, 80])
def test_a_letter_with_a_choice_everywhere_is_found_whole(name, count):
    found = campaigns_of(spun(name, count))
    assert whole(found) >= 0.9
    assert found.max() == 0


def test_mad_libs_in_three_languages_are_three_campaigns():
    names = ("madlib.en", "madlib.fr", "madlib.es")
    found = campaigns_of([text for name in names for text in spun(name, 40)]).reshape(3, 40)
    assert [whole(one) >= 0.9 for one in found] == [True] * 3
    assert len({np.bincount(one[one >= 0]).argmax() for one in found}) == 3


@pytest.mark.parametrize("lang", ["en", "fr", "es"])
def test_people_on_one_subject_follow_no_pattern(lang):
    assert none(campaigns_of([*lines(f"voices.{lang}"), *spun(f"madlib.{lang}", 2)]))


def test_people_on_the_subject_of_a_mad_lib_do_not_join_it():
    found = campaigns_of([*spun("madlib.en", 60), *lines("voices.en")])
    assert whole(found[:60]) >= 0.9
    assert none(found[60:])


def test_words_of_a_mad_lib_in_another_order_are_not_it():
    rng = np.random.default_rng(2)
    jumbled = [" ".join(rng.permutation(text.split())) for text in spun("madlib.en", 12, seed=2)]
    found = campaigns_of([*spun("madlib.en", 60), *jumbled])
    assert whole(found[:60]) >= 0.9
    assert (found[60:] == found[0]).mean() < 0.1


def test_copies_beyond_the_sample_are_given_to_the_pattern_learned_on_it(monkeypatch):
    monkeypatch.setattr(madlibs, "MOST_TEXTS", 300)
    texts = [*spun("madlib.en", 240), *strangers(560, 60, seed=3)]
    found = gather(posted(texts)).campaign
    assert whole(found[:240]) >= 0.9
    assert none(found[240:])


@pytest.mark.parametrize("name", ["madlib.en", "madlib.fr", "madlib.es"])
def test_a_mad_lib_that_is_most_of_the_mail_is_found_whole(name):
    found = gather(posted([*spun(name, 150), *strangers(100, 60, seed=3)])).campaign
    assert whole(found[:150]) >= 0.9
    assert none(found[150:])


def test_the_sample_is_the_same_whenever_it_is_drawn(monkeypatch):
    monkeypatch.setattr(madlibs, "MOST_TEXTS", 50)
    table = posted(spun("madlib.fr", 150))
    assert np.array_equal(gather(table).group, gather(table, settings=Settings(threads=4)).group)


def test_texts_too_short_to_have_places_are_left_alone():
    known = corpus.read(pa.array([" ".join(text.split()[:15]) for text in spun("madlib.en", 40)], pa.string()))
    group = np.arange(len(known))
    assert np.array_equal(madlibs.learn(known, group, group, Settings()).group, group)


def test_one_person_who_sends_every_version_of_a_mad_lib_is_no_campaign():
    found = gather(posted([*spun("madlib.en", 30), *strangers(100)], senders=["ada"] * 30 + [None] * 100)).campaign
    assert none(found)


@pytest.mark.parametrize("name", ["madlib.en", "madlib.fr", "madlib.es"])
def test_twelve_copies_of_a_mad_lib_are_enough(name):
    assert whole(campaigns_of(spun(name, 12, choices=3))) >= 0.8


def test_a_mad_lib_of_which_clauses_make_groups_is_found_whole():
    clauses = strangers(4, 14, seed=13)
    found = campaigns_of([f"{text} {clauses[at % 4]}" for at, text in enumerate(spun("madlib.en", 40, choices=3))])
    assert whole(found) >= 0.9
