"""Members: their list, and of each the mandates, the party history, what was said and what was voted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hemicycle.accounts.patterns import Filter
from hemicycle.accounts.permissions import Permission, allow, guard
from hemicycle.cases.addresses import write
from hemicycle.cases.receiving import takes_letters
from hemicycle.record.exporters import offers
from hemicycle.record.models import (
    PARTIES,
    Membership,
    Organization,
    OrganizationKind,
    Person,
    Vote,
    VoteEvent,
    VoteOption,
)
from hemicycle.record.models.people import SEATED, of_this_house, party_among
from hemicycle.record.models.speeches import openings
from hemicycle.record.search.words import plain
from hemicycle.record.sources import portraits

from . import dissolution, linked_data
from .member_cards import card_of, cards
from .pages import (
    body_filter,
    choice_filter,
    page,
    page_of,
    refuse_unless_allowed,
    useful_filters,
    words_filter,
    year_filter,
)

# What a member's own page shows of each; the rest is a page of its own.
MOST_ON_A_PAGE = 10
NAMES_A_PAGE = 60


@dataclass(slots=True)
class Held:
    """The memberships of one person by what they are, the latest first."""

    offices: list[Membership] = field(default_factory=list)
    mandates: list[Membership] = field(default_factory=list)
    parties: list[Membership] = field(default_factory=list)
    committees: list[Membership] = field(default_factory=list)
    others: list[Membership] = field(default_factory=list)

    def add(self, row: Membership) -> None:
        kind = row.organization.kind
        if kind in PARTIES:
            self.parties.append(row)
        elif kind == OrganizationKind.COMMITTEE:
            self.committees.append(row)
        elif kind in SEATED and row.role == "member":
            self.mandates.append(row)
        elif row.labels or kind in SEATED:
            self.offices.append(row)
        else:
            self.others.append(row)

    @property
    def all(self) -> list[Membership]:
        return [*self.offices, *self.mandates, *self.parties, *self.committees, *self.others]

    @property
    def party(self) -> Organization | None:
        """That of today; of somebody who has left, the only one there was."""
        today = timezone.localdate()
        now = sorted((row for row in self.parties if row.holds_on(today)), key=lambda row: row.since)
        return party_among(now) or party_among(self.parties if len(self.parties) == 1 else [])

    @property
    def sits(self) -> bool:
        today = timezone.localdate()
        return any(row.holds_on(today) for row in self.mandates)

    @property
    def area(self) -> Any:
        return next((row.area for row in self.mandates if row.area), None)


@allow(public=True)
def board(request: HttpRequest) -> HttpResponse:
    """By name: who sits in this House now; by filter who sat before, and who sits elsewhere."""
    filters = [
        words_filter(request, "name", _("Name")),
        body_filter(request, _party_keys(), "party", _("Party or group"), _("All parties and groups")),
        _sitting_filter(request),
    ]
    chambers = Organization.objects.current().chambers()
    ours = of_this_house(chambers)
    houses = _houses_filter(request, chambers, ours)
    name, party, sits = (one.value for one in filters)
    seats, everywhere = _seats_in(houses.value, ours), houses.value == "all"
    people = _narrowed(party, sits, seats, everywhere=everywhere)
    keys = list(_named(people, name))
    if not keys and not sits and not seats.on(timezone.localdate()).exists():
        # A record of past terms, or of people alone: it is shown, not hidden.
        filters[-1] = replace(filters[-1], value="all")
        keys = list(_named(_narrowed(party, "all", seats, everywhere=everywhere or not seats.exists()), name))
    shown = page_of(request, keys, per_page=NAMES_A_PAGE)
    return page(
        request,
        "people/members",
        title=_("Members"),
        description=_(
            "Who sits in the House, since when and for which party and constituency, and what they say there."
        ),
        page=shown,
        cards=cards(list(shown)),
        dissolved=dissolution.of_list(),
        offers=offers.of_people(),
        filters=useful_filters([*filters, houses]),
    )


@allow(public=True)
def member(request: HttpRequest, address: str) -> HttpResponse:
    found = _found(request, address)
    memberships = held_by(found)
    speeches, votes = _speeches(request, found), _votes(request, found)
    spoken, voted = speeches.count(), list(votes[: MOST_ON_A_PAGE + 1])
    return page(
        request,
        "people/member",
        title=found.name,
        description=str(found.biographies.here),
        of=found,
        write_at=_write_at(found),
        person=found,
        memberships=memberships,
        former=dissolution.of_member(memberships.mandates),
        party=memberships.party,
        card=card_of(found, memberships.party),
        speeches=_opened(request, speeches.newest(MOST_ON_A_PAGE)) if spoken else [],
        spoken=spoken,
        votes=voted[:MOST_ON_A_PAGE],
        more_votes=len(voted) > MOST_ON_A_PAGE,
        sponsored=found.sponsored.readable_by(request.user).newest_first()[:MOST_ON_A_PAGE],
        linked=linked_data.person(request, found, memberships.all),
    )


@allow(public=True)
def speeches(request: HttpRequest, address: str) -> HttpResponse:
    found = _found(request, address)
    rows = _speeches(request, found)
    filters = [year_filter(request, rows, "sitting__date")]
    rows = rows.filter(sitting__date__year=filters[0].value) if filters[0].value else rows
    shown = page_of(request, rows)
    return page(
        request,
        "people/member_speeches",
        title=_("Speeches of %(name)s") % {"name": found.name},
        person=found,
        page=shown,
        speeches=_opened(request, shown.object_list),
        filters=useful_filters(filters),
    )


@allow(public=True)
def votes(request: HttpRequest, address: str) -> HttpResponse:
    found = _found(request, address)
    rows = _votes(request, found)
    filters = [
        choice_filter(request, "choice", _("Voted"), VoteOption.choices, _("All votes")),
        year_filter(request, rows, "event__sitting__date"),
    ]
    option, year = (one.value for one in filters)
    rows = rows.filter(option=option) if option else rows
    rows = rows.filter(event__sitting__date__year=year) if year else rows
    shown = page_of(request, rows)
    return page(
        request,
        "people/member_votes",
        title=_("Votes of %(name)s") % {"name": found.name},
        person=found,
        page=shown,
        votes=shown.object_list,
        filters=useful_filters(filters),
    )


# Of a member whose portrait was fetched; of all others, and of nobody, there is none.
@partial(guard, permission=Permission(public=True, answers=404))
def portrait(request: HttpRequest, address: str) -> FileResponse:
    """The picture that was fetched from where the source has it; its address says which one it is."""
    found = _found(request, address)
    path = portraits.path_of(found.image) if found.image else None
    if path is None or not path.is_file():
        raise Http404
    answer = FileResponse(path.open("rb"), content_type="image/jpeg")
    answer.headers["Cache-Control"] = "public, max-age=86400"
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer


def held_by(person: Person) -> Held:
    rows = person.memberships.select_related("organization", "on_behalf_of", "area__parent")
    memberships = Held()
    for row in sorted(rows, key=_latest_first):
        memberships.add(row)
    return memberships


def _latest_first(row: Membership) -> tuple[bool, str, str]:
    """What lasts, then what ended last, then what began last."""
    today = timezone.localdate().isoformat()
    ended = bool(row.until) and row.until < today[: len(row.until)]
    return ended, _backwards(row.until if ended else row.since), _backwards(row.since)


def _backwards(day: str) -> str:
    """Sorts later days first; no day comes last."""
    return "".join(chr(ord("9") - ord(sign) + ord("0")) if sign.isdigit() else sign for sign in day) or "~"


def _found(request: HttpRequest, address: str) -> Person:
    rows = Person.objects.select_related("merged_into").annotate(takes_letters=takes_letters())
    found = get_object_or_404(rows, address=address)
    if isinstance(found.merged_into, Person):
        found = found.merged_into
    refuse_unless_allowed(request, found)
    return found


def _write_at(person: Person) -> str | None:
    """Where one writes to them; None of whoever was found under another address: their page asks once more."""
    takes = getattr(person, "takes_letters", None)
    return None if takes is None else write("member", person.address) if takes else ""


def _speeches(request: HttpRequest, person: Person) -> Any:
    rows = person.contributions.current().readable_by(request.user)
    return rows.newest_first().select_related("sitting__organization", "item")


def _opened(request: HttpRequest, rows: Any) -> Any:
    return openings(list(rows), to=request.user, language=get_language())


def _votes(request: HttpRequest, person: Person) -> Any:
    events = VoteEvent.objects.readable_by(request.user)
    rows = Vote.objects.filter(person=person, event__in=events)
    rows = rows.order_by("-event__sitting__date", "-event__sitting__number", "-event__order")
    return rows.select_related("event__sitting__organization", "event__item")


def _party_keys() -> Any:
    memberships = Membership.objects.in_parties().values("organization")
    return Organization.objects.filter(pk__in=memberships).values("pk")


def _sitting_filter(request: HttpRequest) -> Filter:
    choices = (("", _("Current")), ("before", _("Former")), ("all", _("Current and former")))
    return Filter("sits", _("Membership"), choices).read(request.GET)


def _houses_filter(request: HttpRequest, chambers: Any, ours: Sequence[Organization]) -> Filter:
    """Nothing to choose where the record knows no other House."""
    known = {one.pk for one in ours}
    others = [one for one in chambers if one.pk not in known]
    named = sorted((str(one), one.address) for one in others)
    choices = (("", _("This House")), *((key, name) for name, key in named), ("all", _("All Houses")))
    return Filter("house", _("House"), choices if others else ()).read(request.GET)


def _seats_in(house: str, ours: Sequence[Organization]) -> Any:
    seats = Membership.objects.mandates()
    if house == "all":
        return seats
    return seats.filter(organization__address=house) if house else seats.filter(organization__in=ours)


def _narrowed(party: str, sits: str, seats: Any, *, everywhere: bool) -> Any:
    people = Person.objects.current().order_by("sort_name", "name", "pk")
    now = seats.on(timezone.localdate()).values("person")
    if party:
        people = people.filter(pk__in=Membership.objects.filter(organization__address=party).values("person"))
    if not sits:
        people = people.filter(pk__in=now)
    if sits == "before":
        people = people.exclude(pk__in=now)
    # Whoever has no seat anywhere is shown among all people of all Houses alone.
    return people if sits == "all" and everywhere else people.filter(pk__in=seats.values("person"))


def _named(people: Any, name: str) -> Iterable[Any]:
    """Keys of those whose name holds every word, accents or not, in the order of names."""
    wanted = plain(name).split()
    rows = sorted(
        people.values_list("pk", "name", "sort_name"), key=lambda row: plain(row[2] or _surname_first(row[1]))
    )
    return (key for key, full, _ in rows if all(word in plain(full) for word in wanted))


def _surname_first(name: str) -> str:
    """For order alone, where the source gives none: its last word goes before the others."""
    first, _, last = name.rpartition(" ")
    return f"{last} {first}"
