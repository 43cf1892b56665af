"""Parties and committees: who belongs to them, what they said, voted and examined."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hemicycle.accounts.permissions import allow
from hemicycle.record.models import (
    Contribution,
    Document,
    Membership,
    MembershipRole,
    Organization,
    Vote,
    VoteEvent,
    VoteOption,
)
from hemicycle.record.models.speeches import openings

from ..reaching import email_about, mail_link
from . import linked_data
from .pages import page, page_of, refuse_unless_allowed
from .sittings import headings_of

MOST_ON_A_PAGE = 10
# Chair first, then vice-chairs, then the others by name.
_RANKS = {MembershipRole.LEADER: 0, MembershipRole.CHAIR: 0, MembershipRole.VICE_CHAIR: 1}


@dataclass(frozen=True, slots=True)
class PartyVote:
    """How the members of a party voted once; `counts` as (option, number)."""

    event: VoteEvent
    counts: list[tuple[VoteOption, int]]


@allow(public=True)
def parties(request: HttpRequest) -> HttpResponse:
    """The largest first: an order that takes no side."""
    seated = Count("memberships", filter=Q(memberships__in=Membership.objects.on(timezone.localdate())), distinct=True)
    rows = (
        Organization.objects.current()
        .parties_and_groups()
        .annotate(members=seated)
        .order_by("-seats", "-members", "pk")
    )
    shown = page_of(request, rows)
    return page(request, "people/parties", title=_("Parties and groups"), page=shown)


@allow(public=True)
def party(request: HttpRequest, address: str) -> HttpResponse:
    rows = Organization.objects.parties_and_groups().select_related("merged_into")
    found = get_object_or_404(rows, address=address)
    if isinstance(found.merged_into, Organization):
        found = found.merged_into
    refuse_unless_allowed(request, found)
    today = Membership.objects.on(timezone.localdate())
    members = _members(today.filter(organization=found))
    return page(
        request,
        "people/party",
        title=str(found),
        description=str(found.descriptions.here),
        of=found,
        body=found,
        members=page_of(request, members, per_page=100),
        seats=_areas([row.person_id for row in members]),
        speeches=_spoken(request, [row.person_id for row in members]),
        votes=_party_votes(request, found),
        linked=linked_data.organization(request, found, "PoliticalParty"),
    )


@allow(public=True)
def committees(request: HttpRequest) -> HttpResponse:
    rows = Organization.objects.committees().select_related("parent")
    named = sorted(rows, key=lambda body: str(body).casefold())
    shown = page_of(request, named)
    return page(request, "people/committees", title=_("Committees"), page=shown, chairs=_chairs(list(shown)))


@allow(public=True)
def committee(request: HttpRequest, address: str) -> HttpResponse:
    found = get_object_or_404(Organization.objects.committees().select_related("parent"), address=address)
    refuse_unless_allowed(request, found)
    sittings = list(found.sittings.readable_by(request.user).newest_first()[:MOST_ON_A_PAGE])
    for sitting in sittings:
        sitting.organization = found
    headings = headings_of(sittings)
    members = _members(found.memberships.on(timezone.localdate()))
    bills = Document.objects.readable_by(request.user).filter(committee=found).newest_first()
    email = email_about(found)
    return page(
        request,
        "people/committee",
        title=str(found),
        description=str(found.descriptions.here),
        of=found,
        body=found,
        email=email,
        mail_link=mail_link(email, str(found)) if email else "",
        members=members,
        parties=_affiliations(members),
        bills=bills.prefetch_related("steps")[: 2 * MOST_ON_A_PAGE],
        sittings=[(sitting, headings[sitting.pk]) for sitting in sittings],
        linked=linked_data.organization(request, found, "GovernmentOrganization"),
    )


def _members(rows: Any) -> list[Membership]:
    """Each person once, in the highest role."""
    found: dict[Any, Membership] = {}
    for row in sorted(rows.select_related("person"), key=_by_rank):
        found.setdefault(row.person_id, row)
    return list(found.values())


def _by_rank(row: Membership) -> tuple[int, str]:
    return _RANKS.get(MembershipRole(row.role), 2), (row.person.sort_name or row.person.name).casefold()


def _areas(people: Sequence[Any]) -> dict[Any, Any]:
    rows = Membership.objects.mandates().filter(person__in=people, area__isnull=False).select_related("area")
    return {row.person_id: row.area for row in rows.order_by("since")}


def _affiliations(members: Sequence[Membership]) -> dict[Any, Organization]:
    rows = Membership.objects.in_parties().on(timezone.localdate()).select_related("organization")
    return {row.person_id: row.organization for row in rows.filter(person__in=[m.person_id for m in members])}


def _spoken(request: HttpRequest, people: Sequence[Any]) -> Any:
    rows = Contribution.objects.current().readable_by(request.user).filter(person__in=people)
    latest = rows.select_related("sitting__organization", "item", "person").newest(MOST_ON_A_PAGE)
    return openings(latest, to=request.user, language=get_language())


def _party_votes(request: HttpRequest, party: Organization) -> list[PartyVote]:
    """The latest votes in which the record names the party of those who voted."""
    rows = VoteEvent.objects.readable_by(request.user).filter(pk__in=Vote.objects.filter(group=party).values("event"))
    events = list(rows.newest_first().select_related("sitting__organization", "item")[:MOST_ON_A_PAGE])
    counted: dict[Any, list[tuple[VoteOption, int]]] = defaultdict(list)
    votes = Vote.objects.filter(group=party, event__in=[event.pk for event in events])
    tally = {
        (row["event"], row["option"]): row["n"] for row in votes.values("event", "option").annotate(n=Count("pk"))
    }
    for event in events:
        for option in VoteOption:
            if count := tally.get((event.pk, option)):
                counted[event.pk].append((option, count))
    return [PartyVote(event, counted[event.pk]) for event in events]


def _chairs(bodies: Sequence[Organization]) -> dict[Any, list[Membership]]:
    found: dict[Any, list[Membership]] = defaultdict(list)
    rows = Membership.objects.on(timezone.localdate()).filter(organization__in=[body.pk for body in bodies])
    for row in rows.filter(role=MembershipRole.CHAIR).select_related("person"):
        found[row.organization_id].append(row)
    return found
