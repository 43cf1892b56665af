"""The recordings of a sitting, and where in them each speech is heard."""

from __future__ import annotations

from collections.abc import Sequence

from hemicycle.record.actions.changes import Changes, settle
from hemicycle.record.models import Contribution, MediaSpan, Recording, Sitting, Source
from hemicycle.record.papers import RecordingPaper, SpanPaper


def put_recordings(
    sitting: Sitting, papers: Sequence[RecordingPaper], origin: Source | None, changes: Changes
) -> None:
    """Add or update these recordings; others, and spans set by hand, stay."""
    if not papers:
        return
    there = {recording.native_id: recording for recording in sitting.recordings.all()}
    speeches = {row.native_id: row for row in sitting.contributions.standing().exclude(native_id="")}
    for paper in papers:
        recording = there.get(paper.native_id) or Recording(sitting=sitting, classification=sitting.classification)
        said = {
            "native_id": paper.native_id,
            "kind": paper.kind,
            "track": paper.track,
            "language": paper.language,
            "started_at": paper.started_at,
            "milliseconds": paper.milliseconds,
            "files": [dict(file) for file in paper.files],
        }
        settle(recording, said, changes, origin)
        _put_spans(recording, paper.spans, speeches, changes)


def _put_spans(
    recording: Recording, papers: Sequence[SpanPaper], speeches: dict[str, Contribution], changes: Changes
) -> None:
    there = {span.contribution_id: span for span in recording.spans.filter(contribution__isnull=False)}
    for paper in papers:
        speech = speeches.get(paper.speech)
        if speech is None:
            continue
        span = there.get(speech.pk) or MediaSpan(recording=recording, contribution=speech)
        if span.method != "manual":
            settle(span, {"start": paper.start, "end": paper.end, "method": paper.method}, changes)
