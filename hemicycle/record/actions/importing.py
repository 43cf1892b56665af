"""A file's papers into the record: all of them, or none."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import cache
from itertools import groupby
from typing import Any, cast

from django.db import transaction

from hemicycle.record.actions.bills import put_bill
from hemicycle.record.actions.changes import Changes
from hemicycle.record.actions.matching import source
from hemicycle.record.actions.people import (
    NOT_ONE_PERSON,
    UNKNOWN_BODY,
    only_named,
    put_area,
    put_body,
    put_named,
    put_period,
    put_person,
)
from hemicycle.record.actions.restoring import conclude, put_rows
from hemicycle.record.actions.sittings import put_sitting
from hemicycle.record.errors import NotOneThing, UnknownReference
from hemicycle.record.models import Source, Watched
from hemicycle.record.papers import (
    AreaPaper,
    BillPaper,
    BodyPaper,
    FromWhere,
    LeftAside,
    Paper,
    PeriodPaper,
    PersonPaper,
    SittingPaper,
    TableRows,
)


@transaction.atomic
def put_papers(
    papers: Iterable[Paper | LeftAside], *, by: Any, where: FromWhere | None = None
) -> tuple[Changes, list[LeftAside]]:
    """Enter papers as a reader gives them, one after the other; what it left aside comes back.

    One transaction: a reader that stops in the middle, or a worker that is killed, leaves nothing of the file. One bad
    row of a list of people is left aside, and the others go in; where every membership is of a body that the record
    does not have, the list is refused with UnknownReference: the file that describes the bodies comes first.
    """
    changes, restored, aside, bad = Changes(), Changes(), list[LeftAside](), list[LeftAside]()

    @cache
    def origin() -> Source | None:
        """Only what a source says makes it one; a dataset brings its own."""
        return source(where)

    for named, several in groupby(papers, key=only_named):
        if named:
            changes += put_named(cast(list[PersonPaper], list(several)), by=by, where=origin())
            continue
        for paper in several:
            match paper:
                case LeftAside():
                    aside.append(paper)
                case TableRows():
                    restored += put_rows(paper)
                case PersonPaper():
                    changes += _put_somebody(paper, by, origin(), bad)
                case _:
                    changes += _put(paper, by, origin())
    if restored or restored.unchanged:
        conclude(restored, by=by)
        changes += restored
    _refuse_without_bodies(changes, bad)
    return changes, bad + aside


def _put_somebody(paper: PersonPaper, by: Any, where: Source | None, aside: list[LeftAside]) -> Changes:
    try:
        return put_person(paper, by=by, where=where, aside=aside)
    except NotOneThing as trouble:
        aside.append(LeftAside(paper.line, f"{paper.name}: {trouble}"[:160], NOT_ONE_PERSON))
        return Changes()


def _refuse_without_bodies(changes: Changes, aside: list[LeftAside]) -> None:
    unknown = [paper for paper in aside if paper.reason == UNKNOWN_BODY]
    entered = (changes.added, changes.changed, changes.unchanged)
    if len(unknown) > 1 and not any(counted["membership"] for counted in entered):
        raise UnknownReference(unknown[0].what)


def _put(
    paper: BodyPaper | AreaPaper | PeriodPaper | BillPaper | SittingPaper, by: Any, where: Source | None
) -> Changes:
    match paper:
        case BodyPaper():
            return put_body(paper, by=by, where=where)
        case AreaPaper():
            return put_area(paper, by=by, where=where)
        case PeriodPaper():
            return put_period(paper, by=by, where=where)
        case BillPaper():
            return put_bill(paper, by=by, where=where)
        case SittingPaper():
            return put_sitting(paper, by=by, where=where)


@transaction.atomic
def record_poll(
    row: Watched,
    *,
    now: datetime,
    changed: bool,
    reason: str = "",
    etag: str | None = None,
    last_modified: str | None = None,
    digest: str | None = None,
    not_before: datetime | None = None,
) -> Watched:
    """Keep what the server said last of a watched source; what is imported has an audit row of its own."""
    row.polled_at, row.reason, row.not_before = now, reason, not_before
    row.changed_at = now if changed else row.changed_at
    row.failures = row.failures + 1 if reason else 0
    for name, values in (("etag", etag), ("last_modified", last_modified), ("digest", digest)):
        if values is not None:
            setattr(row, name, values)
    row.save()
    return row
