"""What happened in a sitting, part by part: read once, compared, and written in a few statements."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import models
from django.utils import timezone

from hemicycle.record.actions.attributing import Attributions
from hemicycle.record.actions.ballots import put_votes
from hemicycle.record.actions.changes import Changes, update
from hemicycle.record.actions.matching import Referred
from hemicycle.record.actions.places import Placed, Places, in_order, is_excerpt
from hemicycle.record.models import AgendaItem, Attribution, Contribution, Segment, Sitting, Source, SpeechText
from hemicycle.record.models.documents import VersionStatus
from hemicycle.record.papers import ItemPaper, Part, SpeechPaper, TextPaper, VotePaper

# SQLite takes 32,766 values in one statement; a row here has at most sixteen.
AT_ONCE = 1_000


@dataclass
class Proceedings:
    """The parts of one sitting, made to say what a source says."""

    sitting: Sitting
    origin: Source | None
    changes: Changes
    known: Referred = field(default_factory=lambda: Referred({}))
    places: Places = field(init=False)
    now: datetime = field(default_factory=timezone.now)

    def put(self, parts: Sequence[Part], *, whole: bool) -> None:
        placed = in_order(parts)
        whole = whole and not is_excerpt(self.sitting, placed)
        self.places = Places(self.sitting, whole=whole)
        self.known = Referred.by(one.paper for one in placed)
        items = [one for one in placed if isinstance(one.paper, ItemPaper)]
        speeches = [one for one in placed if isinstance(one.paper, SpeechPaper)]
        self._put_items(items)
        self._put_speeches(speeches)
        self._put_texts(speeches)
        votes = [one for one in placed if isinstance(one.paper, VotePaper)]
        put_votes(self.sitting, votes, self.places, self.known, self.changes, self.origin)
        if whole:
            self._withdraw(speeches)
            self._drop_items(items)

    def _put_items(self, placed: Sequence[Placed]) -> None:
        existing = Rows(self.sitting.items.all())
        new, changed = list[AgendaItem](), list[AgendaItem]()
        for one in placed:
            paper = one.paper
            assert isinstance(paper, ItemPaper)
            row = existing.take(one.native_id, one.order) or AgendaItem(sitting=self.sitting)
            values = {
                "parent": one.within.row if one.within else None,
                "order": self.places.of(one, row),
                "native_id": one.native_id,
                "kind": paper.kind,
                "titles": paper.titles,
                "document_id": self.known.document(paper.document),
            }
            one.row = row
            _sort(row, update(row, values, self.changes), new, changed)
        _write(AgendaItem, new, changed, ["parent", "order", "native_id", "kind", "titles", "document"])

    def _put_speeches(self, placed: Sequence[Placed]) -> None:
        existing = Rows(self.sitting.contributions.exclude(native_id="", withdrawn_at__isnull=False))
        new, changed, attributions = list[Contribution](), list[Contribution](), Attributions(self.sitting)
        for one in placed:
            paper = one.paper
            assert isinstance(paper, SpeechPaper)
            row = existing.take(one.native_id, one.order) or Contribution(sitting=self.sitting)
            one.row = row
            person = self.known.speaker(paper.person, named=bool(paper.labels))
            attribution = attributions.of(row, paper.labels, person=person)
            news = _release(row, attribution)
            news |= update(row, self._values(one, paper, person, attribution), self.changes)
            if row.withdrawn_at is not None:
                row.withdrawn_at, news = None, True
            _sort(row, news, new, changed)
        names = ["item", "order", "native_id", "kind", "person", "labels", "roles", "started_at", "ended_at"]
        _write(Contribution, new, changed, [*names, "attribution", "withdrawn_at"])

    def _values(self, one: Placed, paper: SpeechPaper, person: Any, attribution: Attribution | None) -> dict[str, Any]:
        return {
            "item": one.within.row if one.within else None,
            "order": self.places.of(one, one.row),
            "native_id": one.native_id,
            "kind": paper.kind,
            "person_id": attribution.person_id if attribution else person,
            "attribution_id": attribution.pk if attribution else None,
            "labels": paper.labels,
            "roles": paper.roles,
            "started_at": paper.started_at,
            "ended_at": paper.ended_at,
        }

    def _put_texts(self, placed: Sequence[Placed]) -> None:
        """A text that says the same is left; one that says something else ends the one before."""
        rows = SpeechText.objects.in_force().filter(contribution__sitting=self.sitting)
        existing = {(text.contribution_id, text.language, text.kind): text for text in rows}
        new, ended, settled = list[SpeechText](), list[SpeechText](), list[SpeechText]()
        segments: list[Segment] = []
        for contribution, paper in _texts(placed):
            text, values = existing.get((contribution.pk, paper.language, paper.kind)), digest(paper)
            if text is not None and (text.digest == values or self._is_part(paper, text)):
                _sort(text, update(text, {"status": _status(paper)}, self.changes), [], settled)
                continue
            if text is not None:
                text.valid_to = self.now
                ended.append(text)
            written = self._text(contribution, paper, values, replaces=text is not None)
            new.append(written)
            segments += _segments(written, paper)
        SpeechText.objects.bulk_update(settled, ["status"], batch_size=AT_ONCE)
        SpeechText.objects.bulk_update(ended, ["valid_to"], batch_size=AT_ONCE)
        SpeechText.objects.bulk_create(new, batch_size=AT_ONCE)
        Segment.objects.bulk_create(segments, batch_size=AT_ONCE)
        self.changes.count("speechtext", added=len(new) - len(ended), changed=len(ended))
        self.changes.count("segment", added=len(segments))

    def _is_part(self, paper: TextPaper, text: SpeechText) -> bool:
        """Whether an excerpt has a few paragraphs of the text that the record has whole."""
        if self.places.whole:
            return False
        existing = set(text.segments.values_list("native_id", "text"))
        return all((segment.native_id, segment.text) in existing for segment in paper.segments)

    def _text(self, contribution: Contribution, paper: TextPaper, values: str, *, replaces: bool) -> SpeechText:
        return SpeechText(
            contribution=contribution,
            language=paper.language,
            kind=paper.kind,
            status=_status(paper),
            valid_from=self.now if replaces else None,
            digest=values,
            source=self.origin,
            classification=self.sitting.classification,
        )

    def _withdraw(self, placed: Sequence[Placed]) -> None:
        kept = {one.row.pk for one in placed}
        current = self.sitting.contributions.current().values_list("pk", flat=True)
        gone = [key for key in current if key not in kept]
        for start in range(0, len(gone), AT_ONCE):
            self.sitting.contributions.filter(pk__in=gone[start : start + AT_ONCE]).update(
                withdrawn_at=self.now, item=None
            )
        self.changes.count("contribution", removed=len(gone))

    def _drop_items(self, placed: Sequence[Placed]) -> None:
        kept = {one.row.pk for one in placed}
        gone = [key for key in self.sitting.items.values_list("pk", flat=True) if key not in kept]
        for start in range(0, len(gone), AT_ONCE):
            self.sitting.items.filter(pk__in=gone[start : start + AT_ONCE]).delete()
        self.changes.count("agendaitem", removed=len(gone))


class Rows:
    """The rows that are there, each to be taken once: by the id of the source, or by place where it has none."""

    def __init__(self, rows: Iterable[Any]) -> None:
        self._by_id: dict[str, Any] = {}
        self._by_place: dict[int, Any] = {}
        for row in rows:
            if row.native_id:
                self._by_id[row.native_id] = row
            else:
                self._by_place[row.order] = row

    def take(self, native_id: str, order: int) -> Any | None:
        return self._by_id.pop(native_id, None) if native_id else self._by_place.pop(order, None)


def _release(row: Contribution, attribution: Attribution | None) -> bool:
    """Whether what staff said of this contribution does not fit it any more; then its speaker is unknown."""
    if row.attribution_id in (None, attribution and attribution.pk):
        return False
    row.attribution = row.person = None
    return True


def digest(paper: TextPaper) -> str:
    """SHA-256 over the segments with everything that is said of each."""
    parts = "\x1e".join(f"{s.native_id}\x1f{s.kind}\x1f{s.spoken_in}\x1f{s.text}" for s in paper.segments)
    return hashlib.sha256(parts.encode()).hexdigest()


def _status(paper: TextPaper) -> str:
    return str(VersionStatus.PROVISIONAL if paper.provisional else VersionStatus.FINAL)


def _texts(placed: Iterable[Placed]) -> Iterator[tuple[Contribution, TextPaper]]:
    for one in placed:
        assert isinstance(one.paper, SpeechPaper)
        for paper in one.paper.texts:
            yield one.row, paper


def _segments(text: SpeechText, paper: TextPaper) -> list[Segment]:
    return [
        Segment(text_version=text, order=order, native_id=s.native_id, kind=s.kind, spoken_in=s.spoken_in, text=s.text)
        for order, s in enumerate(paper.segments, start=1)
    ]


def _sort(row: models.Model, news: bool, new: list[Any], changed: list[Any]) -> None:
    if news:
        (new if row._state.adding else changed).append(row)


def _write(kind: type[models.Model], new: list[Any], changed: list[Any], names: list[str]) -> None:
    kind._default_manager.bulk_create(new, batch_size=AT_ONCE)
    kind._default_manager.bulk_update(changed, names, batch_size=AT_ONCE)
