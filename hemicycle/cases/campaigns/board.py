"""Which campaigns are listed: by state, which stands in the address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from hemicycle.accounts.models import User
from hemicycle.cases.models import Campaign, CampaignQuerySet, CampaignState

STATES: dict[str, tuple[str | Promise, tuple[str, ...]]] = {
    "": (pgettext_lazy("campaigns", "Running"), (CampaignState.RUNNING,)),
    "decide": (pgettext_lazy("campaigns", "To be decided"), (CampaignState.PROPOSED,)),
    "answered": (pgettext_lazy("campaigns", "Answered"), (CampaignState.ANSWERED,)),
    "over": (pgettext_lazy("campaigns", "Ended or refused"), (CampaignState.ENDED, CampaignState.REFUSED)),
}


@dataclass(frozen=True, slots=True)
class Tab:
    value: str
    label: str | Promise
    count: int
    is_current: bool


@dataclass(frozen=True)
class Board:
    """What the address asks for, read for one person."""

    person: User
    address: Mapping[str, str]

    @property
    def state(self) -> str:
        asked = self.address.get("state", "")
        return asked if asked in STATES else ""

    def tabs(self) -> list[Tab]:
        counted = self._visible().aggregate(
            **{f"n_{name}": Count("pk", filter=Q(state__in=states)) for name, (_label, states) in STATES.items()}
        )
        return [
            Tab(name, label, counted[f"n_{name}"], name == self.state) for name, (label, _states) in STATES.items()
        ]

    def rows(self) -> CampaignQuerySet:
        rows: CampaignQuerySet = self._visible().filter(state__in=STATES[self.state][1])
        return rows.order_by("-opened_at", "-pk")

    def _visible(self) -> CampaignQuerySet:
        rows: CampaignQuerySet = Campaign.objects.visible_to(self.person).for_staff()
        return rows
