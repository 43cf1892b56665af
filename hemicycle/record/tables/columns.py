"""The tables of the public record as columns with stable names and types: what leaves as CSV or Parquet, and returns.

A column is named like the field of its model, a key like `sitting_id`; it is what the model says, so that a new field
is a new column. As text (CSV) a cell is written by `written` and read back, checked, by `read`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db import models

from hemicycle.record.addresses import AddressField
from hemicycle.record.models import (
    AgendaItem,
    Area,
    Clause,
    Contribution,
    Document,
    DocumentVersion,
    Identifier,
    MediaSpan,
    Membership,
    Organization,
    Period,
    Person,
    ProcedureStep,
    Recording,
    Segment,
    Sitting,
    Source,
    SpeechText,
    Vote,
    VoteCount,
    VoteEvent,
)
from hemicycle.record.phrases import PhraseField, checked

# In an order in which each table comes after those it points to.
MODELS: tuple[type[models.Model], ...] = (
    Source,
    Area,
    Organization,
    Person,
    Membership,
    Period,
    Document,
    ProcedureStep,
    DocumentVersion,
    Clause,
    Sitting,
    AgendaItem,
    Contribution,
    SpeechText,
    Segment,
    VoteEvent,
    VoteCount,
    Vote,
    Recording,
    MediaSpan,
    Identifier,
)

# What is the same in every public row, or names the member of staff who decided.
NOT_EXPORTED = frozenset({"classification", "withdrawn_at", "checked_by", "attribution"})


class Kind(StrEnum):
    """What a cell holds; the words are those of Frictionless Table Schema where it has one."""

    KEY = "key"
    STRING = "string"
    INTEGER = "integer"
    NUMBER = "number"
    BOOLEAN = "boolean"
    DATE = "date"
    DATETIME = "datetime"
    TIME = "time"
    OBJECT = "object"
    ARRAY = "array"


_KINDS: tuple[tuple[type[models.Field[Any, Any]], Kind], ...] = (
    (models.UUIDField, Kind.KEY),
    (models.BooleanField, Kind.BOOLEAN),
    (models.IntegerField, Kind.INTEGER),
    (models.FloatField, Kind.NUMBER),
    (models.DateTimeField, Kind.DATETIME),
    (models.DateField, Kind.DATE),
    (models.TimeField, Kind.TIME),
    (models.CharField, Kind.STRING),
    (models.TextField, Kind.STRING),
)
# The largest number that every database keeps in such a column.
_LARGEST = {"PositiveSmallIntegerField": 32_767, "PositiveIntegerField": 2_147_483_647}
_LARGEST_OF_ALL = 9_223_372_036_854_775_807
_ADDRESS = re.compile(r"[0-9a-z]{1,12}")
_WHOLE = re.compile(r"[0-9]{1,19}")
# A spreadsheet takes a cell that begins so for a formula, and may run what stands in it (OWASP, “CSV Injection”).
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


class BadCell(ValueError):
    """What stands in a cell is not what its column holds."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: `name` as in the files, `field` of the model, `to` the table it points to."""

    name: str
    kind: Kind
    field: models.Field[Any, Any]
    nullable: bool
    to: str = ""

    @property
    def choices(self) -> list[str]:
        return [str(value) for value, _label in self.field.choices or ()]

    @property
    def longest(self) -> int | None:
        return self.field.max_length if self.kind is Kind.STRING else None


def name_of(model: type[models.Model]) -> str:
    """The table’s name in files: `speechtext`."""
    return str(model._meta.model_name)


BY_NAME: Mapping[str, type[models.Model]] = {name_of(model): model for model in MODELS}


def columns(model: type[models.Model]) -> tuple[Column, ...]:
    """In the order in which the model has its fields."""
    fields = [field for field in model._meta.concrete_fields if field.name not in NOT_EXPORTED]
    return tuple(_column(field) for field in fields)


def _column(field: models.Field[Any, Any]) -> Column:
    to = field.related_model
    if isinstance(field, models.ForeignKey) and isinstance(to, type):
        return Column(field.attname, Kind.KEY, field, field.null, name_of(to))
    if isinstance(field, models.JSONField):
        kind = Kind.ARRAY if field.default is list else Kind.OBJECT
        return Column(field.name, kind, field, field.null)
    kind = next(kind for known, kind in _KINDS if isinstance(field, known))
    return Column(field.name, kind, field, field.null)


