"""Bills and acts in Akoma Ntoso that Hemicycle wrote: each clause as the record had it, and the way through the House.

`provisions` decides by nesting what a piece of text is to a reader; here the file says it of each (`level`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

from lxml import etree

from hemicycle.record.importers.akn_extension import ELEMENT, LEVEL, OURS, eid
from hemicycle.record.importers.akn_written import Written, held, inside, lang, one_of, said, to
from hemicycle.record.importers.errors import Fault
from hemicycle.record.importers.passages import plain
from hemicycle.record.importers.safe_xml import first, local
from hemicycle.record.importers.taken import Taken
from hemicycle.record.papers import BillPaper, ClauseText, Known, LeftAside, Paper, StepPaper, VersionText

LEVELS = ("division", "provision", "part", "text", "recital")
ORIGINS = ("government", "member")
STAGES = (
    *("introduced", "second_reading", "committee", "evidence", "report", "third_reading", "passed", "rejected"),
    "withdrawn",
)
INTRODUCED, VERSION = "introduced", "version"
# Elements in which the words of a piece stand, and no piece of their own.
WORDS = ("intro", "content", "wrapUp")
ABOUT = ("meta", "coverPage", "preface")
HOLDERS = ("bill", "act", "preamble", "body")
LONGEST_NUMBER, LONGEST_SESSION, LONGEST_LABEL = 80, 40, 200


def read(path: Path, document: etree._Element, *, number: str | None = None) -> Iterator[Paper | LeftAside]:
    """Bodies and people whom the bill names, then the bill. Raises UnreadableFile."""
    reader = _Reader(path, document)
    yield from reader.bodies()
    yield from reader.people()
    bill = reader.bill()
    yield replace(bill, number=number.strip()) if number else bill
    yield from reader.taken.unread(document, about=ABOUT, through=HOLDERS)


class _Reader(Written):
    def __init__(self, path: Path, document: etree._Element) -> None:
        super().__init__(path, document)
        self.taken = Taken()

    def bill(self) -> BillPaper:
        titles, known_as = self._words("shortTitle"), self.aliases(self.work) or self.address()
        number, kind = said(first(self.work, "FRBRnumber"), "value")[:LONGEST_NUMBER], str(local(self.document))
        for told, fault in (
            (known_as, Fault.NO_IDENTIFICATION),
            (number, Fault.NO_NUMBER),
            (titles, Fault.NO_TITLE),
            (self.language != "und", Fault.NO_LANGUAGE),
        ):
            if not told:
                raise self.fault(fault)
        origin = next((found.get("class") for found in self._preface("docType")), "")
        return BillPaper(
            kind=kind,
            number=number,
            titles=titles,
            known_as=known_as,
            versions=(self._version(),),
            steps=tuple(self._steps()),
            session=next((plain(found) for found in self._preface("session")), "")[:LONGEST_SESSION],
            long_titles=self._words("longTitle"),
            popular_names={lang(name, self.language): said(name, "value") for name in held(self.work, "FRBRname")},
            origin=one_of(ORIGINS, origin, ""),
            introduced_on=self._dated(self.work, INTRODUCED),
            chamber=self._mentioned("docProponent"),
            committee=self._mentioned("docCommittee"),
            sponsor=self._mentioned("docIntroducer"),
        )

    def _preface(self, name: str) -> Iterator[etree._Element]:
        return inside(first(self.document, "preface"), name)

    def _words(self, name: str) -> dict[str, str]:
        return {lang(found, self.language): plain(found) for found in self._preface(name) if plain(found)}

    def _mentioned(self, name: str) -> Known | None:
        return next((self.referred(to(found, "refersTo")) for found in self._preface(name)), None)

    def _dated(self, level: etree._Element | None, name: str) -> date | None:
        """A day under another name is there because the standard wants one, and says nothing."""
        return next((self.day(said(d, "date")) for d in held(level, "FRBRdate") if d.get("name") == name), None)

    def _version(self) -> VersionText:
        clauses = tuple(self._clauses())
        if not clauses:
            raise self.fault(Fault.NO_CLAUSES)
        return VersionText(
            language=self.language,
            label=said(first(self.expression, "FRBRversionNumber"), "value")[:LONGEST_LABEL],
            clauses=clauses,
            valid_from=self._dated(self.expression, VERSION),
            provisional=said(first(self.expression, "FRBRauthoritative"), "value") == "false",
            known_as=self.aliases(self.expression),
        )

    def _clauses(self) -> Iterator[ClauseText]:
        """In reading order; of two with one eId the first."""
        seen: set[str] = set()
        for part in ("preamble", "body"):
            for element in self._pieces(first(self.document, part)):
                clause = _clause(element, seen, self.taken)
                if clause.eid and clause.eid not in seen:
                    seen.add(clause.eid)
                    yield clause

    def _pieces(self, part: etree._Element | None) -> Iterator[etree._Element]:
        return (element for element in (() if part is None else part.iterdescendants()) if element.get(LEVEL))

    def _steps(self) -> Iterator[StepPaper]:
        for step in held(first(self.document, "meta", "workflow"), "step"):
            stage = to(step, "refersTo")
            if stage in STAGES:
                notes = {
                    lang(note, self.language): plain(note) for note in step.iter(f"{{{OURS}}}note") if plain(note)
                }
                yield StepPaper(stage, self.day(said(step, "date")), notes)


def _clause(element: etree._Element, seen: set[str], taken: Taken) -> ClauseText:
    number, heading = first(element, "num"), first(element, "heading")
    above = (eid(around) for around in element.iterancestors() if around.get(LEVEL))
    crossing = local(element) == "crossHeading"
    taken.mark(number, heading, element if crossing else None)
    return ClauseText(
        eid=eid(element),
        element=(element.get(ELEMENT) or local(element) or "")[:40],
        level=one_of(LEVELS, element.get(LEVEL), "part"),
        number="" if number is None else plain(number),
        heading=plain(element) if crossing else "" if heading is None else plain(heading),
        text="" if crossing else "\n".join(_lines(element, taken)),
        parent=next((each for each in above if each in seen), None),
    )


def _lines(element: etree._Element, taken: Taken) -> Iterator[str]:
    """Its own words, a line a paragraph; those of the pieces in it are theirs."""
    for child in element:
        if local(child) == "p" and (words := taken.words(child)):
            yield words
        elif local(child) in WORDS and not child.get(LEVEL):
            yield from _lines(child, taken)
