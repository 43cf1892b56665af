"""When things were said, from TEI: the points of its timelines, the recordings they lie in, and who names which."""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import UTC, datetime, time

from lxml import etree

from hemicycle.record.importers import languages
from hemicycle.record.importers.parlamint_words import (
    CLOCK,
    CLOSED,
    FROM,
    ID,
    LANG,
    NATIVE,
    OPENED,
    TO,
    UNKNOWN_TYPE,
)
from hemicycle.record.importers.safe_xml import children, within
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
        self._told = list(within(root, "recording"))
        for timeline in within(root, "timeline"):
            track = (timeline.get("corresp") or "").removeprefix("#")
            for when in children(timeline, "when"):
                self._read(when, track)
        self.opened, self.closed = self._clock.get(OPENED), self._clock.get(CLOSED)

    def _read(self, when: etree._Element, track: str) -> None:
        name, absolute, interval = when.get(ID) or "", when.get("absolute") or "", when.get("interval") or ""
        if absolute and not track:
            try:
                self._clock[name] = time.fromisoformat(absolute.rpartition("T")[2]).replace(tzinfo=None)
            except ValueError:
                return
        elif track and _WHOLE.fullmatch(interval):
            self._points[name] = track, int(interval)

    def of(self, element: etree._Element) -> tuple[time | None, time | None]:
        """From when till when on the clock of the House; a point that does not say its side is the beginning."""
        begun = ended = None
        for name in _synch(element):
            if name not in self._clock:
                continue
            if name.endswith(f".{TO}") and name.startswith(f"{CLOCK}."):
                ended = self._clock[name]
            else:
                begun = begun or self._clock[name]
        return begun, ended

    def note_spans(self, element: etree._Element, speech: str) -> None:
        """Where in each recording an utterance is heard."""
        sides: dict[str, dict[str, int]] = defaultdict(dict)
        for name in _synch(element):
            if name in self._points:
                track, milliseconds = self._points[name]
                sides[track][name.rpartition(".")[2]] = milliseconds
        for track, found in sides.items():
            if speech and FROM in found and TO in found and found[FROM] < found[TO]:
                self._spans[track].append(SpanPaper(speech, found[FROM], found[TO]))

    def recordings(self) -> tuple[RecordingPaper, ...]:
        return tuple(self._recording(told) for told in self._told if told.get(ID) and told.get("type") in _KINDS)

    def _recording(self, told: etree._Element) -> RecordingPaper:
        name, native = told.get(ID) or "", told.get("n") or ""
        length = _LENGTH.fullmatch(told.get("dur") or "")
        begun = next((_moment(one.get("when") or "") for one in children(told, "time")), None)
        track = told.get("subtype") or ""
        return RecordingPaper(
            told.get("type") or "",
            (native.removeprefix(NATIVE) if native.startswith(NATIVE) else name)[:200],
            tuple(file for media in children(told, "media") if (file := _file(media))),
            track if track in _TRACKS else "floor",
            languages.tag(told.get(LANG) or "") or "",
            begun,
            int(length[1]) * 1_000 + int((length[2] or "0").ljust(3, "0")) if length else None,
            tuple(self._spans[name]),
        )


def _synch(element: etree._Element) -> list[str]:
    return [name.removeprefix("#") for name in (element.get("synch") or "").split()]


def _moment(text: str) -> datetime | None:
    try:
        told = datetime.fromisoformat(text)
    except ValueError:
        return None
    return told.astimezone(UTC) if told.tzinfo else None


def _file(media: etree._Element) -> dict[str, str | int]:
    url, kind = media.get("url") or "", media.get("mimeType") or UNKNOWN_TYPE
    if not url.startswith(("http://", "https://")):
        return {}
    sizes = {side: found for side in ("width", "height") if (found := _SIZE.fullmatch(media.get(side) or ""))}
    told: dict[str, str | int] = {"url": url}
    if kind != UNKNOWN_TYPE:
        told["type"] = kind
    return {**told, **{side: int(found[1]) for side, found in sizes.items()}}
