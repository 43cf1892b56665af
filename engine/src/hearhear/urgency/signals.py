"""What in a letter cannot wait, with the words that tell."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from hearhear.embeddings import Embed, offline
from hearhear.sentences import Letter, Segment, segments
from hearhear.sentences.features import F32
from hearhear.urgency.dates import named
from hearhear.urgency.model import KINDS, Weights, features, letter_features, log_odds, weights

_EVEN = 0.0
"""Log odds of a sentence that is as likely as not."""


@dataclass(frozen=True, slots=True, order=True)
class Signal:
    """A sentence from `start` to `end` of the text given, and why a person has to see it (one of KINDS).

    `certainty`: 0 to 1, that of the whole letter, or of a sentence that suffices by itself, as of our own letters, of
    which every third is urgent. `due`: the first day that a time limit names and that has not passed, where it can be
    told.
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
    own = [[one for one in letter if one.form is None] for letter in found]
    words = [one.words for letter in own for one in letter]
    if not words:
        return [[] for _ in zip(own, written_on, strict=True)]
    dense, sparse = features(words, embed or offline())
    odds = log_odds(dense, sparse, weights())
    signals, at = [], 0
    for letter, day in zip(own, written_on, strict=True):
        rows = slice(at, at + len(letter))
        signals.append(judged(letter, dense[rows], odds[rows], day, weights()))
        at += len(letter)
    return signals


def judged(own: Sequence[Segment], dense: F32, odds: F32, written_on: date | None, using: Weights) -> list[Signal]:
    """Of a letter that cannot wait the likeliest sentence and those as likely as not; `odds`: of its sentences."""
    if not own:
        return []
    whole = letter_features([one.words for one in own], dense, odds) @ using.letter
    surest = odds.max(axis=0)
    whole = np.where(surest >= using.alone, np.maximum(whole, surest), whole)
    signals = []
    for number, kind in enumerate(KINDS):
        if whole[number] < using.thresholds[number]:
            continue
        days = {at: found for at, one in enumerate(own) if (found := _days(kind, one, written_on))}
        least = min(_EVEN, max((odds[at, number] for at in days), default=0))
        certainty = 1 / (1 + math.exp(-float(whole[number])))
        signals += [
            Signal(own[at].start, own[at].end, kind, certainty, _due(found, written_on))
            for at, found in days.items()
            if odds[at, number] >= least
        ]
    return sorted(signals, key=lambda one: (one.start, one.end, one.kind))


def _days(kind: str, sentence: Segment, written_on: date | None) -> list[date | None]:
    """The days of a time limit that have not all passed; that of another kind is unknown."""
    if kind != "time_limit":
        return [None]
    days = named(sentence.words, written_on)
    return [] if written_on and all(day is not None and day < written_on for day in days) else days


def _due(days: Sequence[date | None], written_on: date | None) -> date | None:
    return min((day for day in days if day and (written_on is None or day >= written_on)), default=None)
