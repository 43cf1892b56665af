"""Sittings: what a source says of one, with its agenda, its speeches, its votes and its recordings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from hemicycle.record.actions.changes import Changes, settle
from hemicycle.record.actions.indexing import note
from hemicycle.record.actions.matching import find, name_it, referred, source
from hemicycle.record.actions.proceedings import Proceedings
from hemicycle.record.models import Contribution, MediaSpan, Organization, Period, Recording, Sitting, Source
from hemicycle.record.papers import FromWhere, RecordingPaper, SittingPaper, SpanPaper
from hemicycle.rules import audit


@transaction.atomic
def put_sitting(paper: SittingPaper, *, by: Any, where: FromWhere | Source | None = None) -> Changes:
    """Add or update a sitting. Its parts are matched by the id they have in the source, else by their place.

    A text that changed gets a new version beside the old one; a speech that a whole source no longer has is withdrawn.
    """
    changes, origin = Changes(), source(where)
    sitting = _sitting(paper)
    values = {
        "organization": referred(Organization, "organization", paper.organization),
        "period": referred(Period, "period", paper.period),
        "number": paper.number,
        "date": paper.date,
        "status": paper.status,
        "opened_at": paper.opened_at,
        "closed_at": paper.closed_at,
        "titles": paper.titles,
    }
    settle(sitting, values, changes)
    name_it(sitting, "sitting", paper.known_as)
    Proceedings(sitting, origin, changes).put(paper.parts, whole=paper.whole)
    put_recordings(sitting, paper.recordings, origin, changes)
    if changes:
        if origin is not None:
            Sitting.objects.filter(pk=sitting.pk).update(source=origin)
        note(sitting)
        audit.record("record.put_sitting", by=by, about=sitting, **changes.facts())
    return changes


def _sitting(paper: SittingPaper) -> Sitting:
    """The sitting by its identifiers, else the one of that body, day and number."""
    found = find(Sitting, "sitting", paper.known_as)
    if found is None:
        body = referred(Organization, "organization", paper.organization)
        found = Sitting.objects.filter(organization=body, date=paper.date, number=paper.number).first()
    return found or Sitting()


def put_recordings(
    sitting: Sitting, papers: Sequence[RecordingPaper], origin: Source | None, changes: Changes
) -> None:
    """Add or update these recordings; others, and spans set by hand, stay."""
    if not papers:
        return
    existing = {recording.native_id: recording for recording in sitting.recordings.all()}
    speeches = {row.native_id: row for row in sitting.contributions.current().exclude(native_id="")}
    for paper in papers:
        recording = existing.get(paper.native_id) or Recording(sitting=sitting, classification=sitting.classification)
        values = {
            "native_id": paper.native_id,
            "kind": paper.kind,
            "track": paper.track,
            "language": paper.language,
            "started_at": paper.started_at,
            "milliseconds": paper.milliseconds,
            "files": [dict(file) for file in paper.files],
        }
        settle(recording, values, changes, origin)
        _put_spans(recording, paper.spans, speeches, changes)


def _put_spans(
    recording: Recording, papers: Sequence[SpanPaper], speeches: dict[str, Contribution], changes: Changes
) -> None:
    existing = {span.contribution_id: span for span in recording.spans.filter(contribution__isnull=False)}
    for paper in papers:
        speech = speeches.get(paper.speech)
        if speech is None:
            continue
        span = existing.get(speech.pk) or MediaSpan(recording=recording, contribution=speech)
        if span.method != "manual":
            settle(span, {"start": paper.start, "end": paper.end, "method": paper.method}, changes)
