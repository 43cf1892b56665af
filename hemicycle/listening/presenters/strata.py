"""Questions and the values of facts in words, and the tables of findings that are crossed by them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from ..models import Analysis, Inquiry
from ..models.group_kinds import CAMPAIGN, THEME, GroupKind
from ..models.stratum import NOT_STATED, OTHER, REST, VOICES
from ..text.words import share
from .clauses import WHOLE, names_of

KINDS: Mapping[str, GroupKind] = {"themes": THEME, "campaigns": CAMPAIGN}
# What a cell counts, in the order in which it does.
UNITS = ("messages", "senders")


@dataclass(frozen=True)
class Question:
    """One question of the consultation: its place from 1, how many answered, and the clause that it names."""

    number: int
    text: str
    answers: int
    senders: int
    voices: int
    clause: str
    clause_url: str


@dataclass(frozen=True)
class Cell:
    """`n` is None where it is hidden; it leads nowhere then."""

    n: int | None
    share: str = ""
    url: str = ""


@dataclass(frozen=True)
class Row:
    label: str
    lang: str
    url: str
    total: int
    cells: Sequence[Cell]


@dataclass(frozen=True)
class Cross:
    """A table as the page and its file show it."""

    columns: Sequence[str]
    totals: Sequence[int]
    rows: Sequence[Row]

    @property
    def hides(self) -> bool:
        return any(cell.n is None for row in self.rows for cell in row.cells)


def value_label(code: str) -> str:
    return {OTHER: pgettext("values", "Other"), NOT_STATED: _("Not stated")}.get(code, code.removeprefix("="))


def questions_of(inquiry: Inquiry, analysis: Analysis) -> list[Question]:
    """Where there are several."""
    if len(analysis.questions) < 2:
        return []
    names = names_of(inquiry) if any(one["target"] for one in analysis.questions) else {}
    found = []
    counts = analysis.tally.get("questions", [])
    for number, (asked, (answers, senders, voices)) in enumerate(zip(analysis.questions, counts, strict=False), 1):
        clause, eid = names.get(asked["target"], ""), asked["target"].partition("#")[2]
        url = reverse("listening:clause", args=[inquiry.address, eid or WHOLE]) if clause else ""
        found.append(Question(number, asked["text"], answers, senders, voices, clause, url))
    return found


def dimensions_of(analysis: Analysis) -> list[tuple[str, str]]:
    """(what the address calls it, what a person does) of everything that findings can be crossed by."""
    found = [(str(n), fact["name"]) for n, fact in enumerate(analysis.tally.get("facts", []), 1)]
    return [*found, ("0", _("Question"))] if len(analysis.questions) > 1 else found


def name_of(analysis: Analysis, dimension: str) -> str:
    """The name under which the tables are kept: that of the fact, "" for the questions."""
    return "" if dimension == "0" else str(analysis.tally["facts"][int(dimension) - 1]["name"])


def cell_of(analysis: Analysis, kind: str, key: str, name: str, code: str) -> list[Any]:
    """The cell of this group and this value, [messages, senders] or None if it is hidden, in a list; empty where no
    table has it. OTHER of a table may be of more values than OTHER of a filter."""
    table = analysis.crosses.get(kind, {}).get(name)
    if table is None or code not in table["columns"] or code == OTHER:
        return []
    at = table["columns"].index(code)
    return [row[3][at] for row in table["rows"] if row[0] == key]


def cross_of(inquiry: Inquiry, analysis: Analysis, *, kind: str, dimension: str, unit: str) -> Cross | None:
    """Themes or campaigns by one fact; `unit`: "senders" or "messages". None where nothing can be shown."""
    name = name_of(analysis, dimension)
    table = analysis.crosses.get(kind, {}).get(name)
    if table is None or not table["rows"]:
        return None
    at = UNITS.index(unit)
    places = {question["text"]: n for n, question in enumerate(analysis.questions, 1)}
    asked = [_asked(dimension, code, places) for code in table["columns"]]
    groups = {one.key: one for one in KINDS[kind].groups_of(analysis).shown()}
    rows = [_row(inquiry, kind, groups, row, asked, at) for row in table["rows"] if _is_known(row[0], groups)]
    labels = [value_label(code) for code in table["columns"]]
    return Cross(labels, [total[at] for total in table["totals"]], rows)


def _is_known(key: str, groups: Mapping[str, Any]) -> bool:
    return key in groups or key in (REST, VOICES)


def _asked(dimension: str, code: str, places: Mapping[str, int]) -> str:
    """What the address of a page adds to show one column; "" where a column stands for several values."""
    if code == OTHER:
        return ""
    if dimension == "0":
        number = places.get(code.removeprefix("="))
        return urlencode({"question": number}) if number else ""
    return urlencode({f"fact{dimension}": code})


def _row(
    inquiry: Inquiry, kind: str, groups: Mapping[str, Any], row: Sequence[Any], asked: Sequence[str], at: int
) -> Row:
    key, *totals, cells = row
    group = groups.get(key)
    label = group.label if group else _("Individual voices") if key == VOICES else _("Other campaigns")
    url = _url(inquiry, kind, key)
    return Row(
        label,
        group.label_language if group else "",
        url,
        totals[at],
        list(_cells(cells, totals[at], url, asked, at)),
    )


def _url(inquiry: Inquiry, kind: str, key: str) -> str:
    if key == REST:
        return ""
    if key == VOICES:
        return reverse("listening:voices", args=[inquiry.address])
    return reverse(f"listening:{KINDS[kind].name}", args=[inquiry.address, key])


def _cells(cells: Sequence[Any], total: int, url: str, asked: Sequence[str], at: int) -> Iterator[Cell]:
    for cell, query in zip(cells, asked, strict=True):
        if cell is None:
            yield Cell(None)
        else:
            yield Cell(cell[at], share(cell[at], total), f"{url}?{query}" if url and query else "")
