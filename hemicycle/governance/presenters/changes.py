"""Two readings of an article side by side: its words in one language with the values filled in, and its values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ..words import filled
from .values import ValueChange, value_changes

LABELS = {"heading": _("Heading"), "text": _("Text"), "why": _("Why")}


@dataclass(frozen=True, slots=True)
class FieldChange:
    label: str | Promise
    name: str
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


def changes(was: Mapping[str, Any], now: Mapping[str, Any], language: str) -> Changes:
    """Each is heading, text, why and parameters, any of which may be absent."""
    before, after = was.get("parameters", {}), now.get("parameters", {})
    fields = []
    for name, label in LABELS.items():
        texts = (filled(was.get(name, ""), before, language), filled(now.get(name, ""), after, language))
        if texts[0] != texts[1]:
            fields.append(FieldChange(label, name, *texts))
    return Changes(language, fields, value_changes(before, after))
