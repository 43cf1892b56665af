"""The words of the page, complete in every language, and numbers and dates as each writes them."""

import re
import string
import tomllib
from pathlib import Path

import pytest
from hearhear import redaction, report
from hearhear.report.catalogue import Catalogue

FOLDER = Path(report.__file__).parent
CATALOGUES = {path.stem: tomllib.loads(path.read_text("utf-8")) for path in sorted((FOLDER / "words").glob("*.toml"))}


def entries(catalogue, prefix=""):
    for key, value in catalogue.items():
        yield from entries(value, f"{prefix}{key}.") if isinstance(value, dict) else [(f"{prefix}{key}", value)]


def places(words):
    return {name for _, name, _, _ in string.Formatter().parse(words) if name}


def test_there_is_a_catalogue_for_each_language_offered():
    assert tuple(CATALOGUES) == report.LANGUAGES


@pytest.mark.parametrize("lang", report.LANGUAGES)
def test_a_catalogue_has_every_entry_with_the_same_places_to_fill(lang):
    english, other = dict(entries(CATALOGUES["en"])), dict(entries(CATALOGUES[lang]))
    assert english.keys() == other.keys()
    assert [key for key in english if places(english[key]) != places(other[key])] == []
    assert [key for key, words in other.items() if not words.strip() and not key.startswith("format.")] == []


def test_every_entry_that_the_page_asks_for_is_there_and_none_is_left_over():
    written = "\n".join(path.read_text("utf-8") for path in FOLDER.rglob("*.py"))
    asked = set(re.findall(r"[\"']((?:[a-z]+)\.[a-z_]+)[\"']", written))
    sections = {section for found in re.findall(r"f\"([a-z]+)\.\{", written) for section in [found]}
    sections |= {"count", "languages", *re.findall(r"\.known\(\"([a-z]+)\"", written)}
    there = {key for key, _ in entries(CATALOGUES["en"])}
    assert {key for key in asked if key.split(".")[0] in CATALOGUES["en"]} <= there
    left = {key for key in there if key.removesuffix("_one") not in asked and key.split(".")[0] not in sections}
    assert left <= {"language.name", "glance.lead_unknown", "glance.lead_alone_unknown"}


@pytest.mark.parametrize("lang", report.LANGUAGES)
def test_every_kind_of_personal_data_has_a_name(lang):
    assert {kind.value for kind in redaction.Kind} == CATALOGUES[lang]["pii"].keys()


@pytest.mark.parametrize(
    ("lang", "number", "share", "day", "messages"),
    [
        ("en", "1,234", "12%", "1 March 2026", "1 message"),
        ("fr", "1\u202f234", "12\u202f%", "1er mars 2026", "1 message"),
        ("es", "1234", "12\u00a0%", "1 de marzo de 2026", "1 mensaje"),
    ],
)
def test_numbers_and_dates_are_written_as_the_language_does(lang, number, share, day, messages):
    words = Catalogue(lang)
    assert words.number(1234) == number
    assert words.percent(123, 1000) == share
    assert words.date("2026-03-01") == day
    assert words.count("messages", 1) == messages


def test_spanish_groups_digits_from_five_on_and_french_has_no_plural_for_none():
    assert Catalogue("es").number(12345) == "12.345"
    assert Catalogue("fr").count("messages", 0) == "0 message"
    assert Catalogue("en").count("messages", 0) == "0 messages"


def test_what_is_there_is_never_said_to_be_nothing_and_what_is_not_all_never_all():
    words = Catalogue("en")
    assert words.percent(0, 10) == "0%"
    assert words.percent(1, 100_000) == "< 0.1%"
    assert words.percent(4, 100) == "4.0%"
    assert words.percent(1, 0) == "0%"
    assert words.percent(99_999, 100_000) == "99.9%"
    assert words.percent(10, 10) == "100%"


def test_a_list_ends_with_and():
    assert Catalogue("fr").listed(["a", "b", "c"]) == "a, b et c"
    assert Catalogue("es").listed(["a"]) == "a"


@pytest.mark.parametrize(
    ("lang", "one", "two"),
    [
        ("en", "1 message names it", "2 messages name it"),
        ("fr", "1 message le nomme", "2 messages le nomment"),
        ("es", "1 mensaje lo nombra", "2 mensajes lo nombran"),
    ],
)
def test_verbs_agree_with_their_number(lang, one, two):
    words = Catalogue(lang)
    for number, said in ((1, one), (2, two)):
        assert words.of(number, "links.ids_naming", messages=words.count("messages", number)) == said


def test_every_word_for_a_single_one_has_a_word_for_several():
    there = {key for key, _ in entries(CATALOGUES["en"])}
    assert {key.removesuffix("_one") for key in there if key.endswith("_one")} <= there


def test_no_line_of_french_can_break_before_its_double_signs():
    words = Catalogue("fr")
    for key, _ in entries(CATALOGUES["fr"]):
        if key.count(".") == 1:
            assert not re.search(
                " [:;!?»]|« ",
                words(key, **dict.fromkeys(places(CATALOGUES["fr"][key.split(".")[0]][key.split(".")[1]]), "x")),
            )
    assert words.apart(["a ?", "b"]) == "a ?\u202f; b"


def test_english_and_spanish_keep_their_colons_at_the_word():
    for lang in ("en", "es"):
        assert not [
            key for key, said in entries(CATALOGUES[lang]) if re.search(" [:;!?»]|« ", said) and "apart" not in key
        ]
