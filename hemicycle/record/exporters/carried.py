"""Which columns of the record each format carries, so that they are the same once a file is imported again.

The dataset, CSV and Parquet carry every column and are not named here. The round trips of the tests compare exactly
what stands here, every column of the tables named must stand in one of the three lists of a format, and the page
docs/exports.md is made of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.db import models

from hemicycle.record.columns import MODELS, name_of
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
    SpeechText,
    Vote,
    VoteCount,
    VoteEvent,
)
from hemicycle.record.models.identity import OWNERS

Model = type[models.Model]
Reasons = Mapping[Model, Mapping[str, str]]

# Drawn anew by every installation, or told by the place of a row in a file.
OWN = frozenset({"id", "address", "source", "order"})
AROUND: Mapping[Model, frozenset[str]] = {
    Membership: frozenset({"person"}),
    AgendaItem: frozenset({"sitting"}),
    Contribution: frozenset({"sitting"}),
    VoteEvent: frozenset({"sitting"}),
    Recording: frozenset({"sitting"}),
    MediaSpan: frozenset({"recording"}),
    SpeechText: frozenset({"contribution"}),
    Segment: frozenset({"text_version"}),
    VoteCount: frozenset({"event"}),
    Vote: frozenset({"event"}),
    ProcedureStep: frozenset({"document"}),
    DocumentVersion: frozenset({"document"}),
    Clause: frozenset({"version"}),
    Identifier: frozenset(OWNERS),
}


@dataclass(frozen=True, slots=True)
class Carried:
    """By table: columns that come back `whole`, those that come back `partly` and how, and why others are `lost`.

    A table that is not named is not carried at all.
    """

    whole: Mapping[Model, tuple[str, ...]]
    partly: Reasons
    lost: Reasons

    @property
    def tables(self) -> tuple[Model, ...]:
        named = {*self.whole, *self.partly, *self.lost}
        return tuple(model for model in MODELS if model in named)

    def columns(self, model: Model) -> tuple[str, ...]:
        """Those that come back, whole or partly."""
        return (*self.whole.get(model, ()), *self.partly.get(model, {}))


def columns(model: Model) -> set[str]:
    """What a table says of itself; keys to the row it lies in are told by the place in the file."""
    return {each.name for each in model._meta.concrete_fields} - OWN - AROUND.get(model, frozenset())


_ABOUT_PEOPLE = "told by the record of people, not by a debate or a bill"
_OF_STAFF = "only what is public is written, and the mark of it is not"
_NOW = "only the text in force is written"
_FILES = "in the languages of the files, of which there is one for each language of the sitting"
_BILL = "written as a reference; the record that reads it may not have the bill"
_REPLY = "no format tells it"
_WITHDRAWN = "what was withdrawn is not written"
_SAID = "who speaks as staff said is written as the speaker, and who said so is not"
_MERGED = "what was merged is written as the one that stands"
_LEADS = "the source that tells of it first leads"
_NO_WORD = "the format has no place for it"
_DIGEST = "made anew of the paragraphs"


def _all(names: str, reason: str) -> dict[str, str]:
    return dict.fromkeys(names.split(), reason)


_BODY_IN_PASSING = _all(
    "merged_into led_by short_names descriptions parent colour seats since until links", _ABOUT_PEOPLE
)
_PERSON_IN_PASSING = _all(
    "merged_into led_by sort_name gender biographies other_names born image links contacts", _ABOUT_PEOPLE
)

AKN_DEBATE = Carried(
    whole={
        Organization: ("kind",),
        Person: ("name",),
        Sitting: ("organization", "number", "date", "status", "opened_at", "closed_at"),
        AgendaItem: ("native_id", "kind", "parent"),
        Contribution: ("native_id", "kind", "item", "person", "started_at", "ended_at"),
        SpeechText: ("language", "kind", "status"),
        Segment: ("native_id", "kind", "spoken_in", "text"),
        VoteEvent: ("native_id", "item", "number", "result", "held_at"),
        VoteCount: ("option", "value"),
        Vote: ("person", "label", "option", "teller", "group"),
        Identifier: ("scheme", "value"),
    },
    partly={
        Organization: {"names": _FILES},
        Sitting: {"titles": _FILES},
        AgendaItem: {"titles": _FILES},
        Contribution: {"labels": _FILES, "roles": _FILES},
        VoteEvent: {"motions": _FILES},
    },
    lost={
        Organization: _BODY_IN_PASSING,
        Person: _PERSON_IN_PASSING,
        Sitting: {"period": "told by the record of the House, not by a debate", "classification": _OF_STAFF},
        AgendaItem: {"document": _BILL},
        Contribution: {"reply_to": _REPLY, "withdrawn_at": _WITHDRAWN, "attribution": _SAID},
        SpeechText: {"classification": _OF_STAFF, "valid_from": _NOW, "valid_to": _NOW, "digest": _DIGEST},
        VoteEvent: {"document": _BILL, "classification": _OF_STAFF},
    },
)

AKN_BILL = Carried(
    whole={
        Organization: ("kind",),
        Person: ("name",),
        Document: (
            *("kind", "number", "session", "titles", "long_titles", "popular_names", "origin", "introduced_on"),
            *("chamber", "committee", "sponsor"),
        ),
        ProcedureStep: ("stage", "date", "notes"),
        DocumentVersion: ("language", "label", "status", "valid_from", "valid_to"),
        Clause: ("parent", "depth", "eid", "element", "level", "number", "heading", "text"),
        Identifier: ("scheme", "value"),
    },
    partly={Organization: {"names": "in the languages of the files, of which there is one for each text of the bill"}},
    lost={
        Organization: _BODY_IN_PASSING,
        Person: _PERSON_IN_PASSING,
        Document: {"summaries": _NO_WORD, "hashtags": _NO_WORD, "classification": _OF_STAFF},
        DocumentVersion: {"classification": _OF_STAFF},
    },
)

POPOLO = Carried(
    whole={
        Organization: (
            *("kind", "names", "short_names", "descriptions", "parent", "colour", "seats", "since", "until", "links"),
        ),
        Area: ("names", "parent"),
        Person: (
            *("name", "sort_name", "gender", "biographies", "other_names", "born", "image", "links", "contacts"),
        ),
        Membership: ("organization", "role", "labels", "area", "on_behalf_of", "since", "until"),
        Period: ("organization", "parent", "kind", "number", "labels", "since", "until"),
        Sitting: ("organization", "period", "number", "date", "status", "opened_at", "closed_at", "titles"),
        Contribution: ("native_id", "kind", "person", "labels", "roles", "started_at"),
        SpeechText: ("status",),
        VoteEvent: ("native_id", "number", "motions", "result", "held_at"),
        VoteCount: ("option", "value"),
        Vote: ("person", "label", "option", "teller", "group"),
        Identifier: ("scheme", "value"),
    },
    partly={
        AgendaItem: {"titles": "where a speech stands right under it"},
        Contribution: {"item": "the heading it stands right under"},
        SpeechText: {"language": "one text of each speech: in the language of the House, else as it was said"},
        Segment: {"text": "the lines of that text"},
    },
    lost={
        Organization: {"merged_into": _MERGED, "led_by": _LEADS},
        Person: {"merged_into": _MERGED, "led_by": _LEADS},
        Sitting: {"classification": _OF_STAFF},
        AgendaItem: {"native_id": _NO_WORD, "kind": _NO_WORD, "parent": _NO_WORD, "document": _NO_WORD},
        Contribution: {"reply_to": _REPLY, "ended_at": _NO_WORD, "withdrawn_at": _WITHDRAWN, "attribution": _SAID},
        SpeechText: {
            "kind": _NO_WORD,
            "classification": _OF_STAFF,
            "valid_from": _NOW,
            "valid_to": _NOW,
            "digest": _DIGEST,
        },
        Segment: {"native_id": _NO_WORD, "kind": _NO_WORD, "spoken_in": _NO_WORD},
        VoteEvent: {"item": "the heading of the speech before it", "document": _NO_WORD, "classification": _OF_STAFF},
    },
)

PARLAMINT = Carried(
    whole={
        Organization: ("names", "short_names", "since", "until", "links"),
        Person: ("name", "gender", "born", "image", "links"),
        Membership: ("organization", "role", "labels", "since", "until"),
        Sitting: ("organization", "number", "date", "status", "opened_at", "closed_at", "titles"),
        Contribution: ("native_id", "kind", "item", "person", "started_at", "ended_at"),
        SpeechText: ("language", "kind"),
        Segment: ("text",),
        Recording: ("native_id", "kind", "track", "language", "started_at", "milliseconds"),
        MediaSpan: ("start", "end"),
    },
    partly={
        Organization: {"kind": "a legislature comes back as a chamber"},
        Person: {"other_names": "of those who have a surname and forenames"},
        Period: _all("organization kind labels since until", "terms of chambers and legislatures only"),
        Sitting: {"period": "the term it lies in"},
        AgendaItem: {
            **_all("native_id kind parent", "of headings that stand above something that is said"),
            "titles": _FILES,
        },
        Contribution: {"labels": _FILES, "roles": _FILES},
        Segment: {
            "native_id": "of a note between speeches only where XML lets it be an id",
            "kind": "paragraphs and notes; what a speech quotes comes back as a paragraph",
        },
        Recording: {"files": "addresses, types and sizes of pictures"},
        MediaSpan: {"contribution": "of those that the source gives an id"},
        Identifier: dict.fromkeys(("scheme", "value"), "those of Wikidata, and of the corpus it came from"),
    },
    lost={
        Organization: {
            **_all("descriptions parent colour seats", _NO_WORD),
            "merged_into": _MERGED,
            "led_by": _LEADS,
        },
        Person: {
            "merged_into": _MERGED,
            "led_by": _LEADS,
            "sort_name": "made of surname and forenames",
            **_all("biographies contacts", _NO_WORD),
        },
        Membership: {"area": _NO_WORD, "on_behalf_of": _NO_WORD},
        Period: {"parent": "terms lie in nothing", "number": "told by its id, where that can hold it"},
        Sitting: {"classification": _OF_STAFF},
        AgendaItem: {"document": _NO_WORD},
        Contribution: {"reply_to": _REPLY, "withdrawn_at": _WITHDRAWN, "attribution": _SAID},
        SpeechText: {
            "status": _NO_WORD,
            "classification": _OF_STAFF,
            "valid_from": _NOW,
            "valid_to": _NOW,
            "digest": _DIGEST,
        },
        Segment: {"spoken_in": _NO_WORD},
        Recording: {"classification": _OF_STAFF},
        MediaSpan: {
            "segment": "written, and read only for whole speeches",
            **_all("method certainty checked_by", _NO_WORD),
        },
    },
)

# By the formats of `formats`; a whole corpus and one sitting carry the same.
CARRIED: Mapping[str, Carried] = {
    "popolo": POPOLO,
    "akn-debate": AKN_DEBATE,
    "akn-bill": AKN_BILL,
    "parlamint": PARLAMINT,
}

HEAD = """# What each export carries

