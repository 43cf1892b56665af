"""A short text in several languages: one column, keyed by BCP 47 tags.

Why: docs/decisions/0006-titles-in-languages.md.

`bill.titles.in_language("fr")` gives the words and the language they are really in, which is another one where
the record has no French; a page marks it with `lang`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models.query_utils import DeferredAttribute
from django.utils.translation import get_language

_TAG = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")


class NotAPhrase(ValueError):
    """Not a mapping of language tags to words that are there."""


@dataclass(frozen=True, slots=True)
class LocalizedText:
    """Words, and the language they are in."""

    text: str
    lang: str

    def __str__(self) -> str:
        return self.text

    def __bool__(self) -> bool:
        return bool(self.text)


class Phrase(dict[str, str]):
    """The same thing said in several languages."""

    def in_language(self, language: str | None) -> LocalizedText:
        """The words in this language, else in its parent, in the House's, or in the first there is."""
        wanted = language or settings.LANGUAGE_CODE
        for tag in (wanted, wanted.split("-")[0], settings.LANGUAGE_CODE, *sorted(self)):
            if tag in self:
                return LocalizedText(self[tag], tag)
        return LocalizedText("", wanted)

    @property
    def here(self) -> LocalizedText:
        """The words in the language of the page."""
        return self.in_language(get_language())


def checked(value: object) -> Phrase:
    """`value` as a Phrase; raises NotAPhrase when a key is no language or the words are missing."""
    if not isinstance(value, Mapping):
        raise NotAPhrase("a text in several languages is a mapping")
    for tag, words in value.items():
        if not isinstance(tag, str) or not _TAG.fullmatch(tag):
            raise NotAPhrase(f"{tag!r} is no language tag")
        if not isinstance(words, str) or not words.strip():
            raise NotAPhrase(f"nothing is said in {tag!r}")
    return Phrase(value)


class _PhraseAttribute(DeferredAttribute):
    """What is assigned is what is read back, before and after saving."""

    def __set__(self, instance: models.Model, value: object) -> None:
        instance.__dict__[self.field.attname] = Phrase(value) if isinstance(value, Mapping) else value


class PhraseField(models.JSONField):
    """A JSON column that holds nothing but a Phrase, whichever way it is written."""

    descriptor_class = _PhraseAttribute
    # What mypy's Django plugin reads the types of an attribute from.
    _pyi_private_set_type: Mapping[str, str]
    _pyi_private_get_type: Phrase

    def __init__(self, *args: Any, **options: Any) -> None:
        options.setdefault("default", dict)
        super().__init__(*args, **options)

    def get_prep_value(self, value: Any) -> Any:
        return super().get_prep_value(checked(value) if isinstance(value, Mapping) else value)

    def deconstruct(self) -> Any:
        """To a migration it is a plain JSON column: migrations import nothing of ours."""
        name, _path, arguments, options = super().deconstruct()
        return name, "django.db.models.JSONField", arguments, options
