"""What the letters of a word say: trained on the engine's own lists, the same whenever it is trained."""

import importlib.util
from pathlib import Path

import numpy as np
import pytest
from hearhear.redaction import find
from hearhear.redaction.names.letters import FILE, letters_of_name

TRAINING = Path(__file__).parents[2] / "training" / "name_letters.py"


@pytest.mark.parametrize(
    ("name", "word"), [("Quisenberry", "adoquines"), ("jonatan", "logements"), ("Hohepa", "amused")]
)
def test_an_unheard_of_name_has_more_of_a_name_than_a_word(name, word):
    assert letters_of_name(name.lower()) > 0 > letters_of_name(word)


def test_accents_change_nothing():
    assert letters_of_name("móntserratt") == letters_of_name("montserratt")


def test_training_makes_the_weights_that_are_kept():
    spec = importlib.util.spec_from_file_location("name_letters", TRAINING)
    training = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(training)
    kept = np.frombuffer(FILE.read_bytes(), dtype=np.int8).astype(int)
    assert np.abs(training.made().astype(int) - kept).max() <= 1  # sums may round otherwise elsewhere


def test_a_name_in_small_letters_is_found_behind_who_says_it():
    text = "hola soy jonatan y no me llega la beca"
    assert [text[one.start : one.end] for one in find(text, lang="es")] == ["jonatan"]
