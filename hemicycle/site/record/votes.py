"""Votes: their list, and one with its picture, its table and everyone's choice."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from hemicycle.accounts.patterns import seat_size, voted_seats
from hemicycle.accounts.permissions import allow
from hemicycle.record.models import Organization, Vote, VoteEvent, VoteOption, VoteResult
from hemicycle.record.models.people import parties_on

from . import linked_data
from .pages import body_filter, choice_filter, on, page, page_of, refuse_unless_allowed, useful_filters, year_filter

# As people read a result: the sides first, then those who took none.
OPTIONS = (
    VoteOption.YES,
    VoteOption.NO,
    VoteOption.ABSTAIN,
    VoteOption.PAIRED,
    VoteOption.NOT_VOTING,
    VoteOption.ABSENT,
)
# From the left of the picture to its right: those for, those who took no side, those against.
_LEFT_TO_RIGHT = {
    option: place
    for place, option in enumerate(
        (
            VoteOption.YES,
            VoteOption.ABSTAIN,
            VoteOption.PAIRED,
            VoteOption.NOT_VOTING,
            VoteOption.ABSENT,
            VoteOption.NO,
        )
    )
}
SIDES = (VoteOption.YES, VoteOption.NO)


@dataclass(slots=True)
class Group:
    """How the members of one party voted; `party` is None for those whose party the record does not tell."""

    party: Organization | None
    counts: Counter[str] = field(default_factory=Counter)

    @property
    def total(self) -> int:
        return self.counts.total()

    @property
    def line(self) -> str:
        """The side that more than half of those who took one were on; "" where there is none."""
        sides = {option: self.counts[option] for option in SIDES}
        most = max(sides, key=lambda option: sides[option])
        return str(most) if 2 * sides[most] > sum(sides.values()) else ""


@dataclass(frozen=True, slots=True)
class Ballot:
    vote: Vote
    party: Organization | None
    apart: bool


@dataclass(frozen=True, slots=True)
class Column:
    """One option with everybody who chose it; `declared` is what the House announced."""

    option: VoteOption
    declared: int | None
    ballots: list[Ballot]

    @property
    def count(self) -> int:
        return len(self.ballots) if self.declared is None else self.declared

    @property
    def tellers(self) -> int:
        return sum(ballot.vote.teller for ballot in self.ballots)

    @property
    def names_differ(self) -> bool:
        """More or fewer names are printed than were declared."""
        return self.declared is not None and bool(self.ballots) and len(self.ballots) != self.declared


@allow(public=True)
def board(request: HttpRequest) -> HttpResponse:
    rows = VoteEvent.objects.readable_by(request.user)
    filters = [
        choice_filter(request, "result", _("Result"), VoteResult.choices, _("All results")),
        body_filter(request, rows.values("sitting__organization")),
        year_filter(request, rows, "sitting__date"),
    ]
    result, body, year = (one.value for one in filters)
    rows = rows.filter(result=result) if result else rows
    rows = rows.filter(sitting__organization__address=body) if body else rows
    rows = rows.filter(sitting__date__year=year) if year else rows
    rows = rows.newest_first().select_related("sitting__organization", "item", "document").prefetch_related("counts")
    return page(
        request,
        "votes/votes",
        title=_("Votes"),
        description=_("How the House decided, and who voted how."),
        page=page_of(request, rows),
        filters=useful_filters(filters),
    )


@allow(public=True)
def vote(request: HttpRequest, address: str) -> HttpResponse:
    rows = VoteEvent.objects.select_related("sitting__organization", "sitting__source", "item", "document", "source")
    event = get_object_or_404(rows, address=address)
    refuse_unless_allowed(request, event.sitting)
    refuse_unless_allowed(request, event)
    ballots, groups = _ballots(event)
    columns = _columns(event, ballots)
    options = [column.option for column in columns]
    return page(
        request,
        "votes/vote",
        title=f"{_about(event)}, {on(event.sitting.date)}",
        description=", ".join(f"{column.option.label} {column.count}" for column in columns),
        of=event,
        event=event,
        sitting=event.sitting,
        columns=columns,
        parties_counted=any(group.party for group in groups),
        groups=[(group, [group.counts[option] for option in options]) for group in groups if group.party],
        without_party=next((group.total for group in groups if group.party is None), 0),
        seats=_picture(columns, groups),
        apart=sum(ballot.apart for ballot in ballots),
        linked=linked_data.vote(request, event, {str(c.option.label): c.count for c in columns}),
    )


def _about(event: VoteEvent) -> str:
    return str(event.titles.here) or _("Vote %(number)s") % {"number": event.number}


def declared(event: VoteEvent) -> list[tuple[VoteOption, int]]:
    """What the House announced, the sides first; needs `counts`."""
    counts = {count.option: count.value for count in event.counts.all()}
    return [(option, counts[option]) for option in OPTIONS if option in counts]


def _ballots(event: VoteEvent) -> tuple[list[Ballot], list[Group]]:
    """Everyone's choice with their party on the day, and the parties from those most for to those most against."""
    votes = list(event.votes.select_related("person", "group"))
    parties = parties_on(event.sitting.date, {vote.person_id for vote in votes})
    party_of = {vote.pk: vote.group or parties.get(vote.person_id) for vote in votes}
    groups: dict[Any, Group] = {}
    for one in votes:
        party = party_of[one.pk]
        groups.setdefault(party.pk if party else None, Group(party)).counts[one.option] += 1
    ballots = [Ballot(one, party_of[one.pk], _is_apart(one, party_of[one.pk], groups)) for one in votes]
    return ballots, sorted(groups.values(), key=_from_for_to_against)


def _is_apart(vote: Vote, party: Organization | None, groups: dict[Any, Group]) -> bool:
    """On the other side than most of the party: said of those who took a side, and of no lone member."""
    group = groups[party.pk] if party else None
    return group is not None and vote.option in SIDES and group.line not in ("", vote.option)


def _from_for_to_against(group: Group) -> tuple[float, int]:
    return -group.counts[VoteOption.YES] / group.total, -group.total


def _columns(event: VoteEvent, ballots: Iterable[Ballot]) -> list[Column]:
    counts = dict(declared(event))
    by_option: dict[str, list[Ballot]] = defaultdict(list)
    for ballot in ballots:
        by_option[ballot.vote.option].append(ballot)
    return [
        Column(option, counts.get(option), by_option[option])
        for option in OPTIONS
        if option in counts or by_option[option]
    ]


def _picture(columns: Sequence[Column], groups: Sequence[Group]) -> dict[str, Any] | None:
    """A seat for everyone who is named, party beside party; else for each vote that was counted."""
    if groups:
        options = [option for group in groups for option in _in_order(group.counts)]
    else:
        options = list(_in_order(Counter({column.option: column.count for column in columns})))
    return {"seats": voted_seats(options), "radius": seat_size(len(options))} if options else None


def _in_order(counts: Counter[str]) -> Iterable[str]:
    for option in sorted(counts, key=lambda one: _LEFT_TO_RIGHT[VoteOption(one)]):
        yield from [option] * counts[option]
