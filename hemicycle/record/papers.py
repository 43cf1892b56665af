"""What a source says of a person, a body, a sitting or a bill, before it becomes rows: plain Python.

Importers and the demonstration parliament make these; `actions` puts them into the record. A field that is
None, "" or an empty mapping means "this source does not say", and leaves what the record has.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

Words = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Known:
    """One identifier in the outside world: a scheme (`akn`, `celex`, `wikidata`, `native` …) and its value."""

    scheme: str
    value: str


@dataclass(frozen=True, slots=True)
class FromWhere:
    """The source a paper came from; `licence` in the source's own words or its SPDX name."""

    address: str
    retrieved_at: datetime
    licence: str = ""


@dataclass(frozen=True, slots=True)
class BodyPaper:
    """A chamber, a party or a committee."""

    kind: str
    names: Words
    known_as: tuple[Known, ...]
    short_names: Words = field(default_factory=dict)
    descriptions: Words = field(default_factory=dict)
    colour: str = ""
    seats: int | None = None
    parent: Known | None = None
    since: str = ""
    until: str = ""
    links: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class AreaPaper:
    names: Words
    known_as: tuple[Known, ...]
    parent: Known | None = None


@dataclass(frozen=True, slots=True)
class MembershipPaper:
    """`since` and `until` may be partial: 2019, 2019-05, 2019-05-28; `line` is where the source says it."""

    organization: Known
    role: str = "member"
    labels: Words = field(default_factory=dict)
    area: Known | None = None
    on_behalf_of: Known | None = None
    since: str = ""
    until: str = ""
    line: int = field(default=1, compare=False)


@dataclass(frozen=True, slots=True)
class PersonPaper:
    """`line` is where the source says it. `in_passing`: the source only names somebody who speaks or votes; a name
    that the record has stays the first."""

    name: str
    known_as: tuple[Known, ...]
    sort_name: str = ""
    gender: str = ""
    biographies: Words = field(default_factory=dict)
    other_names: tuple[str, ...] = ()
    born: str = ""
    image: str = ""
    links: Mapping[str, str] = field(default_factory=dict)
    contacts: Mapping[str, str] = field(default_factory=dict)
    memberships: tuple[MembershipPaper, ...] = ()
    in_passing: bool = False
    line: int = field(default=1, compare=False)


@dataclass(frozen=True, slots=True)
class PeriodPaper:
    """A term, a session or a part of one; `since` and `until` may be partial."""

    organization: Known
    kind: str
    known_as: tuple[Known, ...]
    number: str = ""
    labels: Words = field(default_factory=dict)
    parent: Known | None = None
    since: str = ""
    until: str = ""


@dataclass(frozen=True, slots=True)
class SegmentPaper:
    """One paragraph, with the id it has in its source, and the language of the floor where that is known."""

    text: str
    native_id: str = ""
    kind: str = "paragraph"
    spoken_in: str = ""


@dataclass(frozen=True, slots=True)
class TextPaper:
    """The words of a speech in one language."""

    language: str
    segments: tuple[SegmentPaper, ...]
    kind: str = "official"
    provisional: bool = False


def words(language: str, text: str, kind: str = "official") -> TextPaper:
    """A text of which each line is a paragraph."""
    return TextPaper(language, tuple(SegmentPaper(line) for line in text.splitlines() if line.strip()), kind)


@dataclass(frozen=True, slots=True)
class SpeechPaper:
    """A speech, question, interjection or note; a speaker whom the source only names has `labels` and no `person`.

    `place` is its number in the sitting, where the source numbers its parts and has only some of them.
    """

    texts: tuple[TextPaper, ...]
    person: Known | None = None
    labels: Words = field(default_factory=dict)
    roles: Words = field(default_factory=dict)
    kind: str = "speech"
    native_id: str = ""
    started_at: time | None = None
    ended_at: time | None = None
    place: int | None = None


@dataclass(frozen=True, slots=True)
class BallotPaper:
    """How one member voted."""

    option: str
    person: Known | None = None
    label: str = ""
    teller: bool = False
    group: Known | None = None


