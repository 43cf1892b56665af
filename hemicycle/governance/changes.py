"""Two readings of an article side by side: its words in one language with the values filled in, and its values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .models import Amendment, Article, Version
from .words import filled, meaning, said

LABELS = {"heading": _("Heading"), "text": _("Text"), "why": _("Why")}


@dataclass(frozen=True, slots=True)
class Hunk:
    """Paragraphs that differ, or, where `skipped` is not 0, so many that do not."""

    was: str = ""
    now: str = ""
    skipped: int = 0


@dataclass(frozen=True, slots=True)
class FieldChange:
    label: str | Promise
    name: str
    was: str
    now: str

    @property
    def hunks(self) -> list[Hunk]:
        """What differs with one paragraph around it; a long article is not read anew for a word."""
        return list(_hunks(self.was.split("\n\n"), self.now.split("\n\n")))


@dataclass(frozen=True, slots=True)
class ValueChange:
    """`was` or `now` is "" where the article did not decide it, or does not any more."""

    meaning: str
    was: str
    now: str


@dataclass(frozen=True, slots=True)
class Changes:
    """What differs; empty where nothing does. `language`: that of the words."""

    language: str
    fields: Sequence[FieldChange]
    values: Sequence[ValueChange]

    def __bool__(self) -> bool:
        return bool(self.fields or self.values)


def _hunks(was: list[str], now: list[str]) -> Iterator[Hunk]:
    at = 0
    for group in SequenceMatcher(a=was, b=now, autojunk=False).get_grouped_opcodes(1):
        (start, end), (first, last) = (group[0][1], group[-1][2]), (group[0][3], group[-1][4])
        if start > at:
            yield Hunk(skipped=start - at)
        yield Hunk("\n\n".join(was[start:end]), "\n\n".join(now[first:last]))
        at = end
    if len(was) > at:
        yield Hunk(skipped=len(was) - at)


def changes(was: Mapping[str, Any], now: Mapping[str, Any], language: str) -> Changes:
    """Each is heading, text, why and parameters, any of which may be absent."""
    before, after = was.get("parameters", {}), now.get("parameters", {})
    fields = []
    for name, label in LABELS.items():
        texts = (filled(was.get(name, ""), before, language), filled(now.get(name, ""), after, language))
        if texts[0] != texts[1]:
            fields.append(FieldChange(label, name, *texts))
    return Changes(language, fields, value_changes(before, after))


def proposed_by(amendment: Amendment) -> Changes:
    """Against the article as its proposer read it."""
    is_removal = amendment.kind == Amendment.Kind.REMOVE
    return changes(amendment.read, {} if is_removal else amendment.proposed, amendment.language)


def paired(old: Version | None, new: Version) -> list[tuple[Article | None, Article | None]]:
    """Each article in both versions, in the order of the new one; what was removed stands where it stood."""
    before = {one.key: one for one in old.articles.all()} if old else {}
    after = {one.key: one for one in new.articles.all()}
    keys = list(after)
    for place, key in enumerate(before):
        if key not in after:
            keys.insert(min(place, len(keys)), key)
    return [(before.get(key), after.get(key)) for key in keys]


def value_changes(was: Mapping[str, Any], now: Mapping[str, Any]) -> list[ValueChange]:
    """Of a value in words, each language in which they differ."""
    found: list[ValueChange] = []
    for name in sorted({*was, *now}):
        before, after = was.get(name), now.get(name)
        if isinstance(before, dict) or isinstance(after, dict):
            found += _in_languages(meaning(name), before or {}, after or {})
        elif before != after:
            shown = (said(name, one[name]) if name in one else "" for one in (was, now))
            found.append(ValueChange(meaning(name), *shown))
    return found


def _in_languages(label: str, was: Mapping[str, str], now: Mapping[str, str]) -> list[ValueChange]:
    names = dict(settings.LANGUAGES)
    return [
        ValueChange(f"{label} ({names.get(tag, tag)})", was.get(tag, ""), now.get(tag, ""))
        for tag in sorted({*was, *now})
        if was.get(tag) != now.get(tag)
    ]
