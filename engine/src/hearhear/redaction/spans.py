"""What is found: stretches of a text, each with its kind and how sure we are."""

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple


class Kind(StrEnum):
    """What a stretch of text gives away of a person. A payment card counts as IBAN: both name an account."""

    NAME = "name"
    ADDRESS = "address"
    POSTCODE = "postcode"
    PHONE = "phone"
    EMAIL = "email"
    HANDLE = "handle"
    NATIONAL_ID = "national_id"
    IBAN = "iban"
    SIGNATURE = "signature"


@dataclass(frozen=True, slots=True)
class Redaction:
    """A stretch of the original text, in characters, half open.

    `certainty` is 1.0 where a checksum or a form that nothing else has proves it, about 0.9 where words beside it name
    it, 0.5 to 0.8 where only its looks speak for it. These are grades of evidence, not measured frequencies.
    """

    start: int
    end: int
    kind: Kind
    certainty: float


class Found(NamedTuple):
    """A candidate, before candidates that overlap have been settled."""

    start: int
    end: int
    kind: Kind
    certainty: float


PROVEN, NAMED, LIKELY, LOOKS = 1.0, 0.9, 0.75, 0.6
"""Grades of evidence: checksum or form; words beside it; two signs; one sign."""
