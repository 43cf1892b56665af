"""When things were said: points in time on the clock of the House and in its recordings, and what they belong to.

A `timeline` a recording counts milliseconds from its beginning; one more has the times that the House prints. A speech
or a paragraph names its points by `synch`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC
from typing import Any

from hemicycle.record.exporters.parlamint.elements import Element, element, put
from hemicycle.record.exporters.scope import public
from hemicycle.record.importers.parlamint.vocabulary import UNKNOWN_TYPE
from hemicycle.record.models import Contribution, MediaSpan, Recording, Sitting

MILLISECONDS = 1_000
CLOCK, FROM, TO = "clock", "from", "to"


class Timeline:
    def __init__(self, sitting: Sitting) -> None:
        rows = Recording.objects.readable_by(None).filter(sitting=sitting).order_by("native_id", "pk")
        self._recordings: list[Recording] = list(public(rows))
        self._clock: list[tuple[str, str]] = []
        self._points: dict[Any, list[tuple[str, int]]] = defaultdict(list)
        self._of_speech: dict[Any, list[MediaSpan]] = defaultdict(list)
        self._of_segment: dict[Any, list[MediaSpan]] = defaultdict(list)
        for span in MediaSpan.objects.filter(recording__in=rows).order_by("recording", "start", "pk"):
            if span.segment_id is not None:
                self._of_segment[span.segment_id].append(span)
            else:
                self._of_speech[span.contribution_id].append(span)
        for name, at in (("opened", sitting.opened_at), ("closed", sitting.closed_at)):
            if at is not None:
                self._clock.append((f"{CLOCK}.{name}", at.isoformat()))

    def synchronize(
        self, spoken: Element, *, name: str, speech: Contribution | None = None, segment: Any = None
    ) -> None:
        """Let an element name its points; `name` tells them apart."""
        points: list[str] = []
        if speech is not None:
            for side, at in ((FROM, speech.started_at), (TO, speech.ended_at)):
                if at is not None:
                    points.append(f"{CLOCK}.{name}.{side}")
                    self._clock.append((points[-1], at.isoformat()))
        spans = self._of_speech[speech.pk] if speech is not None else self._of_segment[segment]
        for span in spans:
            track = self._id(span.recording_id)
            for side, milliseconds in ((FROM, span.start), (TO, span.end)):
                points.append(f"{track}.{name}.{side}")
                self._points[span.recording_id].append((points[-1], milliseconds))
        if points:
            spoken.set("synch", " ".join(f"#{point}" for point in points))

    def elements(self) -> Iterator[Element]:
        if self._clock:
            clock = element("timeline", {"id": CLOCK})
            for name, absolute in self._clock:
                put(clock, "when", {"id": name, "absolute": absolute})
            yield clock
        for recording in self._recordings:
            if points := self._points[recording.pk]:
                yield self._track(recording, points)

    def _track(self, recording: Recording, points: list[tuple[str, int]]) -> Element:
        name = self._id(recording.pk)
        track = element("timeline", {"id": f"{name}.time", "unit": "ms", "origin": f"#{name}.origin"})
        track.set("corresp", f"#{name}")
        put(track, "when", {"id": f"{name}.origin"})
        for point, milliseconds in points:
            put(track, "when", {"id": point, "interval": str(milliseconds), "since": f"#{name}.origin"})
        return track

    def recordings(self) -> Element | None:
        """recordingStmt, where there are any."""
        if not self._recordings:
            return None
        statement = element("recordingStmt")
        for recording in self._recordings:
            statement.append(self._recording(recording))
        return statement

    def _recording(self, recording: Recording) -> Element:
        attributes = {"type": recording.kind, "subtype": recording.track, "lang": recording.language}
        row = element("recording", {"id": self._id(recording.pk), "n": recording.native_id, **attributes})
        if recording.milliseconds is not None:
            row.set("dur", f"PT{recording.milliseconds / MILLISECONDS:.3f}S")
        for file in recording.files:
            sizes = {side: f"{file[side]}px" for side in ("width", "height") if side in file}
            put(row, "media", {"mimeType": file.get("type") or UNKNOWN_TYPE, "url": file["url"], **sizes})
        if recording.started_at is not None:
            put(row, "time", {"when": recording.started_at.astimezone(UTC).isoformat().replace("+00:00", "Z")})
        return row

    def _id(self, key: Any) -> str:
        place = next(place for place, row in enumerate(self._recordings, start=1) if row.pk == key)
        return f"recording{place}"
