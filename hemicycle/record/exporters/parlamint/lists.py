"""Those who sit and speak, and the bodies they sit in: listOrg and listPerson."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import override

from hemicycle.record.exporters.parlamint.elements import Element, element, put
from hemicycle.record.exporters.parlamint.names import Names
from hemicycle.record.exporters.scope import public
from hemicycle.record.importers.parlamint.vocabulary import BODIES, CHAIR, EXISTENCE, LINKS, SEXES
from hemicycle.record.models import (
    Membership,
    MembershipRole,
    Organization,
    OrganizationKind,
    Period,
    PeriodKind,
    Person,
    Sitting,
)
from hemicycle.record.phrases import Phrase

Dates = dict[str, str | None]

WITH_TERMS = (OrganizationKind.CHAMBER, OrganizationKind.LEGISLATURE)

# The record's kinds as ParlaMint calls them; the first of its words is the one of all corpora.
_BODIES = {kind: word for word, kind in reversed(BODIES.items())} | {
    "legislature": "parliament",
    "other": "institution",
}
_SEXES = {gender: letter for letter, gender in SEXES.items()}


def bodies_of(people: Any, sitting: Sitting) -> Any:
    """The bodies these people were ever in, the one that sat, and the one whose term it was."""
    membership = Membership.objects.filter(person__in=people).values("organization")
    term = sitting.period.organization_id if sitting.period else None
    return Organization.objects.filter(Q(pk__in=membership) | Q(pk__in=[sitting.organization_id, term]))


def both(names: Names, people: Any, bodies: Any, language: str) -> list[Element]:
    return [organizations(names, bodies, language), persons(names, people, language)]


def organizations(names: Names, bodies: Any, language: str) -> Element:
    listed = element("listOrg", {"id": f"ParlaMint-{names.corpus}-listOrg", "lang": language})
    with override(language):
        put(listed, "head", {"lang": language}, _("Bodies"))
    terms: dict[Any, list[Period]] = defaultdict(list)
    rows = Period.objects.filter(kind=PeriodKind.TERM, organization__in=bodies.values("pk"))
    for term in rows.select_related("organization").order_by("since", "pk"):
        terms[term.organization_id].append(term)
    for body in public(bodies.order_by("pk")):
        listed.append(_organization(names, body, terms[body.pk], language))
    return listed


def _organization(names: Names, body: Organization, terms: list[Period], language: str) -> Element:
    org = element("org", {"id": names.body(body), "role": _BODIES[body.kind]})
    _worded(org, "orgName", body.names, {"full": "yes"})
    _worded(org, "orgName", body.short_names, {"full": "abb"})
    if body.since or body.until:
        event = put(org, "event", _dates(body))
        put(event, "label", {"lang": "en"}, EXISTENCE)
    _web(org, names.item("organization", body.pk), body.links)
    if terms and body.kind in WITH_TERMS:
        listed = put(org, "listEvent")
        for term in terms:
            event = put(listed, "event", {"id": names.period(term), **_dates(term)})
            _worded(event, "label", term.labels or Phrase({language: term.number}), {})
    return org


def persons(names: Names, people: Any, language: str) -> Element:
    listed = element("listPerson", {"id": f"ParlaMint-{names.corpus}-listPerson", "lang": language})
    with override(language):
        put(listed, "head", {"lang": language}, _("People"))
    for person in public(_with_memberships(people)):
        listed.append(_person(names, person))
    return listed


def _with_memberships(people: Any) -> Iterator[Person]:
    rows: Any = people.prefetch_related("memberships__organization").order_by("pk")
    return iter(rows.iterator(chunk_size=500))


def _person(names: Names, person: Person) -> Element:
    row = element("person", {"id": names.person(person)})
    _named(row, person)
    if person.gender:
        put(row, "sex", {"value": _SEXES[person.gender]})
    if person.born:
        put(row, "birth", {"when": person.born})
    for membership in sorted(person.memberships.all(), key=lambda membership: (membership.since, membership.pk)):
        if membership.organization.merged_into_id is None:
            row.append(_affiliation(names, membership))
    _web(row, names.item("person", person.pk), person.links)
    if person.image:
        put(put(row, "figure"), "graphic", {"url": person.image})
    return row


def _named(row: Element, person: Person) -> None:
    """Surname and forenames as they are sorted by, else by the last space; one word alone is a term."""
    name = put(row, "persName")
    forename, surname = _parts(person)
    if not forename:
        put(name, "term", {}, person.name)
        return
    put(name, "surname", {}, surname)
    put(name, "forename", {}, forename)
    for other in person.other_names:
        put(name, "addName", {}, other)


def _parts(person: Person) -> tuple[str, str]:
    surname, comma, forename = person.sort_name.partition(", ")
    if comma and f"{forename} {surname}" == person.name:
        return forename, surname
    forename, _space, surname = person.name.strip().rpartition(" ")
    return forename, surname


def _affiliation(names: Names, membership: Membership) -> Element:
    role, ana = _role(membership)
    attributes = {"role": role, "ref": f"#{names.body(membership.organization)}", "ana": ana, **_dates(membership)}
    row = element("affiliation", attributes)
    _worded(row, "roleName", membership.labels, {})
    return row


def _role(membership: Membership) -> tuple[str, str]:
    match membership.role:
        case MembershipRole.CHAIR:
            return "head", CHAIR
        case MembershipRole.LEADER:
            return "head", ""
        case MembershipRole.VICE_CHAIR:
            return "deputyHead", ""
        case MembershipRole.OFFICE_HOLDER:
            return (
                "minister" if membership.organization.kind == OrganizationKind.GOVERNMENT else "representative"
            ), ""
        case _:
            return "member", ""


def _worded(parent: Element, name: str, words: Phrase, attributes: dict[str, str]) -> None:
    for tag, text in sorted(words.items()):
        put(parent, name, {**attributes, "lang": tag}, text)


def _web(parent: Element, item: str, links: dict[str, str]) -> None:
    if item:
        put(parent, "idno", {"type": "URI", "subtype": "wikidata"}, item)
    for kind in LINKS:
        if kind in links:
            put(parent, "idno", {"type": "URI", "subtype": kind}, links[kind])


def _dates(row: Any) -> Dates:
    return {"from": row.since or None, "to": row.until or None}
