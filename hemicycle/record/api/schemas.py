"""What the API answers. Words in several languages are keyed by BCP 47 tags; `address` names a row for good."""

from __future__ import annotations

import datetime as dt
from typing import Generic, TypeVar

from ninja import Field, Schema

T = TypeVar("T")
Words = dict[str, str]


class Ref(Schema):
    """Something of the record that has an address of its own."""

    address: str
    name: str
    url: str = Field(description="The page that people read.")


class Page(Schema, Generic[T]):
    total: int
    next: str | None = Field(description="The address of the next page, if there is one.")
    items: list[T]


class Membership(Schema):
    body: Ref
    role: str
    since: str = Field(description="YYYY, YYYY-MM or YYYY-MM-DD, as the source says; empty if it does not.")
    until: str
    area: Words | None


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
    identifiers: list[Known]
    memberships: list[Membership]


class Body(Ref):
    kind: str
    names: Words
    short_names: Words
    colour: str
    seats: int | None
    parent: str | None = Field(description="The address of the body it is part of.")


class BodyInFull(Body):
    descriptions: Words
    since: str
    until: str
    links: dict[str, str]
    identifiers: list[Known]


class Bill(Ref):
    kind: str
    number: str
    titles: Words
    stage: str | None
    introduced_on: dt.date | None


class Step(Schema):
    stage: str
    date: dt.date
    notes: Words


class Version(Schema):
    address: str
    language: str
    label: str
    status: str
    valid_from: dt.date | None
    valid_to: dt.date | None = Field(
        description="The day on which a newer text replaced it; null for the one in force."
    )
    url: str


class BillInFull(Bill):
    long_titles: Words
    popular_names: Words
    summaries: Words
    origin: str
    committee: Ref | None
    sponsor: Ref | None
    identifiers: list[Known]
    steps: list[Step]
    versions: list[Version]


class Clause(Schema):
    eid: str = Field(description="Its Akoma Ntoso eId.")
    parent: str | None = Field(description="The eId of the clause around it.")
    level: str
    number: str
    heading: str
    text: str
    url: str


class VersionInFull(Version):
    bill: Ref
    clauses: list[Clause]


class Sitting(Ref):
    body: Ref
    date: dt.date
    number: int
    status: str
    titles: Words


class Item(Schema):
    order: int
    kind: str
    titles: Words
    parent: int | None = Field(description="The order of the item around it.")
    bill: str | None = Field(description="The address of the bill it is about.")


class SittingInFull(Sitting):
    opened_at: dt.time | None
    closed_at: dt.time | None
    identifiers: list[Known]
    items: list[Item]


class Speech(Ref):
    kind: str
    sitting: str
    date: dt.date
    order: int
    started_at: dt.time | None
    speaker: Ref | None
    labels: Words = Field(description="The name as printed.")
    languages: list[str]


class Paragraph(Schema):
    order: int
    kind: str
    text: str
    spoken_in: str
    url: str


class Text(Schema):
    language: str
    kind: str
    status: str
    paragraphs: list[Paragraph]


class SpeechInFull(Speech):
    roles: Words
    texts: list[Text]


class Count(Schema):
    option: str
    value: int


class Ballot(Schema):
    member: Ref | None
    label: str
    option: str
    teller: bool
    group: Ref | None


class Vote(Ref):
    number: str
    sitting: str
    date: dt.date
    motions: Words
    result: str
    counts: list[Count]


class VoteInFull(Vote):
    bill: str | None
    held_at: dt.time | None
    ballots: list[Ballot]


class Hit(Schema):
    kind: str
    title: str
    url: str
    date: dt.date | None
    language: str
    passage: str
    marks: list[tuple[int, int]] = Field(description="From which sign to which the words of the question stand.")


class Fault(Schema):
    """A problem after RFC 9457, `application/problem+json`."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[dict[str, str]] = []
