"""What changes in the shown letter from copy to copy, with how many wordings among how many letters."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from hearhear.campaigns.evidence import PERSONAL, PERSONAL_IN_SLOTS
from hearhear.campaigns.letter.alignment import GAP
from hearhear.campaigns.letter.sample import LEAST
from hearhear.campaigns.letter.units import STEADY, Comparison, Unit
from hearhear.campaigns.shared import RUN
from hearhear.campaigns.tokens import Mask

EXAMPLES = 6
"""Wordings of a place that are listed: what one reads at a glance."""
KINDS = ("varies", "optional", "added", "own")
_SLIP = 0.02
"""Other words that so few letters have in place of some are mended slips, and no second wording."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A part of the letter that not all copies have as it stands, in characters of its text.

    `kind`: varies (other copies have other words there; empty where the words of this one are its sender's), optional
    (some lack it), added (others have further words there) or own (words of the senders' own stood there, and are
    withheld). `letters`: how many have words there. `wordings`: how many different ones were met. `examples`: those
    that LEAST senders or more have, most frequent first, with the letters of each.
    """

    start: int
    end: int
    kind: str
    letters: int
    wordings: int
    examples: tuple[tuple[str, int], ...] = ()

    def as_dict(self) -> dict[str, Any]:
        examples = [{"text": text, "letters": letters} for text, letters in self.examples]
        return {
            "start": self.start, "end": self.end, "kind": self.kind, "letters": self.letters,
            "wordings": self.wordings, "examples": examples,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Letter:
    """One real message of a campaign without its sender's own words.

    `message`: its id. `letters`: the messages of the campaign, `compared`: of which so many were compared; where that
    is fewer, the figures of marks are estimates. `shares`: for each stretch of the text (start, end) the part of the
    letters that have it.
    """

    message: str
    text: str
    letters: int
    compared: int
    marks: tuple[Mark, ...]
    shares: tuple[tuple[int, int, float], ...] = ()

    def as_dict(self) -> dict[str, Any]:
        return {
            "id": self.message, "text": self.text, "letters": self.letters, "compared": self.compared,
            "marks": [mark.as_dict() for mark in self.marks],
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Place:
    """A unit of the letter, or the gap before word `last` where `first` is greater than that."""

    first: int
    last: int
    kind: str
    letters: float
    wordings: int
    examples: tuple[tuple[int, int, int, float], ...]
    """Row of a text that has it, its first word, one past its last, and the letters that have it."""
    share: float = 1.0

    @property
    def is_gap(self) -> bool:
        return self.last < self.first


@dataclass(slots=True)
class _Wording:
    row: int
    start: int
    end: int
    letters: float = 0.0
    senders: set[int] = field(default_factory=set)


def places(one: Comparison, units: list[Unit]) -> list[Place]:
    """The shown units in order, each with the gap before it where there is one, and the gap at the end."""
    shown = [unit for unit in units if unit.is_shown]
    found: list[Place] = []
    before = -1
    for at, unit in enumerate(shown):
        found += _gap(one, before, unit.first)
        after = shown[at + 1].first if at + 1 < len(shown) else len(one.words)
        found.append(_unit(one, before, unit, after))
        before = unit.last
    return [*found, *_gap(one, before, len(one.words))]


def _unit(one: Comparison, before: int, unit: Unit, after: int) -> Place:
    have = unit.share * one.sample.weight.sum()
    if unit.is_steady:
        return Place(unit.first, unit.last, "", have, 1, (), unit.share)
    alone = before == unit.first - 1 and after == unit.last + 1
    known, start, end = one.between(unit.first, unit.last + 2)
    holders = np.zeros(len(known), np.bool_)
    if not unit.is_one_place:
        holders = one.holders(unit.first, unit.last)
    found = _wordings(one, known & ~holders if alone else np.zeros_like(known), start, end)
    ours = one.words[unit.first : unit.last + 1].tobytes()
    mine = found.pop(ours, _Wording(one.letter, unit.first, unit.last + 1, have))
    # Where neighbours lack too it is not known which words stand for which.
    room = one.room(unit.first, unit.last + 2)
    unclear = one.weight(~known & ~holders & (room > 0) & (room <= GAP))
    other = sum(wording.letters for wording in found.values()) + unclear
    if not found or other < _SLIP * one.sample.weight.sum():
        # A word that no other stands for, in a mad-lib, is one of a phrase that stands for another phrase.
        kind = "" if one.sample.is_madlib and unit.words < RUN else "optional"
        return Place(unit.first, unit.last, kind, mine.letters, 1, (), unit.share)
    listed = [(one.letter, unit.first, unit.last + 1, mine.letters), *_listed(found)]
    listed.sort(key=lambda wording: -wording[3])
    letters = mine.letters + other
    return Place(unit.first, unit.last, "varies", letters, len(found) + 1, tuple(listed[:EXAMPLES]), unit.share)


def _gap(one: Comparison, left: int, right: int) -> list[Place]:
    """What stands between two neighbouring shown words, if anything does."""
    known, start, end = one.between(left + 1, right + 1)
    found = _wordings(one, known, start, end)
    listed = _listed(found)
    letters = sum(wording.letters for wording in found.values())
    if right == left + 1:
        long = sum(wording.letters for wording in found.values() if wording.end - wording.start >= PERSONAL)
        if max(long, sum(times for *_place, times in listed)) < one.sample.least():
            return []
    kind = "varies" if letters >= STEADY * one.sample.weight.sum() else "added"
    if not listed:
        kind = "varies" if one.sample.is_madlib and _is_short(found) else "own"
    return [Place(right, right - 1, kind, letters, len(found), tuple(listed[:EXAMPLES]))]


def _is_short(found: dict[bytes, _Wording]) -> bool:
    """Whether most of these are no longer than what fills a place of a mad-lib."""
    return bool(found) and float(np.median([w.end - w.start for w in found.values()])) < PERSONAL_IN_SLOTS


def _wordings(one: Comparison, chosen: Mask, start: np.ndarray, end: np.ndarray) -> dict[bytes, _Wording]:
    """By their words, what the chosen texts have from one place to another, if they have anything."""
    found: dict[bytes, _Wording] = {}
    for row in np.flatnonzero(chosen & (end > start)).tolist():
        first, last = int(start[row]), int(end[row])
        wording = found.setdefault(one.sample.words[row][first:last].tobytes(), _Wording(row, first, last))
        wording.letters += float(one.sample.weight[row])
        wording.senders |= one.sample.senders[row]
    return found


def _listed(found: dict[bytes, _Wording]) -> list[tuple[int, int, int, float]]:
    """Those that several senders have, most letters first, then in the order of texts."""
    several = [wording for wording in found.values() if len(wording.senders) >= LEAST]
    several.sort(key=lambda wording: (-wording.letters, wording.row, wording.start))
    return [(wording.row, wording.start, wording.end, wording.letters) for wording in several]
