"""Akoma Ntoso debates (all namespaces of version 3.0 and its drafts, and version 2.0).

Source: OASIS LegalDocML, Akoma Ntoso Version 1.0 Part 2, debateStructure. Sections become headings, speeches and
questions contributions; what stands between them is the clerk's. Counts of votes stand in the analysis of the header.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from lxml import etree

from hemicycle.record.importers import languages
from hemicycle.record.importers.coverage import Coverage
from hemicycle.record.importers.errors import Fault, UnreadableFile
from hemicycle.record.importers.safe_xml import children, first, line_of, local, parse, plain, within
from hemicycle.record.importers.values import day_of, time_of
from hemicycle.record.papers import (
    BodyPaper,
    ItemPaper,
    Known,
    LeftAside,
    Paper,
    Part,
    PersonPaper,
    SegmentPaper,
    SittingPaper,
    SpeechPaper,
    TextPaper,
    VotePaper,
)

SCHEME = "akn"
# What describes the document, and what stands before and behind the proceedings.
ABOUT = ("meta", "coverPage", "preface", "components", "attachments")
SPOKEN = {"speech": "speech", "question": "question", "answer": "answer"}
# Elements of the debate that hold parts of it under a heading of their own.
_SECTIONS = """
debateSection administrationOfOath rollCall prayers oralStatements writtenStatements personalStatements
ministerialStatements resolutions nationalInterest declarationOfVote communication petitions papers noticesOfMotion
questions address proceduralMotions pointOfOrder adjournment
"""
SECTIONS = frozenset(_SECTIONS.split())
HOLDERS = frozenset({"debate", "debateReport", "debateBody", "speechGroup", *SECTIONS, *SPOKEN})
# What a file refers to where it does not know who somebody is.
ANYBODY = ("persona", "person", "personne", "unknown")
# The words for the sides of a vote in the languages of the House; an id that has none of them is left out.
OPTIONS = (
    (re.compile(r"abst", re.IGNORECASE), "abstain"),
    (re.compile(r"contr|against|\bno(e?s)?\b|nay|negat", re.IGNORECASE), "no"),
    (re.compile(r"favor|pour|\b(?:ay|y)es?\b|affirm|\bsi\b", re.IGNORECASE), "yes"),
)
_RESULTS = (
    (re.compile(r"reject|rechaz|rejet|negat", re.IGNORECASE), "failed"),
    (re.compile(r"apro|adopt|agree|pass", re.IGNORECASE), "passed"),
)
# “El señor ASCENCIO (Presidente)”, “Mme X (présidente)”: who presides speaks from the chair.
_CHAIR = re.compile(r"\((?P<role>(?:vice-?)?\s?(?:president[ea]|présidente?|speaker|chair))\b[^)]*\)", re.IGNORECASE)
_DASH = re.compile(r"\.?[-–—]\s")
_COURTESIES = re.compile(r"\b(?:don|doña|do[nñ]a)\s+", re.IGNORECASE)
_NUMBER = re.compile(r"\d{1,5}")


def read(path: Path) -> Iterator[Paper | LeftAside]:
    """The sitting of a file with its body and the people who speak. Raises UnreadableFile."""
    root = parse(path)
    debate = next(within(root, "debate", "debateReport"), None)
    body = first(debate, "debateBody") if debate is not None else None
    if debate is None or body is None:
        raise UnreadableFile(path, Fault.NO_PROCEEDINGS, line=line_of(root))
    reader = _Reader(path, debate)
    parts = tuple(reader.parts(body))
    if not parts:
        raise UnreadableFile(path, Fault.NO_PROCEEDINGS, line=line_of(body))
    yield reader.house()
    yield from reader.speakers()
    yield reader.sitting(parts)
    yield from reader.aside
    yield from reader.coverage.unread(debate, about=ABOUT, through=HOLDERS)


class _Reader:
    def __init__(self, path: Path, debate: etree._Element) -> None:
        self.path, self.debate = path, debate
        self.work = self._header("FRBRWork", "FRBRthis", "value") or self._header("FRBRWork", "FRBRuri", "value")
        if not self.work:
            raise UnreadableFile(path, Fault.NO_IDENTIFICATION, line=line_of(debate))
        self.language = languages.tag(self._header("FRBRExpression", "FRBRlanguage", "language")) or "und"
        people = within(debate, "TLCPerson")
        self.people = {person.get("eId") or person.get("id") or "": person for person in people}
        self.speaking: dict[str, None] = {}
        self.aside: list[LeftAside] = []
        self.coverage = Coverage()
        self.votes = self._votes()

    def _votes(self) -> dict[etree._Element, list[etree._Element]]:
        """The votes of the analysis by the section that holds, or is, what they refer to."""
        places = {_id(element): element for element in within(self.debate, *SECTIONS, "summary", "outcome", "vote")}
        votes: dict[etree._Element, list[etree._Element]] = {}
        for vote in within(self.debate, "voting"):
            place = _nearest(places, (vote.get("href") or "").removeprefix("#"))
            while place is not None and local(place) not in SECTIONS:
                place = place.getparent()
            if place is None:
                self.aside.append(LeftAside(line_of(vote), f"voting {_id(vote)}"[:80], "no-place-in-the-sitting"))
            else:
                votes.setdefault(place, []).append(vote)
        return votes

    def _header(self, level: str, name: str, attribute: str) -> str:
        found = first(self.debate, "meta", "identification", level, name)
        return ((found.get(attribute) if found is not None else None) or "").strip()[:400]

    def house(self) -> BodyPaper:
        """The body that sat, by the country of the work; its name where the preface gives one."""
        name = next(
            (plain(found) for found in within(self.debate, "docProponent", "docAuthority") if plain(found)), ""
        )
        return BodyPaper("chamber", {self.language: name[:300] or self._country().upper()}, (self._house(),))

    def _country(self) -> str:
        country = self._header("FRBRWork", "FRBRcountry", "value")
        return (country or next((part for part in self.work.split("/") if len(part) == 2), "") or "und").lower()

    def _house(self) -> Known:
        return Known(SCHEME, f"/{self._country()}/chamber")

    def speakers(self) -> Iterator[PersonPaper]:
        for reference in self.speaking:
            name = _natural(self.people[reference].get("showAs") or "")
            yield PersonPaper(name, (self._person(reference),), in_passing=True)

    def _person(self, reference: str) -> Known:
        href = self.people[reference].get("href") or reference
        return Known(SCHEME, f"/{self._country()}/person/{href.strip('/')}"[:400])

    def sitting(self, parts: tuple[Part, ...]) -> SittingPaper:
        session = next(within(self.debate, "session"), None)
        number = _NUMBER.search(plain(session)) if session is not None else None
        return SittingPaper(
            self._house(), int(number[0]) if number else 1, self._date(), (Known(SCHEME, self.work),), parts=parts
        )

    def _date(self) -> date:
        """The day in the preface, else that of the work."""
        places = [
            found
            for part in children(self.debate, "preface", "coverPage")
            for found in within(part, "date", "docDate")
        ]
        for text in [*(found.get("date") or "" for found in places), self._header("FRBRWork", "FRBRdate", "date")]:
            if day := day_of(text):
                return day
        raise UnreadableFile(self.path, Fault.NO_DATE, line=line_of(self.debate))

    def parts(self, element: etree._Element) -> Iterator[Part]:
        """What lies in an element, in reading order; the clerk's paragraphs between speeches are one note."""
        loose: list[SegmentPaper] = []
        for child in element:
            name = local(child)
            if name in SECTIONS or name in SPOKEN or name == "speechGroup":
                yield from self._note(loose)
                yield from self._part(child)
            elif name not in (None, "num", "heading", "subheading") and (words := self.coverage.words(child)):
                loose.append(SegmentPaper(words, _id(child), "note"))
        yield from self._note(loose)

    def _part(self, child: etree._Element) -> Iterator[Part]:
        name = local(child)
        if name in SPOKEN:
            yield from self._speech(child, SPOKEN[str(name)])
        elif name in SECTIONS:
            yield from self._section(child)
        else:
            yield from self.parts(child)

    def _note(self, loose: list[SegmentPaper]) -> Iterator[SpeechPaper]:
        if loose:
            native_id = next((f"note/{segment.native_id}" for segment in loose if segment.native_id), "")
            yield SpeechPaper((TextPaper(self.language, tuple(loose)),), kind="note", native_id=native_id)
            loose.clear()

    def _section(self, section: etree._Element) -> Iterator[Part]:
        """A heading with what is under it; a section without words of its own only holds its parts together."""
        titled = children(section, "num", "heading", "subheading")
        titles = [words for found in titled if (words := self.coverage.words(found))]
        parts = [*self.parts(section), *(_vote(vote) for vote in self.votes.get(section, []))]
        if not titles:
            yield from parts
        elif parts:
            kind = "vote" if section in self.votes else "debate"
            yield ItemPaper(kind, {self.language: " ".join(titles)}, tuple(parts), native_id=_id(section))

    def _speech(self, speech: etree._Element, kind: str) -> Iterator[SpeechPaper]:
        segments = tuple(self._segments(speech))
        if not segments:
            self.aside.append(LeftAside(line_of(speech), f"{kind} {_id(speech)}"[:80], "no-words"))
            return
        by = self._by(speech)
        label, role, _begun = self._printed(speech)
        if not label and by:
            label = _natural(self.people[by].get("showAs") or "")[:200]
        presiding = _CHAIR.search(label)
        yield SpeechPaper(
            (TextPaper(self.language, segments),),
            person=self._person(by) if by else None,
            labels={self.language: label} if label else {},
            roles={self.language: role} if (role := presiding["role"] if presiding else role) else {},
            kind="chair" if presiding else kind if label else "procedural",
            native_id=_id(speech),
            started_at=time_of(speech.get("startTime")),
            ended_at=time_of(speech.get("endTime")),
        )

    def _by(self, speech: etree._Element) -> str:
        """The reference to who speaks, "" for somebody whom the file does not know; it is noted who was met."""
        by = (speech.get("by") or "").removeprefix("#")
        if by not in self.people or by in ANYBODY or not _natural(self.people[by].get("showAs") or ""):
            return ""
        self.speaking.setdefault(by)
        return by

    def _printed(self, speech: etree._Element) -> tuple[str, str, str]:
        """Who speaks as printed, the office behind a dash, and words that begin in the same line: “Mr. X.- Order.”"""
        printed = first(speech, "from")
        if printed is None:
            return "", "", ""
        label, dash, rest = _apart(self.coverage.words(printed))
        return (label, "", rest) if dash.startswith(".") else (label, rest[:300], "")

    def _segments(self, speech: etree._Element) -> Iterator[SegmentPaper]:
        *_by, begun = self._printed(speech)
        if begun:
            yield SegmentPaper(begun)
        for child in speech:
            if local(child) not in (None, "from", "num", "heading") and (words := self.coverage.words(child)):
                yield SegmentPaper(words, _id(child), "paragraph" if local(child) == "p" else "note")


