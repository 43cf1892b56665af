"""Postcodes and places as CSV, each with its constituency: as a House keeps it, or as its statistical office has it.

Columns are known by their names in English, French or Spanish, in any order. The encoding is declared by nothing in a
CSV, so it is guessed, and the guess is shown: spreadsheets write Windows-1252 and UTF-16 as well as UTF-8.
"""

from __future__ import annotations

import codecs
import csv
import io
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

COLUMNS = {
    "postcode": "postcode postalcode zip zipcode codepostal cp codigopostal",
    "name": "place town city locality municipality commune lieu ville localite lugar municipio localidad poblacion",
    "area": "constituency district riding area circonscription circunscripcion distrito",
}
LIMIT_BYTES = 50 * 1024 * 1024
LONGEST_POSTCODE, LONGEST_NAME = 20, 120
_SAMPLE = 4_096


class TableFault(StrEnum):
    EMPTY = "empty"
    TOO_LARGE = "too-large"
    NO_COLUMNS = "no-columns"
    NOT_TEXT = "not-text"


# More would push the form off the page, or the screen; the count is always of all.
SHOWN_ASIDE = 50
FAULTS: dict[str, str | Promise] = {
    TableFault.EMPTY: gettext_lazy("The file is empty."),
    TableFault.TOO_LARGE: gettext_lazy("The file is larger than 50 MB."),
    TableFault.NO_COLUMNS: gettext_lazy(
        "The first line names no column for the constituency, or none for a postcode or a place. "
        "Name them constituency, postcode and place."
    ),
    TableFault.NOT_TEXT: gettext_lazy("This is no table as text. Save it as CSV and load it again."),
}
REASONS: dict[str, str | Promise] = {
    "broken": gettext_lazy("its quotation marks do not match"),
    "no-constituency": gettext_lazy("it names no constituency"),
    "no-place": gettext_lazy("it has neither a postcode nor a place"),
    "too-long": gettext_lazy("its postcode or place is too long"),
    "unknown-constituency": gettext_lazy("the record has no constituency of this name"),
    "several-constituencies": gettext_lazy("several constituencies have this name"),
}


class UnreadableTable(Exception):
    """Nothing of it was read; `fault` is why."""

    def __init__(self, fault: TableFault) -> None:
        self.fault = fault
        super().__init__(fault.value)


@dataclass(frozen=True, slots=True)
class Row:
    line: int
    postcode: str
    name: str
    area: str


@dataclass(frozen=True, slots=True)
class Aside:
    """A row that was not read: its line, what stands there, and why."""

    line: int
    what: str
    reason: str


@dataclass(slots=True)
class Table:
    encoding: str
    rows: list[Row] = field(default_factory=list)
    aside: list[Aside] = field(default_factory=list)


def read(content: bytes) -> Table:
    """Its rows, and those that say nothing; raises UnreadableTable."""
    if len(content) > LIMIT_BYTES:
        raise UnreadableTable(TableFault.TOO_LARGE)
    if not content.strip(b"\xff\xfe\xef\xbb\xbf\x00 \t\r\n"):
        raise UnreadableTable(TableFault.EMPTY)
    text, encoding = decoded(content)
    if "\0" in text:
        raise UnreadableTable(TableFault.NOT_TEXT)
    heading = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(",;\t", key=heading.count)
    lines = csv.reader(io.StringIO(text.lstrip("\ufeff"), newline=""), delimiter=delimiter)
    table, places = Table(encoding), dict[str, int]()
    for number, cells in _numbered(lines, table):
        if not places:
            places = _places(cells)
            continue
        _take(table, number, {meaning: cells[at] if at < len(cells) else "" for meaning, at in places.items()})
    return table


MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def decoded(content: bytes) -> tuple[str, str]:
    """As text, and in which encoding it was taken to be."""
    for mark, encoding in MARKS:
        if content.startswith(mark):
            return content.decode(encoding, "replace"), encoding.removesuffix("-sig")
    even, odd = content[:_SAMPLE:2], content[1:_SAMPLE:2]
    # Latin letters in UTF-16 have a zero as every other byte.
    for zeros, encoding in ((odd, "utf-16-le"), (even, "utf-16-be")):
        if zeros.count(0) * 2 > len(zeros):
            return content.decode(encoding, "replace"), encoding
    try:
        return content.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        # Five bytes mean nothing in Windows-1252; they become a sign that says so.
        return content.decode("cp1252", "replace"), "windows-1252"


def _numbered(reader: Any, table: Table) -> Iterator[tuple[int, list[str]]]:
    """The rows in which something stands, with their lines; one that csv refuses is set aside."""
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            table.aside.append(Aside(reader.line_num, "", "broken"))
            continue
        if any(cell.strip() for cell in cells):
            yield reader.line_num, cells


def _places(heading: Sequence[str]) -> dict[str, int]:
    """In which column each meaning stands; raises UnreadableTable for a table that could answer nothing."""
    found: dict[str, int] = {}
    for at, cell in enumerate(heading):
        word = _plain(cell)
        meaning = next((one for one, words in COLUMNS.items() if word in words.split()), "")
        if meaning:
            found.setdefault(meaning, at)
    if "area" not in found or not {"postcode", "name"} & set(found):
        raise UnreadableTable(TableFault.NO_COLUMNS)
    return found


def _plain(cell: str) -> str:
    apart = unicodedata.normalize("NFKD", cell.casefold())
    return "".join(sign for sign in apart if sign.isalnum() and not unicodedata.combining(sign))


def _take(table: Table, line: int, cells: dict[str, str]) -> None:
    postcode, name, area = (" ".join(cells.get(one, "").split()) for one in ("postcode", "name", "area"))
    what = " · ".join(filter(None, (postcode, name, area)))[:120]
    if not area:
        table.aside.append(Aside(line, what, "no-constituency"))
    elif not _plain(postcode) and not _plain(name):
        table.aside.append(Aside(line, what, "no-place"))
    elif len(postcode) > LONGEST_POSTCODE or len(name) > LONGEST_NAME:
        table.aside.append(Aside(line, what, "too-long"))
    else:
        table.rows.append(Row(line, postcode, name, area))
