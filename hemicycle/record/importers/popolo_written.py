"""Popolo that Hemicycle wrote: read back with all that it says, the sittings too, and as it says it.

`popolo` guesses where other files leave something open (which name is the main one, what an office is called); here
nothing is guessed, and rows are found again by the identifiers they had. Such a file is no more trusted than another:
a word of which the record knows only some is read as one of these, and a reference that leads nowhere as none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import Any

from hemicycle.record.importers import languages
from hemicycle.record.importers.akn_written import BODIES, LONGEST_NAME, LONGEST_SCHEME, LONGEST_VALUE, clock, one_of
from hemicycle.record.importers.errors import Fault, UnreadableFile
from hemicycle.record.importers.parlamint_words import LINKS
from hemicycle.record.importers.popolo_words import (
    CLASSIFICATIONS,
    FIELDS,
    GENERATOR,
    NOTES,
    PERIODS,
    RESULTS,
    ROLES,
    SHORT,
    SITTING,
    SOURCE,
    TELLER,
)
from hemicycle.record.importers.safe_json import Fields, objects, said, unread
from hemicycle.record.importers.taken import Tally
from hemicycle.record.papers import (
    AreaPaper,
    BallotPaper,
    BodyPaper,
    ItemPaper,
    Known,
    LeftAside,
    MembershipPaper,
    Paper,
    Part,
    PeriodPaper,
    PersonPaper,
    SegmentPaper,
    SittingPaper,
    SpeechPaper,
    TextPaper,
    VotePaper,
    Words,
)

# Whom the rows without any identifier are known by: the addresses they had.
OWN = "hemicycle"
GENDERS = ("female", "male", "other")
SPOKEN = ("speech", "question", "answer", "interjection", "chair", "procedural", "note")
NAMELESS = ("procedural", "note", "chair")
OPTIONS = ("yes", "no", "abstain", "absent", "not voting", "paired")
STATUSES = ("scheduled", "live", "provisional", "final")
CONTACTS = ("email", "phone", "address")
LONGEST_ADDRESS, LONGEST_NUMBER, LONGEST_TEXT, LARGEST_NUMBER = 500, 20, 100_000, 99_999
_PARTIAL = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")
_KINDS = {word: kind for kind, word in CLASSIFICATIONS.items()}
_ROLES = {word: role for role, word in ROLES.items()}
_PERIODS = {word: kind for kind, word in PERIODS.items()}
_NOTES = {word: kind for kind, word in NOTES.items()}
_RESULTS = {word: result for result, word in RESULTS.items()}


def is_ours(data: Fields) -> bool:
    about = data.get("meta")
    return isinstance(about, dict) and about.get("generator") == GENERATOR


class Written:
    """One file. Raises UnreadableFile."""

    def __init__(self, path: Path, data: Fields) -> None:
        self.path, self.data, self.aside = path, data, list[LeftAside]()
        self.bodies, self.areas, self.people = (
            _by_id(data.get(name)) for name in ("organizations", "areas", "persons")
        )
        events = _by_id(data.get("events"))
        self.periods = {key: row for key, row in events.items() if said(row, "classification") in _PERIODS}
        self.sittings = {key: row for key, row in events.items() if said(row, "classification") == SITTING}
        self.motions, self.memberships = _by_id(data.get("motions")), _grouped(data.get("memberships"), "person_id")
        self.votes = _grouped(data.get("vote_events"), "event_id")
        self.speeches = _grouped(data.get("speeches"), "event_id")

    def papers(self) -> Iterator[Paper | LeftAside]:
        """Those first to whom others refer."""
        yield from self._told(self._body, _parents_first(self.bodies))
        yield from self._told(self._area, _parents_first(self.areas))
        yield from self._told(self._period, _parents_first(self.periods))
        yield from self._told(self._person, self.people)
        yield from self._told(self._sitting, self.sittings)
        yield from self.aside
        tally = Tally()
        for name, rows in self.data.items():
            tally.add(unread(name, objects(rows), FIELDS))
        yield from tally.told()

    def _told(self, read: Any, keys: Iterable[str]) -> Iterator[Paper | LeftAside]:
        for key in keys:
            yield read(key) or LeftAside(1, key[:80], "no-name")

    def _body(self, key: str) -> BodyPaper | None:
        row = self.bodies[key]
        classification, seats = said(row, "classification"), row.get("seats")
        kind = one_of(BODIES, _KINDS.get(classification, classification), "other")
        names, short = _names(row, ""), _names(row, SHORT)
        if not names:
            return None
        return BodyPaper(
            kind,
            names,
            _known_as(row),
            short_names=short,
            descriptions=_words(row, "description"),
            colour=_colour(row),
            seats=seats if isinstance(seats, int) and 0 < seats < 32_768 else None,
            parent=_reference(row, "parent_id", self.bodies),
            since=_partial(row, "founding_date"),
            until=_partial(row, "dissolution_date"),
            links=_links(row),
        )

    def _area(self, key: str) -> AreaPaper | None:
        row = self.areas[key]
        names = _names(row, "")
        return AreaPaper(names, _known_as(row), _reference(row, "parent_id", self.areas)) if names else None

    def _period(self, key: str) -> PeriodPaper | None:
        row = self.periods[key]
        body, number = _reference(row, "organization_id", self.bodies), said(row, "number", LONGEST_NUMBER)
        if body is None:
            return None
        name = said(row, "name", LONGEST_NAME)
        return PeriodPaper(
            body,
            _PERIODS[said(row, "classification")],
            _known_as(row),
            number,
            _words(row, "name") if name != number or "translations" in row else {},
            parent=_reference(row, "parent_id", self.periods),
            since=_partial(row, "start_date"),
            until=_partial(row, "end_date"),
        )

    def _person(self, key: str) -> PersonPaper | None:
        row = self.people[key]
        name = said(row, "name", LONGEST_NAME)
        if not name:
            return None
        others = (said(each, "name", LONGEST_NAME) for each in objects(row.get("other_names")))
        contacts = {said(each, "type"): said(each, "value", 300) for each in objects(row.get("contact_details"))}
        return PersonPaper(
            name,
            _known_as(row),
            sort_name=said(row, "sort_name", LONGEST_NAME),
            gender=one_of(GENDERS, said(row, "gender"), ""),
            biographies=_words(row, "biography"),
            other_names=tuple(sorted({other for other in others if other and other != name})),
            born=_partial(row, "birth_date"),
            image=_web(said(row, "image", LONGEST_ADDRESS)),
            links=_links(row),
            contacts={kind: contacts[kind] for kind in CONTACTS if contacts.get(kind)},
            memberships=tuple(self._memberships(key)),
        )

    def _memberships(self, person: str) -> Iterator[MembershipPaper]:
        for row in self.memberships.get(person, ()):
            body, role = _reference(row, "organization_id", self.bodies), said(row, "role")
            if body is not None:
                yield MembershipPaper(
                    body,
                    one_of(("member", "chair", "leader", *_ROLES.values()), _ROLES.get(role, role), "member"),
                    _words(row, "label"),
                    area=_reference(row, "area_id", self.areas),
                    on_behalf_of=_reference(row, "on_behalf_of_id", self.bodies),
                    since=_partial(row, "start_date"),
                    until=_partial(row, "end_date"),
                )

    def _sitting(self, key: str) -> SittingPaper | None:
        row = self.sittings[key]
        body, number = _reference(row, "organization_id", self.bodies), row.get("number")
        if body is None:
            return None
        return SittingPaper(
            body,
            number if isinstance(number, int) and 0 < number <= LARGEST_NUMBER else 1,
            self._day(row),
            _known_as(row),
            period=_reference(row, "parent_id", self.periods),
            status=one_of(STATUSES, said(row, "status"), "final"),
            opened_at=clock(_hour(row, "start_date")),
            closed_at=clock(_hour(row, "end_date")),
            titles=_words(row, "name"),
            parts=tuple(self._parts(key)),
        )

    def _day(self, row: Fields) -> date:
        try:
            return date.fromisoformat(said(row, "start_date")[:10])
        except ValueError as error:
            raise UnreadableFile(self.path, Fault.NO_DATE, detail=said(row, "id", 80)) from error

    def _parts(self, sitting: str) -> Iterator[Part]:
        """In their places; a heading stands over what names it, and over a vote amid that."""
        speeches = [(_place(row), told) for row in self.speeches.get(sitting, ()) if (told := self._speech(row))]
        votes = [(_place(row), self._vote(row)) for row in self.votes.get(sitting, ())]
        placed: list[tuple[int, tuple[Words, SpeechPaper] | VotePaper]] = [*speeches, *votes]
        above: Words = {}
        rows: list[tuple[Words, SpeechPaper | VotePaper]] = []
        for _at, part in sorted(placed, key=lambda pair: pair[0]):
            if isinstance(part, VotePaper):
                rows.append((above, part))
            else:
                above = part[0]
                rows.append(part)
        for titles, under in groupby(rows, key=lambda pair: pair[0]):
            found = [part for _titles, part in under]
            if titles:
                yield ItemPaper("other", titles, tuple(found))
            else:
                yield from found

    def _speech(self, row: Fields) -> tuple[Words, SpeechPaper] | None:
        """With the heading above it."""
        language, text = languages.tag(said(row, "lang")) or "und", row.get("text")
        lines = text.split("\n") if isinstance(text, str) else []
        segments = tuple(SegmentPaper(" ".join(line.split())) for line in lines if line.strip())
        if not segments:
            self.aside.append(LeftAside(1, f"speech {said(row, 'id', 60)}", "no-words"))
            return None
        person, labels = _reference(row, "creator_id", self.people), _words(row, "attribution_text", language)
        kind = one_of(SPOKEN, said(row, "type"), "speech")
        told = SpeechPaper(
            (TextPaper(language, segments, provisional=said(row, "status") == "provisional"),),
            person=person,
            labels=labels,
            roles=_words(row, "role", language),
            kind=kind if person or labels or kind in NAMELESS else "procedural",
            native_id=_native_id(row),
            started_at=clock(_hour(row, "date")),
        )
        return _words(row, "title", language), told

    def _vote(self, row: Fields) -> VotePaper:
        motion = self.motions.get(said(row, "motion_id"), {})
        counts = {said(each, "option"): each.get("value") for each in objects(row.get("counts"))}
        return VotePaper(
            {option: value for option, value in counts.items() if option in OPTIONS and _is_count(value)},  # type: ignore[misc]
            tuple(self._ballots(row)),
            result=_RESULTS.get(said(row, "result"), ""),
            number=said(row, "identifier", LONGEST_NUMBER),
            motions=_words(motion, "text") if "translations" in motion else {},
            native_id=_native_id(row),
            held_at=clock(_hour(row, "start_date")),
        )

    def _ballots(self, row: Fields) -> Iterator[BallotPaper]:
        """Each voter once."""
        voted: set[Known] = set()
        for each in objects(row.get("votes")):
            person, voter = _reference(each, "voter_id", self.people), each.get("voter")
            label = said(voter, "name", LONGEST_NAME) if isinstance(voter, dict) else ""
            option = one_of(OPTIONS, said(each, "option"), "")
            if option and (person or label) and person not in voted:
                voted |= {person} - {None}  # type: ignore[arg-type]
                group = _reference(each, "group_id", self.bodies)
                yield BallotPaper(option, person, label, said(each, "role") == TELLER, group)


def _by_id(rows: Any) -> dict[str, Fields]:
    return {said(row, "id"): row for row in objects(rows) if said(row, "id")}


def _grouped(rows: Any, name: str) -> dict[str, list[Fields]]:
    found: dict[str, list[Fields]] = {}
    for row in objects(rows):
        found.setdefault(said(row, name), []).append(row)
    return found


def _parents_first(rows: dict[str, Fields]) -> list[str]:
    """What others lie in before them; of a ring, which no record has, whatever comes first."""
    placed: dict[str, None] = {}
    for key in rows:
        above, at = list[str](), key
        while at in rows and at not in placed and at not in above:
            above.append(at)
            at = said(rows[at], "parent_id")
        placed.update(dict.fromkeys(reversed(above)))
    return list(placed)


def _known_as(row: Fields) -> tuple[Known, ...]:
    pairs = ((said(each, "scheme"), said(each, "identifier")) for each in objects(row.get("identifiers")))
    found = [Known(scheme, value) for scheme, value in pairs if _fits(scheme, value)]
    return tuple(dict.fromkeys(found)) or (Known(OWN, said(row, "id")[:LONGEST_VALUE]),)


def _fits(scheme: str, value: str) -> bool:
    return 0 < len(scheme) <= LONGEST_SCHEME and 0 < len(value) <= LONGEST_VALUE


def _reference(row: Fields, name: str, rows: dict[str, Fields]) -> Known | None:
    """The row of the file that another names."""
    other = rows.get(said(row, name))
    return None if other is None or other is row else _known_as(other)[0]


def _names(row: Fields, note: str) -> Words:
    found = ((languages.tag(said(each, "lang")), each) for each in objects(row.get("other_names")))
    return {
        tag: said(each, "name", 300)
        for tag, each in found
        if tag and said(each, "name") and said(each, "note") == note
    }


def _words(row: Fields, name: str, language: str = "und") -> Words:
    """In every language there is, else as it stands, in this one."""
    translations = row.get("translations")
    told = translations.get(name) if isinstance(translations, dict) else None
    if not isinstance(told, dict):
        told = {language: row.get(name)}
    found = {languages.tag(str(tag)): said(told, tag, LONGEST_TEXT) for tag in told}
    return {tag: words for tag, words in found.items() if tag and words}


def _links(row: Fields) -> dict[str, str]:
    links: dict[str, str] = {}
    for each in objects(row.get("links")):
        note, url = said(each, "note"), _web(said(each, "url", LONGEST_ADDRESS))
        kind = _NOTES.get(note, note)
        if kind in LINKS and url:
            links.setdefault(kind, url)
    return links


def _web(address: str) -> str:
    """Only what a page may link to."""
    return address if address.startswith(("http://", "https://")) else ""


def _colour(row: Fields) -> str:
    colour = said(row, "colour")
    return colour if _COLOUR.fullmatch(colour) else ""


def _partial(row: Fields, name: str) -> str:
    found = _PARTIAL.fullmatch(said(row, name))
    return found[0] if found else ""


def _hour(row: Fields, name: str) -> str:
    """What stands after the day of a moment."""
    return said(row, name).partition("T")[2]


def _native_id(row: Fields) -> str:
    names = objects(row.get("identifiers"))
    return next((said(each, "identifier", 200) for each in names if said(each, "scheme") == SOURCE), "")


def _place(row: Fields) -> int:
    place = row.get("position")
    return place if isinstance(place, int) else 0


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**31
