"""The record as a format carries it: what is compared before an export and after its import into an empty record."""

from dataclasses import dataclass, field

from django.conf import settings
from django.db import models

from hemicycle.record.exporters import akn_debate
from hemicycle.record.exporters.carried import PARLAMINT, POPOLO, Carried, Model
from hemicycle.record.exporters.parlamint.sitting import Spoken
from hemicycle.record.models import (
    AgendaItem,
    Area,
    Clause,
    Contribution,
    Document,
    DocumentVersion,
    Identifier,
    Organization,
    Period,
    PeriodKind,
    Person,
    Recording,
    Segment,
    Sitting,
    SpeechText,
    VoteEvent,
)
from hemicycle.record.phrases import Phrase
from hemicycle.record.reading import preferred


@dataclass(frozen=True)
class Pictured:
    """What is carried, without keys; names stand for the rows they name."""

    carried: Carried
    languages: list[str] = field(default_factory=list)

    def whole(self) -> dict[str, object]:
        return {"people": self.people(), "debates": self.debates()}

    def people(self) -> dict[str, object]:
        """Bodies, areas, periods and people, where the format tells of them by themselves."""
        self.languages.clear()
        tables: tuple[Model, ...] = (Organization, Area, Period, Person)
        return {
            str(model._meta.model_name): sorted((self.entry(row) for row in self.rows(model)), key=str)
            for model in tables
            if self.carried.columns(model)
        }

    def rows(self, model: Model) -> models.QuerySet[models.Model]:
        is_of_terms = model is Period and model not in self.carried.whole
        found = model._default_manager.all()
        return found.filter(kind="term", organization__kind__in=("chamber", "legislature")) if is_of_terms else found

    def entry(self, row: models.Model) -> object:
        held = row.memberships.all() if isinstance(row, Person) else ()
        return self.names(row), self.said(row), sorted((self.said(one) for one in held), key=str)

    def debates(self) -> list[object]:
        return [self.debate(row) for row in Sitting.objects.order_by("date", "number", "organization__names")]

    def bills(self) -> list[object]:
        return [self.bill(row) for row in Document.objects.order_by("number", "kind")]

    def bill(self, row: Document) -> object:
        self.languages[:] = sorted(set(row.versions.values_list("language", flat=True)))
        return {
            "bill": self.said(row),
            "names": called(row),
            "steps": [self.said(step) for step in row.steps.all()],
            "about": [self.said(one) for one in (row.chamber, row.committee, row.sponsor) if one],
            "texts": [
                (self.said(text), called(text), [self.said(one) for one in text.clauses.in_reading_order()])
                for text in row.versions.order_by("language", "valid_from", "label")
            ],
        }

    def debate(self, row: Sitting) -> object:
        self.languages[:] = Spoken.of(row).files if self.carried is PARLAMINT else akn_debate.languages(row)
        parts = [*row.contributions.standing(), *row.vote_events.all(), *row.items.all()]
        told = [part for part in parts if self._is_told(part)]
        return {
            "sitting": self.said(row),
            "names": self.names(row),
            "house": self.said(row.organization),
            "parts": [self.part(part) for part in sorted(told, key=lambda part: part.order)],
            "recordings": [
                (self.said(track), sorted((self.said(span) for span in track.spans.all()), key=str))
                for track in row.recordings.order_by("native_id")
                if Recording in self.carried.tables
            ],
        }

    def _is_told(self, part: models.Model) -> bool:
        """Headings are shown by what stands under them where the format has no place of their own for them."""
        if isinstance(part, AgendaItem):
            return AgendaItem in self.carried.whole
        return type(part) in self.carried.tables

    def part(self, row: models.Model) -> dict[str, object]:
        texts = self._texts(row) if isinstance(row, Contribution) else []
        told: dict[str, object] = {"table": row._meta.model_name, **self.said(row)}
        match row:
            case Contribution():
                told["speaker"] = self.said(row.person) if row.person else None
                told["texts"] = [(self.said(text), [self.said(one) for one in text.segments.all()]) for text in texts]
            case VoteEvent():
                told["counts"] = [self.said(one) for one in row.counts.order_by("option")]
                told["votes"] = [self.said(one) for one in row.votes.order_by("order")]
        return told

    def _texts(self, row: Contribution) -> list[SpeechText]:
        texts = list(row.texts.filter(valid_to=None).order_by("language", "kind"))
        only = preferred(texts, settings.LANGUAGE_CODE) if self.carried is POPOLO else None
        return [only] if only else texts

    def said(self, row: models.Model) -> dict[str, object]:
        partly = self.carried.partly.get(type(row), {})
        told = {
            name: self._value(getattr(row, name), partly=name in partly) for name in self.carried.columns(type(row))
        }
        if isinstance(row, Segment) and told.get("kind") == "quotation" and "kind" in partly:
            told["kind"] = "paragraph"
        return told

    def _value(self, value: object, *, partly: bool) -> object:
        match value:
            case AgendaItem():
                return {
                    name: self._value(getattr(value, name), partly=self.carried is not POPOLO)
                    for name in self._of_headings()
                }
            case Clause():
                return value.eid
            case Contribution():
                return value.native_id
            case Period():
                return self.names(value if self.carried is not PARLAMINT else term_of(value))
            case models.Model():
                return self.names(value)
            case "legislature" if partly:
                return "chamber"
            case Phrase() if partly and self.languages:
                return self._in_the_languages_of_the_file(value)
            case Phrase():
                return dict(sorted(value.items()))
        return value

    def names(self, row: models.Model | None) -> object:
        """What it is called: by its identifiers, or by words where a format has others of its own."""
        if row is None or Identifier in self.carried.whole:
            return row and called(row)
        words = {
            name: self._value(getattr(row, name), partly=False)
            for name in self.carried.columns(type(row))
            if name in ("name", "names", "labels")
        }
        return words, [pair for pair in called(row) if pair[0] == "wikidata"]

    def _of_headings(self) -> list[str]:
        return [name for name in self.carried.columns(AgendaItem) if name in ("native_id", "titles")]

    def _in_the_languages_of_the_file(self, words: Phrase) -> dict[str, str]:
        """There is a file for each of its languages; what is not in one of them is told in the one it has."""
        told = {words.in_language(language).lang for language in self.languages}
        return {tag: words[tag] for tag in sorted(told) if tag in words}


def called(row: models.Model) -> list[tuple[str, str]]:
    owner = {
        Person: "person",
        Organization: "organization",
        Area: "area",
        Period: "period",
        Sitting: "sitting",
        Document: "document",
        DocumentVersion: "version",
    }[type(row)]
    return sorted(Identifier.objects.filter(**{owner: row}).values_list("scheme", "value"))


def term_of(period: Period) -> Period | None:
    """The term that it lies in or is."""
    at: Period | None = period
    while at is not None and at.kind != PeriodKind.TERM:
        at = at.parent
    return at
