"""Bodies, areas, people, memberships, terms and sessions."""

from __future__ import annotations

from collections.abc import Iterator

from hemicycle.record.exporters.popolo.rows import (
    AT_ONCE,
    Fields,
    identifiers,
    links,
    main,
    rows,
    sources,
    with_names,
)
from hemicycle.record.exporters.popolo.selection import Chosen
from hemicycle.record.exporters.scope import Scope, public
from hemicycle.record.models import Area, Membership, Organization, Period, Person

# Popolo's own words where it has some; it leaves the others free.
CLASSIFICATIONS = {"group": "faction"}
ROLES = {"vice_chair": "vice-chair", "office_holder": "office holder"}
PERIODS = {"term": "legislative period", "session": "legislative session", "part": "part of a session"}


def of_people(chosen: Chosen, scope: Scope) -> dict[str, Iterator[Fields]]:
    """The sections of a file about those who sit, in an order in which each row finds what it refers to."""
    return {
        "organizations": map(_body, rows(chosen.bodies, scope, "parent", "source")),
        "areas": map(_area, scope.passing(with_names(chosen.areas, "parent", "source"))),
        "persons": map(_person, rows(chosen.people, scope, "source")),
        "memberships": map(_membership, _memberships(chosen, scope)),
        "events": periods(chosen, scope),
    }


def periods(chosen: Chosen, scope: Scope) -> Iterator[Fields]:
    return map(_period, scope.passing(with_names(chosen.periods, "organization", "parent", "source")))


def _body(row: Organization) -> Fields:
    names = [{"lang": tag, "name": name} for tag, name in sorted(row.names.items())]
    short = [{"lang": tag, "name": name, "note": "short name"} for tag, name in sorted(row.short_names.items())]
    return {
        "id": row.address,
        "name": main(row.names),
        "other_names": [*names, *short],
        "identifiers": identifiers(row, row.led_by),
        "classification": CLASSIFICATIONS.get(row.kind, row.kind),
        "parent_id": row.parent and row.parent.address,
        "description": main(row.descriptions),
        "founding_date": row.since,
        "dissolution_date": row.until,
        "links": links(row.links),
        "seats": row.seats,
        "sources": sources(row),
    }


def _area(row: Area) -> Fields:
    return {
        "id": row.address,
        "name": main(row.names),
        "other_names": [{"lang": tag, "name": name} for tag, name in sorted(row.names.items())],
        "identifiers": identifiers(row),
        "parent_id": row.parent and row.parent.address,
        "sources": sources(row),
    }


def _person(row: Person) -> Fields:
    return {
        "id": row.address,
        "name": row.name,
        "sort_name": row.sort_name,
        "other_names": [{"name": name} for name in row.other_names],
        "identifiers": identifiers(row, row.led_by),
        "email": row.contacts.get("email"),
        "gender": row.gender,
        "birth_date": row.born,
        "image": row.image,
        "biography": main(row.biographies),
        "contact_details": [{"type": kind, "value": row.contacts[kind]} for kind in sorted(row.contacts)],
        "links": links(row.links),
        "sources": sources(row),
    }


def _memberships(chosen: Chosen, scope: Scope) -> Iterator[Membership]:
    """A membership has no page of its own and goes where its person and its body go."""
    found = chosen.memberships.select_related("person", "organization", "on_behalf_of", "area", "source")
    for row in scope.passing(found.order_by("pk").iterator(chunk_size=AT_ONCE)):
        if len(list(public([row.person, row.organization]))) == 2:
            yield row


def _membership(row: Membership) -> Fields:
    return {
        "person_id": row.person.address,
        "organization_id": row.organization.address,
        "role": ROLES.get(row.role, row.role),
        "label": main(row.labels),
        "on_behalf_of_id": row.on_behalf_of and row.on_behalf_of.address,
        "area_id": row.area and row.area.address,
        "start_date": row.since,
        "end_date": row.until,
        "sources": sources(row),
    }


def _period(row: Period) -> Fields:
    return {
        "id": row.address,
        "classification": PERIODS[row.kind],
        "name": main(row.labels) or row.number,
        "identifiers": identifiers(row),
        "organization_id": row.organization.address,
        "parent_id": row.parent and row.parent.address,
        "start_date": row.since,
        "end_date": row.until,
        "number": row.number,
        "sources": sources(row),
    }
