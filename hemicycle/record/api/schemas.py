"""What the API answers. Words in several languages are keyed by BCP 47 tags; `address` names a row for good."""

from __future__ import annotations

import datetime as dt
from typing import Generic, TypeVar

from django.utils.translation import gettext_noop
from ninja import Field, Schema

from hemicycle.record import models
from hemicycle.record.search.entry import Kind

T = TypeVar("T")
Words = dict[str, str]


class Ref(Schema):
    """Something of the record that has an address of its own."""

    address: str
    name: str
    url: str = Field(description=gettext_noop("The page that people read."))


class Page(Schema, Generic[T]):
    total: int = Field(description=gettext_noop("The total number of items."))
    next: str | None = Field(description=gettext_noop("The address of the next page, if there is one."))
    items: list[T] = Field(description=gettext_noop("The items on this page."))


class Membership(Schema):
    body: Ref = Field(description=gettext_noop("The body."))
    role: models.MembershipRole
    since: str = Field(
        description=gettext_noop("YYYY, YYYY-MM or YYYY-MM-DD, as the source says; empty if it does not.")
    )
    until: str
    area: Words | None


class Source(Schema):
    """Where a thing was taken from."""

    address: str
    retrieved_at: dt.datetime
    licence: str


class Known(Schema):
    scheme: str
    value: str


class Member(Ref):
    sort_name: str
    gender: str


class MemberInFull(Member):
    biographies: Words
    image: str
    links: dict[str, str]
    identifiers: list[Known] = Field(description=gettext_noop("Its identifiers elsewhere."))
    source: Source | None
    memberships: list[Membership] = Field(description=gettext_noop("All their memberships, past and present."))


class Body(Ref):
    kind: models.OrganizationKind
    names: Words
    short_names: Words
    colour: str
    seats: int | None
    parent: str | None = Field(description=gettext_noop("The address of the body it is part of."))


class BodyInFull(Body):
    descriptions: Words
    since: str
    until: str
    links: dict[str, str]
    identifiers: list[Known] = Field(description=gettext_noop("Its identifiers elsewhere."))
    source: Source | None


class Bill(Ref):
    kind: models.DocumentKind
    number: str
    titles: Words
    stage: models.Stage | None
    introduced_on: dt.date | None


class Step(Schema):
    stage: models.Stage
    date: dt.date
    notes: Words


class Version(Schema):
    address: str
    language: str
    label: str
    status: models.VersionStatus
    valid_from: dt.date | None
    valid_to: dt.date | None = Field(
        description=gettext_noop("The day on which a newer text replaced it; null for the one in force.")
    )
    url: str = Field(description=gettext_noop("The page that people read."))


class BillInFull(Bill):
    long_titles: Words
    popular_names: Words
    summaries: Words
    origin: str
    committee: Ref | None
    sponsor: Ref | None
    identifiers: list[Known] = Field(description=gettext_noop("Its identifiers elsewhere."))
    source: Source | None
    steps: list[Step] = Field(description=gettext_noop("Its steps through the House."))
    versions: list[Version] = Field(description=gettext_noop("Its texts, the oldest first."))


class Clause(Schema):
    eid: str = Field(description=gettext_noop("Its Akoma Ntoso eId."))
    parent: str | None = Field(description=gettext_noop("The eId of the clause around it."))
    level: models.ClauseLevel
    number: str
    heading: str
    text: str
    url: str = Field(description=gettext_noop("Its place on the page that people read."))


class VersionInFull(Version):
    bill: Ref = Field(description=gettext_noop("The bill or act."))
    source: Source | None
    clauses: list[Clause] = Field(description=gettext_noop("Its clauses, in the order of reading."))


class Sitting(Ref):
    body: Ref = Field(description=gettext_noop("The body."))
    date: dt.date
    number: int
    status: models.SittingStatus
    titles: Words


class Item(Schema):
    order: int
    kind: models.ItemKind
    titles: Words
    parent: int | None = Field(description=gettext_noop("The order of the item around it."))
    bill: str | None = Field(description=gettext_noop("The address of the bill it is about."))


class SittingInFull(Sitting):
    opened_at: dt.datetime | None = Field(description=gettext_noop("When it opened, as RFC 3339 writes it."))
    closed_at: dt.datetime | None = Field(description=gettext_noop("When it closed, as RFC 3339 writes it."))
    identifiers: list[Known] = Field(description=gettext_noop("Its identifiers elsewhere."))
    source: Source | None
    items: list[Item] = Field(description=gettext_noop("Its agenda, in the order of reading."))


class Speech(Ref):
    kind: models.ContributionKind
    sitting: str = Field(description=gettext_noop("The address of its sitting."))
    date: dt.date
    order: int
    started_at: dt.datetime | None = Field(description=gettext_noop("When it began, as RFC 3339 writes it."))
    speaker: Ref | None = Field(description=gettext_noop("Who spoke, if known."))
    labels: Words = Field(description=gettext_noop("The name as printed."))
    languages: list[str] = Field(description=gettext_noop("The languages in which it has a text."))


class Paragraph(Schema):
    order: int
    kind: models.SegmentKind
    text: str
    spoken_in: str
    url: str = Field(description=gettext_noop("Its place on the page that people read."))


class Text(Schema):
    language: str
    kind: models.TextKind
    status: models.VersionStatus
    source: Source | None
    paragraphs: list[Paragraph] = Field(description=gettext_noop("Its paragraphs, in the order of reading."))


class SpeechInFull(Speech):
    roles: Words
    texts: list[Text] = Field(description=gettext_noop("Its texts as they stand now."))


class Count(Schema):
    option: models.VoteOption
    value: int


class Ballot(Schema):
    member: Ref | None = Field(description=gettext_noop("Who voted, if known."))
    label: str
    option: models.VoteOption
    teller: bool
    group: Ref | None


class Vote(Ref):
    number: str
    sitting: str = Field(description=gettext_noop("The address of its sitting."))
    date: dt.date
    motions: Words
    result: str
    counts: list[Count] = Field(description=gettext_noop("How many chose what, as the House declared it."))


class VoteInFull(Vote):
    bill: str | None = Field(description=gettext_noop("The address of the bill it is about."))
    held_at: dt.datetime | None = Field(description=gettext_noop("When the House voted, as RFC 3339 writes it."))
    source: Source | None
    ballots: list[Ballot] = Field(description=gettext_noop("How each member voted, where the source says."))


class Hit(Schema):
    kind: Kind
    title: str = Field(description=gettext_noop("What it is called."))
    url: str = Field(description=gettext_noop("The page that people read."))
    date: dt.date | None
    language: str
    passage: str = Field(description=gettext_noop("The words around what was found."))
    marks: list[tuple[int, int]] = Field(description=gettext_noop("Start and end of each search word in the text."))


class Fault(Schema):
    """A problem after RFC 9457, `application/problem+json`."""

    type: str = Field(description=gettext_noop("The kind of problem; about:blank says no more than the status."))
    title: str = Field(description=gettext_noop("The status in words."))
    status: int = Field(description=gettext_noop("The status of the answer."))
    detail: str = Field(description=gettext_noop("What is wrong."))
    errors: list[dict[str, str]] = Field([], description=gettext_noop("Each parameter that is wrong, and why."))
