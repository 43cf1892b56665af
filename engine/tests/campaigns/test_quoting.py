"""Which words of a text are somebody else's."""

import re

import numpy as np
import pyarrow as pa
import pytest
from hearhear.campaigns import quoted_words, tokens

from .postbag import letter, lines

CLAUSES = dict(zip(("en", "fr", "es"), lines("clauses"), strict=True))


def quoted(*texts: str) -> list[str]:
    """Of each text the words that it only quotes."""
    batch = next(tokens.batches(pa.array(texts, pa.string())))
    raw, mask = "".join(texts).encode(), quoted_words.quoted(batch)
    found = batch.tokens
    words = [raw[a:b].decode() for a, b in zip(found.start, found.end, strict=True)]
    owner = np.searchsorted(found.bounds, np.arange(len(words)), side="right") - 1
    return [" ".join(words[at] for at in np.flatnonzero(mask & (owner == one))) for one in range(len(texts))]


@pytest.mark.parametrize("marks", ['""', "“”", "«»", "„“"])
def test_what_stands_between_quotation_marks_is_quoted(marks):
    opening, closing = marks
    text = f"my aunt muttered {opening}the sluice leaks badly{closing} and went on knitting"
    assert quoted(text) == ["the sluice leaks badly"]


def test_french_marks_keep_their_spaces():
    assert quoted("ma tante a murmuré « la vanne fuit » en tricotant") == ["la vanne fuit"]


def test_several_quotations_are_separated_from_what_lies_between_them():
    assert quoted('first "one two" then "three" at last') == ["one two three"]


@pytest.mark.parametrize(
    "text", ['a 12" pipe burst in the cellar', "she muttered “never again and left", "never» she left"]
)
def test_marks_without_their_counterpart_quote_nothing(text):
    assert quoted(text) == [""]


def test_marks_of_one_text_do_not_reach_into_the_next():
    assert quoted('a 12" pipe', "burst in the cellar", 'beside a 9" drain') == ["", "", ""]
    assert quoted("“one", "two", "three”") == ["", "", ""]


@pytest.mark.parametrize("marks", ['""', "“”", "«»"])
def test_a_text_between_marks_from_end_to_end_quotes_nobody(marks):
    opening, closing = marks
    assert quoted(f"{opening}{letter('ferry.en')}{closing}") == [""]


@pytest.mark.parametrize(
    ("lead", "lang"),
    [
        ("Clause 4 says that", "en"),
        ("Section 12, subsection 3 provides that", "en"),
        ("As article 9 of the bill states,", "en"),
        ("L'article 4 dispose que", "fr"),
        ("L’alinéa 2 du projet de loi prévoit ceci,", "fr"),
        ("El artículo 4 dice que", "es"),
        ("El apartado 3 de la ley establece que", "es"),
    ],
)
def test_what_a_clause_is_said_to_say_is_quoted_to_the_end_of_the_sentence(lead, lang):
    found = quoted(f"My cousin keeps ducks. {lead} {CLAUSES[lang]}. Ducks dislike frost.")
    assert found[0].endswith(CLAUSES[lang])
    assert "Ducks" not in found[0] and "ducks" not in found[0]


@pytest.mark.parametrize(
    ("lead", "lang"),
    [
        ("The Harbour Gazette wrote on Monday:", "en"),
        ("I quote clause 4:", "en"),
        ("Under clause 14:", "en"),
        ("Article 4 :", "fr"),
        ("Artículo 4:", "es"),
        ("Le journal écrit lundi:", "fr"),
        ("El periódico escribe el lunes:", "es"),
    ],
)
def test_what_follows_the_colon_of_an_attribution_is_quoted(lead, lang):
    found = quoted(f"My cousin keeps ducks. {lead} {CLAUSES[lang]}. Ducks dislike frost.")
    assert found[0].endswith(CLAUSES[lang])
    assert "ducks" not in found[0].lower()


def test_a_colon_that_attributes_nothing_quotes_nothing():
    assert quoted("We grow three things: barley, flax and despair.") == [""]


def test_a_speaker_who_is_no_source_is_not_quoted():
    assert quoted("My cousin says that every duck on the pond has caught a cold.") == [""]


def test_the_title_of_a_bill_in_capitals_is_quoted():
    found = quoted("we have waited for the Inland Reservoirs Protection and Sluice Keepers Act since spring came")
    assert {"Inland", "Reservoirs", "Protection", "Sluice", "Keepers", "Act"} <= set(found[0].split())
    assert not {"waited", "spring", "came"} & set(found[0].split())


@pytest.mark.parametrize(
    "text",
    [
        "nous attendons le projet de loi n° 44 relatif à la protection des retenues d'eau intérieures",
        "esperamos el proyecto de ley 44 relativo a la protección de los embalses del interior",
    ],
)
def test_the_long_title_of_a_bill_is_quoted_in_small_letters_too(text):
    assert set(text.split()[-2:]) <= set(quoted(text)[0].replace("d eau", "d'eau").split())


def test_capitals_of_a_shouted_text_are_no_title():
    assert quoted(letter("ferry.en").upper()) == [""]
    assert quoted(letter("ferry.en").title()) == [""]


def test_a_name_is_no_title():
    assert quoted("My neighbour Maud Orla Fenn has kept the Orrin bakery open through every storm.") == [""]


def test_a_line_behind_an_arrow_is_quoted():
    text = "here is what came today\n> the sluice leaks badly\n  > and nobody\ncares\n\nwhat nonsense, 5 > 4"
    assert quoted(text) == ["the sluice leaks badly and nobody cares"]


def test_an_arrow_at_the_end_of_one_text_does_not_reach_into_the_next():
    assert quoted("so far\n>", "the sluice leaks") == ["", ""]


@pytest.mark.parametrize(
    "link", ["https://freeze.example/toll", "http://www.freeze.example/a/b?c=d", "www.freeze.example"]
)
def test_a_web_address_is_no_word_of_the_letter(link):
    assert len(quoted(f"sign {link} before supper")[0].split()) == len(re.findall(r"\w+", link))


def test_a_web_address_at_the_edge_of_a_text_does_not_reach_into_its_neighbours():
    assert quoted("geese", "https://freeze.example", "otters bark") == ["", "https freeze example", ""]


@pytest.mark.parametrize("name", ["ferry.en", "ferry.fr", "ferry.es", "deposit_for.en", "deposit_against.en"])
def test_a_plain_letter_quotes_nothing(name):
    assert quoted(letter(name)) == [""]


@pytest.mark.parametrize("text", ["", '"', '""', ":", ">", "\n>\n", "»«", "“", "says:", "Clause 4 says"])
def test_scraps_quote_nothing(text):
    assert quoted(text, "", text) == ["", "", ""]
