"""What a write did, counted by kind of row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import models

from hemicycle.record.models import Source
from hemicycle.record.phrases import PhraseField


@dataclass(slots=True)
class Changes:
    """How many rows of each kind were added, changed, removed or found unchanged."""

    added: Counter[str] = field(default_factory=Counter)
    changed: Counter[str] = field(default_factory=Counter)
    removed: Counter[str] = field(default_factory=Counter)
    unchanged: Counter[str] = field(default_factory=Counter)

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.removed)

    def __iadd__(self, other: Changes) -> Changes:
        for name in ("added", "changed", "removed", "unchanged"):
            getattr(self, name).update(getattr(other, name))
        return self

    def count(self, kind: str, **counts: int) -> None:
        """Add to the counters named; zero is not counted."""
        for what, count in counts.items():
            if count:
                getattr(self, what)[kind] += count

    def facts(self) -> dict[str, int]:
        """For the audit log: only what happened."""
        return {
            f"{kind}_{what}": count
            for what in ("added", "changed", "removed")
            for kind, count in sorted(getattr(self, what).items())
        }


def kind_of(row: models.Model) -> str:
    return str(row._meta.model_name)


def settle(row: models.Model, values: dict[str, Any], changes: Changes, origin: Source | None = None) -> None:
    """Make `row` say what the paper says, and save it if that is news; then it comes from `origin`."""
    if update(row, values, changes):
        if origin is not None:
            row.source = origin  # type: ignore[attr-defined]
        row.save()


def update(row: models.Model, values: dict[str, Any], changes: Changes) -> bool:
    """Make `row` say what the paper says; whether that is news, for the caller to save. What is not said stays."""
    differing = {name: value for name, value in values.items() if value not in (None, "", {}, [])}
    differing = {name: _with_what_is_there(row, name, value) for name, value in differing.items()}
    differing = {name: value for name, value in differing.items() if _differs(row, name, value)}
    if not row._state.adding and not differing:
        changes.unchanged[kind_of(row)] += 1
        return False
    (changes.added if row._state.adding else changes.changed)[kind_of(row)] += 1
    for name, value in differing.items():
        setattr(row, name, value)
    return True


def blanks(row: models.Model, values: dict[str, Any]) -> dict[str, Any]:
    """Of what a second source says, only that of which the row says nothing yet."""
    merged: dict[str, Any] = {}
    for name, value in values.items():
        memberships = getattr(row, row._meta.get_field(name).attname)  # type: ignore[union-attr]
        if isinstance(value, Mapping):
            merged[name] = {**value, **memberships}
        elif isinstance(value, list) or memberships in (None, "", []):
            merged[name] = value
    return merged


def _differs(row: models.Model, name: str, value: Any) -> bool:
    """Keys are compared as keys, so that no related row is fetched to be compared."""
    memberships = getattr(row, row._meta.get_field(name).attname)  # type: ignore[union-attr]
    return bool(memberships != (value.pk if isinstance(value, models.Model) else value))


def _with_what_is_there(row: models.Model, name: str, value: Any) -> Any:
    """Words in one language leave those in the others."""
    if isinstance(row._meta.get_field(name), PhraseField):
        return {**getattr(row, name), **value}
    return value
