"""Reads the files under `data/` into the frozen papers of `model`.

`BadDataError` is raised when a file lacks a field, has one too many, or lacks one of the three languages.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any, TypeVar

from hemicycle.demo.parliament.model import (
    LANGUAGES,
    AgendaItem,
    Bill,
    Clause,
    Committee,
    Constituency,
    Contribution,
    Country,
    Division,
    Member,
    NextSitting,
    Parliament,
    Party,
    Place,
    Sitting,
    Stage,
    Trilingual,
    Version,
)

Table = Mapping[str, Any]
Paper = TypeVar("Paper")


class BadDataError(Exception):
    """A data file of the demonstration parliament is not as it must be; trying again does not help."""


@cache
def load() -> Parliament:
    """The whole parliament; the same frozen object every time."""
    data = files(__package__) / "data"
    country = _table(data / "country.toml")
    sittings = _table(data / "sittings.toml")
    members = _all(Member, _rows(data / "members.toml", "members"))
    committees = _rows(data / "committees.toml", "committees")
    return Parliament(
        country=_paper(Country, country["country"]),
        regions=_all(Place, country["regions"]),
        rivers=_all(Place, country["rivers"]),
        constituencies=tuple(_constituency(row) for row in country["constituencies"]),
        parties=_all(Party, _rows(data / "parties.toml", "parties")),
        members=members,
        committees=tuple(_committee(row, members) for row in committees),
        bills=_bills(data / "bills"),
        sittings=tuple(_sitting(row) for row in sittings["sittings"]),
        next_sitting=_next_sitting(sittings["next_sitting"]),
    )


def _table(file: Traversable) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise BadDataError(f"{file.name}: {error}") from error


def _rows(file: Traversable, name: str) -> list[Table]:
    return list(_table(file)[name])


def _all(kind: Callable[..., Paper], rows: Iterable[Table]) -> tuple[Paper, ...]:
    return tuple(_paper(kind, row) for row in rows)


def _paper(kind: Callable[..., Paper], row: Table) -> Paper:
    try:
        return kind(**{name: _value(name, value) for name, value in row.items()})
    except TypeError as error:
        raise BadDataError(f"{row.get('key', kind)}: {error}") from error


def _value(name: str, value: Any) -> Any:
    if isinstance(value, dict):
        return _trilingual(name, value)
    if isinstance(value, list):
        return tuple(value)
    return value


def _trilingual(name: str, value: Table) -> Trilingual:
    if set(value) != set(LANGUAGES):
        raise BadDataError(f"{name}: needs exactly {', '.join(LANGUAGES)}, has {', '.join(value)}")
    return Trilingual(**{language: text.strip() for language, text in value.items()})


def _constituency(row: Table) -> Constituency:
    """A town's name that does not change with the language is written once."""
    name = row["name"]
    names = dict.fromkeys(LANGUAGES, name) if isinstance(name, str) else name
    return _paper(Constituency, {**row, "name": names})


def _committee(row: Table, members: tuple[Member, ...]) -> Committee:
    led = [row["chair"], row["vice_chair"]]
    seated = [member.key for member in members if member.committee == row["key"] and member.key not in led]
    return _paper(Committee, {**row, "members": [*led, *seated]})


def _bills(folder: Traversable) -> tuple[Bill, ...]:
    bills = [_bill(_table(file)) for file in folder.iterdir() if file.name.endswith(".toml")]
    return tuple(sorted(bills, key=lambda bill: int(bill.number)))


def _bill(table: dict[str, Any]) -> Bill:
    introduced = _all(Clause, table.pop("clauses"))
    versions: list[Version] = []
    for row in table.pop("versions"):
        versions.append(_version(row, versions[-1].clauses if versions else introduced))
    stages = _all(Stage, table.pop("stages"))
    plain = {name: _value(name, value) for name, value in table.items()}
    return Bill(**plain, stages=stages, versions=tuple(versions))


def _version(row: Table, before: tuple[Clause, ...]) -> Version:
    """A version is the one before it with some clauses replaced and some inserted."""
    clauses = list(before)
    changed = []
    for change in row.get("changes", []):
        inserted = change.get("inserted", False)
        clause = _paper(
            Clause,
            {name: value for name, value in change.items() if name != "inserted"},
        )
        position = clause.number - 1
        clauses[position : position if inserted else position + 1] = [clause]
        changed.append(clause.number)
    numbered = tuple(Clause(number, clause.heading, clause.text) for number, clause in enumerate(clauses, start=1))
    return Version(
        row["key"],
        row["date"],
        _trilingual("label", row["label"]),
        numbered,
        tuple(changed),
    )


def _sitting(row: Table) -> Sitting:
    return Sitting(row["number"], row["date"], row["opened"], row["closed"], _agenda(row))


def _next_sitting(row: Table) -> NextSitting:
    return NextSitting(row["number"], row["opened"], _agenda(row))


def _agenda(row: Table) -> tuple[AgendaItem, ...]:
    return tuple(_item(number, item) for number, item in enumerate(row["agenda"], start=1))


def _item(number: int, row: Table) -> AgendaItem:
    said = _all(Contribution, row.get("contributions", []))
    title = _trilingual("title", row["title"])
    vote = _paper(Division, row["vote"]) if "vote" in row else None
    return AgendaItem(number, row["kind"], title, row.get("bill"), said, vote)
