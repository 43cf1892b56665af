"""An amendment before the working group: what it changes, what others changed since, and whether both fit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from ..actions.discussion import together
from ..changes import LABELS, Changes, changes, proposed_by
from ..content import reading_of
from ..errors import EditConflict
from ..models import Amendment, Article
from ..words import FIELDS, marked_merge, meaning, merged, values_apart

Kind = Amendment.Kind


@dataclass(frozen=True, slots=True)
class Outcome:
    """`proposed`: what the amendment changes. `since`: what others changed after it was written. `result`: what
    accepting it would change in the text as it is now; None where both changed the same, named in `conflicts`, or
    where the article is gone."""

    proposed: Changes
    since: Changes | None
    result: Changes | None
    conflicts: Sequence[str | Promise]
    is_gone: bool


def outcome(amendment: Amendment, article: Article | None) -> Outcome:
    language = amendment.language
    proposed = proposed_by(amendment)
    if amendment.kind == Kind.ADD:
        return Outcome(proposed, None, proposed, [], is_gone=False)
    if article is None:
        return Outcome(proposed, None, None, [], is_gone=True)
    now = reading_of(article, language)
    since = changes(amendment.read, now, language)
    if amendment.kind == Kind.REMOVE:
        fits = now["text"] == amendment.read.get("text")
        return Outcome(proposed, since or None, proposed if fits else None, [], is_gone=False)
    try:
        result = changes(now, together(amendment, article), language)
    except EditConflict:
        return Outcome(proposed, since, None, conflicts(amendment, now), is_gone=False)
    return Outcome(proposed, since or None, result, [], is_gone=False)


def conflicts(amendment: Amendment, now: Mapping[str, Any]) -> list[str | Promise]:
    """What both changed, by the label of the field or the meaning of the value."""
    found: list[str | Promise] = []
    for name in FIELDS:
        try:
            merged(*readings(amendment, now, name))
        except EditConflict:
            found.append(LABELS[name])
    read, wanted, here = amendment.read.get("parameters", {}), amendment.proposed["parameters"], now["parameters"]
    return [*found, *(meaning(name) for name in values_apart(read, here, wanted))]


def readings(amendment: Amendment, now: Mapping[str, Any], name: str) -> tuple[str, str, str]:
    """A field as it was read, as it is now, and as it is proposed."""
    read = amendment.read.get(name, "")
    return read, now[name], amendment.proposed.get(name, read)


def offered(amendment: Amendment, now: Mapping[str, Any]) -> dict[str, Any]:
    """To begin a merge with: everything that fits together; where it does not, both readings in brackets, and of a
    value the one that is proposed."""
    words: dict[str, Any] = {name: marked_merge(*readings(amendment, now, name)) for name in FIELDS}
    read, wanted = amendment.read.get("parameters", {}), amendment.proposed["parameters"]
    values = dict(now["parameters"])
    for name in sorted({*read, *wanted}):
        if wanted.get(name) != read.get(name):
            values[name] = wanted.get(name)
    words["parameters"] = {name: value for name, value in values.items() if value is not None}
    return words
