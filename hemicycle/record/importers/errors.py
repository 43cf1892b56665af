"""What can be wrong with a file.

    UnreadableFile      nothing of it was taken in; `reason` is a stable code, `line` where it was seen

Trying again helps only with another file.
"""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path


class Fault(StrEnum):
    """The stable codes; `hemicycle/record/faults.py` has the words for each."""

    MISSING = "missing"
    NOT_A_FILE = "not-a-file"
    NOT_ALLOWED = "not-allowed"
    EMPTY = "empty"
    TOO_LARGE = "too-large"
    TOO_DEEP = "too-deep"
    WRONG_ENCODING = "wrong-encoding"
    TRUNCATED = "truncated"
    MALFORMED = "malformed"
    ENTITIES = "entities"
    NOT_AKOMA_NTOSO = "not-akoma-ntoso"
    NOT_JSON = "not-json"
    UNKNOWN_FORMAT = "unknown-format"
    NO_BILL = "no-bill"
    NO_IDENTIFICATION = "no-identification"
    NO_NUMBER = "no-number"
    NO_TITLE = "no-title"
    NO_LANGUAGE = "no-language"
    NO_CLAUSES = "no-clauses"
    NO_DATE = "no-date"
    NO_PROCEEDINGS = "no-proceedings"
    NO_PEOPLE = "no-people"
    NOT_A_DATASET = "not-a-dataset"
    BROKEN_ARCHIVE = "broken-archive"
    UNSAFE_ARCHIVE = "unsafe-archive"
    MALFORMED_TABLE = "malformed-table"
    OTHER_COLUMNS = "other-columns"
    BAD_CELL = "bad-cell"


UNOPENED = (Fault.MISSING, Fault.NOT_A_FILE, Fault.NOT_ALLOWED)
"""No line of the file was seen."""


class UnreadableFile(Exception):
    """A file of which nothing can be taken in."""

    def __init__(self, path: Path, fault: Fault, *, line: int = 1, detail: str = "") -> None:
        self.path = path
        self.fault = fault
        self.line = line
        self.detail = detail
        super().__init__(f"{path}:{line}: {fault.value}{f' ({detail})' if detail else ''}")
