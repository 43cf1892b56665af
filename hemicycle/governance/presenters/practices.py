"""The practices, and which articles serve them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ..models import ArticleText, Version
from ..questions import Practice, practices


@dataclass(frozen=True, slots=True)
class Served:
    key: str
    title: str


def served(keys: Iterable[str]) -> list[Served]:
    known = practices()
    return [Served(key, str(known[key].title.here) if key in known else "") for key in keys]


def by_area() -> list[tuple[str, list[tuple[str, str]]]]:
    """Every practice with its title, below the name of its area."""
    found: dict[str, list[tuple[str, str]]] = {}
    for one in practices().values():
        found.setdefault(str(one.area_name.here), []).append((one.key, f"{one.key} · {one.title.here}"))
    return list(found.items())


def with_articles(version: Version | None, language: str) -> list[tuple[Practice, list[ArticleText]]]:
    """Every practice with the articles of this version that serve it, as they are read in a language."""
    found: dict[str, list[ArticleText]] = {}
    for article in version.articles.all() if version else ():
        if (text := article.in_language(language)) is not None:
            for key in article.practices:
                found.setdefault(key, []).append(text)
    return [(one, found.get(one.key, [])) for one in practices().values()]
