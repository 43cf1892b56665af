"""Which words of a message are its sender's own, in one place: themes, links, labels and quotes are made of these.

Not one's own are words that a campaign shares, that are quoted or forwarded, that are the bill's (official), and
courtesy, signature and form. Offsets count characters of the message.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from itertools import pairwise

import numpy as np
import pyarrow as pa

from hearhear.sentences import Evidence, Letter, casework, disagrees, is_shared, private_spans, read

WHY = ("courtesy", "signature", "form", "official", "quoted", "forwarded", "shared")
"""Why words are not the sender's own; where two reasons meet, the later one in this order is given."""
MARKED = pa.list_(pa.struct([("start", pa.int32()), ("end", pa.int32()), ("why", pa.string())]))
EVIDENCE = pa.struct([("start", pa.int32()), ("end", pa.int32()), ("certainty", pa.float32())])
READING_SCHEMA = pa.schema([("casework", EVIDENCE), ("disagrees", EVIDENCE), ("not_own", MARKED), ("private", MARKED)])
"""What reading a message adds to its findings."""

Span = tuple[int, int]
Spans = Sequence[Span]

_WHY_OF = {"courtesy": "courtesy", "form": "form", "reference": "official", "quoted": "quoted"}

_SURE = 0.5
"""A sentence is taken for courtesy, form or recital when that is likelier than not: what is left out by mistake is
not heard."""


@dataclass(frozen=True, slots=True)
class NotOwn:
    """A stretch of a message that is not its sender's own, and why (one of WHY)."""

    start: int
    end: int
    why: str

    @property
    def span(self) -> Span:
        return self.start, self.end


def not_own(text: str, letter: Letter | None = None, *, shared: Spans = (), official: Spans = ()) -> list[NotOwn]:
    """What is not the sender's own in a message, in order and without overlap.

    `letter`: the message as `hearhear.sentences.read` reads it, where that is known. `shared`: a campaign's passages.
    `official`: words of a bill or clause.
    """
    letter = letter or read([text])[0]
    painted = np.zeros(len(text), np.int8)
    for segment, kind in zip(letter.segments, letter.kinds(least=_SURE), strict=True):
        why = segment.form or _WHY_OF.get(kind or "")
        if why:
            stretch = painted[segment.start : segment.end]
            np.maximum(stretch, WHY.index(why) + 1, out=stretch)
    for why, spans in (("official", official), ("shared", shared)):
        for start, end in _whole_sentences(letter, spans):
            stretch = painted[start:end]
            np.maximum(stretch, WHY.index(why) + 1, out=stretch)
    return _runs(painted)


def _whole_sentences(letter: Letter, spans: Spans) -> list[Span]:
    """The spans, and the sentences of which they are half: what differs fills a gap in them."""
    return [*spans, *((segment.start, segment.end) for segment in letter.segments if is_shared(segment, spans))]


def _runs(painted: np.ndarray) -> list[NotOwn]:
    edges = np.flatnonzero(np.diff(painted, prepend=0, append=0))
    return [NotOwn(int(start), int(end), WHY[painted[start] - 1]) for start, end in pairwise(edges) if painted[start]]


def own_spans(text: str, spans: Iterable[NotOwn]) -> list[Span]:
    """The stretches between those that are not the sender's own, if they say anything."""
    found, at = [], 0
    for one in [*spans, NotOwn(len(text), len(text), "form")]:
        if any(mark.isalnum() for mark in text[at : one.start]):
            found.append((at, one.start))
        at = one.end
    return found


def blanked(text: str, spans: Iterable[Span]) -> str:
    """The text with a space for each character inside the spans; line breaks and offsets are kept."""
    parts, at = [], 0
    for start, end in spans:
        parts += [text[at:start], "".join(mark if mark in "\r\n" else " " for mark in text[start:end])]
        at = end
    return "".join([*parts, text[at:]])


def findings(
    texts: Sequence[str],
    letters: Sequence[Letter],
    *,
    shared: Sequence[Spans],
    official: Sequence[Spans],
    repeats: Sequence[str | None],
) -> pa.Table:
    """Every message in READING_SCHEMA.

    `letters`: the messages as read. `shared`, `official`: their spans. `repeats`: how each repeats a campaign's words,
    quoted, forwarded or not at all.
    """
    keys = list(zip(texts, map(tuple, shared), map(tuple, official), repeats, strict=True))
    rows: dict[object, dict[str, object]] = {}
    for key, letter in zip(keys, letters, strict=True):
        if key not in rows:
            rows[key] = _row(letter, *key)
    return pa.Table.from_pylist([rows[key] for key in keys], schema=READING_SCHEMA)


def _row(letter: Letter, text: str, shared: Spans, official: Spans, repeats: str | None) -> dict[str, object]:
    others = not_own(text, letter, shared=shared, official=official)
    return {
        "casework": _struct(casework(letter, shared)),
        "disagrees": _struct(disagrees(letter, shared, repeats)),
        "not_own": [asdict(one) for one in others],
        "private": _private(letter, text, others) if letter.is_read else None,
    }


_UNSAID = ("courtesy", "signature", "form")
"""Whoever signs with an address tells nothing private, and none of these is quoted."""


def _private(letter: Letter, text: str, others: Sequence[NotOwn]) -> list[dict[str, object]]:
    unsaid = [one.span for one in others if one.why in _UNSAID]
    return [
        {"start": start, "end": end, "why": why}
        for start, end, why in private_spans(text, letter)
        if not any(first <= start and end <= last for first, last in unsaid)
    ]


def _struct(evidence: Evidence | None) -> dict[str, object] | None:
    return asdict(evidence) if evidence else None
