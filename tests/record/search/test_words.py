"""Words as the search knows them."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hemicycle.record.search import words
from hemicycle.record.search.entry import Kind
from hemicycle.record.search.passages import LONGEST, best
from hemicycle.record.search.question import LONGEST_QUESTION, MOST_PARTS, Question, parts


@pytest.mark.parametrize(
    ("field", "one", "other"),
    [
        ("en", "rivers", "River"),
        ("en", "fined", "fining"),
        ("fr", "rivières", "rivière"),
        ("fr", "accordée", "ACCORDER"),
        ("fr", "déclarées", "déclarer"),
        ("es", "canciones", "Canción"),
    ],
)
def test_forms_of_a_word_have_one_stem(field, one, other):
    assert words.roots(one, field)[0] == words.roots(other, field)[0]


@pytest.mark.parametrize(
    ("field", "typed", "printed"),
    [("fr", "rivieres", "rivières"), ("fr", "riviere", "rivières"), ("fr", "accordee", "accordée"),
     ("es", "declaro", "declaró"), ("other", "Flusse", "Flüsse")],
)  # fmt: skip
def test_a_word_typed_without_accents_shares_a_root_with_the_printed_one(field, typed, printed):
    kept = {
        words.roots(printed, field)[0],
        *words.analyzer(field).analyze(" ".join(words.plain_words(printed, field))),
    }
    assert words.roots(typed, field)[0] in kept


@pytest.mark.parametrize(
    ("field", "several", "one"),
    [("fr", "lois", "loi"), ("fr", "élus", "élu"), ("fr", "lieux", "lieu"), ("es", "ríos", "río"), ("es", "años", "ano"),
     ("es", "mujeres", "mujer"), ("es", "comités", "comite"), ("es", "voces", "voz"), ("es", "poderes", "poder")],
)  # fmt: skip
def test_short_plurals_and_their_singular_find_one_another(field, several, one):
    kept = {
        words.roots(several, field)[0],
        *words.analyzer(field).analyze(" ".join(words.plain_words(several, field))),
    }
    assert words.roots(one, field)[0] in kept
    assert words.roots(one, field)[0] in words.roots(several, field)


def test_a_common_word_is_nobodys_singular():
    assert words.roots("mois", "fr") == ("mois",)


def test_other_languages_are_not_stemmed():
    assert words.field_of("de") == "other"
    assert words.roots("Flüsse", "other") == ("flusse",)
    assert words.field_of("fr-CA") == "fr"


def test_a_question_is_words_phrases_and_what_must_not_be_there():
    said = [(part.words, part.without) for part in parts("eels “of the river” -ferry C-12 l'eau \"open")]
    assert said == [
        (("eels",), False),
        (("of", "the", "river"), False),
        (("ferry",), True),
        (("C", "12"), False),
        (("l", "eau"), False),
        (("open",), False),
    ]


@given(
    st.dictionaries(
        st.sampled_from(["q", "type", "speaker", "party", "since", "until", "language", "order"]), st.text()
    )
)
def test_any_address_is_a_question(address):
    asked = Question.read(address)
    assert len(asked.text) <= LONGEST_QUESTION
    assert len(asked.parts) <= MOST_PARTS
    assert asked.kind in ("", *Kind.values)


@given(st.text(), st.text(alphabet="ab é\u0301\"-'’", max_size=40), st.sampled_from(["en", "fr", "es", "de"]))
def test_a_passage_is_a_part_of_the_text_and_short(text, asked, language):
    passage = best([text], language, parts(asked))
    inner = str(passage).removeprefix("… ").removesuffix(" …")
    assert inner in unicodedata.normalize("NFC", text)
    assert len(inner) <= LONGEST


def test_a_passage_marks_the_words_in_every_form_and_names_its_paragraph():
    paragraphs = ["Nothing here.", "All rivers, and the River Bill, " + "are long " * 60, "A river alone."]
    passage = best(paragraphs, "en", parts('river "river bill"'))
    assert passage.place == 1
    assert [piece.text for piece in passage.segments if piece.marked] == ["rivers", "River", "Bill"]
    assert str(passage).endswith(" …")