def written(column: Column, value: Any) -> str:
    """A cell of CSV: dates and times as ISO 8601, several languages as JSON, nothing for nothing."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case datetime():
            return iso(value)
        case date() | time():
            return value.isoformat()
        case str() if column.kind is Kind.STRING:
            return harmless(value)
        case dict() | list():
            return as_json(value)
        case _:
            return str(value)


def iso(timestamp: datetime) -> str:
    return timestamp.astimezone(UTC).isoformat().replace("+00:00", "Z")


def as_json(value: Any) -> str:
    """The same value is always the same text."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def harmless(text: str) -> str:
    """Text that no spreadsheet takes for a formula: an apostrophe before it, as one types it there oneself.

    One more stands before a text that begins with one, so that `as_it_was` can take it away again.
    """
    return f"'{text}" if text.startswith((*_FORMULA, "'")) else text


def as_it_was(cell: str) -> str:
    return cell.removeprefix("'")


def read(column: Column, cell: str) -> Any:
    """What a cell of CSV says; raises BadCell for what the column cannot hold, or no page could show."""
    if cell == "" and column.nullable:
        return None
    try:
        return _READ[column.kind](column, cell)
    except (ValueError, RecursionError) as error:
        raise BadCell(column.name) from error


def _string(column: Column, cell: str) -> str:
    text = as_it_was(cell)
    outside = bool(column.choices) and text not in (*column.choices, *([""] if column.field.blank else ()))
    if outside or "\0" in text or (column.longest and len(text) > column.longest):
        raise BadCell(column.name)
    if isinstance(column.field, AddressField) and not _ADDRESS.fullmatch(text):
        raise BadCell(column.name)
    if column.name == "image" and text and not is_address(text):
        raise BadCell(column.name)
    return text


def _integer(column: Column, cell: str) -> int:
    if not _WHOLE.fullmatch(cell) or int(cell) > _LARGEST.get(column.field.get_internal_type(), _LARGEST_OF_ALL):
        raise BadCell(column.name)
    return int(cell)


def _number(column: Column, cell: str) -> float:
    number = float(cell)
    if number - number != 0:
        raise BadCell(column.name)
    return number


def _boolean(column: Column, cell: str) -> bool:
    return {"true": True, "false": False}[cell] if cell in ("true", "false") else _refuse(column)


def _datetime(column: Column, cell: str) -> datetime:
    timestamp = datetime.fromisoformat(cell)
    return timestamp.astimezone(UTC) if timestamp.tzinfo else _refuse(column)


def _time(column: Column, cell: str) -> time:
    at = time.fromisoformat(cell)
    return at if at.tzinfo is None else _refuse(column)


def _json(column: Column, cell: str) -> Any:
    value = json.loads(cell)
    if isinstance(column.field, PhraseField):
        checked(value)
    elif not isinstance(value, list if column.kind is Kind.ARRAY else dict):
        raise BadCell(column.name)
    if column.name in ("links", "files") and not all(map(is_address, _addresses(column, value))):
        raise BadCell(column.name)
    return value


def _addresses(column: Column, value: Any) -> list[Any]:
    """What becomes a link on a page; a file of a recording has its own under `url`."""
    if column.name == "links":
        return list(value.values())
    return [each.get("url") if isinstance(each, dict) else None for each in value]


def is_address(value: Any) -> bool:
    return isinstance(value, str) and value.startswith(("http://", "https://"))


def _refuse(column: Column) -> Any:
    raise BadCell(column.name)


_READ = {
    Kind.KEY: lambda _column, cell: UUID(cell),
    Kind.STRING: _string,
    Kind.INTEGER: _integer,
    Kind.NUMBER: _number,
    Kind.BOOLEAN: _boolean,
    Kind.DATE: lambda _column, cell: date.fromisoformat(cell),
    Kind.DATETIME: _datetime,
    Kind.TIME: _time,
    Kind.OBJECT: _json,
    Kind.ARRAY: _json,
}
