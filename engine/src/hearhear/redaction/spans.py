"""What redaction finds: spans of a text with kind and certainty; and the people in public office, whose names stay."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from hearhear.redaction.vocabulary import plain


class Kind(StrEnum):
    """What a stretch of text gives away of a person. A payment card counts as IBAN: both name an account.

    A handle is somebody's account, or a page on the web that they call their own. A reference is the number of
    somebody's file, patient record, claim or contract; a plate is a vehicle's.
    """

    NAME = "name"
    ADDRESS = "address"
    POSTCODE = "postcode"
    PHONE = "phone"
    EMAIL = "email"
    HANDLE = "handle"
    NATIONAL_ID = "national_id"
    IBAN = "iban"
    SIGNATURE = "signature"
    BIRTH_DATE = "birth_date"
    REFERENCE = "reference"
    PLATE = "plate"


@dataclass(frozen=True, slots=True)
class Redaction:
    """A stretch of the original text, in characters, half open.

    `certainty` is 1.0 where a checksum or a form that nothing else has proves it, about 0.9 where words beside it name
    it, 0.6 to 0.8 where its looks and place speak for it, 0.5 where only its looks do, in a message that has other
    personal data. These are grades of evidence, not measured frequencies.
    """

    start: int
    end: int
    kind: Kind
    certainty: float


class Candidate(NamedTuple):
    """A candidate, before candidates that overlap have been settled."""

    start: int
    end: int
    kind: Kind
    certainty: float


PROVEN, NAMED, LIKELY, POSSIBLE, BARE = 1.0, 0.9, 0.75, 0.6, 0.5
"""Grades of evidence: checksum or form; words beside it; two signs; one sign; the looks of a name and nothing else."""


_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_PART = re.compile(r"[^\W\d_]+")


class Public:
    """People in public office: their names stay."""

    def __init__(self, names: Collection[str] = ()) -> None:
        parts = [[plain(part) for part in _PART.findall(name)] for name in sorted(names) if name[:1] != "@"]
        self._names = [(frozenset(words), frozenset(words[1:] or words)) for words in parts if words]
        self.handles = frozenset(name.lower().lstrip("@") for name in names)

    def has(self, words: Collection[str]) -> bool:
        """Whether words are a name in office, or its surname."""
        if not self._names:
            return False
        mine = frozenset(part for word in words for part in _PART.findall(plain(word)))
        return any(mine <= name and mine & surname for name, surname in self._names)

    def begins(self, text: str, count: int) -> bool:
        """Whether a text begins with a name in office; `count` words of it are sure, two more may belong to it."""
        if not self._names:
            return False
        words = _WORD.findall(text)[: count + 2]
        return any(self.has(words[:size]) for size in range(count, len(words) + 1))
