"""A version as plain data: what is frozen when it is sent, compared, published and put into documents."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from .models import Article, ArticleText, Version
from .words import FIELDS


def content_of(version: Version) -> dict[str, Any]:
    """Title, body and articles in their order, each with its texts by language, its practices and its parameters."""
    policy = version.policy
    return {
        "title": dict(policy.title),
        "body": dict(policy.body),
        "languages": list(policy.languages),
        "version": version.number,
        "articles": [article_content(one) for one in version.articles.all()],
    }


def article_content(article: Article) -> dict[str, Any]:
    texts = sorted(article.texts.all(), key=lambda text: text.language)
    return {
        "key": article.key,
        "practices": list(article.practices),
        "parameters": dict(sorted(article.parameters.items())),
        "texts": {one.language: {"heading": one.heading, "text": one.text, "why": one.why} for one in texts},
    }


def digest_of(version: Version) -> str:
    """SHA-256 over the content as canonical JSON (sorted keys, no spaces)."""
    canonical = json.dumps(content_of(version), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


def reading_of(article: Article, language: str) -> dict[str, Any]:
    """The article as somebody reads it in a language: words, values, and the edit of the words."""
    text = article.by_language.get(language)
    return reading(text, article.parameters)


def reading(text: ArticleText | None, parameters: Mapping[str, Any]) -> dict[str, Any]:
    words = {name: getattr(text, name, "") for name in FIELDS}
    return {**words, "parameters": dict(parameters), "edit": text.edit if text else 0}
