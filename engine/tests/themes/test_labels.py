"""What themes are called."""

import json
import re

import pyarrow as pa
from hearhear.themes import OTHER, find
from hearhear.themes import labels as naming
from hearhear.themes.borrowed import Borrowed
from hearhear.themes.labels import count_phrases, distinctive, form, passage_phrases, phrases, spare_phrases
from hearhear.themes.words import folded, stem

from .conftest import SAYINGS, table


def test_a_label_is_made_of_words_of_its_theme(voices: pa.Table, meaning) -> None:
    texts = " ".join(folded(text) for text in voices["text"].to_pylist())
    for row in find(voices, embed=meaning).themes.to_pylist():
        if row["theme_id"] != OTHER:
            for _, label in row["labels"]:
                assert all(folded(part) in texts for part in re.split(" (?:and|et|y|e) ", label))


def test_a_label_says_no_word_twice_in_other_endings(voices: pa.Table, meaning) -> None:
    for row in find(voices, embed=meaning).themes.to_pylist():
        for _, label in row["labels"]:
            stems = [stem(word) for word in re.findall(r"\w+", label)]
            assert len(stems) == len(set(stems))


def test_what_everybody_writes_about_names_no_theme(voices: pa.Table, meaning) -> None:
    def labels(named: tuple[str, ...]) -> set[str]:
        found = find(voices, embed=meaning, named=named).themes.to_pylist()
        return {
            part
            for row in found
            for _, label in row["labels"]
            for part in re.split(" (?:and|et|y|e) ", label.casefold())
        }

    words = {one for one in labels(()) if one.isalpha()}
    assert words
    assert words.isdisjoint(labels(tuple(words)))


def test_no_two_themes_have_the_same_label(voices: pa.Table, meaning) -> None:
    labels = [dict(row["labels"]).get("en") for row in find(voices, embed=meaning).themes.to_pylist()]
    assert len(labels) == len(set(labels))


def test_labels_keep_accents_and_capitals_as_people_write_them(meaning) -> None:
    rows = [
        (f"Le bac de Belle-Île ne vient plus, {reason}.", "fr")
        for reason in (
            "dit ma voisine",
            "et les élèves attendent",
            "malgré les promesses",
            "depuis octobre",
            "la nuit surtout",
            "hélas",
        )
    ]
    rows += [(f"La bibliothèque prête un livre {to}.", "fr") for to in (
        "aux enfants", "aux retraités", "aux marins", "le samedi", "chaque semaine", "au village")]  # fmt: skip
    labels = {dict(row["labels"])["fr"] for row in find(table(rows), embed=meaning).themes.to_pylist()}
    assert any("Belle-Île" in label or "bac" in label for label in labels)
    assert any("bibliothèque" in label or "livre" in label for label in labels)


def test_the_description_is_a_sentence_of_one_of_its_voices(voices: pa.Table, meaning) -> None:
    said = {text for sayings in SAYINGS.values() for text in sayings}
    for row in find(voices, embed=meaning).themes.to_pylist():
        assert row["theme_id"] == OTHER or row["description"] in said


def _spoken(texts: list[str], lang: str):
    return count_phrases(passage_phrases(voice, lang, text) for voice, text in enumerate(texts))


def _label(texts: list[str], lang: str, others: list[str]) -> str:
    inside, around = _spoken(texts, lang), _spoken([*texts, *others], lang)
    return naming.label(inside, distinctive(inside, around), set(), (), lang)


QUARRY = ["The quarry is loud at night.", "Dust from the quarry is everywhere.", "Close it before winter comes."] * 3


def test_an_adjective_is_no_label_without_its_noun() -> None:
    texts = [
        "La justice fiscale d'abord.", "Combattons la fraude fiscale !", "Une niche fiscale de trop.",
        "Le paradis fiscal attire les fortunes.", "Les fortunes partent.", "Rattrapons les fortunes parties.",
    ]  # fmt: skip
    assert "fiscal" not in _label(texts, "fr", ["Le marché ferme à midi."] * 6)


