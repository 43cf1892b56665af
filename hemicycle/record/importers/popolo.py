"""Popolo JSON: people, organizations, areas, memberships and terms in one file (https://www.popoloproject.com/specs/).

Ids are those of one file's publisher, so each is kept with the Wikidata id, or the name, of its legislature. People
and bodies of different sources meet by their Wikidata ids.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from hemicycle.record.importers import languages
from hemicycle.record.importers.coverage import Tally
from hemicycle.record.importers.errors import Fault, UnreadableFile
from hemicycle.record.importers.safe_json import Fields, expect_object, objects, parse, text_of, unread
from hemicycle.record.importers.values import partial_date, seats_of, slug, web_address
from hemicycle.record.papers import (
    AreaPaper,
    BodyPaper,
    Known,
    LeftAside,
    MembershipPaper,
    Paper,
    PeriodPaper,
    PersonPaper,
    Words,
)

KINDS = {
    "legislature": "chamber",
    "chamber": "chamber",
    "party": "party",
    "faction": "group",
    "group": "group",
    "committee": "committee",
    "government": "government",
    "executive": "government",
}
# What is read of each; the rest is counted by name.
_READ = {
    "persons": """
        id name sort_name gender birth_date image other_names links contact_details email identifiers memberships
    """,
    "organizations": "id name classification seats founding_date dissolution_date other_names links identifiers",
    "areas": "id name other_names identifiers",
    "events": "id name classification organization_id start_date end_date",
    "memberships": """
        id person_id organization_id legislative_period_id start_date end_date on_behalf_of_id area_id role
    """,
}
READ = {section: frozenset(names.split()) for section, names in _READ.items()}
# What describes the file.
ABOUT = ("meta",)
GENDERS = {"male": "male", "female": "female", "other": "other"}
# The schemes of which an id names one person or body, and no edition of a catalogue.
TRUSTED = ("wikidata",)
UNKNOWN = "und"


def read(path: Path) -> Iterator[Paper | LeftAside]:
    """Everything in the file, bodies first. Raises UnreadableFile."""
    data = expect_object(path, parse(path))
    reader = _Reader(data)
    if not (reader.organizations or reader.people):
        raise UnreadableFile(path, Fault.NO_PEOPLE)
    yield from reader.bodies()
    yield from reader.areas()
    yield from reader.periods()
    yield from reader.persons()
    yield from reader.aside
    yield from _unread(data)


def _unread(data: Fields) -> Iterator[LeftAside]:
    tally = Tally()
    for name, rows in data.items():
        if name in READ:
            tally.add(unread(name, objects(rows), READ[name]))
        elif name not in ABOUT:
            tally.add(unread(name, objects(rows), ()))
    return tally.left_aside()


class _Reader:
    def __init__(self, data: Fields) -> None:
        self.organizations = {
            text_of(row, "id"): row for row in objects(data.get("organizations")) if text_of(row, "id")
        }
        self.people = objects(data.get("persons"))
        self.aside: list[LeftAside] = []
        self.place = {text_of(row, "id"): row for row in objects(data.get("areas")) if text_of(row, "id")}
        events = objects(data.get("events"))
        self.terms = {
            text_of(row, "id"): row for row in events if text_of(row, "classification") == "legislative period"
        }
        self.memberships: dict[str, list[Fields]] = defaultdict(list)
        for row in objects(data.get("memberships")):
            self.memberships[text_of(row, "person_id")].append(row)
        self.source = self._source()

    def _source(self) -> str:
        """What tells this publisher's ids from another's."""
        for row in self.organizations.values():
            if KINDS.get(text_of(row, "classification")) == "chamber":
                return next((known.value for known in _trusted(row)), "") or slug(text_of(row, "name")) or "unnamed"
        return "unnamed"

    def known(self, reference: str) -> Known:
        return Known("popolo", f"{self.source}/{reference}"[:400])

    def bodies(self) -> Iterator[Paper | LeftAside]:
        for references in self._same():
            row = self.organizations[references[0]]
            if names := _names(row):
                kind, seats = KINDS.get(text_of(row, "classification"), "other"), row.get("seats")
                yield BodyPaper(
                    kind,
                    names,
                    (*map(self.known, references), *_trusted(row)),
                    seats=seats_of(seats),
                    since=partial_date(text_of(row, "founding_date")),
                    until=partial_date(text_of(row, "dissolution_date")),
                    links=_links(row),
                )
            else:
                yield LeftAside(1, references[0], "no-name")

    def _same(self) -> list[list[str]]:
        """The ids of each body: a publisher that spells one in three ways gives it three, and one Wikidata id."""
        same: dict[object, list[str]] = defaultdict(list)
        for reference, row in self.organizations.items():
            same[next(iter(_trusted(row)), reference)].append(reference)
        return list(same.values())

    def areas(self) -> Iterator[Paper | LeftAside]:
        for reference, row in self.place.items():
            if names := _names(row):
                yield AreaPaper(names, (self.known(reference), *_trusted(row)))
            else:
                yield LeftAside(1, reference, "no-name")

    def periods(self) -> Iterator[Paper]:
        for reference, row in self.terms.items():
            body, name = text_of(row, "organization_id"), text_of(row, "name", 160)
            if body in self.organizations:
                number = reference.rsplit("/", 1)[-1][:20]
                since, until = partial_date(text_of(row, "start_date")), partial_date(text_of(row, "end_date"))
                labels = {UNKNOWN: name} if name else {}
                known = (self.known(reference),)
                yield PeriodPaper(self.known(body), "term", known, number, labels, since=since, until=until)
            else:
                self.aside.append(LeftAside(1, reference[:80], "unknown-body"))

    def persons(self) -> Iterator[Paper | LeftAside]:
        for row in self.people:
            name, reference = text_of(row, "name", 200), text_of(row, "id")
            if not (name and reference):
                yield LeftAside(1, name or reference or "person", "no-name")
                continue
            yield PersonPaper(
                name,
                (self.known(reference), *_trusted(row)),
                sort_name=text_of(row, "sort_name", 200),
                gender=GENDERS.get(text_of(row, "gender").lower(), ""),
                other_names=_other_names(row, name),
                born=partial_date(text_of(row, "birth_date")),
                image=text_of(row, "image", 500),
                links=_links(row),
                contacts=_contacts(row),
                memberships=tuple(self._memberships(reference)),
            )

    def _memberships(self, person: str) -> Iterator[MembershipPaper]:
        """Those whose bodies the file has. One without dates of its own lasts as long as its term."""
        seen: set[tuple[str, str, str]] = set()
        for row in self.memberships[person]:
            body, term = text_of(row, "organization_id"), self.terms.get(text_of(row, "legislative_period_id"), {})
            since = partial_date(text_of(row, "start_date")) or partial_date(text_of(term, "start_date"))
            until = partial_date(text_of(row, "end_date")) or partial_date(text_of(term, "end_date"))
            party, area, role = text_of(row, "on_behalf_of_id"), text_of(row, "area_id"), _role(row)
            if body not in self.organizations:
                self.aside.append(LeftAside(1, f"{person}: {body}"[:80], "unknown-body"))
                continue
            if until and until < since[:4]:
                self.aside.append(LeftAside(1, f"{person}: {body}"[:80], "unclear-date"))
                continue
            if (body, role, since) in seen:
                continue
            seen.add((body, role, since))
            yield MembershipPaper(
                self.known(body),
                role,
                area=self.known(area) if area in self.place and _names(self.place[area]) else None,
                on_behalf_of=self.known(party) if party in self.organizations else None,
                since=since,
                until=until,
            )


def _role(row: Fields) -> str:
    """Popolo leaves the words for roles free."""
    role = text_of(row, "role").lower()
    if "vice" in role or "deputy" in role:
        return "vice_chair"
    if role in ("chair", "president", "speaker"):
        return "chair"
    if role in ("minister", "office holder"):
        return "office_holder"
    return "leader" if role == "leader" else "member"


def _trusted(row: Fields) -> list[Known]:
    found = [(text_of(each, "scheme"), text_of(each, "identifier")) for each in objects(row.get("identifiers"))]
    return [Known(scheme, value) for scheme, value in dict.fromkeys(found) if scheme in TRUSTED and value]


def _names(row: Fields) -> Words:
    """The name by language: the main one in the language of another name that reads the same."""
    name, names = text_of(row, "name", 300), dict[str, str]()
    for each in objects(row.get("other_names")):
        tag, other = languages.tag(text_of(each, "lang") or ""), text_of(each, "name", 300)
        if tag and other and (tag not in names or other == name):
            names[tag] = other
    if name and name not in names.values():
        names[UNKNOWN] = name
    return names


def _other_names(row: Fields, name: str) -> tuple[str, ...]:
    found = (text_of(each, "name", 200) for each in objects(row.get("other_names")))
    return tuple(sorted({other for other in found if other and other != name}))


def _links(row: Fields) -> dict[str, str]:
    """Addresses by what they are; of several of a kind the first."""
    links: dict[str, str] = {}
    for each in objects(row.get("links")):
        note, url = text_of(each, "note").lower(), text_of(each, "url", 500)
        kind = {"website": "web", "twitter": "x"}.get(note, note)
        if kind in ("web", "x", "facebook", "bluesky", "mastodon", "instagram", "tiktok", "youtube") and web_address(
            url
        ):
            links.setdefault(kind, url)
    return links


def _contacts(row: Fields) -> dict[str, str]:
    found = {text_of(each, "type"): text_of(each, "value", 300) for each in objects(row.get("contact_details"))}
    found.setdefault("email", text_of(row, "email", 300))
    return {kind: found[kind] for kind in ("email", "phone", "address") if found.get(kind)}
