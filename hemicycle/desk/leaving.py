"""What else leaves when an announcement is released: messages to people, such as the answer to a campaign.

Apps above the desk send them then; they register at start how many those are, and whoever releases it reads that.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal

from hemicycle.desk.models import Announcement


@dataclass(frozen=True, slots=True)
class Leaving:
    """Messages by one medium, each to one person; `cost` of all, None where the account does not say what it costs."""

    medium: str
    messages: int
    segments: int = 0
    cost: Decimal | None = None
    currency: str = ""


Count = Callable[[Announcement], Iterable[Leaving]]
_COUNTS: dict[str, Count] = {}


def register_leaving(name: str, count: Count) -> None:
    _COUNTS[name] = count


def leaving_with(announcement: Announcement) -> list[Leaving]:
    return [one for count in _COUNTS.values() for one in count(announcement)]
