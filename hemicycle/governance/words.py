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

PLACEHOLDER = re.compile(r"\{(\w+)\}")
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


def _changes(base: list[str], text: list[str]) -> list[tuple[int, int, tuple[str, ...]]]:
    """What replaces base[start:end], for each run that changed."""
    found = SequenceMatcher(a=base, b=text, autojunk=False).get_opcodes()
    return [(a, b, tuple(text[c:d])) for kind, a, b, c, d in found if kind != "equal"]


def _refuse_touching(changes: list[tuple[int, int, tuple[str, ...]]]) -> None:
    """Two changes that meet cannot be told apart: which comes first is for a person to say."""
    for (_start, end, _words), (start, _end, _other) in pairwise(changes):
        if start <= end:
            raise EditConflict("")
