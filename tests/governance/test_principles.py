"""The practices, the principles and the starting policies, in every language."""

from __future__ import annotations

import re

import pytest

from hemicycle.governance.questions import practices, principles, questionnaire

LANGUAGES = ("en", "fr", "es")


def words(text: str) -> int:
    return len(re.findall(r"[^\W\d_][\w’'-]*|\d+", text))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_practice_has_a_short_title_of_its_own(language: str) -> None:
    titles = [one.title[language] for one in practices().values()]
    assert len(set(titles)) == 100
    assert not [title for title in titles if not 3 <= words(title) <= 12 or title.endswith(".")]


def test_the_practices_are_in_seventeen_areas_with_a_name_in_every_language() -> None:
    found = practices().values()
    assert len({one.area for one in found}) == 17
    assert all(len({one.area_name[language] for one in found}) == 17 for language in LANGUAGES)


def test_a_principle_names_practices_that_exist() -> None:
    assert len(principles()) == 12
    assert all(one.practices and set(one.practices) <= set(practices()) for one in principles())


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_principle_fits_one_screen_and_says_what_it_means_in_practice(language: str) -> None:
    for one in principles():
        assert one.title[language]
        assert 60 <= len(one.text[language].split()) <= 110, one.key
        assert 2 <= len(one.in_practice[language]) <= 4, one.key


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_starting_policy_says_for_whom_it_is(language: str) -> None:
    starts = questionnaire().starts
    assert [one.key for one in starts] == ["small", "sms-first", "large"]
    assert all(one.title[language] and 2 <= one.text[language].count(".") <= 3 for one in starts)


def test_french_and_spanish_are_set_as_their_readers_expect() -> None:
    said = [(one.title, one.text) for one in (*principles(), *questionnaire().starts)]
    french = " ".join(each["fr"] for pair in said for each in pair)
    french += " ".join(one.title["fr"] for one in practices().values())
    french += " ".join(line for one in principles() for line in one.in_practice["fr"])
    assert "'" not in french
    assert not re.findall(r".{0,20}(?:(?<!\u202f)[;!?»:]|«(?!\u202f))", french)
