"""Reading the files of the key questions into frozen dataclasses."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from hemicycle.record.phrases import Phrase

FOLDER = Path(__file__).parent
# Beside the articles: what is no article.
OTHERS = frozenset({"practices", "principles", "starting"})
FIRST = "en"


@dataclass(frozen=True)
class Option:
    """One possible answer. `values`: what it decides; `starts`: the starting policies that choose it.

    `label`, `consequence` and `text` by language; a `text` "" says what its question says.
    """

    key: str
    values: Mapping[str, Any]
    starts: Sequence[str]
    label: Phrase
    consequence: Phrase
    text: Phrase


@dataclass(frozen=True)
class Question:
    """One key question; `several` options may be chosen. `own`: the parameter whose value may be typed instead."""

    key: str
    article: str
    several: bool
    practices: Sequence[str]
    own: str
    options: Sequence[Option]
    question: Phrase
    help: Phrase
    small: Phrase
    large: Phrase
    text: Phrase

    def option(self, key: str) -> Option | None:
        return next((one for one in self.options if one.key == key), None)

    @property
    def parameters(self) -> frozenset[str]:
        """Every parameter that an answer may decide."""
        own = {self.own} if self.own else set()
        return frozenset(own | {name for option in self.options for name in option.values})

    def values(self, chosen: Sequence[str]) -> dict[str, Any]:
        """What these options decide; the lists of several are joined in the order of the options."""
        found: dict[str, Any] = {}
        for option in self.options:
            if option.key not in chosen:
                continue
            for name, value in option.values.items():
                joined = self.several and isinstance(value, list) and name in found
                found[name] = [*found[name], *(one for one in value if one not in found[name])] if joined else value
        return found

    def said(self, chosen: Sequence[str], language: str) -> list[str]:
        """The sentences of the article: those of each chosen option that has its own, else those of the question."""
        own = [option.text.get(language, "") for option in self.options if option.key in chosen]
        sentences = [text for text in own if text]
        shared = self.text.get(language, "")
        needs_shared = not sentences or (len(sentences) < len(own) and shared)
        return [shared, *sentences] if needs_shared and shared else sentences


@dataclass(frozen=True)
class Opening:
    """What an article begins with, whatever is answered: its heading, and why there is one."""

    key: str
    position: int
    practices: Sequence[str]
    heading: Phrase
    why: Phrase


@dataclass(frozen=True)
class Start:
    key: str
    title: Phrase
    text: Phrase


@dataclass(frozen=True)
class Practice:
    key: str
    area: str
    title: Phrase
    area_name: Phrase


@dataclass(frozen=True)
class Principle:
    key: str
    practices: Sequence[str]
    title: Phrase
    text: Phrase
    in_practice: Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Questionnaire:
    articles: Sequence[Opening]
    questions: Sequence[Question]
    starts: Sequence[Start]

    def of(self, article: str) -> list[Question]:
        return [one for one in self.questions if one.article == article]

    @cached_property
    def by_key(self) -> dict[str, Question]:
        return {one.key: one for one in self.questions}

    def answers_of(self, start: str) -> dict[str, list[str]]:
        """The options that a starting policy chooses, by question."""
        chosen = {one.key: [option.key for option in one.options if start in option.starts] for one in self.questions}
        return {key: options for key, options in chosen.items() if options}


def languages() -> list[str]:
    """Those in which there are questions, the one that they were written in first."""
    found = sorted(entry.name for entry in FOLDER.iterdir() if entry.is_dir() and not entry.name.startswith("_"))
    return sorted(found, key=lambda tag: tag != FIRST)


@cache
def questionnaire() -> Questionnaire:
    names = sorted(path.stem for path in FOLDER.glob("*.toml") if path.stem not in OTHERS)
    read = {name: (_toml(name), _words(name)) for name in names}
    articles = sorted((_opening(name, *found) for name, found in read.items()), key=lambda one: one.position)
    questions = [
        _question(one.key, found, read[one.key][1])
        for one in articles
        for found in read[one.key][0].get("question", [])
    ]
    said = _words("starting")
    starts = [
        Start(key, _each(said, key, "title"), _each(said, key, "text")) for key in _toml("starting").get("order", [])
    ]
    return Questionnaire(articles, questions, starts)


@cache
def practices() -> dict[str, Practice]:
    said = _words("practices")
    return {
        key: Practice(
            key, one["area"], Phrase({tag: words[key] for tag, words in said.items()}),
            Phrase({tag: words["areas"][one["area"]] for tag, words in said.items()}),
        )
        for key, one in _toml("practices").items()
    }  # fmt: skip


@cache
def principles() -> list[Principle]:
    said = _words("principles")
    return [
        Principle(
            one["key"], one["practices"], _each(said, one["key"], "title"), _each(said, one["key"], "text"),
            {tag: words[one["key"]]["in_practice"] for tag, words in said.items()},
        )
        for one in _toml("principles").get("principle", [])
    ]  # fmt: skip


def _opening(name: str, structure: Mapping[str, Any], said: Mapping[str, Any]) -> Opening:
    heading, why = (Phrase({tag: words[name] for tag, words in said.items()}) for name in ("heading", "why"))
    return Opening(name, structure["position"], structure.get("practices", []), heading, why)


def _question(article: str, found: Mapping[str, Any], said: Mapping[str, Any]) -> Question:
    key = found["key"]
    return Question(
        key=key,
        article=article,
        several=found.get("choose") == "several",
        practices=found.get("practices", []),
        own=found.get("own", ""),
        options=[_option(one, key, said) for one in found.get("option", [])],
        question=_each(said, key, "question"),
        help=_each(said, key, "help"),
        small=_each(said, key, "small"),
        large=_each(said, key, "large"),
        text=_each(said, key, "text"),
    )


def _option(found: Mapping[str, Any], question: str, said: Mapping[str, Any]) -> Option:
    words = {tag: one[question]["options"] for tag, one in said.items()}
    label, consequence, text = (_each(words, found["key"], name) for name in ("label", "consequence", "text"))
    # A value in words stands with them, by language.
    values = {
        name: value if value != {} else dict(_each(words, found["key"], name))
        for name, value in found.get("set", {}).items()
    }
    return Option(found["key"], values, found.get("starts", []), label, consequence, text)


def _each(said: Mapping[str, Any], key: str, name: str) -> Phrase:
    return Phrase({tag: str(words[key].get(name, "")) for tag, words in said.items()})


def _words(name: str) -> dict[str, Any]:
    """What a file says, by language."""
    return {tag: tomllib.loads((FOLDER / tag / f"{name}.toml").read_text("utf-8")) for tag in languages()}


def _toml(name: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / f"{name}.toml").read_text("utf-8"))
