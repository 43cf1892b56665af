"""The numbers above the list: how many cases are in each state, and whose they are."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise

from hemicycle.accounts.patterns import capped


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
