"""What can be wrong with a file.

    UnreadableFile      nothing of it was imported; `reason` is a stable code, `line` where it was seen

Trying again helps only with another file.
"""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy


class Fault(StrEnum):
    """The stable codes; FAULTS has the words for each."""

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
    """A file of which nothing can be imported."""

    def __init__(self, path: Path, fault: Fault, *, line: int = 1, detail: str = "") -> None:
        self.path = path
        self.fault = fault
        self.line = line
        self.detail = detail
        super().__init__(f"{path}:{line}: {fault.value}{f' ({detail})' if detail else ''}")


FAULTS: dict[Fault, str | Promise] = {
    Fault.MISSING: gettext_lazy("There is no such file: check its name and folder, then import it again."),
    Fault.NOT_A_FILE: gettext_lazy("This is a folder: name the files in it, or import all of it with --watch."),
    Fault.NOT_ALLOWED: gettext_lazy(
        "The file cannot be opened: see that whoever imports may read it, then import it again."
    ),
    Fault.EMPTY: gettext_lazy("The file is empty."),
    Fault.TOO_LARGE: gettext_lazy("The file, or one part of it, is larger than any record."),
    Fault.TOO_DEEP: gettext_lazy("The file is nested deeper than any record."),
    Fault.WRONG_ENCODING: gettext_lazy("The text is not in the encoding that the file declares."),
    Fault.TRUNCATED: gettext_lazy("The file ends in the middle."),
    Fault.MALFORMED: gettext_lazy("This is not well-formed XML."),
    Fault.ENTITIES: gettext_lazy("The file declares or uses entities, which are never read."),
    Fault.NOT_AKOMA_NTOSO: gettext_lazy("This is not an Akoma Ntoso file."),
    Fault.NOT_JSON: gettext_lazy("This is not well-formed JSON."),
    Fault.UNKNOWN_FORMAT: gettext_lazy("This is in none of the formats that can be imported."),
    Fault.NO_BILL: gettext_lazy("The file holds neither a bill nor an act."),
    Fault.NO_IDENTIFICATION: gettext_lazy("The bill has no FRBR identifier of its work."),
    Fault.NO_NUMBER: gettext_lazy("The bill has no number; give one with --number."),
    Fault.NO_TITLE: gettext_lazy("The bill has no title."),
    Fault.NO_LANGUAGE: gettext_lazy("The file does not say which language it is in."),
    Fault.NO_CLAUSES: gettext_lazy("The bill has no text."),
    Fault.NO_DATE: gettext_lazy("The file does not say on which day, or in which number, the House sat."),
    Fault.NO_PROCEEDINGS: gettext_lazy("The file holds nothing that was said or decided."),
    Fault.NO_PEOPLE: gettext_lazy("The file holds no people and no bodies."),
    Fault.NOT_A_DATASET: gettext_lazy("This archive is not a dataset of a parliamentary record."),
    Fault.BROKEN_ARCHIVE: gettext_lazy("The archive is damaged."),
    Fault.UNSAFE_ARCHIVE: gettext_lazy(
        "The archive is not a dataset of a parliamentary record; nothing was unpacked."
    ),
    Fault.MALFORMED_TABLE: gettext_lazy("This is not a well-formed table of a dataset."),
    Fault.OTHER_COLUMNS: gettext_lazy("The table has columns that this version does not know, or no keys."),
    Fault.BAD_CELL: gettext_lazy("A cell holds what its column cannot hold."),
}

# Why a part of a file was left aside.
REASONS: dict[str, str | Promise] = {
    "another-file": gettext_lazy("another file, to be imported by itself"),
    "no-name": gettext_lazy("it has no name or no id"),
    "guessed-encoding": gettext_lazy("the file does not say its encoding; it was read as this one"),
    "bad-bytes": gettext_lazy("so many bytes are no letters in the encoding of the file"),
    "one-of-the-same-name": gettext_lazy("another person of this name has no id either"),
    "another-paper": gettext_lazy("another paper in the same file"),
    "not-the-text": gettext_lazy("not part of the enacted words"),
    "no-words": gettext_lazy("nothing is said in it"),
    "not-read": gettext_lazy("the importer does not read this text, so it was not imported"),
    "no-reference": gettext_lazy("it does not say in which body"),
    "unknown-body": gettext_lazy(
        "it names a body or a place that is not in the record; correct it or import that first"
    ),
    "broken-row": gettext_lazy("its quotation marks do not match"),
    "unclear-date": gettext_lazy("its dates are not valid, or it ends before it begins"),
    "not-one-person": gettext_lazy("its identifiers belong to several people in the record"),
    "second-use-of-an-id": gettext_lazy("imported; its id was already used, so it got a number"),
    "no-place-in-the-sitting": gettext_lazy("its id names no sitting and no day"),
}
