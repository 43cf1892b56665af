"""Bodies, areas, people and their memberships."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from hemicycle.accounts.models import Office
from hemicycle.record.actions.changes import Changes, blanks, settle
from hemicycle.record.actions.indexing import note, note_members, note_owners, note_speaker, owner_of
from hemicycle.record.actions.matching import Referred, find, name_it, referred, source
from hemicycle.record.errors import UnclearDate, UnknownReference
from hemicycle.record.models import Area, Identifier, MemberOffice, Membership, Organization, Period, Person, Source
from hemicycle.record.papers import (
    AreaPaper,
    BodyPaper,
    FromWhere,
    Known,
    LeftAside,
    MembershipPaper,
    PeriodPaper,
    PersonPaper,
)
from hemicycle.rules import audit

AT_ONCE = 1_000
PARTIAL_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
# The same, of which month and day can be.
_POSSIBLE_DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")
# Why one row of a list of people is left aside.
UNKNOWN_BODY, UNCLEAR_DATE, NOT_ONE_PERSON = "unknown-body", "unclear-date", "not-one-person"


@transaction.atomic
def put_body(paper: BodyPaper, *, by: Any, where: FromWhere | Source | None = None) -> Changes:
    """Add or update a chamber, a party or a committee."""
    changes, origin = Changes(), source(where)
    body = find(Organization, "organization", paper.known_as) or Organization()
    kind = body.kind
    values = {
        "kind": paper.kind,
        "names": paper.names,
        "short_names": paper.short_names,
        "descriptions": paper.descriptions,
        "colour": paper.colour,
        "seats": paper.seats,
        "since": paper.since,
        "until": paper.until,
        "links": dict(paper.links),
        "parent": referred(Organization, "organization", paper.parent),
    }
    settle(body, _led(body, paper.known_as[0], values), changes, origin)
    name_it(body, "organization", paper.known_as)
    if changes:
        note(body)
        if kind and kind != body.kind:
            note_members(body)
        audit.record("record.put_body", by=by, about=body, kind=body.kind, **changes.facts())
    return changes


@transaction.atomic
def put_area(paper: AreaPaper, *, by: Any, where: FromWhere | Source | None = None) -> Changes:
    changes, origin = Changes(), source(where)
    area = find(Area, "area", paper.known_as) or Area()
    settle(area, {"names": paper.names, "parent": referred(Area, "area", paper.parent)}, changes, origin)
    name_it(area, "area", paper.known_as)
    if changes:
        audit.record("record.put_area", by=by, about=area, **changes.facts())
    return changes


@transaction.atomic
def put_period(paper: PeriodPaper, *, by: Any, where: FromWhere | Source | None = None) -> Changes:
    """Add or update a term, a session or a part of one."""
    _refuse_unclear(paper.since, paper.until)
    changes, origin = Changes(), source(where)
    period = find(Period, "period", paper.known_as) or Period()
    values = {
        "organization": referred(Organization, "organization", paper.organization),
        "kind": paper.kind,
        "number": paper.number,
        "labels": paper.labels,
        "parent": referred(Period, "period", paper.parent),
        "since": paper.since,
        "until": paper.until,
    }
    settle(period, values, changes, origin)
    name_it(period, "period", paper.known_as)
    if changes:
        audit.record("record.put_period", by=by, about=period, **changes.facts())
    return changes


@transaction.atomic
def put_person(
    paper: PersonPaper, *, by: Any, where: FromWhere | Source | None = None, aside: list[LeftAside] | None = None
) -> Changes:
    """Add or update a person and the memberships this source names; others are left.

    A membership that cannot be read is added to `aside`; without such a list, it is refused with the person.
    """
    changes, origin = Changes(), source(where)
    person = find(Person, "person", paper.known_as) or Person()
    values = {
        "name": person.name if paper.in_passing and person.name else paper.name,
        "sort_name": paper.sort_name,
        "gender": paper.gender,
        "biographies": paper.biographies,
        "other_names": _other_names(person, paper),
        "born": paper.born,
        "image": paper.image,
        "links": dict(paper.links),
        "contacts": dict(paper.contacts),
    }
    values = values if paper.in_passing and not person.led_by else _led(person, paper.known_as[0], values)
    settle(person, values, changes, origin)
    name_it(person, "person", paper.known_as)
    if paper.memberships:
        _put_memberships(person, paper.memberships, changes, origin, aside)
    if changes:
        moved = changes.added["membership"] or changes.changed["membership"]
        (note_speaker if moved else note)(person)
        audit.record("record.put_person", by=by, about=person, **changes.facts())
    return changes


def only_named(paper: object) -> bool:
    """Whether all that is said of somebody is a name and one identifier."""
    if not isinstance(paper, PersonPaper) or len(paper.known_as) != 1:
        return False
    return paper == PersonPaper(paper.name, paper.known_as, in_passing=True)


@transaction.atomic
def put_named(papers: Sequence[PersonPaper], *, by: Any, where: FromWhere | Source | None = None) -> Changes:
    """Add the people whom a source only names, in a few statements: a day of debates names hundreds.

    They have one audit row together, and each has its source. Whoever is there under another name
    is put by itself.
    """
    changes, origin = Changes(), source(where)
    existing, new, others = _borne([paper.known_as[0] for paper in papers]), dict[Known, Person](), list[PersonPaper]()
    for paper in papers:
        known = paper.known_as[0]
        person = existing.get(known)
        if known not in existing and known not in new:
            new[known] = Person(name=paper.name, source=origin)
        elif person is not None and paper.name in (person.name, *person.other_names):
            changes.count("person", unchanged=1)
        else:
            others.append(paper)
    _add(new)
    if new:
        changes.count("person", added=len(new))
        audit.record("record.put_named", by=by, about=origin or "record", person_added=len(new))
    for paper in others:
        changes += put_person(paper, by=by, where=origin)
    return changes


def _borne(known: Sequence[Known]) -> dict[Known, Person | None]:
    """Who bears these identifiers; None where it is no person."""
    memberships: dict[Known, Person | None] = {}
    for start in range(0, len(known), AT_ONCE):
        for row in Identifier.objects.among(known[start : start + AT_ONCE]).select_related("person"):
            memberships[Known(row.scheme, row.value)] = row.person
    return memberships


def _add(new: Mapping[Known, Person]) -> None:
    Person.objects.bulk_create(new.values(), batch_size=AT_ONCE)
    names = (Identifier(scheme=known.scheme, value=known.value, person=person) for known, person in new.items())
    Identifier.objects.bulk_create(names, batch_size=AT_ONCE)
    if new:
        note_owners([owner_of(person) for person in new.values()])


def _led(row: Organization | Person, known: Known, values: dict[str, Any]) -> dict[str, Any]:
    """All of it from the source whose word counts, and from the first there is; else what fills blanks.

    Two sources of one person would otherwise change each other's words at every import.
    """
    if row._state.adding or not row.led_by:
        return {**values, "led_by": known.scheme}
    return values if row.led_by == known.scheme else blanks(row, values)


def _other_names(person: Person, paper: PersonPaper) -> list[str]:
    """Every other name that any source has for somebody: by these they are found in the next."""
    passing = {paper.name} if paper.in_passing and person.name else set()
    return sorted({*person.other_names, *paper.other_names, *passing} - {person.name, ""})


def _put_memberships(
    person: Person,
    papers: Sequence[MembershipPaper],
    changes: Changes,
    origin: Source | None,
    aside: list[LeftAside] | None,
) -> None:
    known = Referred.by(papers)
    existing = {(row.organization_id, row.role, row.since): row for row in person.memberships.all()}
    for paper in papers:
        try:
            place, values = _of_membership(paper, known)
        except (UnknownReference, UnclearDate) as trouble:
            if aside is None:
                raise
            reason = UNKNOWN_BODY if isinstance(trouble, UnknownReference) else UNCLEAR_DATE
            aside.append(LeftAside(paper.line, f"{person.name}: {trouble}"[:160], reason))
            continue
        if place not in existing:
            existing[place] = Membership(person=person, organization_id=place[0], role=paper.role, since=paper.since)
        settle(existing[place], values, changes, origin)


def _of_membership(paper: MembershipPaper, known: Referred) -> tuple[tuple[Any, str, str], dict[str, Any]]:
    """(body, role, since), by which it is known, and what else is said of it."""
    for day in filter(None, (paper.since, paper.until)):
        if not _POSSIBLE_DATE.fullmatch(day):
            raise UnclearDate(day)
    if paper.until and paper.until < paper.since[:4]:
        raise UnclearDate(f"{paper.since} – {paper.until}")
    values = {
        "labels": paper.labels,
        "area_id": known.area(paper.area),
        "on_behalf_of_id": known.organization(paper.on_behalf_of),
        "until": paper.until,
    }
    return (known.organization(paper.organization), paper.role, paper.since), values


def _refuse_unclear(*dates: str) -> None:
    for date in dates:
        if date and not PARTIAL_DATE.fullmatch(date):
            raise UnclearDate(date)


@transaction.atomic
def seat_in_office(person: Person, *, office: Office, by: Any) -> MemberOffice:
    """Say which member an office works for."""
    seat, new = MemberOffice.objects.get_or_create(office=office, defaults={"person": person})
    if new:
        audit.record("record.seat_in_office", by=by, about=seat, office=office)
    return seat
