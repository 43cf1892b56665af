"""That others agreed to the words of an announcement, a committee to what is said in its name: read at the desk by
whoever approves it. Apps above the desk record that, and register at start how it is found."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from hemicycle.desk.models import Announcement


@dataclass(frozen=True, slots=True)
class Agreed:
    """`minutes` show it, and everybody reads them at `link`. `kept`: all of the words to which it agreed stand in the
    announcement, in each language as they were."""

    on: date
    recorded_by: str
    minutes: str
    link: str
    kept: bool


Find = Callable[[Announcement], Iterable[Agreed]]
_FOUND: dict[str, tuple[Find, Callable[[], Q]]] = {}


def register_agreed(name: str, find: Find, there: Callable[[], Q]) -> None:
    """`there`: whether `find` finds any, for a query of announcements."""
    _FOUND[name] = find, there


def is_agreed() -> Q:
    """For the query by which a page finds its announcement, so that most pages ask nothing more."""
    condition = Q()
    for _find, there in _FOUND.values():
        condition |= there()
    return condition


def agreed_to(announcement: Announcement) -> list[Agreed]:
    if not getattr(announcement, "is_agreed", True):
        return []
    return [one for find, _there in _FOUND.values() for one in find(announcement)]
