"""The data dictionary: what stands in each table of the dataset, from the models, in the language that is active."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import models
from django.utils.translation import gettext as _

from hemicycle.record.tables import meanings
from hemicycle.record.tables.columns import MODELS, Column, columns, name_of

HEAD = """# Data dictionary

The tables of the public record, as the dataset, CSV and Parquet have them.
This page is made by `python manage.py data_dictionary > docs/data-dictionary.md`.
"""


def page() -> str:
    """docs/data-dictionary.md."""
    return "\n".join((HEAD, *tables())) + "\n"


def tables() -> Iterator[str]:
    """Each table as Markdown: its heading, what it holds, its columns."""
    yield f"## {_('Tables')}"
    yield ""
    yield f"| {_('table')} | {_('what it holds')} |"
    yield "|---|---|"
    for model in MODELS:
        yield f"| `{name_of(model)}` | {meanings.of_table(model)} |"
    for model in MODELS:
        yield from _table(model)


def _table(model: type[models.Model]) -> Iterator[str]:
    yield ""
    yield f"## {name_of(model)}"
    yield ""
    yield meanings.of_table(model)
    yield ""
    yield f"| {_('column')} | {_('type')} | {_('meaning')} | {_('points to')} |"
    yield "|---|---|---|---|"
    for column in columns(model):
        kind = f"{meanings.KINDS[column.kind]}{', ' + _('may be empty') if may_be_empty(column) else ''}"
        to = f"`{column.to}`" if column.to else ""
        yield f"| `{column.name}` | {kind} | {_meaning(model, column)} | {to} |"


def _meaning(model: type[models.Model], column: Column) -> str:
    """With the values it may have, and what each means."""
    listed = ", ".join(f"`{value}` ({label})" for value, label in choices(column))
    meaning = meanings.of_column(model, column)
    return f"{meaning} {listed}" if listed else meaning


def choices(column: Column) -> list[tuple[str, str]]:
    return [(str(value), str(label)) for value, label in column.field.choices or ()]


def may_be_empty(column: Column) -> bool:
    return column.nullable or column.field.blank
