"""Texts that follow the group of whose runs of words they are made, and the official texts that change no group."""

import numpy as np
from hearhear.campaigns import Settings, gather

from .postbag import campaigns_of, letter, lines, none, posted, same, spun, strangers, thinned


def test_a_copy_with_a_slip_in_each_sentence_and_half_of_them_left_out_joins_the_others():
    sentences = lines("ferry.en")
    worn = " ".join(" ".join([*words[:5], "teh", *words[5:]]) for words in (one.split() for one in sentences[::2]))
    assert same(campaigns_of([*thinned("ferry.en", 12, 0.8), worn]))


def test_who_uses_two_phrases_of_a_mad_lib_in_a_letter_of_their_own_does_not_join_it():
    copies = spun("madlib.en", 60)
    phrases = [" ".join(text.split()[4:9]) for text in copies[:5]]
    own = [
        f"{one} {phrase} {other}"
        for one, phrase, other in zip(strangers(5, 30, 2), phrases, strangers(5, 30, 3), strict=True)
    ]
    found = campaigns_of([*copies, *own])
    assert none(found[60:])


def test_a_letter_that_quotes_a_clause_is_one_campaign_with_and_without_the_clause_given():
    clause = lines("clauses")[0]
    texts = [f"{clause}. {letter('ferry.en')}"] * 3 + [f"{clause}. {letter('ferry.en')} Ada", letter("ferry.en")]
    texts += [f"{own} “{clause}”" for own in strangers(5, 30, seed=2)]
    for about in ((), (clause,)):
        found = gather(posted([*texts, *strangers(120, seed=7)]), about, Settings()).campaign
        assert same(found[:5])
        assert none(np.array(found[5:]))
