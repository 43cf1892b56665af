"""The languages of a text, as a page offers them."""

from __future__ import annotations

from dataclasses import dataclass

from hemicycle.record.templatetags.phrases import language_name

from ..models import Policy


@dataclass(frozen=True, slots=True)
class LanguageChoice:
    tag: str
    name: str
    is_chosen: bool


def choices(policy: Policy, chosen: str) -> list[LanguageChoice]:
    return [LanguageChoice(tag, language_name(tag), tag == chosen) for tag in policy.languages]


def named(tag: str) -> str:
    return str(language_name(tag))
