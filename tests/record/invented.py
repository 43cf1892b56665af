"""An invented record of any shape: every table, every field, public and internal rows side by side, words of any kind."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any

from django.db import models
from hypothesis import strategies as st

from hemicycle.record.models import (
    AgendaItem,
    Area,
    Clause,
    Contribution,
    Document,
    DocumentVersion,
    Identifier,
    MediaSpan,
    Membership,
    Organization,
    Period,
    Person,
    ProcedureStep,
    Recording,
    Segment,
    Sitting,
    Source,
    SpeechText,
    Vote,
    VoteCount,
    VoteEvent,
)
from hemicycle.record.tables.columns import MODELS, Kind, columns

FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "'quoted'", "''", '"', "a,b;c", "line\r\nline", "'=1")
WORDS = st.one_of(
    st.sampled_from(FORMULAS),
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=20).filter(
        str.strip
    ),
)
LANGUAGES = ("en", "fr", "es", "pt-BR", "zh-Hant")
# What becomes a link or a colour on a page.
GIVEN = {
    "colour": "#0072b2",
    "image": "https://parliament.example/=1",
    "links": {"web": "https://parliament.example/"},
    "files": [{"url": "https://parliament.example/1.mp4"}],
}
CLASSIFICATIONS = ("public", "public", "public", "internal", "confidential")


class Invented:
    """Rows made from one stream of chance; `words` are what stands in their texts."""

    def __init__(self, chance: Random, words: list[str]) -> None:
        self.chance, self.words, self.count = chance, words, 0

    def record(self) -> None:
        sources = [self.row(Source, address=f"file{n}", licence=self.word(120)) for n in range(3)]
        self.sources = sources
        areas = [self.row(Area, parent=None) for _ in range(2)]
        bodies = [self.row(Organization, parent=None, merged_into=None) for _ in range(3)]
        people = [self.row(Person, merged_into=None) for _ in range(4)]
        for person in people:
            self.row(Membership, person=person, organization=self.one(bodies), area=self.one(areas), until="")
        periods = [self.row(Period, organization=bodies[0], parent=None, number="1") for _ in range(2)]
        bills = [
            self.row(Document, classification=self.one(CLASSIFICATIONS), sponsor=self.one(people)) for _ in range(3)
        ]
        versions = [self.version(bill) for bill in bills]
        sittings = [
            self.row(
                Sitting, organization=bodies[0], period=self.one(periods), classification=self.one(CLASSIFICATIONS)
            )
            for _ in range(3)
        ]
        for sitting in sittings:
            self.sitting(sitting, people, bills)
        owned = {"person": people, "area": areas, "sitting": sittings, "document": bills, "version": versions}
        for owner, rows in owned.items():
            for row in rows:
                self.row(Identifier, scheme="native", value=str(self.next()), **{owner: row})

    def version(self, bill: Document) -> DocumentVersion:
        version = self.row(
            DocumentVersion, document=bill, classification=self.one(CLASSIFICATIONS), valid_from=None, valid_to=None
        )
        whole = self.row(Clause, version=version, parent=None, order=1, eid="a")
        self.row(Clause, version=version, parent=whole, order=2, eid="b")
        self.row(ProcedureStep, document=bill, order=1)
        return version

    def sitting(self, sitting: Sitting, people: list[Person], bills: list[Document]) -> None:
        item = self.row(AgendaItem, sitting=sitting, parent=None, order=1, document=self.maybe(bills))
        recording = self.row(Recording, sitting=sitting, classification=self.one(CLASSIFICATIONS))
        before: Contribution | None = None
        for order in range(2, self.chance.randint(3, 6)):
            gone = datetime(2030, 1, 1, tzinfo=UTC) if self.chance.random() < 0.2 else None
            said = self.row(
                Contribution,
                sitting=sitting,
                item=item,
                order=order,
                person=self.one(people),
                reply_to=before,
                withdrawn_at=gone,
            )
            before = said
            self.text(said, recording)
        self.vote(sitting, item, people, bills)

    def text(self, said: Contribution, recording: Recording) -> None:
        for language in self.chance.sample(LANGUAGES, 2):
            text = self.row(
                SpeechText,
                contribution=said,
                language=language,
                classification=self.one(CLASSIFICATIONS),
                valid_to=self.maybe([datetime(2030, 5, 1, tzinfo=UTC)]),
            )
            first = self.row(Segment, text_version=text, order=1)
            self.row(MediaSpan, recording=recording, contribution=None, segment=first, start=1, end=2)
        self.row(MediaSpan, recording=recording, contribution=said, segment=None, start=0, end=7, checked_by="Clerk")

    def vote(self, sitting: Sitting, item: AgendaItem, people: list[Person], bills: list[Document]) -> None:
        event = self.row(
            VoteEvent,
            sitting=sitting,
            item=item,
            order=9,
            document=self.maybe(bills),
            classification=self.one(CLASSIFICATIONS),
        )
        self.row(VoteCount, event=event, option="yes")
        for order, person in enumerate(people[:2], start=1):
            self.row(Vote, event=event, order=order, person=person, label=self.word(200))

    def row(self, model: type[Any], **given: Any) -> Any:
        """A row with the given values; all others are made up."""
        known_columns = {column.field.name: column for column in columns(model) if column.name != "id"}
        made = {
            name: self.value(column) for name, column in known_columns.items() if name not in given and not column.to
        }
        if "source" in known_columns and "source" not in given:
            made["source"] = self.maybe(self.sources)
        return model.objects.create(**made, **given)

    def value(self, column: Any) -> Any:
        if column.nullable and self.chance.random() < 0.3:
            return None
        if column.name in ("since", "until", "born"):
            return self.one(("", "2019", "2019-05", "2019-05-28"))
        if column.choices:
            return self.one(column.choices)
        return self.of_kind(column)

    def of_kind(self, column: Any) -> Any:
        name, chance = column.name, self.chance
        if name == "address" and column.longest == 12:
            return f"a{self.next()}"
        if name in GIVEN:
            return GIVEN[name]
        made: dict[Kind, Any] = {
            Kind.STRING: lambda: f"={self.next()}" if name == "native_id" else self.word(column.longest),
            Kind.INTEGER: self.next,
            Kind.NUMBER: chance.random,
            Kind.BOOLEAN: lambda: chance.random() < 0.5,
            Kind.DATE: lambda: date(1999, 12, 31) + timedelta(days=chance.randrange(20_000)),
            Kind.DATETIME: lambda: datetime(2026, 3, 4, tzinfo=UTC) + timedelta(microseconds=chance.randrange(10**15)),
            Kind.TIME: lambda: time(chance.randrange(24), chance.randrange(60), 0, chance.choice((0, 5, 120_000))),
            Kind.ARRAY: lambda: [self.word(9)],
            Kind.OBJECT: lambda: {tag: self.word(90) for tag in chance.sample(LANGUAGES, chance.randint(1, 3))},
        }
        return made[column.kind]()

    def word(self, longest: int | None) -> str:
        return self.chance.choice(self.words)[:longest]

    def next(self) -> int:
        self.count += 1
        return self.count

    def one(self, those: Any) -> Any:
        return self.chance.choice(list(those))

    def maybe(self, those: list[Any]) -> Any:
        return self.chance.choice([None, *those])


def forget(model_order: tuple[type[models.Model], ...] = MODELS) -> None:
    """An empty record: no row of any of its tables."""
    for model in reversed(model_order):
        model._default_manager.all()._raw_delete("default")  # type: ignore[attr-defined]
