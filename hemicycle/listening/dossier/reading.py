"""What a dossier counts, read once: every message of the analysis, and who speaks of what."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, Value
from django.db.models.fields.json import KT
from django.db.models.functions import Coalesce, TruncDate
from django.db.models.lookups import IsNull
from hearhear.themes.tables import CLEARLY

from ..models import Analysis
from ..models.finding import COUNTED, SENDER
from ..models.speaking import Spoken, speakers_of, with_parts
from .quoting import Reviews


@dataclass(frozen=True, slots=True)
class Row:
    """One message as far as a dossier goes. `group` is the campaign in which the engine found it."""

    message: int
    place: str
    campaign: int | None
    group: int | None
    lang: str
    channel: str
    day: date | None
    sender: str
    own_length: int
    correction: int | None
    has_casework: bool
    has_private: bool
    has_no_own_words: bool
    unread: str | None
    question: str

    @property
    def has_own_words(self) -> bool:
        return self.own_length > 0

    @property
    def is_counted(self) -> bool:
        return self.place in COUNTED


class Reading:
    """The rows of an analysis, by the key of their finding, and the members of each campaign of the engine."""

    def __init__(self, analysis: Analysis, reviews: Reviews) -> None:
        self.analysis, self.reviews = analysis, reviews
        self.rows: dict[int, Row] = {}
        self._members: dict[int, list[int]] = defaultdict(list)
        self._answering: dict[tuple[int, str], list[int]] = defaultdict(list)
        self._apart = analysis.themes.questions()
        self._themes: dict[Any, list[Row]] | None = None
        findings = analysis.findings.order_by("inbound").values_list(
            "pk",
            "inbound",
            "place",
            "campaign",
            "engine_campaign",
            "lang",
            "channel",
            TruncDate("sent_at"),
            SENDER,
            "personal_length",
            "correction",
            IsNull(F("casework"), False),
            "has_private",
            "has_no_own_words",
            KT("not_own__0__2"),
            Coalesce("stratum__question", Value("")),
        )
        for key, *facts in findings.iterator(chunk_size=10_000):
            row = self.rows[key] = Row(*facts)
            if row.group is not None and row.is_counted:
                self._members[row.group].append(key)
                self._answering[row.group, self._asked(row.question)].append(key)

    @property
    def counted(self) -> list[Row]:
        """Messages in campaigns and individual voices: what shares are shares of."""
        return [row for row in self.rows.values() if row.is_counted]

    def of_place(self, place: str) -> list[Row]:
        return [row for row in self.rows.values() if row.place == place]

    def speaking_of_themes(self) -> dict[int, list[Row]]:
        """Key of a theme → the messages that speak of it or of a part of it."""
        if self._themes is None:
            self._themes = self._of_themes(least=0)
        return self._themes

    def clearly_of_themes(self) -> dict[int, list[Row]]:
        """The same, of those alone that are clearly of it."""
        return self._of_themes(least=CLEARLY)

    def _of_themes(self, *, least: float) -> dict[int, list[Row]]:
        speakers = speakers_of(self._spoken(least), self._counted_keys(), self._answering)
        return self._as_rows(with_parts(speakers, dict(self.analysis.themes.values_list("pk", "parent"))))

    def _spoken(self, least: float) -> Spoken:
        """A campaign speaks through one message for those of it that answer the same question."""
        mentions = self.analysis.mentions.filter(theme__isnull=False, certainty__gte=least)
        spoken = mentions.values_list("theme", "finding", "campaign")
        for theme, finding, campaign in spoken.iterator(chunk_size=10_000):
            asked = self._asked(self.rows[finding].question)
            yield theme, finding, None if campaign is None else (campaign, asked)

    def _asked(self, question: str) -> str:
        """The question, if it has themes of its own."""
        return question if question in self._apart else ""

    def _counted_keys(self) -> set[int]:
        return {key for key, row in self.rows.items() if row.is_counted}

    def speaking_of_clauses(self, *, sure: bool) -> dict[tuple[Any, str], list[Row]]:
        """(document, eid) → the messages that name it or were linked by staff; or those that only may mean it."""
        links = self.analysis.links.sure() if sure else self.analysis.links.unsure()
        rows = links.values_list("document", "eid", "finding", "campaign")
        return self._as_rows(self._speakers_of(((d, e), f, c) for d, e, f, c in rows.iterator(chunk_size=10_000)))

    def _speakers_of(self, spoken: Spoken) -> dict[Any, set[int]]:
        return speakers_of(spoken, self._counted_keys(), self._members)

    def _as_rows(self, speakers: dict[Any, set[int]]) -> dict[Any, list[Row]]:
        return {what: [self.rows[key] for key in sorted(keys)] for what, keys in speakers.items() if keys}


def senders(rows: Iterable[Row]) -> int:
    return len({row.sender for row in rows})


def messages(rows: Iterable[Row]) -> list[int]:
    return [row.message for row in rows]
