"""That others agreed to the words of an announcement, a committee to what is said in its name: read at the desk by
whoever approves it. Apps above the desk record that, and register at start how it is found."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

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
_FOUND: dict[str, Find] = {}


def register_agreed(name: str, find: Find) -> None:
    _FOUND[name] = find


def agreed_to(announcement: Announcement) -> list[Agreed]:
    return [one for find in _FOUND.values() for one in find(announcement)]
