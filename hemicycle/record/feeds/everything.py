"""Everything that is new in the record, as it came in: speeches, votes, steps of bills, their texts, sittings.

In pages (RFC 5005, 3). Keys begin with the moment at which a row came in (record/addresses.py): the newest of each
table are put together, so that no page reads a table from end to end.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from hemicycle.record.feeds import news
from hemicycle.record.feeds.feed import Entry
from hemicycle.record.models import Contribution, Document, DocumentVersion, ProcedureStep, Sitting, VoteEvent

A_PAGE = news.MOST_ENTRIES
# Whoever is that far behind takes the dataset.
LAST_PAGE = 20


def page(number: int, at: news.Absolute) -> tuple[list[Entry], bool]:
    """The entries of a page, the latest first, and whether there is another."""
    wanted = number * A_PAGE + 1
    keys = sorted(
        (
            (key, kind)
            for kind, rows in _public().items()
            for key in rows.order_by("-pk").values_list("pk", flat=True)[:wanted]
        ),
        reverse=True,
    )
    shown = keys[(number - 1) * A_PAGE : number * A_PAGE]
    found = {
        entry.key: entry
        for kind, rows in _public().items()
        for entry in _READ[kind](rows.filter(pk__in=[key for key, one in shown if one == kind]), at)
    }
    entries = [replace(found[key], at=came_in(key)) for key, _kind in shown if key in found]
    return entries, len(keys) > number * A_PAGE and number < LAST_PAGE


def came_in(key: UUID) -> datetime:
    return datetime.fromtimestamp((key.int >> 80) // 1000, tz=UTC)


def _public() -> dict[str, Any]:
    bills = Document.objects.readable_by(None)
    sittings = Sitting.objects.readable_by(None)
    return {
        "speech": Contribution.objects.current().readable_by(None),
        "vote": VoteEvent.objects.readable_by(None).filter(sitting__in=sittings),
        "step": ProcedureStep.objects.filter(document__in=bills),
        "text": DocumentVersion.objects.readable_by(None).filter(document__in=bills, valid_from__isnull=False),
        "sitting": sittings,
    }


def _texts(rows: Any, at: news.Absolute) -> Iterator[Entry]:
    """A text in several languages is one entry."""
    by_bill: dict[Document, list[DocumentVersion]] = {}
    for row in rows.select_related("document"):
        by_bill.setdefault(row.document, []).append(row)
    for bill, texts in by_bill.items():
        yield from (news.text_entry(text, bill, at) for text in news.in_languages(texts))


_READ: dict[str, Callable[[Any, news.Absolute], Iterable[Entry]]] = {
    "speech": news.speech_entries,
    "vote": lambda rows, at: [
        news.vote_entry(row, at) for row in rows.select_related("sitting", "item").prefetch_related("counts")
    ],
    "step": lambda rows, at: [news.step_entry(row, at) for row in rows.select_related("document")],
    "text": _texts,
    "sitting": lambda rows, at: [
        news.sitting_entry(row, row.organization, at) for row in rows.select_related("organization")
    ],
}
