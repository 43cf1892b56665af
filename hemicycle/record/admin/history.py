"""What the audit log knows of a row, in words."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from hemicycle.accounts.models import User
from hemicycle.record.actions.reference import subject
from hemicycle.record.models import Area, Document, Identifier, Membership, Organization, Period, Person, ProcedureStep
from hemicycle.record.tables.meanings import PLURALS
from hemicycle.rules import audit
from hemicycle.rules.models import AuditEntry

_TABLES: dict[str, type[models.Model]] = {
    str(table._meta.model_name): table
    for table in (Area, Document, Identifier, Membership, Organization, Period, Person, ProcedureStep)
}


def entries(row: models.Model) -> Any:
    """A membership's are those of its person that are about it."""
    found = AuditEntry.objects.about(subject(row))
    return found if subject(row) is row else found.filter(facts__row=str(row.pk))


def described(entry: AuditEntry) -> tuple[AuditEntry, str, str, list[tuple[str, str]]]:
    """The entry, who did it, what that was, and what changed."""
    names = User.objects.behind([entry.actor])
    return entry, names.get(entry.actor, entry.actor), audit.label(entry.action), _facts(entry)


def _facts(entry: AuditEntry) -> list[tuple[str, str]]:
    """What changed, in the words of the form; counts of an import as the import tells them."""
    facts = dict(entry.facts)
    kind = str(facts.pop("kind", ""))
    facts.pop("row", None)
    facts_in_words: list[tuple[str, str]] = []
    if fields := facts.pop("fields", None):
        facts_in_words.append((str(PLURALS.get(kind, kind)), ", ".join(_field(kind, name) for name in fields)))
    return facts_in_words + [(_fact(name), str(value)) for name, value in facts.items()]


def _field(kind: str, name: str) -> str:
    return str(_TABLES[kind]._meta.get_field(name).verbose_name) if kind in _TABLES else name  # type: ignore[union-attr]


_DONE: dict[str, str | Promise] = {
    "added": gettext_lazy("%(kind)s added"),
    "changed": gettext_lazy("%(kind)s changed"),
    "removed": gettext_lazy("%(kind)s removed"),
}


def _fact(name: str) -> str:
    kind, _line, what = name.rpartition("_")
    return str(_DONE[what]) % {"kind": PLURALS[kind]} if what in _DONE and kind in PLURALS else name
