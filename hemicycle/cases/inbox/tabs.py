"""What stands above the list: how many cases are in each state, whose they are, and what narrows it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.functional import Promise

from hemicycle.accounts.patterns import Filter, Text, capped


@dataclass(frozen=True, slots=True)
class Tab:
    """One state with how many cases are in it; None where that is not counted. `campaigns`: how many rows of campaigns
    stand above them and count."""

    label: str | Promise
    value: str
    count: int | None
    is_current: bool
    campaigns: int = 0

    @property
    def number(self) -> str:
        return capped(self.count + self.campaigns) if self.count is not None else ""


@dataclass(frozen=True, slots=True)
class Waiting:
    """Of what is to do: how many are for this person to answer, which the menu counts, how many for others, how many
    of both are overdue, and how many cannot wait; one more than is counted where there are more."""

    mine: int
    of_others: int
    overdue: int
    urgent: int


@dataclass(frozen=True, slots=True)
class Chosen:
    """A filter that narrows the list, as the page names it; `others`: the query of the list without it."""

    label: Text
    said: Text
    others: str


def chosen(one: Filter, address: Mapping[str, str]) -> Chosen:
    # What was one page of this list, or the end of what was looked through, is none of the longer one.
    gone = {one.name, "page", "until"}
    others = urlencode({name: value for name, value in address.items() if name not in gone})
    return Chosen(one.label, dict(one.choices).get(one.value, one.value), others)
