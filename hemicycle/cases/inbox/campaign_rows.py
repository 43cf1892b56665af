"""Campaigns among what is to do: one row each.

In a member's office each counts as one for those who answer there, as long as letters of it wait; and a letter with a
point of its own, which is answered by itself, stands by itself. The answer to a campaign to the House is written at
the desk, which counts it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from hemicycle.accounts.models import Office, User
from hemicycle.cases.models import (
    Campaign,
    CampaignQuerySet,
    CampaignState,
    Case,
    CaseQuerySet,
    open_now,
    own_point_of,
)


def members_offices(person: User) -> list[int]:
    return [one.pk for one in person.offices if one.kind != Office.Kind.INSTITUTION]


def running_campaigns() -> CampaignQuerySet:
    rows: CampaignQuerySet = Campaign.objects.filter(state=CampaignState.RUNNING).order_by()
    return rows


def letters_together(offices: Iterable[int]) -> Q:
    """Of a campaign, what waits in its row; `offices`: those of members."""
    return open_now() & Q(urgency="") & ~own_point_of(list(offices))


def one_for_each(campaigns: CampaignQuerySet, offices: Iterable[int], *, for_whom: Q) -> CaseQuerySet:
    """Of each campaign in these offices of members one letter that waits, whichever; to be counted."""
    letters = Case.objects.filter(letters_together(offices) & for_whom, campaign=OuterRef("pk")).order_by()
    some = campaigns.filter(office__in=list(offices)).annotate(some=Subquery(letters.values("pk")[:1]))
    found: CaseQuerySet = Case.objects.filter(pk__in=some.values("some"))
    return found


def with_letters(campaigns: CampaignQuerySet, offices: list[int], *, mine: Q, only: bool) -> CampaignQuerySet:
    """Each with how many `letters` wait in its row, of all or `only` of `mine`, and whether some of them `is_mine`."""
    letters = Case.objects.filter(letters_together(offices), campaign=OuterRef("pk")).order_by()
    asked = letters.filter(mine) if only else letters
    n = asked.values("campaign").annotate(n=Count("pk")).values("n")
    rows: CampaignQuerySet = campaigns.annotate(letters=Coalesce(Subquery(n), 0), is_mine=Exists(letters.filter(mine)))
    return rows


@dataclass(frozen=True, slots=True)
class CampaignRow:
    """`counts`: it is one thing to do, of a member's office; `is_mine`: for this person."""

    campaign: Campaign
    letters: int
    counts: bool
    is_mine: bool


def rows_of(campaigns: Iterable[Campaign], offices: Collection[int]) -> list[CampaignRow]:
    """Of what was read by `with_letters`, those in which something waits."""
    rows = ((one, getattr(one, "letters", 0), getattr(one, "is_mine", False)) for one in campaigns)
    return [CampaignRow(one, n, one.office_id in offices, is_mine) for one, n, is_mine in rows if n]
