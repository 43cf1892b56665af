"""What is asked for, found by the names people give it, and what of it may leave.

Whoever asks, a file holds only what is public: it goes on to where no one asks who is looking.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from hemicycle.record.models import Document, DocumentVersion, Sitting
from hemicycle.rules import gate
from hemicycle.rules.egress import EgressPoint

Row = TypeVar("Row")
Passing = Callable[[Iterable[Any]], Iterable[Any]]


class Lack(StrEnum):
    """The stable codes; LACKS has the words for each."""

    NOT_PUBLIC = "not-public"
    NO_SUCH_SITTING = "no-such-sitting"
    NO_SUCH_BILL = "no-such-bill"
    NO_SUCH_TEXT = "no-such-text"
    SEVERAL_SITTINGS = "several-sittings"
    SEVERAL_BILLS = "several-bills"
    NOT_IN_THIS_LANGUAGE = "not-in-this-language"


LACKS: dict[Lack, str | Promise] = {
    Lack.NOT_PUBLIC: gettext_lazy("This is not public, and only what is public is exported."),
    Lack.NO_SUCH_SITTING: gettext_lazy("No public sitting has this address, and none was on this day."),
    Lack.NO_SUCH_BILL: gettext_lazy("No public bill has this address or this number."),
    Lack.NO_SUCH_TEXT: gettext_lazy("The bill has no public text of this address or label."),
    Lack.SEVERAL_SITTINGS: gettext_lazy("There were several sittings on this day: name one by its address."),
    Lack.SEVERAL_BILLS: gettext_lazy("Several bills have this number: name one by its address."),
    Lack.NOT_IN_THIS_LANGUAGE: gettext_lazy("Nothing public of it is in this language."),
}


class NothingToExport(Exception):
    """What is asked for is not public, not there, or not in this language; trying again does not help."""

    def __init__(self, lack: Lack, detail: str = "") -> None:
        self.lack = lack
        self.detail = detail
        super().__init__(f"{lack.value}{f' ({detail})' if detail else ''}")


@dataclass(frozen=True, slots=True)
class Scope:
    """One sitting, one bill (in one of its texts), or, with neither, the whole record.

    `language` is a BCP 47 tag, "" where the exporter chooses. `passing` sees the rows go by, for a bar that shows how
    far it is.
    """

    sitting: Sitting | None = None
    bill: Document | None = None
    text: DocumentVersion | None = None
    language: str = ""
    passing: Passing = iter


def public(rows: Iterable[Row]) -> Iterator[Row]:
    """Those that the release gate allows to be exported."""
    return (row for row in rows if gate.allowed(row, via=EgressPoint.EXPORT, to=None))


def refuse_unless_public(row: object) -> None:
    if not gate.allowed(row, via=EgressPoint.EXPORT, to=None):
        raise NothingToExport(Lack.NOT_PUBLIC)


def sitting(name: str) -> Sitting:
    """The public sitting of this address, or of this day where there was one. Raises NothingToExport."""
    rows = Sitting.objects.readable_by(None).select_related("organization", "period", "source")
    day = _day(name)
    found = list(rows.filter(date=day).newest_first() if day else rows.filter(address=name))
    if len(found) > 1:
        raise NothingToExport(Lack.SEVERAL_SITTINGS, ", ".join(row.address for row in found))
    if not found:
        raise NothingToExport(Lack.NO_SUCH_SITTING, name)
    return found[0]


def bill(name: str) -> Document:
    """The public bill or act of this address, or of this number where there is one. Raises NothingToExport."""
    rows = Document.objects.readable_by(None).select_related("chamber", "committee", "sponsor", "source")
    found = list(rows.filter(address=name)) or list(rows.filter(number=name).newest_first())
    if len(found) > 1:
        raise NothingToExport(Lack.SEVERAL_BILLS, ", ".join(row.address for row in found))
    if not found:
        raise NothingToExport(Lack.NO_SUCH_BILL, name)
    return found[0]


def text(of: Document, name: str) -> DocumentVersion:
    """The public text of this address, or label, of a bill. Raises NothingToExport."""
    rows = of.versions.readable_by(None)
    found = rows.filter(address=name).first() or rows.filter(label=name).oldest_first().first()
    if found is None:
        raise NothingToExport(Lack.NO_SUCH_TEXT, name)
    return found


def _day(name: str) -> date | None:
    try:
        return date.fromisoformat(name)
    except ValueError:
        return None
