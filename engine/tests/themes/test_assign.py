"""Texts onto themes that a person gave."""

from collections.abc import Callable

import numpy as np
from hearhear.themes import ASSIGNED_SCHEMA, GivenTheme, assign

from .conftest import SAYINGS

Embed = Callable[..., np.ndarray]

GIVEN = (
    GivenTheme("Ferry", "The ferry crossing to the island and its boat"),
    GivenTheme("Library", "Keeping the library and its reading room open, books"),
    GivenTheme("Orchard", "Protecting the orchard and each apple tree"),
    GivenTheme("Night noise", "Loud music and noise at night"),
    GivenTheme("Taxes", "Property tax and council spending"),
)
TEXTS = [text for sayings in SAYINGS.values() for text in sayings]
EXPECTED = ["Ferry"] * 5 + ["Library"] * 5 + ["Orchard"] * 5 + ["Night noise"] * 5


def test_each_text_gets_the_theme_it_speaks_of(meaning: Embed) -> None:
    found = assign(TEXTS, GIVEN, embed=meaning)
    assert found.schema == ASSIGNED_SCHEMA
    best: dict[int, str] = {}
    for row in found.to_pylist():
        best.setdefault(row["text"], row["theme"])
    right = sum(best[at] == name for at, name in enumerate(EXPECTED))
    assert right >= 18


def test_a_letter_on_two_matters_gets_both_themes(meaning: Embed) -> None:
    letter = " ".join([*SAYINGS["ferry"][:3], *SAYINGS["library"][:3]])
    found = assign([*TEXTS, letter], GIVEN, embed=meaning).to_pylist()
    assert {"Ferry", "Library"} <= {row["theme"] for row in found if row["text"] == len(TEXTS)}


def test_the_passage_given_is_one_that_speaks_of_the_theme(meaning: Embed) -> None:
    letter = " ".join([*SAYINGS["ferry"][:3], *SAYINGS["library"][:3]])
    rows = assign([*TEXTS, letter], GIVEN, embed=meaning).to_pylist()
    row = next(row for row in rows if row["text"] == len(TEXTS) and row["theme"] == "Library")
    passage = letter[row["start"] : row["end"]]
    assert "library" in passage and "ferry" not in passage


def test_confirmed_texts_teach_what_a_description_does_not_say(meaning: Embed) -> None:
    unsaid = (GivenTheme("One", "Something"), GivenTheme("Other", "Anything"))
    examples = tuple(SAYINGS["ferry"][:4]), tuple(SAYINGS["library"][:4])
    taught = [GivenTheme(one.name, one.description, some) for one, some in zip(unsaid, examples, strict=True)]
    rows = assign([SAYINGS["ferry"][4], SAYINGS["library"][4]], taught, embed=meaning).to_pylist()
    assert next(row["theme"] for row in rows if row["text"] == 0) == "One"
    assert next(row["theme"] for row in rows if row["text"] == 1) == "Other"


def test_texts_have_more_themes_where_those_confirmed_have_more(meaning: Embed) -> None:
    shown = tuple(text for sayings in SAYINGS.values() for text in sayings[:3])
    asked = [text for sayings in SAYINGS.values() for text in sayings[3:]]
    single = [GivenTheme(one.name, one.description, tuple(SAYINGS[key][:3]))
              for one, key in zip(GIVEN, SAYINGS, strict=False)]  # fmt: skip
    every = [GivenTheme(one.name, one.description, shown) for one in GIVEN]
    assert len(assign(asked, single, embed=meaning)) < len(assign(asked, every, embed=meaning))


def test_confirmed_texts_without_words_teach_nothing(meaning: Embed) -> None:
    silent = [GivenTheme(one.name, one.description, ("Hello.",)) for one in GIVEN]
    assert assign(TEXTS, silent, embed=meaning).equals(assign(TEXTS, GIVEN, embed=meaning))


def test_nothing_given_and_nothing_said_assign_nothing(meaning: Embed) -> None:
    assert len(assign(TEXTS, (), embed=meaning)) == 0
    assert len(assign(["Hello.", ""], GIVEN, embed=meaning)) == 0
