"""How much of an inbox is looked through at once, so that no view of a million cases asks for all of them.

A list shows the newest of each of one's offices, a window of them. What narrows it is looked for in the window alone,
and where cases lie behind it the page says how far it looked, and leads further back. Of what has an index of its own
(a tag, a bill, a colleague) the window is laid over that.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Model, Q, QuerySet, Value

from hemicycle.accounts.patterns import MOST_COUNTED
from hemicycle.cases.models import Case, CaseQuerySet

# bench/inbox_run.py, a million cases: looking at the columns of this many takes about 25 ms on both databases.
COLUMNS = 5_000
# The same for the words of letters, which are long; 80 ms.
WORDS = 1_500
# For a number beside each of several views.
SHELF = 2_000


@dataclass(frozen=True, slots=True)
class Order:
    """By one moment of each case, which an index has beside the office."""

    column: str
    is_ascending: bool

    def moment(self, case: Case) -> datetime:
        found: datetime = getattr(case, self.column)
        return found

    def after(self, case: Case) -> Q:
        """What follows a case."""
        sign, column, moment = "gt" if self.is_ascending else "lt", self.column, self.moment(case)
        later = Q(**{f"{column}__{sign}": moment}) | Q(**{column: moment, f"pk__{sign}": case.pk})
        # Said once more, so that a database begins there, not at the head of the list.
        return later & self.since(moment)

    def since(self, moment: datetime) -> Q:
        return Q(**{f"{self.column}__{'gte' if self.is_ascending else 'lte'}": moment})

    @property
    def fields(self) -> tuple[str, str]:
        sign = "" if self.is_ascending else "-"
        return f"{sign}{self.column}", f"{sign}pk"


LATEST = Order("heard_at", is_ascending=False)
OLDEST = Order("heard_at", is_ascending=True)
# What waits longest is due first: a day is counted from the moment since when an answer is owed.
DUE = Order("waiting_since", is_ascending=True)
# What can wait has one value of each.
URGENT_FIRST = ("urgency_order", "urgency_rank", "urgent_since")


def newest_of(
    rows: CaseQuerySet, offices: Iterable[int], *, most: int, order: Order, also: Iterable[CaseQuerySet] = ()
) -> CaseQuerySet:
    """Of each office the first `most` of these rows; and of `also` a few others."""
    parts = [in_order(rows.filter(office=one), order)[:most] for one in offices]
    return _any_of(*parts, *also)


def behind(rows: CaseQuerySet, offices: Iterable[int], *, most: int, order: Order) -> CaseQuerySet:
    """Of each office the first behind its window: none where the windows hold all."""
    ordered = (in_order(rows.filter(office=one), order) for one in offices)
    return _any_of(*(one[most : most + 1] for one in ordered))


def _any_of(*parts: CaseQuerySet) -> CaseQuerySet:
    """The cases of any of these, by one list of keys: of alternatives a database would ask each case of the House."""
    if not parts:
        return Case.objects.none()
    keys = [one.values("pk") for one in parts]
    if len(keys) > 1:
        # Selected once more: SQLite takes no limit in a part of a union.
        first, *more = (Case.objects.filter(pk__in=one).values("pk") for one in keys)
        keys = [first.union(*more, all=True)]
    found: CaseQuerySet = Case.objects.filter(pk__in=keys[0])
    return found


def first_behind(rows: CaseQuerySet, offices: Iterable[int], *, most: int, order: Order) -> Case | None:
    """The first case behind the windows; None where they hold all."""
    found: list[Case] = []
    for office in offices:
        ordered = in_order(rows.filter(office=office), order)
        found += ordered.only(order.column)[most : most + 1]
    if not found:
        return None
    return (min if order.is_ascending else max)(found, key=order.moment)


def in_order(rows: CaseQuerySet, order: Order = LATEST, *, urgent_first: bool = False) -> CaseQuerySet:
    ordered: CaseQuerySet = rows.order_by(*(URGENT_FIRST if urgent_first else ()), *order.fields)
    return ordered


def after_urgent(case: Case) -> Q:
    """What follows one that cannot wait, in the order of URGENT_FIRST."""
    rank, since = Q(urgency_rank=case.urgency_rank), Q(urgent_since=case.urgent_since)
    of_rank = Q(urgent_since__gt=case.urgent_since) | (since & Q(pk__lt=case.pk))
    urgent = Q(urgency_order=case.urgency_order)
    return Q(urgency_order__gt=case.urgency_order) | (
        urgent & (Q(urgency_rank__gt=case.urgency_rank) | rank & of_rank)
    )


def counted(*sets: QuerySet[Model]) -> list[int]:
    """How many rows each has, all in one query; one more than MOST_COUNTED where there are more."""
    asked: list[str] = []
    given: list[Any] = []
    for rows in sets:
        try:
            query, parameters = rows.order_by().values_list(Value(1))[: MOST_COUNTED + 1].query.sql_with_params()
        except EmptyResultSet:
            # Of no office, for instance: Django knows that nothing can match, and asks nothing.
            asked.append("0")
            continue
        asked.append(f"(SELECT COUNT(*) FROM ({query}) AS counted)")  # noqa: S608 Django's own SQL, its values beside it
        given += parameters
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(asked)}", given)
        return list(cursor.fetchone())
