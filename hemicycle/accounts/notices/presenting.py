"""A person's notices as the bell and its page show them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from ..models import Notice, User
from .kinds import KINDS, Described, Kind, kinds_for


@dataclass(frozen=True, slots=True)
class Shown:
    """`sentence` says what it is; `described` is None where nothing is asked of this person any more."""

    notice: Notice
    kind: Kind
    sentence: str
    described: Described | None

    @property
    def is_unread(self) -> bool:
        return self.notice.read_at is None and self.notice.ended_at is None


@dataclass(frozen=True, slots=True)
class Choosable:
    """One kind of notice, and how often this person is mailed about it."""

    kind: Kind
    frequency: str


def shown(person: User, rows: Iterable[Notice]) -> list[Shown]:
    """One query or two for each kind among them, however many there are."""
    known = [row for row in rows if row.kind in KINDS]
    described = _described(person, known)
    return [Shown(row, KINDS[row.kind], KINDS[row.kind].sentence(row), described.get(row.pk)) for row in known]


def choices_of(person: User) -> list[Choosable]:
    chosen = dict(person.notice_choices.values_list("kind", "frequency"))
    return [Choosable(kind, chosen.get(kind.name, kind.frequency)) for kind in kinds_for(person)]


def _described(person: User, rows: Sequence[Notice]) -> Mapping[int, Described]:
    """What is over may be described too: who looks back wants to get there."""
    found: dict[int, Described] = {}
    for name, notices in groupby(sorted(rows, key=lambda row: row.kind), key=lambda row: row.kind):
        found |= KINDS[name].describe(person, list(notices))
    return found
