"""The key questions and the texts of the articles: complete, alike in every language, each parameter decided once."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from hemicycle.governance import questions
from hemicycle.rules.parameters import PARAMETERS, DecidedBy

FOLDER = Path(questions.__file__).parent
LANGUAGES = ("en", "fr", "es")
STARTS = ("small", "sms-first", "large")
ARTICLES = (
    "purpose", "voice", "approvals", "languages", "accessibility", "channels", "answering", "moderation", "members",
    "information", "privacy", "security", "responsibilities", "periods", "emergencies", "records", "review",
)  # fmt: skip
PLACEHOLDER = re.compile(r"\{(\w*)\}")


@cache
def read(name: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / f"{name}.toml").read_text("utf-8"))


def options_of(question: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """What each option decides, by its key."""
    return {option["key"]: option.get("set", {}) for option in question["option"]}


def decided_by(question: dict[str, Any]) -> set[str]:
    own = {question["own"]} if "own" in question else set()
    return own.union(*options_of(question).values())


def every_question() -> Iterator[tuple[str, dict[str, Any]]]:
    for article in ARTICLES:
        for question in read(article)["question"]:
            yield article, question


def words_of(article: str, language: str) -> dict[str, Any]:
    return read(f"{language}/{article}")


def sentences(said: dict[str, Any], key: str) -> str:
    """What an article says if this option is chosen."""
    return str(said["options"][key].get("text") or said.get("text", ""))


def strings(said: dict[str, Any]) -> Iterator[str]:
    for value in said.values():
        if isinstance(value, dict):
            yield from strings(value)
        else:
            yield value


def shape(said: Any) -> Any:
    """The keys at every depth, in their order, and in place of each text what it leaves to be filled in."""
    if isinstance(said, dict):
        return [(key, shape(value)) for key, value in said.items()]
    return sorted(PLACEHOLDER.findall(said))


def test_the_articles_stand_in_the_order_of_the_policy() -> None:
    assert [read(article)["position"] for article in ARTICLES] == list(range(1, len(ARTICLES) + 1))


def test_no_key_is_given_to_two_questions() -> None:
    asked = Counter(question["key"] for _article, question in every_question())
    assert not [key for key, times in asked.items() if times > 1]


@pytest.mark.parametrize("article", ARTICLES)
def test_an_article_has_the_words_of_each_of_its_questions(article: str) -> None:
    said, asked = words_of(article, "en"), read(article)["question"]
    assert list(said) == ["heading", "why", *(question["key"] for question in asked)]
    for question in asked:
        found = said[question["key"]]
        assert {"question", "help", "small", "large", "options"} <= set(found) <= {
            "question", "help", "small", "large", "text", "options",
        }  # fmt: skip
        assert list(found["options"]) == list(options_of(question))
        assert all({"label", "consequence"} <= set(words) for words in found["options"].values())


@pytest.mark.parametrize("language", LANGUAGES[1:])
@pytest.mark.parametrize("article", ARTICLES)
def test_every_language_has_the_same_keys_and_the_same_values_to_fill_in(article: str, language: str) -> None:
    assert shape(words_of(article, language)) == shape(words_of(article, "en"))


@pytest.mark.parametrize("article", ARTICLES)
def test_a_text_names_what_its_question_decides_and_nothing_else(article: str) -> None:
    for question in read(article)["question"]:
        said = words_of(article, "en")[question["key"]]
        named = {name for text in strings(said) for name in PLACEHOLDER.findall(text)}
        assert named <= decided_by(question), question["key"]
        for key, values in options_of(question).items():
            assert set(values) <= set(PLACEHOLDER.findall(sentences(said, key))), (question["key"], key)
        assert "own" not in question or question["own"] in PLACEHOLDER.findall(said["text"]), question["key"]


@pytest.mark.parametrize("article", ARTICLES)
def test_no_option_leaves_its_article_without_a_sentence(article: str) -> None:
    for question in read(article)["question"]:
        said = words_of(article, "en")[question["key"]]
        assert 2 <= len(question["option"]) <= (4 if question["choose"] == "one" else 7), question["key"]
        assert all(sentences(said, key) for key in options_of(question)), question["key"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("article", ARTICLES)
def test_no_text_writes_out_a_value_that_is_filled_in(article: str, language: str) -> None:
    """So that amending the value amends the sentence."""
    for question in read(article)["question"]:
        said = words_of(article, language)[question["key"]]
        for key, values in options_of(question).items():
            numbers = {str(value) for value in values.values() if re.match(r"\d", str(value))}
            assert not numbers & set(re.findall(r"[\w:]+", sentences(said, key))), (question["key"], key)


def test_every_value_that_an_option_sets_is_one_that_its_parameter_takes() -> None:
    for _article, question in every_question():
        for values in options_of(question).values():
            for name, value in values.items():
                PARAMETERS[name].checked(value)
                assert PARAMETERS[name].decided_by is DecidedBy.POLICY, name


def test_a_value_may_be_typed_only_where_the_question_decides_no_other() -> None:
    for _article, question in every_question():
        assert "own" not in question or decided_by(question) == {question["own"]}, question["key"]


def test_each_parameter_of_the_policy_is_decided_by_exactly_one_question() -> None:
    decided = Counter(name for _article, question in every_question() for name in decided_by(question))
    of_the_policy = {one.name for one in PARAMETERS.values() if one.decided_by is DecidedBy.POLICY}
    assert decided == Counter(of_the_policy)


def test_an_option_of_a_question_decides_whatever_the_others_decide() -> None:
    """Else a value would stay open, or stay as the last policy had it."""
    for _article, question in every_question():
        found = {frozenset(values) for values in options_of(question).values()}
        assert len(found) == 1 or question["choose"] == "several", question["key"]


@pytest.mark.parametrize("start", STARTS)
def test_a_starting_policy_answers_every_question(start: str) -> None:
    for _article, question in every_question():
        chosen = [option["key"] for option in question["option"] if start in option.get("starts", [])]
        assert chosen, question["key"]
        assert len(chosen) == 1 or question["choose"] == "several", question["key"]


def test_no_option_belongs_to_a_starting_policy_that_does_not_exist() -> None:
    named = {
        start for _a, question in every_question() for one in question["option"] for start in one.get("starts", [])
    }
    assert named == set(STARTS)


def test_every_practice_is_served_and_none_is_invented() -> None:
    served = {practice for article in ARTICLES for practice in read(article)["practices"]}
    served |= {practice for _article, question in every_question() for practice in question.get("practices", [])}
    known = set(read("practices"))
    assert len(known) == 100
    assert served == known


@pytest.mark.parametrize("article", ARTICLES)
def test_french_and_spanish_are_set_as_their_readers_expect(article: str) -> None:
    english, french, spanish = (" \n".join(strings(words_of(article, language))) for language in LANGUAGES)
    assert "'" not in english + french + spanish
    assert not re.findall(r".{0,20}(?:(?<!\u202f)[;!?»]|(?<![\u202f\d]):|«(?!\u202f))", french)
    assert spanish.count("?") == spanish.count("¿")
    assert spanish.count("!") == spanish.count("¡")
