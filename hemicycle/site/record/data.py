"""The record as data: the file of all of it, what stands in its tables, and every other way to fetch it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from hemicycle.accounts.permissions import allow
from hemicycle.channels.fediverse import hub
from hemicycle.record.models import Packing
from hemicycle.record.tables import meanings
from hemicycle.record.tables.columns import MODELS, columns, name_of
from hemicycle.record.tables.dictionary import choices, may_be_empty
from hemicycle.rules.house_name import house_name

from . import linked_data
from .pages import page


@dataclass(frozen=True, slots=True)
class Cell:
    """One column as the dictionary tells it."""

    name: str
    kind: str
    empty: bool
    to: str
    meaning: str
    choices: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Table:
    name: str
    meaning: str
    rows: int | None
    columns: list[Cell]


@allow(public=True)
def data(request: HttpRequest) -> HttpResponse:
    packed = Packing.objects.offered().first()
    title = _("The record as data")
    description = _("Everything public in the record, for programs: one file, standard formats, feeds and an API.")
    rows = packed.summary["rows"] if packed else {}
    return page(
        request,
        "data",
        title=title,
        description=description,
        packed=packed if any(rows.values()) else None,
        waiting=Packing.objects.unfinished().exists(),
        tables=list(_tables(rows)),
        row_count=sum(rows.values()),
        linked=linked_data.dataset(
            request, packed, _("The record of %(house)s") % {"house": house_name()}, description
        ),
        api=reverse("site:interface"),
        hub=hub.own_address(),
    )


def _tables(rows: dict[str, int]) -> Iterator[Table]:
    for model in MODELS:
        name = name_of(model)
        cells = [
            Cell(
                column.name,
                str(meanings.KINDS[column.kind]),
                may_be_empty(column),
                column.to,
                meanings.of_column(model, column),
                choices(column),
            )
            for column in columns(model)
        ]
        yield Table(name, meanings.of_table(model), rows.get(name), cells)
