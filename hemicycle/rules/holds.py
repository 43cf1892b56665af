"""Which rows a legal hold keeps: those it names, what belongs to them, and what would take them along when it ended.

Keys are followed both ways. Of a message that is held its attachments are held too; of an attachment that is held the
message is, which could not be deleted without it. A hold reaches rows of its own office and no others.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import CASCADE, PROTECT, RESTRICT, F, Field, Model, Q, QuerySet, Value
from django.db.models.fields.related import ForeignKey
from django.db.models.functions import Coalesce

from .models import LegalHold

# An office is whatever stands behind a key of this name (accounts, above, has the table).
OFFICE = "office"
_EVERY_ROW = Q(pk__isnull=False)


@cache
def office_of(model: type[Model]) -> str:
    """The shortest lookup from a row to its office, "" where its table belongs to none."""
    ways = deque([("", model)])
    seen = {model}
    while ways:
        way, here = ways.popleft()
        for field in _keys(here):
            if field.name == OFFICE:
                return f"{way}{OFFICE}"
            if field.related_model not in seen:
                seen.add(field.related_model)
                ways.append((f"{way}{field.name}__", field.related_model))
    return ""


def office_slug(model: type[Model]) -> Coalesce | Value:
    """To annotate rows with the office they belong to, "" for none."""
    way = office_of(model)
    return Coalesce(F(f"{way}__slug"), Value("")) if way else Value("")


def of_office(model: type[Model], slug: str) -> Q | None:
    """The rows of one office ("": of none); None where the table can have none of them."""
    way = office_of(model)
    if not way:
        return None if slug else _EVERY_ROW
    return Q(**{f"{way}__slug": slug}) if slug else Q(**{f"{way}__isnull": True})


def in_force() -> list[LegalHold]:
    return list(LegalHold.objects.in_force())


def held(rows: QuerySet[Any], holds: Iterable[LegalHold]) -> QuerySet[Any]:
    """Those of them that may not end."""
    keeping = _keeping(rows.model, holds)
    return rows.none() if keeping is None else rows.filter(keeping)


def free(rows: QuerySet[Any], holds: Iterable[LegalHold]) -> QuerySet[Any]:
    """The others."""
    keeping = _keeping(rows.model, holds)
    return rows if keeping is None else rows.exclude(keeping)


def unreferenced(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Without those that another row still needs: they end once it has."""
    for child, key in _pointing_to(rows.model, PROTECT, RESTRICT):
        rows = rows.exclude(pk__in=_pointed_to(child._base_manager.all(), key))
    return rows


def key_of(model: type[Model], word: str) -> Any:
    """A key as the audit log writes it; None where no row of this table can have it."""
    try:
        return model._meta.pk.to_python(word)
    except ValidationError:
        return None


def _keeping(model: type[Model], holds: Iterable[LegalHold]) -> Q | None:
    """Without a hold no key is followed."""
    return _kept(model, placed, frozenset()) if (placed := tuple(holds)) else None


def _kept(model: type[Model], holds: tuple[LegalHold, ...], below: frozenset[type[Model]]) -> Q | None:
    found = _with_what_it_belongs_to(model, holds, frozenset())
    for child, key in _pointing_to(model, CASCADE, PROTECT, RESTRICT):
        if child in below or child is model:
            continue
        of_child = _kept(child, holds, below | {model})
        if of_child is not None:
            found = _either(found, Q(pk__in=_pointed_to(child._base_manager.filter(of_child), key)))
    return found


def _with_what_it_belongs_to(
    model: type[Model], holds: tuple[LegalHold, ...], above: frozenset[type[Model]]
) -> Q | None:
    found = _named(model, holds)
    for field in _keys(model):
        parent = field.related_model
        if field.remote_field.on_delete is not CASCADE or parent in above or parent is model:
            continue
        of_parent = _with_what_it_belongs_to(parent, holds, above | {model})
        if of_parent is not None:
            found = _either(found, Q(**{f"{field.name}__in": parent._base_manager.filter(of_parent)}))
    return found


def _named(model: type[Model], holds: Iterable[LegalHold]) -> Q | None:
    found = None
    for hold in holds:
        table, _, key = hold.about.partition(":")
        theirs = of_office(model, hold.office)
        if theirs is None or table not in ("", model._meta.label_lower):
            continue
        if key:
            theirs &= Q(pk=key_of(model, key))
        found = _either(found, theirs)
    return found


def _either(one: Q | None, other: Q) -> Q:
    return other if one is None else one | other


def _keys(model: type[Model]) -> Iterator[ForeignKey[Any, Any]]:
    return (field for field in model._meta.concrete_fields if isinstance(field, ForeignKey))


def _pointing_to(model: type[Model], *kinds: Any) -> Iterator[tuple[type[Model], Field[Any, Any]]]:
    for relation in model._meta.get_fields(include_hidden=True):
        if relation.auto_created and not relation.concrete and getattr(relation, "on_delete", None) in kinds:
            yield relation.related_model, relation.field  # type: ignore[union-attr, misc]


def _pointed_to(rows: QuerySet[Any], key: Field[Any, Any]) -> QuerySet[Any, Any]:
    # A null in the list would make "not in" true of nothing.
    return rows.exclude(**{key.name: None}).values(key.attname)
