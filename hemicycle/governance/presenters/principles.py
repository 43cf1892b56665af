"""The principles and the hundred practices, as who only wants to read sees them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..models import Version
from ..questions import Practice, Principle, practices, principles


@dataclass(frozen=True)
class ReadPrinciple:
    """One principle in one language."""

    key: str
    number: int
    title: str
    text: str
    in_practice: Sequence[str]
    practices: Sequence[ReadPractice]


@dataclass(frozen=True)
class ReadPractice:
    """One practice in one language. `articles`: key, heading and language of those in force that serve it."""

    key: str
    title: str
    articles: Sequence[tuple[str, str, str]] = ()


@dataclass(frozen=True)
class Area:
    key: str
    name: str
    practices: Sequence[ReadPractice]

    @property
    def served(self) -> int:
        return sum(1 for one in self.practices if one.articles)


def principles_in(language: str) -> list[ReadPrinciple]:
    return [_principle(number, one, language) for number, one in enumerate(principles(), start=1)]


def _principle(number: int, one: Principle, language: str) -> ReadPrinciple:
    known = practices()
    served = [ReadPractice(key, known[key].title[language]) for key in one.practices if key in known]
    return ReadPrinciple(one.key, number, one.title[language], one.text[language], one.in_practice[language], served)


def areas_in(language: str, version: Version | None) -> list[Area]:
    """All practices by area, each with the articles of the policy in force that serve it."""
    serving = _serving(version, language)
    by_area: dict[str, list[Practice]] = {}
    for one in practices().values():
        by_area.setdefault(one.area, []).append(one)
    return [
        Area(
            key, ones[0].area_name[language],
            [ReadPractice(one.key, one.title[language], serving.get(one.key, ())) for one in ones],
        )
        for key, ones in by_area.items()
    ]  # fmt: skip


def _serving(version: Version | None, language: str) -> dict[str, list[tuple[str, str, str]]]:
    found: dict[str, list[tuple[str, str, str]]] = {}
    for article in version.articles.all() if version else ():
        text = article.in_language(language)
        if text is not None:
            for key in article.practices:
                found.setdefault(key, []).append((article.key, text.heading, text.language))
    return found
