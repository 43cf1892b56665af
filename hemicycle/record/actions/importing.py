"""A file's papers into the record: all of them, or none."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from itertools import groupby
from typing import Any, cast

from django.db import transaction

from hemicycle.record.actions.bills import put_bill
from hemicycle.record.actions.changes import Changes
from hemicycle.record.actions.matching import source
from hemicycle.record.actions.people import only_named, put_area, put_body, put_named, put_period, put_person
from hemicycle.record.actions.restoring import conclude, put_rows
from hemicycle.record.actions.sittings import put_sitting
from hemicycle.record.models import Source
from hemicycle.record.papers import (
    AreaPaper,
    BillPaper,
    BodyPaper,
    FromSource,
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

    One transaction: a reader that stops in the middle, or a worker that is killed, leaves nothing of the file.
    """
    changes, restored, aside = Changes(), Changes(), list[LeftAside]()

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
                case _:
                    changes += _put(paper, by, origin())
    if restored or restored.unchanged:
        conclude(restored, by=by)
        changes += restored
    return changes, aside


def _put(paper: FromSource, by: Any, where: Source | None) -> Changes:
    match paper:
        case BodyPaper():
            return put_body(paper, by=by, where=where)
        case AreaPaper():
            return put_area(paper, by=by, where=where)
        case PeriodPaper():
            return put_period(paper, by=by, where=where)
        case PersonPaper():
            return put_person(paper, by=by, where=where)
        case BillPaper():
            return put_bill(paper, by=by, where=where)
        case SittingPaper():
            return put_sitting(paper, by=by, where=where)
