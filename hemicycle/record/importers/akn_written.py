"""What debates and bills that Hemicycle wrote have in common: their header, and who and what they refer to.

Such a file is no more trusted than another: words of which the record knows only some are read as one of these.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time
from pathlib import Path

from lxml import etree

from hemicycle.record.importers import languages
from hemicycle.record.importers.akn_extension import KIND, KNOWN_AS, LANG, known_as
from hemicycle.record.importers.errors import Fault, UnreadableFile
from hemicycle.record.importers.safe_xml import first, line_of, local, within
from hemicycle.record.papers import BodyPaper, Known, PersonPaper, Words

BODIES = ("legislature", "chamber", "party", "group", "committee", "government")
# The columns of the record.
LONGEST_NAME, LONGEST_SCHEME, LONGEST_VALUE = 200, 40, 400


class Written:
    """One document; the readers of each kind add what they have of their own."""

    def __init__(self, path: Path, document: etree._Element) -> None:
        self.path, self.document = path, document
        self.work = first(document, "meta", "identification", "FRBRWork")
        self.expression = first(document, "meta", "identification", "FRBRExpression")
        self.language = languages.tag(said(first(self.expression, "FRBRlanguage"), "language")) or "und"
        references = first(document, "meta", "references")
        self.entries = {entry.get("eId") or "": entry for entry in held(references) if local(entry)}
        self.names = {eid: known_as(entry.get(KNOWN_AS)) for eid, entry in self.entries.items() if _shown(entry)}

    def bodies(self) -> Iterator[BodyPaper]:
        for eid, names in self.names.items():
            entry = self.entries[eid]
            if local(entry) == "TLCOrganization" and names:
                yield BodyPaper(one_of(BODIES, entry.get(KIND), "other"), self.words(entry, _shown(entry)), names)

    def people(self) -> Iterator[PersonPaper]:
        for eid, names in self.names.items():
            if local(self.entries[eid]) == "TLCPerson" and names:
                yield PersonPaper(_shown(self.entries[eid])[:LONGEST_NAME], names, in_passing=True)

    def referred(self, eid: str) -> Known | None:
        """Whom or what an eId of the list of references names; None for nobody whom the record could find."""
        return next(iter(self.names.get(eid, ())), None)

    def aliases(self, level: etree._Element | None) -> tuple[Known, ...]:
        """As the record it comes from calls it."""
        rows = ((said(alias, "name"), said(alias, "value")[:LONGEST_VALUE]) for alias in held(level, "FRBRalias"))
        return tuple(Known(scheme, value) for scheme, value in rows if 0 < len(scheme) <= LONGEST_SCHEME and value)

    def address(self) -> tuple[Known, ...]:
        """Of the work, for what has no other name."""
        found = said(first(self.work, "FRBRthis"), "value")[:LONGEST_VALUE]
        return (Known("akn", found),) if found else ()

    def day(self, words: str) -> date:
        try:
            return date.fromisoformat(words)
        except ValueError as error:
            raise self.fault(Fault.NO_DATE) from error

    def fault(self, fault: Fault) -> UnreadableFile:
        return UnreadableFile(self.path, fault, line=line_of(self.document))

    def words(self, element: etree._Element | None, words: str) -> Words:
        return {lang(element, self.language): words} if words and element is not None else {}


def held(element: etree._Element | None, name: str = "") -> Iterator[etree._Element]:
    """The children of this name, or all."""
    return (child for child in (() if element is None else element) if not name or local(child) == name)


def inside(element: etree._Element | None, name: str) -> Iterator[etree._Element]:
    return iter(()) if element is None else within(element, name)


def said(element: etree._Element | None, name: str) -> str:
    return "" if element is None else (element.get(name) or "").strip()


def to(element: etree._Element | None, name: str) -> str:
    """The eId to which an attribute leads."""
    return said(element, name).removeprefix("#")


def concepts(element: etree._Element) -> list[str]:
    return [each.removeprefix("#") for each in said(element, "refersTo").split()]


def one_of(words: tuple[str, ...], word: str | None, otherwise: str) -> str:
    return word if word in words else otherwise


def lang(element: etree._Element, language: str) -> str:
    return languages.tag(element.get(LANG) or "") or language


def clock(moment: str | None) -> time | None:
    """What the clock of the House showed, whatever its distance from Greenwich."""
    try:
        return time.fromisoformat((moment or "").rsplit("T", 1)[-1]).replace(tzinfo=None)
    except ValueError:
        return None


def _shown(entry: etree._Element) -> str:
    return said(entry, "showAs")
