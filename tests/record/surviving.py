"""Which fields of the record an export carries, so that they are the same after it is imported into an empty record.

These lists are what the round trips compare and what the table of docs/record.md says: `test_round_trips` holds all three
together, and every column of these tables must stand in one of them.
"""

from collections import defaultdict
from dataclasses import dataclass, field

from django.db import models

from hemicycle.record.exporters import akn_debate
from hemicycle.record.models import (
    AgendaItem,
    Clause,
    Contribution,
    Document,
    DocumentVersion,
    Identifier,
    Organization,
    Person,
    ProcedureStep,
    Segment,
    Sitting,
    SpeechText,
    Vote,
    VoteCount,
    VoteEvent,
)
from hemicycle.record.wording import Wording

Model = type[models.Model]
# What every installation draws for itself, or only leads to a row that is pictured around this one.
OWN = {"id", "address", "source", "order"}
AROUND = {
    AgendaItem: {"sitting"},
    Contribution: {"sitting"},
    VoteEvent: {"sitting"},
    SpeechText: {"contribution"},
    Segment: {"text_version"},
    VoteCount: {"event"},
    Vote: {"event"},
    ProcedureStep: {"document"},
    DocumentVersion: {"document"},
    Clause: {"version"},
}


@dataclass(frozen=True)
class Survival:
    """`kept` by table; `lost` says why not, by table and field. A table that is not named here is not carried at all."""

    kept: dict[Model, tuple[str, ...]]
    lost: dict[Model, dict[str, str]] = field(default_factory=lambda: defaultdict(dict))


_ABOUT_PEOPLE = "told by the record of people, not by a debate"
_PUBLIC = "only what is public is written"
_NOW = "only the text in force is written"

AKN_DEBATE = Survival(
    kept={
        Organization: ("kind", "names"),
        Person: ("name",),
        Sitting: ("organization", "number", "date", "status", "opened_at", "closed_at", "titles"),
        AgendaItem: ("native_id", "kind", "titles", "parent"),
        Contribution: ("native_id", "kind", "item", "person", "labels", "roles", "started_at", "ended_at"),
        SpeechText: ("language", "kind", "status"),
        Segment: ("native_id", "kind", "spoken_in", "text"),
        VoteEvent: ("native_id", "item", "number", "motions", "result", "held_at"),
        VoteCount: ("option", "value"),
        Vote: ("person", "label", "option", "teller", "group"),
    },
    lost={
        Organization: dict.fromkeys(
            (
                *("merged_into", "led_by", "short_names", "descriptions", "parent", "colour", "seats", "since"),
                *("until", "links"),
            ),
            _ABOUT_PEOPLE,
        ),
        Person: dict.fromkeys(
            (
                *("merged_into", "led_by", "sort_name", "gender", "biographies", "other_names", "born", "image"),
                *("links", "contacts"),
            ),
            _ABOUT_PEOPLE,
        ),
        Sitting: {"period": "told by the record of the House, not by a debate", "classification": _PUBLIC},
        AgendaItem: {"document": "written as a reference; the record that reads it may not have the bill"},
        Contribution: {"reply_to": "no importer tells it", "withdrawn_at": "what was withdrawn is not written"},
        SpeechText: {
            "classification": _PUBLIC,
            "valid_from": _NOW,
            "valid_to": _NOW,
            "digest": "made of the segments",
        },
        VoteEvent: {"document": "as for a heading", "classification": _PUBLIC},
    },
)

AKN_BILL = Survival(
    kept={
        Organization: AKN_DEBATE.kept[Organization],
        Person: AKN_DEBATE.kept[Person],
        Document: (
            *("kind", "number", "session", "titles", "long_titles", "popular_names", "origin", "introduced_on"),
            *("chamber", "committee", "sponsor"),
        ),
        ProcedureStep: ("stage", "date", "notes"),
        DocumentVersion: ("language", "label", "status", "valid_from", "valid_to"),
        Clause: ("parent", "depth", "eid", "element", "level", "number", "heading", "text"),
    },
    lost={
        Organization: AKN_DEBATE.lost[Organization],
        Person: AKN_DEBATE.lost[Person],
        Document: {
            "summaries": "no place in a bill",
            "hashtags": "no place in a bill",
            "classification": _PUBLIC,
        },
        DocumentVersion: {"classification": _PUBLIC},
    },
)


def columns(model: Model) -> set[str]:
    """What a table says of itself; keys to the row it lies in are told by the place in the picture."""
    return {each.name for each in model._meta.concrete_fields} - OWN - AROUND.get(model, set())


@dataclass(frozen=True)
class Pictured:
    """The record as what is kept of it, without keys; names stand for the rows they name."""

    survival: Survival
    languages: list[str] = field(default_factory=list)

    def debates(self) -> list[object]:
        return [self.debate(row) for row in Sitting.objects.order_by("date", "number")]

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
        self.languages[:] = akn_debate.languages(row)
        parts = [*row.items.all(), *row.contributions.standing(), *row.vote_events.all()]
        return {
            "sitting": self.said(row),
            "names": called(row),
            "house": self.said(row.organization),
            "parts": [self.part(part) for part in sorted(parts, key=lambda part: part.order)],
        }

    def part(self, row: models.Model) -> dict[str, object]:
        told: dict[str, object] = {"table": row._meta.model_name, **self.said(row)}
        match row:
            case Contribution():
                told["speaker"] = self.said(row.person) if row.person else None
                texts = row.texts.filter(valid_to=None).order_by("language", "kind")
                told["texts"] = [(self.said(text), [self.said(one) for one in text.segments.all()]) for text in texts]
            case VoteEvent():
                told["counts"] = [self.said(one) for one in row.counts.order_by("option")]
                told["votes"] = [self.said(one) for one in row.votes.order_by("order")]
        return told

    def said(self, row: models.Model) -> dict[str, object]:
        """A bill tells its titles in every language; a debate, and what both say of a body, in those of its files."""
        everything = self.survival is AKN_BILL and not isinstance(row, Organization)
        return {name: self._value(getattr(row, name), everything=everything) for name in self.survival.kept[type(row)]}

    def _value(self, value: object, *, everything: bool) -> object:
        match value:
            case AgendaItem():
                return value.native_id, self._in_the_languages_of_the_debate(value.titles)
            case Clause():
                return value.eid
            case models.Model():
                return called(value)
            case Wording() if everything:
                return dict(value)
            case Wording():
                return self._in_the_languages_of_the_debate(value)
        return value

    def _in_the_languages_of_the_debate(self, words: Wording) -> dict[str, str]:
        """There is a file for each of its languages; what is not in one of them is told in the one it has."""
        told = {words.in_language(language).lang for language in self.languages}
        return {tag: words[tag] for tag in sorted(told) if tag in words}


def called(row: models.Model) -> list[tuple[str, str]]:
    owner = {
        Person: "person",
        Organization: "organization",
        Sitting: "sitting",
        Document: "document",
        DocumentVersion: "version",
    }[type(row)]
    return sorted(Identifier.objects.filter(**{owner: row}).values_list("scheme", "value"))
