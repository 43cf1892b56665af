"""Which article of the policy in force decides a parameter; the app that keeps policies registers the answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Article:
    """`name` as the policy heads it, in the language of the page; `url` where everybody reads it; `since` the day from
    which its version is in force."""

    name: str
    url: str
    since: date | None = None


FindArticle = Callable[[str], Article | None]
_find: list[FindArticle] = []


def register_articles(find: FindArticle) -> None:
    """`find(name)` gives the article that decides the parameter of that name, or None."""
    _find[:] = [find]


def article_of(name: str) -> Article | None:
    return _find[0](name) if _find else None
