"""Which tables hold rows of an office, found by their keys: a table that is added is among them by itself."""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Iterator
from functools import cache
from typing import Any

from django.apps import apps
from django.db import connection
from django.db.models import Field, ForeignKey, Model, QuerySet

from hemicycle.accounts.models import Office


@cache
def ways_to_office() -> dict[type[Model], str]:
    """By table, the shortest chain of keys that leads from a row to its office: "case__office"."""
    ways: dict[type[Model], str] = {Office: ""}
    waiting: deque[type[Model]] = deque([Office])
    while waiting:
        owner = waiting.popleft()
        for table in apps.get_models():
            if table in ways:
                continue
            key = next((one.name for one in keys_of(table) if one.related_model is owner), None)
            if key is not None:
                ways[table] = "__".join(filter(None, (key, ways[owner])))
                waiting.append(table)
    del ways[Office]
    return ways


def keys_of(table: type[Model]) -> list[ForeignKey[Any, Any]]:
    return [one for one in table._meta.concrete_fields if isinstance(one, ForeignKey)]


def rows_of(table: type[Model], office: Office) -> QuerySet[Any]:
    return table._base_manager.filter(**{ways_to_office()[table]: office}).order_by("pk")


@cache
def tables_by_name() -> dict[str, type[Model]]:
    return {table._meta.db_table: table for table in ways_to_office()}


def digest_of(table: type[Model], office: Office) -> str:
    """What the rows of an office in one table say."""
    return hashlib.sha256(repr(list(rows_of(table, office).values_list())).encode()).hexdigest()


def everything_but(office: Office) -> Iterator[tuple[str, Any]]:
    """Every row of the database that is none of this office, with the name of its table."""
    for table in apps.get_models():
        rows = table._base_manager.all()
        if table in ways_to_office():
            rows = rows.exclude(pk__in=rows_of(table, office).order_by().values("pk"))
        elif table is Office:
            continue
        for row in rows.values():
            yield table._meta.label, row


def texts_of(table: type[Model]) -> list[Field[Any, Any]]:
    """Fields into which people write."""
    return [
        one
        for one in table._meta.concrete_fields
        if one.get_internal_type() in ("CharField", "TextField")
        and not one.choices
        and one.name not in NO_WORDS
        and not one.generated
    ]


# Codes, names that machines gave, and what is sealed or is looked up by its hash.
NO_WORDS = frozenset({
    "address", "key", "reference", "lang", "sender", "code", "digest", "sha256", "sealed", "query", "eid",
    "external_id", "decided_by", "why_not", "network", "channel", "kind", "worker", "message_key", "error", "source", "move",
    "sent_by",
})  # fmt: skip


def begin_numbers_at(number: int) -> None:
    """The next row of every table gets this number: whatever an address counts, it names a row of the same office."""
    with connection.cursor() as cursor:
        for table in apps.get_models(include_auto_created=True):
            key, name = table._meta.pk, table._meta.db_table
            if not table._meta.managed or "Auto" not in key.get_internal_type():
                continue
            if connection.vendor == "sqlite":
                cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [name])
                cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [name, number - 1])
            else:
                cursor.execute(
                    "SELECT setval(pg_get_serial_sequence(%s, %s), %s)", [f'"{name}"', key.column, number - 1]
                )
