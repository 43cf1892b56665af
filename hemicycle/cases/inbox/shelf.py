"""The views that somebody keeps, with how many cases each shows now."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import QueryDict
from django.urls import reverse

from hemicycle.accounts.models import User
from hemicycle.cases.actions import kept_query
from hemicycle.cases.inbox import window
from hemicycle.cases.inbox.filters import Asked, capped
from hemicycle.cases.models import SavedView

# As many as stand beside each other; of the others no number is shown.
MOST_COUNTED = 8


@dataclass(frozen=True, slots=True)
class Kept:
    """`number` is "" where it is not counted."""

    view: SavedView
    url: str
    number: str
    is_current: bool


def shelf_of(person: User, asked: Asked, query: str) -> list[Kept]:
    """Counted in one query, all of them."""
    views = list(SavedView.objects.seen_by(person))
    sets = [Asked(person, QueryDict(one.query), like=asked).rows() for one in views[:MOST_COUNTED]]
    counts = [capped(one) for one in window.counted(*sets)] if sets else []
    counts += [""] * (len(views) - len(counts))
    here, inbox = kept_query(query), reverse("cases:inbox")
    return [
        Kept(view, f"{inbox}?{view.query}", number, view.query == here)
        for view, number in zip(views, counts, strict=True)
    ]