Which columns of the record are the same after an export was imported into an empty record. The dataset carries all of
them, and CSV and Parquet hold the same rows; what each column means says the [data dictionary](data-dictionary.md).
Where rows were taken from (`source`) comes back with the dataset alone; after any other import it is the file.
This page is made by `python manage.py what_exports_carry > docs/exports.md`, and `tests/record/test_round_trips.py`
holds exporters and importers to it. ● comes back whole, ◐ in part, – not; the number says how or why, below the table.
"""


def page() -> str:
    """docs/exports.md."""
    return "\n".join((HEAD, *(line for model in MODELS for line in _table(model)))) + "\n"


def _table(model: Model) -> Iterator[str]:
    told = sorted(columns(model))
    if not any(model in carried.tables for carried in CARRIED.values()):
        return
    notes: dict[str, int] = {}
    yield f"## {name_of(model)}"
    yield ""
    yield f"| column | {' | '.join(f'`{name}`' for name in CARRIED)} |"
    yield f"|---|{'---|' * len(CARRIED)}"
    for column in told:
        cells = (_cell(carried, model, column, notes) for carried in CARRIED.values())
        yield f"| `{column}` | {' | '.join(cells)} |"
    yield ""
    for reason, number in notes.items():
        yield f"{number}. {reason[0].upper()}{reason[1:]}."
    yield ""


def _cell(carried: Carried, model: Model, column: str, notes: dict[str, int]) -> str:
    if model not in carried.tables:
        return "–"
    if column in carried.whole.get(model, ()):
        return "●"
    how = carried.partly.get(model, {}).get(column)
    reason = how or carried.lost[model][column]
    number = notes.setdefault(reason, len(notes) + 1)
    return f"{'◐' if how else '–'} {number}"
