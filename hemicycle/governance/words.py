"""What an article says with the values it decides filled in, and two changes of the same words brought together."""

from __future__ import annotations

import re
from collections.abc import Mapping
from difflib import SequenceMatcher
from itertools import pairwise
from typing import Any

from django.utils import translation

from hemicycle.rules.parameters import PARAMETERS

from .errors import BadPlaceholder, EditConflict

# The words of an article.
FIELDS = ("heading", "text", "why")
PLACEHOLDER = re.compile(r"\{(\w+)\}")
_Change = tuple[int, int, tuple[str, ...]]
_WORDS = re.compile(r"\w+|\s+|[^\w\s]")


def filled(text: str, values: Mapping[str, Any], language: str) -> str:
    """The text with each value in braces said in this language; one that nothing decides stays in its braces."""
    with translation.override(language):
        return PLACEHOLDER.sub(
            lambda found: said(found[1], values[found[1]]) if found[1] in values else found[0], text
        )


def said(name: str, value: Any) -> str:
    """A value of a parameter in the language of the page; of one that is gone since, as it was kept."""
    return PARAMETERS[name].said(value) if name in PARAMETERS else str(value)


def meaning(name: str) -> str:
    """What a parameter is about; the name itself where it is gone since."""
    return str(PARAMETERS[name].meaning) if name in PARAMETERS else name


def refuse_unknown(text: str, values: Mapping[str, Any]) -> None:
    """Raises BadPlaceholder for the first name in braces that the article does not decide."""
    for name in PLACEHOLDER.findall(text):
        if name not in values:
            raise BadPlaceholder(name)


def merged(read: str, now: str, proposed: str) -> str:
    """`proposed`, which was written on `read`, on what the text says now: word by word, the change of both.

    Raises EditConflict where both changed the same words, or put words at the same place. The same change made twice
    counts once. The algorithm is diff3's (Khanna, Kunal and Pierce 2007, A Formal Investigation of Diff3).
    """
    if now in (read, proposed):
        return proposed
    if proposed == read:
        return now
    base, ours, theirs = (_WORDS.findall(text) for text in (read, now, proposed))
    changes = sorted(set(_changes(base, ours)) | set(_changes(base, theirs)))
    _refuse_touching(changes)
    parts, at = list[str](), 0
    for start, end, words in changes:
        parts += [*base[at:start], *words]
        at = end
    return "".join([*parts, *base[at:]])


# Around two readings of the same words, for a person to choose: what stands now, a bar, what is proposed.
CONFLICT = re.compile(r"⟦[^⟦⟧]*⟧")


def marked_merge(read: str, now: str, proposed: str) -> str:
    """As `merged`; where both changed the same words, both readings in double brackets, ⟦now|proposed⟧."""
    base, ours, theirs = (_WORDS.findall(text) for text in (read, now, proposed))
    changes = sorted({*_changes(base, ours), *_changes(base, theirs)})
    parts, at = list[str](), 0
    for group in _touching(changes):
        start, end = group[0][0], max(one[1] for one in group)
        parts += base[at:start]
        if len(group) == 1:
            parts += group[0][2]
        else:
            parts.append(f"⟦{_reading(base, ours, start, end)}|{_reading(base, theirs, start, end)}⟧")
        at = end
    return "".join([*parts, *base[at:]])


def _touching(changes: list[_Change]) -> list[list[_Change]]:
    """Runs of changes that meet."""
    groups: list[list[_Change]] = []
    for one in changes:
        if groups and one[0] <= max(end for _start, end, _words in groups[-1]):
            groups[-1].append(one)
        else:
            groups.append([one])
    return groups


def _reading(base: list[str], text: list[str], start: int, end: int) -> str:
    """What one text has in place of base[start:end]."""
    words, at = list[str](), start
    for a, b, replaced in _changes(base, text):
        if start <= a and b <= end:
            words += [*base[at:a], *replaced]
            at = b
    return "".join([*words, *base[at:end]])


def merged_values(read: Mapping[str, Any], now: Mapping[str, Any], proposed: Mapping[str, Any]) -> dict[str, Any]:
    """Value by value: where both changed one, and not to the same, raises EditConflict with its name."""
    for name in values_apart(read, now, proposed):
        raise EditConflict(name)
    names = sorted({*read, *now, *proposed})
    found = {name: (now if proposed.get(name) == read.get(name) else proposed).get(name) for name in names}
    return {name: value for name, value in found.items() if value is not None}


def values_apart(read: Mapping[str, Any], now: Mapping[str, Any], proposed: Mapping[str, Any]) -> list[str]:
    """The names of those that both changed, and not to the same."""
    return [
        name
        for name in sorted({*read, *now, *proposed})
        if now.get(name) not in (read.get(name), proposed.get(name)) and proposed.get(name) != read.get(name)
    ]


def _changes(base: list[str], text: list[str]) -> list[_Change]:
    """What replaces base[start:end], for each run that changed."""
    found = SequenceMatcher(a=base, b=text, autojunk=False).get_opcodes()
    return [(a, b, tuple(text[c:d])) for kind, a, b, c, d in found if kind != "equal"]


def _refuse_touching(changes: list[_Change]) -> None:
    """Two changes that meet cannot be told apart: which comes first is for a person to say."""
    for (_start, end, _words), (start, _end, _other) in pairwise(changes):
        if start <= end:
            raise EditConflict("")
