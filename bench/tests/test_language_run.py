"""The run over languages counts what a method says, and says so where a peer is absent."""

from language import QUICK_WHOLE, Run, _accuracy, _floor, _speed
from outside import ABSENT
from tongues import Tongue, mixed

TONGUES = [Tongue("Letters", "en", ("one two", "three")), Tongue("Letters", "fr", ("un deux trois",))]
RUNS = {QUICK_WHOLE: Run([["en", "fr"], ["fr"]], 0.5), "absent": None}


def test_a_share_is_of_each_set_and_their_mean():
    head, _, row, absent = _accuracy(TONGUES, RUNS).splitlines()
    assert head.startswith("| method | Letters en (2) | Letters fr (1) |")
    assert row == f"| {QUICK_WHOLE} | 0.500 | 1.000 | 0.750 |"
    assert absent.count(ABSENT) == 3


def test_an_absent_peer_has_no_speed():
    assert "absent" not in _speed(TONGUES, RUNS, RUNS)


def test_beginnings_are_the_first_words_of_each_text():
    assert TONGUES[0].beginnings(1).texts == ("one", "three")


def test_the_floor_names_who_reached_it():
    engine = dict.fromkeys(("hearhear, its own column", "hearhear, all in one column"), RUNS[QUICK_WHOLE])
    runs = engine | {"hearhear, text by text": Run([["fr", "fr"], ["en"]], 1.0)}
    assert _floor(TONGUES, runs, 0.7).endswith("reached by hearhear, its own column, hearhear, all in one column.")


def test_a_mixture_has_its_share_of_the_second_language_at_the_end():
    tongues = [Tongue("Letters", "en", ("aa bb cc",)), Tongue("Letters", "fr", ("àà éé",))]
    (text,) = mixed(tongues, 0.5, 1, "test")
    first, second = text.split("\n")
    assert abs(len(first) - len(second)) < 10 and set(first) & set(second) == {" "}
    assert mixed(tongues, 0.5, 1, "test") == [text]
