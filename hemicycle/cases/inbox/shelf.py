"""The views that somebody keeps, with how many cases each shows now."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import QueryDict
from django.urls import reverse

from hemicycle.accounts.models import User
from hemicycle.accounts.patterns import MOST_COUNTED, capped, grouped
from hemicycle.cases.actions import kept_query
from hemicycle.cases.inbox import window
from hemicycle.cases.inbox.filters import Asked
from hemicycle.cases.models import SavedView

# As many as stand beside each other; of the others no number is shown.
MOST = 8


@dataclass(frozen=True, slots=True)
class Kept:
    """`number` is "" where it is not counted, and ends with + where not all was looked through."""

    view: SavedView
    url: str
    number: str
    is_current: bool


def shelf_of(person: User, asked: Asked, query: str) -> list[Kept]:
    """Counted in one query, all of them."""
    views = list(SavedView.objects.seen_by(person))
    counts = _counted([Asked(person, QueryDict(one.query), like=asked, columns=window.SHELF) for one in views[:MOST]])
    counts += [""] * (len(views) - len(counts))
    here, inbox = kept_query(query), reverse("cases:inbox")
    return [
        Kept(view, f"{inbox}?{view.query}", number, view.query == here)
        for view, number in zip(views, counts, strict=True)
    ]


def _counted(asked: list[Asked]) -> list[str]:
    if not asked:
        return []
    found = window.counted(*(one.rows() for one in asked), *(one.behind() for one in asked))
    numbers, behind = found[: len(asked)], found[len(asked) :]
    return [
        f"{grouped(number)}+" if more and number <= MOST_COUNTED else capped(number)
        for number, more in zip(numbers, behind, strict=True)
    ]
