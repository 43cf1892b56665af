"""The values that an article decides, in words: what each is about, what it is, and what it was."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..words import meaning, said


@dataclass(frozen=True, slots=True)
class Value:
    name: str
    meaning: str
    said: str


@dataclass(frozen=True, slots=True)
class ValueChange:
    """`was` or `now` is "" where the article did not decide it, or does not any more."""

    meaning: str
    was: str
    now: str


def values_of(parameters: Mapping[str, Any]) -> list[Value]:
    return [Value(name, meaning(name), said(name, value)) for name, value in sorted(parameters.items())]


def value_changes(was: Mapping[str, Any], now: Mapping[str, Any]) -> list[ValueChange]:
    return [
        ValueChange(
            meaning(name), said(name, was[name]) if name in was else "", said(name, now[name]) if name in now else ""
        )
        for name in sorted({*was, *now})
        if was.get(name) != now.get(name)
    ]
