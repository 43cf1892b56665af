"""A version as it is read: article by article in one language, with another beside it, and what is said about each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext as _

from hemicycle.record.templatetags.phrases import language_name

from ..models import Article, Version
from ..words import meaning, said
from .practices import Served, served


@dataclass(frozen=True, slots=True)
class Words:
    """An article in one language with its values filled in; `state` says what is wrong with it, "" nothing."""

    language: str
    heading: str
    text: str
    why: str
    state: str

    @property
    def paragraphs(self) -> list[str]:
        return [part for part in self.text.split("\n\n") if part.strip()]


@dataclass(frozen=True, slots=True)
class Value:
    """What an article decides, in words: what it is about, and what it is."""

    name: str
    meaning: str
    said: str


def values_of(parameters: Mapping[str, Any]) -> list[Value]:
    return [Value(name, meaning(name), said(name, value)) for name, value in sorted(parameters.items())]


@dataclass(frozen=True, slots=True)
class ShownArticle:
    """`behind`: the languages of the text in which it is not up to date or not there, in words."""

    key: str
    number: int
    words: Words
    beside: Words | None
    values: Sequence[Value]
    practices: Sequence[Served]
    behind: Sequence[str]
    comments: int
    amendments: int
    is_from_answers: bool


def shown(version: Version, language: str, beside: str = "") -> list[ShownArticle]:
    """`version` with everything that is read of one (`VersionQuerySet.whole`)."""
    comments, amendments = counts(version)
    return [
        show(article, language, beside, comments, amendments, number)
        for number, article in enumerate(version.articles.all(), start=1)
    ]


def show(
    article: Article, language: str, beside: str, comments: Mapping[str, int], amendments: Mapping[str, int],
    number: int,
) -> ShownArticle:  # fmt: skip
    return ShownArticle(
        key=article.key,
        number=number,
        words=words_of(article, language),
        beside=words_of(article, beside) if beside else None,
        values=values_of(article.parameters),
        practices=served(article.practices),
        behind=behind(article),
        comments=comments.get(article.key, 0),
        amendments=amendments.get(article.key, 0),
        is_from_answers=article.is_from_answers,
    )


def words_of(article: Article, language: str) -> Words:
    """In this language, else in another one that there is, and says so."""
    text = article.by_language.get(language)
    if text is None:
        other = article.in_language(language)
        if other is None:
            return Words(language, article.key, "", "", _("Not written in any language yet"))
        state = _("Not written in %(language)s yet") % {"language": language_name(language)}
        return Words(other.language, **other.filled, state=state)
    state = _("Behind the other languages") if text.is_behind else ""
    return Words(language, **text.filled, state=state)


def behind(article: Article) -> list[str]:
    found, texts = [], article.by_language
    for tag in article.version.policy.languages:
        if tag not in texts:
            found.append(_("not written in %(language)s") % {"language": language_name(tag)})
        elif texts[tag].is_behind:
            found.append(_("behind in %(language)s") % {"language": language_name(tag)})
    return found


def counts(version: Version) -> tuple[dict[str, int], dict[str, int]]:
    """Open comments, and amendments that nobody has decided on, by the key of the article."""
    comments = version.comments.filter(is_settled=False).order_by().values_list("article").annotate(n=Count("pk"))
    amendments = version.amendments.undecided().order_by().values_list("article").annotate(n=Count("pk"))
    return dict(comments), dict(amendments)


def headings(version: Version, language: str) -> dict[str, str]:
    """What each article is called, by its key."""
    return {article.key: words_of(article, language).heading for article in version.articles.all()}
