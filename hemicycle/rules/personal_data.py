"""What is held of a person, found by the addresses that they proved to be theirs. Every app says it of its own tables:

    personal_data.register(Holding("follow", tables=("follow.Follower", …), rows=rows, data=data, erase=erase))
    personal_data.register_without("desk.Template", why=_("…"))

A request is of one controller: the offices of a `Subject` are all that is ever looked into. A table for which nobody
has spoken fails tests/test_personal_data.py.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise

from . import holds
from .models import LegalHold


@dataclass(frozen=True, slots=True)
class Subject:
    """Whose data, and who answers for it. `addresses`: e-mail addresses, numbers and handles; `offices`: those of one
    controller, rows of the table of offices; `is_house`: the House itself, to which belongs what is of no office."""

    addresses: frozenset[str] = field(repr=False)
    offices: tuple[Any, ...]
    is_house: bool


@dataclass(frozen=True, slots=True)
class File:
    """What goes into the package beside the letter; `name` is unique in its holding."""

    name: str
    content: bytes = field(repr=False)


Rows = Callable[[Subject], Sequence["QuerySet[Any]"]]


def _nothing(subject: Subject) -> Iterable[File]:
    return ()


@dataclass(frozen=True)
class Holding:
    """`rows`: what is found, a queryset for each table; `data`: the same for the person, as JSON; `erase(subject, by)`
    removes it, after those of a lower `order`. Without `erase` it is kept, and `kept` says why. `tables` are all in
    which something of a person may stand, also those that go with others; they are called as in retention.py."""

    name: str
    tables: tuple[str, ...]
    rows: Rows
    data: Callable[[Subject], list[dict[str, Any]]]
    erase: Callable[[Subject, Any], object] | None = None
    files: Callable[[Subject], Iterable[File]] = _nothing
    kept: str | Promise = ""
    order: int = 50


HOLDINGS: dict[str, Holding] = {}
WITHOUT: dict[str, str | Promise] = {}
OBJECTING: dict[str, Callable[[Subject, Any], object]] = {}
BLOCKERS: dict[str, Callable[[Subject], str | Promise]] = {}


def register(holding: Holding) -> None:
    """Raises ValueError for what is neither erased nor kept for a reason."""
    if holding.erase is None and not holding.kept:
        raise ValueError(f"{holding.name} is not erased, and does not say why")
    HOLDINGS[holding.name] = holding


def register_without(*tables: str, why: str | Promise) -> None:
    """These hold nothing of anybody outside the House."""
    WITHOUT.update(dict.fromkeys(tables, why))


def register_objection(name: str, stop: Callable[[Subject, Any], object]) -> None:
    """What an app does so that a person who objects is no further used."""
    OBJECTING[name] = stop


def register_blocker(name: str, blocked: Callable[[Subject], str | Promise]) -> None:
    """`blocked` says in a sentence why nothing can be erased now and what to do; "" where it can."""
    BLOCKERS[name] = blocked


def in_order() -> list[Holding]:
    return sorted(HOLDINGS.values(), key=lambda one: (one.order, one.name))


def count(subject: Subject, *, erasable: bool = False) -> dict[str, int]:
    """How many rows of each table are held, by its label; without those of which there are none. `erasable`: without
    what is kept."""
    found: dict[str, int] = {}
    for holding in _erasable() if erasable else in_order():
        for rows in holding.rows(subject):
            table = rows.model._meta.label_lower
            found[table] = found.get(table, 0) + rows.order_by().distinct().count()
    return {table: n for table, n in sorted(found.items()) if n}


def holds_on(subject: Subject) -> list[LegalHold]:
    """The legal holds that keep some of it."""
    in_force = holds.in_force()
    return [one for one in in_force if any(_keeps(one, holding.rows(subject)) for holding in _erasable())]


def _keeps(hold: LegalHold, found: Sequence[QuerySet[Any]]) -> bool:
    # By their keys: what a hold keeps is asked of rows that were narrowed down already.
    return any(
        holds.held(rows.model._base_manager.filter(pk__in=rows.values("pk")), [hold]).exists() for rows in found
    )


def _erasable() -> list[Holding]:
    return [one for one in in_order() if one.erase is not None]


def blockers(subject: Subject) -> list[str]:
    return [str(said) for blocked in BLOCKERS.values() if (said := blocked(subject))]


def erase(subject: Subject, *, by: Any) -> None:
    """Everything that can be erased, in the transaction of the caller."""
    for holding in _erasable():
        assert holding.erase is not None
        holding.erase(subject, by)


def object_to_use(subject: Subject, *, by: Any) -> None:
    for stop in OBJECTING.values():
        stop(subject, by)


def kept(subject: Subject) -> list[str]:
    """Why some of what is held is not erased: a sentence for each reason that there is."""
    reasons = [one for one in in_order() if one.erase is None and any(rows.exists() for rows in one.rows(subject))]
    return [str(one.kept) for one in reasons]
