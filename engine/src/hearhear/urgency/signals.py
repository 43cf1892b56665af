"""What in a letter cannot wait, with the words that tell."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from hearhear.embeddings import Embed, offline
from hearhear.sentences import Letter, Segment, segments
from hearhear.sentences.features import F32
from hearhear.urgency.dates import named
from hearhear.urgency.model import KINDS, features, log_odds, weights

TIME_LIMIT = KINDS.index("time_limit")


@dataclass(frozen=True, slots=True, order=True)
class Signal:
    """A sentence from `start` to `end` of the text given, and why a person has to see it (one of KINDS).

    `certainty`: 0 to 1, as of our own letters, in which one sentence in ten is urgent. `due`: the first day that a
    time limit names and that has not passed, where it can be told.
    """

    start: int
    end: int
    kind: str
    certainty: float
    due: date | None = None


def urgency(
    letters: Sequence[str],
    *,
    written_on: Sequence[date | None],
    read: Sequence[Letter] | None = None,
    embed: Embed | None = None,
) -> list[list[Signal]]:
    """For each letter the sentences that cannot wait, in order; `written_on`: the day on which each was written.

    `read`: the letters as hearhear.sentences.read reads them, where that is known; with an `embed` that remembers,
    both cost one reading. What the sender quotes or passes on, greeting and signature are not looked at.
    """
    found = [one.segments for one in read] if read is not None else [segments(text) for text in letters]
    rows = _rows([one.words for letter in found for one in letter if one.form is None], embed or offline())
    signals, at = [], 0
    for letter, day in zip(found, written_on, strict=True):
        own = [one for one in letter if one.form is None]
        signals.append(_signals(own, rows[at : at + len(own)], day))
        at += len(own)
    return signals


def _rows(sentences: Sequence[str], embed: Embed) -> Sequence[F32]:
    return list(log_odds(*features(sentences, embed), weights())) if sentences else []


def _signals(own: Sequence[Segment], rows: Sequence[F32], day: date | None) -> list[Signal]:
    thresholds = weights().thresholds
    found = []
    for segment, odds in zip(own, rows, strict=True):
        for number, kind in enumerate(KINDS):
            if odds[number] < thresholds[number]:
                continue
            certainty = 1 / (1 + math.exp(-float(odds[number])))
            if number != TIME_LIMIT:
                found.append(Signal(segment.start, segment.end, kind, certainty))
            elif (days := named(segment.words, day)) and not _is_over(days, day):
                found.append(Signal(segment.start, segment.end, kind, certainty, _due(days, day)))
    return sorted(found)


def _is_over(days: Sequence[date | None], written_on: date | None) -> bool:
    """Whether every day named has passed."""
    return written_on is not None and all(day is not None and day < written_on for day in days)


def _due(days: Sequence[date | None], written_on: date | None) -> date | None:
    return min((day for day in days if day and (written_on is None or day >= written_on)), default=None)
