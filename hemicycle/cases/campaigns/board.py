"""Which campaigns are listed: by state, which stands in the address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from hemicycle.accounts.models import Office, User
from hemicycle.cases.campaigns.counts import all_answered
from hemicycle.cases.models import Campaign, CampaignQuerySet, CampaignSearch, CampaignState
from hemicycle.rules.models import WorkState

LOOKING = "looking"
"""In the address once somebody has asked for a look."""
STATES: dict[str, tuple[str | Promise, Q]] = {
    "": (pgettext_lazy("campaigns", "Running"), Q(state=CampaignState.RUNNING) & ~all_answered()),
    "decide": (pgettext_lazy("campaigns", "To be decided"), Q(state=CampaignState.PROPOSED)),
    "answered": (pgettext_lazy("campaigns", "Answered"), Q(state=CampaignState.ANSWERED) | all_answered()),
    "over": (
        pgettext_lazy("campaigns", "Ended or refused"), Q(state__in=(CampaignState.ENDED, CampaignState.REFUSED))
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Tab:
    value: str
    label: str | Promise
    count: int
    is_current: bool


@dataclass(frozen=True, slots=True)
class Looking:
    """How the newest search stands, and how many campaigns are to be decided on now."""

    state: str
    label: str
    to_decide: int


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
            **{f"n_{name}": Count("pk", filter=those) for name, (_label, those) in STATES.items()}
        )
        return [Tab(name, label, counted[f"n_{name}"], name == self.state) for name, (label, _those) in STATES.items()]

    def rows(self) -> CampaignQuerySet:
        rows: CampaignQuerySet = self._visible().filter(STATES[self.state][1])
        return rows.order_by("-opened_at", "-pk")

    @property
    def is_of_members(self) -> bool:
        """No office of the House among theirs: nobody announces a campaign to them."""
        return all(one.kind != Office.Kind.INSTITUTION for one in self.person.offices)

    def looking(self) -> Looking | None:
        """How far the look for new ones is; None where nobody has asked for it."""
        if LOOKING not in self.address:
            return None
        rows = CampaignSearch.objects.filter(office__in=self.person.offices).order_by("-pk")
        search = rows.unfinished().first() or rows.first()
        to_decide = self._visible().filter(STATES["decide"][1]).count()
        if search is None:
            return Looking(WorkState.DONE, str(WorkState.DONE.label), to_decide)
        return Looking(search.state, search.get_state_display(), to_decide)

    def _visible(self) -> CampaignQuerySet:
        rows: CampaignQuerySet = Campaign.objects.visible_to(self.person).for_staff()
        return rows
