"""What a file of the archive holds and what could not be kept, as data and in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ..models import ArchiveFile, Capture
from .gaps import NEVER, WHY
from .warc import moment


@dataclass(frozen=True, slots=True)
class Entry:
    """One capture. `gaps`: what is missing, and why in the language of the page."""

    capture: Capture
    records: int
    gaps: list[tuple[str, str]]


def entries(file: ArchiveFile) -> list[Entry]:
    rows = file.captures.prefetch_related("records").order_by("pk")
    return [Entry(one, len(one.records.all()), explained(one)) for one in rows]


def explained(capture: Capture) -> list[tuple[str, str]]:
    return [(one["what"], str(WHY.get(one["why"], one["why"]))) for one in capture.gaps]


def data(file: ArchiveFile) -> dict[str, Any]:
    return {
        "file": file.name, "sha256": file.sha256, "bytes": file.size, "records": file.records,
        "format": "WARC/1.1 (ISO 28500:2017), gzip per record",
        "captures": list(_captures(file)),
        "never_kept": [{"what": str(what), "why": str(why)} for what, why in NEVER],
    }  # fmt: skip


def _captures(file: ArchiveFile) -> Iterator[dict[str, Any]]:
    for one in entries(file):
        yield {
            "kind": one.capture.kind, "key": one.capture.key, "title": one.capture.title,
            "version": one.capture.version, "reason": one.capture.reason,
            "records": [
                {
                    "type": row.kind, "uri": row.uri, "at": moment(row.at), "content_type": row.content_type,
                    "offset": row.offset, "length": row.length, "digest": row.digest,
                }
                for row in one.capture.records.all()
            ],
            "not_kept": [
                {"what": gap["what"], "why": gap["why"], "in_words": str(WHY.get(gap["why"], ""))}
                for gap in one.capture.gaps
            ],
        }  # fmt: skip
