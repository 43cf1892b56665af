"""Where in the messages stand words that a campaign shares or others repeat, and the parliament's own words."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from hearhear.campaigns.columns import rows_of
from hearhear.campaigns.corpus import gram_starts, grams
from hearhear.campaigns.evidence import Bodies
from hearhear.campaigns.groups import Groups
from hearhear.campaigns.shared import RUN, Shared
from hearhear.campaigns.tokens import I64, Mask, Tokens, tokenise
from hearhear.sentences import Letter, is_shared
from hearhear.structure import Body, Run

Span = tuple[int, int]

COMMON = 0.05
"""A mad-lib's alternatives, four to ten at a place, are each in this part of its letters or more; a sentence that
somebody added and two or three others happen to have is not the campaign's."""
OFFICIAL_GRAM = 6
"""Words in a run that is the bill's: people who write about one thing share five by chance, hardly ever six."""


def shared_spans(groups: Groups, found: Shared, rows: I64) -> list[tuple[Span, ...]]:
    """For each of some messages the words it shares with the others of its campaign, if it is in one."""
    members = np.flatnonzero(groups.campaign[rows] >= 0)
    inside = rows[members]
    bodies = Bodies.of(groups, inside)
    size = np.bincount(found.campaign, minlength=1)[groups.campaign[inside]]
    enough = np.repeat(np.maximum(2, np.ceil(COMMON * size)), np.diff(bodies.tokens.bounds))
    spans = _spans(bodies.written.to_pylist(), bodies.tokens, found.sharers[bodies.word] >= enough, RUN)
    runs = rows_of(groups.table["runs"], inside).to_pylist()
    placed: list[tuple[Span, ...]] = [()] * len(rows)
    for member, one, run in zip(members.tolist(), spans, runs, strict=True):
        placed[member] = _placed(one, run)
    return placed


def official_spans(texts: Sequence[str], about: Sequence[str]) -> list[tuple[Span, ...]]:
    """For each text the words in a run of OFFICIAL_GRAM words that stands in one of the texts of the parliament."""
    if not about or not texts:
        return [()] * len(texts)
    official, own = tokenise(pa.array(about, pa.large_string())), tokenise(pa.array(texts, pa.large_string()))
    known = _runs(official, OFFICIAL_GRAM)
    inside = np.zeros(len(own.word), np.bool_)
    starts = _starts(own, OFFICIAL_GRAM)
    places = starts[np.isin(grams(own.word, OFFICIAL_GRAM)[starts], known)]
    for step in range(OFFICIAL_GRAM):
        inside[places + step] = True
    return [tuple(one) for one in _spans(texts, own, inside, 1)]


def repeated(
    letters: Sequence[Letter], shared: Sequence[Sequence[Span]], official: Sequence[Sequence[Span]]
) -> list[str | None]:
    """For each message whether it repeats what a campaign's senders say as their own: quoted, forwarded or None.

    `shared`, `official`: a campaign's words in each message, and the bill's. Who says as their own what the campaign
    says, repeats nothing.
    """
    found: list[str | None] = [None] * len(letters)
    said = [
        [segment.words for segment in one.segments if segment.form is None and is_shared(segment, spans)]
        for one, spans in zip(letters, shared, strict=True)
    ]
    own = {words for one in said for words in one}
    others = [
        (row, segment)
        for row, one in enumerate(letters)
        for segment in one.segments
        if segment.form in _REPEATING and not said[row] and not is_shared(segment, official[row])
    ]
    if not own or not others:
        return found
    known = _runs(tokenise(pa.array(sorted(own), pa.large_string())), QUOTED_GRAM)
    tokens = tokenise(pa.array([segment.words for _, segment in others], pa.large_string()))
    places = _starts(tokens, QUOTED_GRAM)
    text = np.searchsorted(tokens.bounds, places, side="right") - 1
    hits = np.isin(grams(tokens.word, QUOTED_GRAM)[places], known)
    runs = np.bincount(text, minlength=len(others))
    part = np.bincount(text, weights=hits, minlength=len(others)) / np.maximum(runs, 1)
    for at in np.flatnonzero(part >= REPEATED).tolist():
        row, segment = others[at]
        found[row] = "quoted" if "quoted" in (found[row], segment.form) else "forwarded"
    return found


QUOTED_GRAM = 5
"""Words in a run that is repeated: the shortest quotation (`hearhear.sentences.splitting.QUOTATION_WORDS`)."""
REPEATED = 0.25
"""A quarter of a quotation's runs stand in the campaign: the others may run over another copy's alternatives."""
_REPEATING = ("quoted", "forwarded")


def _starts(tokens: Tokens, size: int) -> I64:
    return np.flatnonzero(gram_starts(tokens.bounds, size)[: max(0, len(tokens.word) - size + 1)])


def _runs(tokens: Tokens, size: int) -> np.ndarray:
    return np.unique(grams(tokens.word, size)[_starts(tokens, size)])


def _spans(texts: Sequence[str], tokens: Tokens, chosen: Mask, least: int) -> list[list[Span]]:
    """Runs of at least so many chosen words of each text, in characters."""
    found, before = [], 0
    for number, text in enumerate(texts):
        raw = np.frombuffer(text.encode(), np.uint8)
        first, last = tokens.bounds[number], tokens.bounds[number + 1]
        edges = np.flatnonzero(np.diff(chosen[first:last].astype(np.int8), prepend=0, append=0)).reshape(-1, 2)
        edges = edges[edges[:, 1] - edges[:, 0] >= least]
        if len(edges):
            character = np.concatenate([[0], np.cumsum(raw & 0xC0 != 0x80)])
            start = character[tokens.start[first + edges[:, 0]] - before]
            end = character[tokens.end[first + edges[:, 1] - 1] - before]
            found.append(list(zip(start.tolist(), end.tolist(), strict=True)))
        else:
            found.append([])
        before += len(raw)
    return found


def _placed(spans: Sequence[Span], runs: list[dict[str, int]] | None) -> tuple[Span, ...]:
    """Spans of a body as spans of its message."""
    if runs is None:
        return tuple(spans)
    body = Body("", tuple(Run(**run) for run in runs))
    return tuple(body.span(start, end) for start, end in spans)
