"""Who of the record may have spoken under a name that no source explains, and why. It proposes; staff decide.

Considered is everybody whose name agrees with the one printed, whole or by the family name, or who held the printed
office, or the chair, on one of the days.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from hemicycle.record.linkage.matches import REASONS as REASONS_OF_MATCHES
from hemicycle.record.linkage.matches import plain
from hemicycle.record.models import (
    Contribution,
    ContributionKind,
    Membership,
    MembershipRole,
    Organization,
    OrganizationKind,
    Person,
)

REASONS: dict[str, str | Promise] = {
    "same-name": REASONS_OF_MATCHES["same-name"],
    "same-family-name": gettext_lazy("the same family name"),
    "same-office": gettext_lazy("held this office then"),
    "presided": gettext_lazy("presided then"),
    "same-area": REASONS_OF_MATCHES["same-area"],
    "had-a-seat": gettext_lazy("had a seat then"),
    "had-a-seat-at-times": gettext_lazy("had a seat on some of these days"),
    "same-sitting": gettext_lazy("spoke in the same sitting"),
}
# What is read at a glance; whoever is not among them is found by typing.
MOST = 12
_CHAIRS = (MembershipRole.CHAIR, MembershipRole.VICE_CHAIR)
_AT_ONCE = 500
_IN_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")


@dataclass(frozen=True, slots=True)
class Candidate:
    """`reasons` are codes of REASONS, in their order."""

    person: Person
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Printed:
    """A name as it stands in the record: the words of the name, all words beside it, offices, days and sittings."""

    names: frozenset[frozenset[str]]
    words: str
    offices: frozenset[str]
    from_the_chair: bool
    body: Organization
    days: frozenset[date]
    sittings: frozenset[UUID]


def candidates(speeches: Iterable[Contribution], body: Organization) -> list[Candidate]:
    """For contributions of one name in one body, with their sittings: the likeliest first, at most MOST."""
    printed = _printed(list(speeches), body)
    alike = dict(_named_alike(printed))
    people = Person.objects.current().in_bulk(alike.keys() | set(_officers(printed)))
    memberships = _memberships(people)
    spoke = _spoke(printed, people)
    found = [
        Candidate(person, tuple(_reasons(printed, alike.get(key, ""), memberships[key], spoke=key in spoke)))
        for key, person in people.items()
    ]
    return sorted(found, key=_likeliest_first)[:MOST]


def _likeliest_first(one: Candidate) -> tuple[Any, ...]:
    return "same-name" not in one.reasons, -len(one.reasons), one.person.sort_name, one.person.name, one.person.pk


def _printed(speeches: Sequence[Contribution], body: Organization) -> Printed:
    labels = {label for speech in speeches for label in speech.labels.values()}
    roles = {role for speech in speeches for role in speech.roles.values()}
    names = (frozenset(plain(_IN_BRACKETS.sub(" ", label)).split()) for label in labels)
    return Printed(
        names=frozenset(filter(None, names)),
        words=_between_blanks(" ".join(map(plain, sorted(labels | roles)))),
        offices=frozenset(filter(None, map(plain, labels | roles))),
        from_the_chair=any(speech.kind == ContributionKind.CHAIR for speech in speeches),
        body=body,
        days=frozenset(speech.sitting.date for speech in speeches),
        sittings=frozenset(speech.sitting_id for speech in speeches),
    )


def _named_alike(printed: Printed) -> Iterator[tuple[UUID, str]]:
    """All names are compared: no index knows them without titles and accents."""
    rows = Person.objects.current().order_by().values_list("pk", "name", "other_names", "sort_name")
    for key, name, others, sort_name in rows.iterator():
        names = [frozenset(plain(each).split()) for each in (name, *others)]
        if printed.names & set(names):
            yield key, "same-name"
        elif any(family <= words for family in _families(name, others, sort_name) for words in printed.names):
            yield key, "same-family-name"


def _families(name: str, others: Sequence[str], sort_name: str) -> set[frozenset[str]]:
    """The last word of each name; what stands before the comma, and its first word, where two families are named."""
    found = {frozenset(plain(each).split()[-1:]) for each in (name, *others)}
    family = plain(sort_name.partition(",")[0]).split() if "," in sort_name else []
    found |= {frozenset(family), frozenset(word for word in family[:1] if len(word) > 2)}
    return found - {frozenset()}


def _officers(printed: Printed) -> Iterator[UUID]:
    """Who held the printed office, or presided over the body."""
    chairs = Q(organization=printed.body, role__in=_CHAIRS)
    for row in Membership.objects.filter(chairs | ~Q(labels={})):
        if _presided(printed, row) or _in_office(printed, row):
            yield row.person_id


def _memberships(people: Iterable[UUID]) -> Mapping[UUID, list[Membership]]:
    memberships: dict[UUID, list[Membership]] = defaultdict(list)
    for keys in _batches(people):
        for row in Membership.objects.filter(person__in=keys).select_related("organization", "area"):
            memberships[row.person_id].append(row)
    return memberships


def _spoke(printed: Printed, people: Iterable[UUID]) -> set[UUID]:
    found = set[UUID]()
    for keys in _batches(printed.sittings):
        rows = Contribution.objects.current().filter(sitting__in=keys, person__isnull=False)
        found.update(rows.order_by().values_list("person", flat=True).distinct())
    return found & set(people)


def _reasons(printed: Printed, name: str, memberships: Sequence[Membership], *, spoke: bool) -> Iterator[str]:
    if name:
        yield name
    if any(_in_office(printed, row) for row in memberships):
        yield "same-office"
    if any(_presided(printed, row) for row in memberships):
        yield "presided"
    areas = {plain(words) for row in memberships if row.area for words in row.area.names.values()}
    if any(_between_blanks(area) in printed.words for area in areas if area):
        yield "same-area"
    seated = {day for day in printed.days if any(_seated(printed, row) and row.holds_on(day) for row in memberships)}
    if seated:
        yield "had-a-seat" if seated == printed.days else "had-a-seat-at-times"
    if spoke:
        yield "same-sitting"


def _seated(printed: Printed, row: Membership) -> bool:
    chamber = row.organization.kind in (OrganizationKind.CHAMBER, OrganizationKind.LEGISLATURE)
    return row.organization_id == printed.body.pk or (chamber and row.role == MembershipRole.MEMBER)


def _in_office(printed: Printed, row: Membership) -> bool:
    named = printed.offices & set(map(plain, row.labels.values()))
    return bool(named) and any(map(row.holds_on, printed.days))


def _presided(printed: Printed, row: Membership) -> bool:
    chairs = row.organization_id == printed.body.pk and row.role in _CHAIRS
    return printed.from_the_chair and chairs and any(map(row.holds_on, printed.days))


def _batches(keys: Iterable[UUID]) -> Iterator[list[UUID]]:
    ordered = sorted(keys)
    return (ordered[start : start + _AT_ONCE] for start in range(0, len(ordered), _AT_ONCE))


def _between_blanks(words: str) -> str:
    return f" {words} "