def _apart(printed: str) -> tuple[str, str, str]:
    """What stands before a dash, the dash with the full stop before it, and what stands behind."""
    found = _DASH.search(f"{printed} ")
    if found is None:
        return printed.rstrip(" .:")[:200], "", ""
    return printed[: found.start()].rstrip(" .:")[:200], found[0], printed[found.end() :].strip()


def _nearest(places: dict[str, etree._Element], reference: str) -> etree._Element | None:
    """The element of this id, else the one whose id it continues: `ds2-vot1-01` lies in `ds2-vot1`."""
    while reference and reference not in places:
        reference = reference.rpartition("-")[0]
    return places.get(reference)


def _vote(voting: etree._Element) -> VotePaper:
    counts: dict[str, int] = {}
    for count in children(voting, "count"):
        side, value = count.get("refersTo") or count.get("eId") or "", count.get("value") or ""
        option = next((option for pattern, option in OPTIONS if pattern.search(side)), None)
        if option and value.isdigit() and len(value) < 6:
            counts[option] = int(value)
    outcome = voting.get("outcome") or ""
    result = next((result for pattern, result in _RESULTS if pattern.search(outcome)), "")
    return VotePaper(counts, result=result, native_id=_id(voting))


def _id(element: etree._Element) -> str:
    return element.get("eId") or element.get("id") or ""


def _natural(name: str) -> str:
    """“Ascencio Mansilla, don Gabriel” as “Gabriel Ascencio Mansilla”."""
    last, comma, rest = " ".join(name.split()).partition(", ")
    return (f"{_COURTESIES.sub('', rest)} {last}" if comma else last)[:200]