def test_a_word_that_most_say_in_one_phrase_is_labelled_with_the_phrase() -> None:
    texts = ["We want renewable energy now.", "More renewable energy for the islands.", "Renewable energy pays."]
    texts += ["Renewable energy has no smoke.", "Who pays for energy?"]
    assert _label(texts, "en", QUARRY) == "Renewable energy"


def test_what_only_one_person_writes_is_no_label_even_where_nobody_agrees() -> None:
    texts = ["Yours, Ottilie Brandmeyer, about gravel.", "Trucks wake us.", "Noise hurts hens."]
    everybody = _spoken(
        [*texts, "Gravel is cheap.", "Gravel again.", "Trucks and trucks.", "More trucks.", *QUARRY], "en"
    )
    inside = _spoken(texts, "en")
    offered = {word for _, phrase in spare_phrases(inside, everybody, everybody) for word in phrase}
    assert offered == {"gravel", "truck"}


def test_a_name_keeps_its_capital_and_the_first_word_of_a_sentence_loses_it() -> None:
    heard = _spoken(["Roads to Orrin are bad.", "Roads again.", "Orrin has no roads.", "We love Orrin."], "en")
    assert (form(heard, ("orrin",)), form(heard, ("road",))) == ("Orrin", "roads")


def test_words_that_name_no_subject_are_no_label() -> None:
    texts = ["The situation of the quarry.", "This situation with the quarry.", "A quarry in such a situation."]
    assert "quarry" in _label(texts, "en", ["The market closes at noon."] * 6).lower()


def test_a_phrase_ends_where_a_quotation_begins() -> None:
    found = {written for _, written in phrases("a sign that remembers 'boats for hire' by the shore")}
    assert "boats for hire" in found
    assert not any("'" in one for one in found)


def test_a_heading_is_what_a_clerk_writes() -> None:
    assert naming.heading(["ferry", "fares"], "en") == "Ferry and fares"
    assert naming.heading(["bac", "tarifs"], "fr") == "Bac et tarifs"
    assert naming.heading(["padres", "hijos"], "es") == "Padres e hijos"
    assert naming.heading(["nieve", "hielo"], "es") == "Nieve y hielo"
    assert naming.heading(["iPads", "books"], "en") == "iPads and books"
    assert naming.heading(["кораб", "билети"], "bg") == "Кораб"
    assert naming.heading(["ferry and fares", "pier"], "en") == "Ferry and fares"


def test_two_words_are_the_phrase_that_somebody_made_of_them() -> None:
    texts = ["The ferry is late.", "The fares rise.", "A ferry with such fares!", "Think of ferry fares."]
    texts += ["These fares hurt.", "Who needs a ferry?", "Nobody likes the fares.", "Save the ferry."]
    assert _label(texts, "en", QUARRY) == "Ferry fares"


def test_a_verb_or_an_adjective_does_not_head_a_theme_beside_a_noun() -> None:
    texts = ["The ferry must be equal for all.", "A ferry is equal.", "The ferry, equal.", "No ferry is equal."]
    assert _label(texts, "en", QUARRY) == "Ferry"


def test_a_reader_is_given_a_label_in_a_language_that_nobody_in_the_theme_writes(meaning) -> None:
    heard = _spoken(["The evening ferry was full.", "An evening ferry to Orrin.", "No evening ferry.", *QUARRY], "en")
    borrowed = Borrowed(lambda lang: heard if lang == "en" else count_phrases([]), set(), meaning)
    bac = meaning(["Le bac du soir"])[0]
    assert borrowed.labels(bac, {"fr"}) == [("en", "Ferry")]
    assert borrowed.labels(bac, {"en", "fr"}) == []
    assert borrowed.labels(meaning(["La bibliothèque"])[0], {"fr"}) == []


def test_a_theme_says_how_many_are_clearly_of_it_and_who_is_least(voices: pa.Table, meaning) -> None:
    found = find(voices, embed=meaning)
    for row in found.themes.to_pylist():
        doubts = json.loads(row["doubts"])
        assert 0 <= row["clear"] <= row["messages"] and 0 <= row["sure"] <= 1
        assert len({one["id"] for one in doubts}) == len(doubts) <= 3
        assert not doubts or row["clear"] < row["messages"]
