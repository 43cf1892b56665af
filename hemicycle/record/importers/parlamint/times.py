"""When things were said, from TEI: the points of its timelines, the recordings they lie in, and who names which."""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import UTC, time

from lxml import etree

from hemicycle.record.importers import languages
from hemicycle.record.importers.parlamint.vocabulary import ID, LANG, UNKNOWN_TYPE
from hemicycle.record.importers.safe_xml import children, within
from hemicycle.record.importers.values import time_of, timestamp_of
from hemicycle.record.papers import RecordingPaper, SpanPaper

_KINDS = ("video", "audio")
_TRACKS = ("floor", "interpretation", "sign")
_LENGTH = re.compile(r"PT(\d{1,9})(?:\.(\d{1,3}))?S")
_WHOLE = re.compile(r"\d{1,15}")
_SIZE = re.compile(r"(\d{1,5})px")


class Times:
    def __init__(self, root: etree._Element) -> None:
        self._clock: dict[str, time] = {}
        self._points: dict[str, tuple[str, int]] = {}
        self._spans: dict[str, list[SpanPaper]] = defaultdict(list)
        self._recordings = list(within(root, "recording"))
        for timeline in within(root, "timeline"):
            track = (timeline.get("corresp") or "").removeprefix("#")
            for when in children(timeline, "when"):
                self._read(when, track)

    def _read(self, when: etree._Element, track: str) -> None:
        name, absolute, interval = when.get(ID) or "", when.get("absolute") or "", when.get("interval") or ""
        if absolute and not track:
            if (at := time_of(absolute)) is not None:
                self._clock[name] = at
        elif track and _WHOLE.fullmatch(interval):
            self._points[name] = track, int(interval)

    def of(self, element: etree._Element) -> tuple[time | None, time | None]:
        """From when till when on the clock of the House: the first two of the points that an element names."""
        found = [self._clock[name] for name in _synch(element) if name in self._clock]
        return found[0] if found else None, found[1] if len(found) > 1 else None

    def note_spans(self, element: etree._Element, speech: str) -> None:
        """Where in each recording an utterance is heard."""
        points: dict[str, list[int]] = defaultdict(list)
        for name in _synch(element):
            if name in self._points:
                track, milliseconds = self._points[name]
                points[track].append(milliseconds)
        for track, found in points.items():
            if speech and len(found) > 1 and found[0] < found[1]:
                self._spans[track].append(SpanPaper(speech, found[0], found[1]))

    def recordings(self) -> tuple[RecordingPaper, ...]:
        return tuple(self._recording(row) for row in self._recordings if row.get(ID) and row.get("type") in _KINDS)

    def _recording(self, row: etree._Element) -> RecordingPaper:
        name = row.get(ID) or ""
        length = _LENGTH.fullmatch(row.get("dur") or "")
        begun = next((timestamp_of(one.get("when")) for one in children(row, "time")), None)
        track = row.get("subtype") or ""
        return RecordingPaper(
            row.get("type") or "",
            (row.get("n") or name)[:200],
            tuple(file for media in children(row, "media") if (file := _file(media))),
            track if track in _TRACKS else "floor",
            languages.tag(row.get(LANG) or "") or "",
            begun and begun.astimezone(UTC),
            int(length[1]) * 1_000 + int((length[2] or "0").ljust(3, "0")) if length else None,
            tuple(self._spans[name]),
        )


def _synch(element: etree._Element) -> list[str]:
    return [name.removeprefix("#") for name in (element.get("synch") or "").split()]


def _file(media: etree._Element) -> dict[str, str | int]:
    url, kind = media.get("url") or "", media.get("mimeType") or UNKNOWN_TYPE
    if not url.startswith(("http://", "https://")):
        return {}
    sizes = {side: found for side in ("width", "height") if (found := _SIZE.fullmatch(media.get(side) or ""))}
    file: dict[str, str | int] = {"url": url} if kind == UNKNOWN_TYPE else {"url": url, "type": kind}
    return {**file, **{side: int(found[1]) for side, found in sizes.items()}}
