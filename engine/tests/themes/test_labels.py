"""What themes are called."""

import re

import pyarrow as pa
from hearhear.themes import OTHER, find
from hearhear.themes.words import folded, stem

from .conftest import SAYINGS, table


def test_a_label_is_made_of_words_of_its_theme(voices: pa.Table, meaning) -> None:
    texts = " ".join(folded(text) for text in voices["text"].to_pylist())
    for row in find(voices, embed=meaning).themes.to_pylist():
        if row["theme_id"] != OTHER:
            for _, label in row["labels"]:
                assert all(folded(part) in texts for part in label.split(", "))


def test_a_label_says_no_word_twice_in_other_endings(voices: pa.Table, meaning) -> None:
    for row in find(voices, embed=meaning).themes.to_pylist():
        for _, label in row["labels"]:
            stems = [stem(word) for word in re.findall(r"\w+", label)]
            assert len(stems) == len(set(stems))


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
