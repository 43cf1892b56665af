"""Which rows of each table are public, and in which order they leave: a read of the database for each table.

The database leaves out what is internal, was withdrawn, or belongs to such a row; the release gate is then asked
about what is left, and stops everything should the two ever differ.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.db import connection, models, transaction
from django.db.models import Case, F, Q, QuerySet, When

from hemicycle.record.models import (
    AgendaItem,
    Clause,
    Contribution,
    Document,
    DocumentVersion,
    Identifier,
    MediaSpan,
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
from hemicycle.record.models.rows import Sourced
from hemicycle.record.tables.columns import MODELS, Column, columns, name_of
from hemicycle.rules import gate
from hemicycle.rules.classification import Classification
from hemicycle.rules.egress import EgressPoint

# Rows held at a time: a thousand paragraphs are about a megabyte.
AT_ONCE = 1_000

Rows = QuerySet[Any]

# From a row to the classifications that decide about it; a table that is not here is public as such.
DECIDED_BY: Mapping[type[models.Model], tuple[str, ...]] = {
    Document: ("classification",),
    ProcedureStep: ("document__classification",),
    DocumentVersion: ("classification", "document__classification"),
    Clause: ("version__classification", "version__document__classification"),
    Sitting: ("classification",),
    AgendaItem: ("sitting__classification",),
    Contribution: ("sitting__classification",),
    SpeechText: ("classification", "contribution__sitting__classification"),
    Segment: ("text_version__classification", "text_version__contribution__sitting__classification"),
    VoteEvent: ("classification", "sitting__classification"),
    VoteCount: ("event__classification", "event__sitting__classification"),
    Vote: ("event__classification", "event__sitting__classification"),
    Recording: ("classification", "sitting__classification"),
    MediaSpan: ("recording__classification", "recording__sitting__classification"),
}
# Keys that may point to a row that is not public: such a key is left empty.
GUARDED = {"document", "reply_to"}


def public(model: type[models.Model]) -> Rows:
    """The public rows of a table, in no order."""
    rows = model._default_manager.all()
    for path in DECIDED_BY.get(model, ()):
        rows = rows.filter(**{path: Classification.PUBLIC})
    narrow = _NARROWER.get(model)
    return narrow(rows) if narrow else rows


def _spoken(rows: Rows) -> Rows:
    return rows.filter(pk__in=Contribution.objects.current().readable_by(None))


def _texts(rows: Rows) -> Rows:
    return rows.filter(contribution__in=public(Contribution))


def _paragraphs(rows: Rows) -> Rows:
    return rows.filter(text_version__in=public(SpeechText))


def _spans(rows: Rows) -> Rows:
    return rows.filter(Q(contribution__in=public(Contribution)) | Q(segment__in=public(Segment)))


def _names(rows: Rows) -> Rows:
    """Without those of sittings, bills and texts that are not public."""
    for owner, model in (("sitting", Sitting), ("document", Document), ("version", DocumentVersion)):
        rows = rows.filter(Q(**{f"{owner}__isnull": True}) | Q(**{f"{owner}__in": public(model)}))
    return rows


def _sources(rows: Rows) -> Rows:
    """Those from which something public was taken: the name of a file can tell what is in it."""
    used = Q()
    for model in MODELS:
        if issubclass(model, Sourced):
            used |= Q(pk__in=public(model).filter(source__isnull=False).values("source"))
    return rows.filter(used)


_NARROWER: dict[type[models.Model], Callable[[Rows], Rows]] = {
    Contribution: _spoken,
    SpeechText: _texts,
    Segment: _paragraphs,
    MediaSpan: _spans,
    Identifier: _names,
    Source: _sources,
}


def rows_of(model: type[models.Model]) -> Iterator[tuple[Any, ...]]:
    """The public rows of a table as values of its columns, ordered by key; memory does not grow with their number."""
    chosen = columns(model)
    names = [_value(column) for column in chosen]
    paths = DECIDED_BY.get(model, ())
    read = public(model).order_by("pk").values_list(*names, *(F(path) for path in paths))
    let_out: set[tuple[str, ...]] = set()
    for row in read.iterator(chunk_size=AT_ONCE):
        values, decided = row[: len(chosen)], row[len(chosen) :]
        if decided not in let_out:
            _ask_the_gate(decided)
            let_out.add(decided)
        yield values


def _ask_the_gate(decided: tuple[str, ...]) -> None:
    for classification in decided or (Classification.PUBLIC,):
        gate.release(gate.Decided(classification), via=EgressPoint.EXPORT, to=None)


def _value(column: Column) -> Any:
    field = column.field
    if not column.to or field.name not in GUARDED or not column.nullable:
        return F(column.name)
    allowed = public(field.related_model)  # type: ignore[arg-type]
    return Case(When(**{f"{field.name}__in": allowed}, then=F(column.name)), default=None)


@contextmanager
def one_moment() -> Iterator[None]:
    """All that is read within is the record at one moment; those who write meanwhile do not wait, and are not seen.

    Within a transaction of the caller's it is that transaction's view.
    """
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "postgresql":
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield
    else:
        # Our transactions on SQLite begin as a writer's (settings.py); this one must not keep the others out.
        with connection.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")
        try:
            yield
        finally:
            with connection.cursor() as cursor:
                cursor.execute("ROLLBACK")


def counted() -> dict[str, int]:
    """How many public rows each table has."""
    return {name_of(model): public(model).count() for model in MODELS}