@dataclass(frozen=True, slots=True)
class VotePaper:
    """A vote: `counts` as the House declared them, by option; `ballots` where the source names the voters."""

    counts: Mapping[str, int]
    ballots: tuple[BallotPaper, ...] = ()
    result: str = ""
    number: str = ""
    motions: Words = field(default_factory=dict)
    document: Known | None = None
    native_id: str = ""
    held_at: time | None = None


@dataclass(frozen=True, slots=True)
class ItemPaper:
    """A heading of the sitting with what lies under it, in reading order; `place` as for a speech."""

    kind: str
    titles: Words
    parts: tuple[ItemPaper | SpeechPaper | VotePaper, ...] = ()
    document: Known | None = None
    native_id: str = ""
    place: int | None = None


Part = ItemPaper | SpeechPaper | VotePaper


@dataclass(frozen=True, slots=True)
class SpanPaper:
    """From where to where in its recording a speech, named by its native id, is heard; milliseconds."""

    speech: str
    start: int
    end: int
    method: str = "native"


@dataclass(frozen=True, slots=True)
class RecordingPaper:
    kind: str
    native_id: str
    files: tuple[Mapping[str, str | int], ...] = ()
    track: str = "floor"
    language: str = ""
    started_at: datetime | None = None
    milliseconds: int | None = None
    spans: tuple[SpanPaper, ...] = ()


@dataclass(frozen=True, slots=True)
class SittingPaper:
    """A sitting; `whole` is False for a source that has only some of its speeches, so that others stay."""

    organization: Known
    number: int
    date: date
    known_as: tuple[Known, ...]
    period: Known | None = None
    status: str = "final"
    opened_at: time | None = None
    closed_at: time | None = None
    titles: Words = field(default_factory=dict)
    parts: tuple[Part, ...] = ()
    recordings: tuple[RecordingPaper, ...] = ()
    whole: bool = True


@dataclass(frozen=True, slots=True)
class ClauseText:
    """One piece of a bill's text, in the order of reading; `parent` is the eId of the piece that holds it."""

    eid: str
    element: str
    level: str
    number: str = ""
    heading: str = ""
    text: str = ""
    parent: str | None = None


@dataclass(frozen=True, slots=True)
class VersionText:
    """The text of a bill in one language as it stood from `valid_from`."""

    language: str
    label: str
    clauses: tuple[ClauseText, ...]
    valid_from: date | None = None
    provisional: bool = False
    known_as: tuple[Known, ...] = ()


@dataclass(frozen=True, slots=True)
class StepPaper:
    stage: str
    date: date
    notes: Words = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class BillPaper:
    """A bill or an act; it is the row of the record that bears any of `known_as`, else a new one."""

    kind: str
    number: str
    titles: Words
    known_as: tuple[Known, ...]
    versions: tuple[VersionText, ...] = ()
    steps: tuple[StepPaper, ...] = ()
    session: str = ""
    long_titles: Words = field(default_factory=dict)
    popular_names: Words = field(default_factory=dict)
    summaries: Words = field(default_factory=dict)
    hashtags: Words = field(default_factory=dict)
    origin: str = ""
    introduced_on: date | None = None
    chamber: Known | None = None
    committee: Known | None = None
    sponsor: Known | None = None


@dataclass(frozen=True, slots=True)
class LeftAside:
    """A piece of a good file that was not imported: where it stands, what it is, and a stable reason."""

    line: int
    what: str
    reason: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What an importer read from one file."""

    bill: BillPaper
    left_aside: tuple[LeftAside, ...] = ()


@dataclass(frozen=True, slots=True)
class TableRows:
    """Rows of one table of a dataset, as values of these columns (`columns.py`): no paper of a source, the rows."""

    table: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]


FromSource = BodyPaper | AreaPaper | PeriodPaper | PersonPaper | BillPaper | SittingPaper
Paper = FromSource | TableRows
"""What an importer yields; those that others refer to come first."""
