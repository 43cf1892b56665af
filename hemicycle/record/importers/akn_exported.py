"""Debates in Akoma Ntoso that Hemicycle wrote: read back with all that they say, and as they say it.

`akn_debate` guesses where other files leave something open (who presides, which side a vote was on); here nothing is
guessed. The bill on the agenda is named in the file but not taken from it: the record may not have it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, time
from pathlib import Path

from lxml import etree

from hemicycle.record.importers import languages
from hemicycle.record.importers.akn_extension import (
    GROUP,
    KIND,
    KNOWN_AS,
    LANG,
    SPOKEN_IN,
    STATUS,
    SUPPLIED,
    known_as,
    native_id,
)
from hemicycle.record.importers.errors import Fault, UnreadableFile
from hemicycle.record.importers.passages import plain
from hemicycle.record.importers.safe_xml import first, line_of, local, within
from hemicycle.record.papers import (
    BallotPaper,
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
    Words,
)

_NUMBER = re.compile(r"\d{1,5}")
SPOKEN = ("speech", "question", "answer")
# Kinds of contributions that no element of Akoma Ntoso says.
KINDS = {"from-the-chair": "chair", "interjection": "interjection", "procedural": "procedural", "note": "note"}
TEXTS = {"translated": "translation", "verbatim": "verbatim"}
RECOGNISED, TELLER, DIVISION, LOOSE = "recognised", "teller", "division", "part"
OPTIONS = {
    "yes": "yes",
    "no": "no",
    "abstain": "abstain",
    "absent": "absent",
    "not-voting": "not voting",
    "paired": "paired",
}
RESULTS = ("passed", "failed", "tied")
BODIES = ("legislature", "chamber", "party", "group", "committee", "government")
ITEMS = ("statement", "questions", "debate", "vote", "motion")
STATUSES = ("scheduled", "live", "provisional")
UNSPOKEN, SEGMENTS = ("procedural", "note"), ("quotation", "note")
LONGEST_NAME, LONGEST_NUMBER = 200, 20


def read(path: Path, debate: etree._Element) -> Iterator[Paper | LeftAside]:
    """Bodies and people, then the sitting. Raises UnreadableFile."""
    reader = _Reader(path, debate)
    yield from reader.bodies()
    yield from reader.people()
    yield reader.sitting()
    yield from reader.aside


class _Reader:
    def __init__(self, path: Path, debate: etree._Element) -> None:
        self.path, self.debate = path, debate
        self.work = first(debate, "meta", "identification", "FRBRWork")
        language = first(debate, "meta", "identification", "FRBRExpression", "FRBRlanguage")
        self.language = languages.tag(_said(language, "language")) or "und"
        references = first(debate, "meta", "references")
        entries = references if references is not None else ()
        self.entries = {entry.get("eId") or "": entry for entry in entries if local(entry)}
        self.names = {eid: _names(entry) for eid, entry in self.entries.items() if _said(entry, "showAs")}
        self.aside: list[LeftAside] = []
        self.votings = {_to(voting, "href"): voting for voting in within(debate, "voting")}

    def bodies(self) -> Iterator[BodyPaper]:
        for entry in self.entries.values():
            if local(entry) == "TLCOrganization" and _names(entry) and _said(entry, "showAs"):
                kind = _one_of(BODIES, entry.get(KIND), "other")
                yield BodyPaper(kind, self._words(entry, _said(entry, "showAs")), _names(entry))

    def people(self) -> Iterator[PersonPaper]:
        for entry in self.entries.values():
            if local(entry) == "TLCPerson" and _names(entry) and _said(entry, "showAs"):
                yield PersonPaper(_said(entry, "showAs")[:LONGEST_NAME], _names(entry), in_passing=True)

    def sitting(self) -> SittingPaper:
        preface, body = first(self.debate, "preface"), first(self.debate, "debateBody")
        house = self._referred(_to(first(self.work, "FRBRauthor"), "href"))
        day, number = _said(first(self.work, "FRBRdate"), "date"), _said(first(self.work, "FRBRnumber"), "value")
        if house is None or body is None or not _NUMBER.fullmatch(number):
            raise self._fault(Fault.NO_PROCEEDINGS)
        status = next((found.get("class") for found in _in(preface, "docStatus")), "")
        title = next(_in(preface, "docTitle"), None)
        times = {found.get("type"): _time(found.get("time")) for found in _in(preface, "recordedTime")}
        return SittingPaper(
            house,
            int(number),
            self._day(day),
            self._known_as(),
            status=_one_of(STATUSES, status, "final"),
            opened_at=times.get("startEvent"),
            closed_at=times.get("endEvent"),
            titles={} if title is None else self._words(title, plain(title)),
            parts=tuple(self._parts(body)),
        )

    def _known_as(self) -> tuple[Known, ...]:
        """As its record calls it; of one that had no name the address of the work."""
        work = self.work if self.work is not None else ()
        found = [Known(_said(alias, "name"), _said(alias, "value")) for alias in _held(work, "FRBRalias")]
        address = _said(first(self.work, "FRBRthis"), "value")
        return tuple(found) or (Known("akn", address),)

    def _day(self, words: str) -> date:
        try:
            return date.fromisoformat(words)
        except ValueError as error:
            raise self._fault(Fault.NO_DATE) from error

    def _fault(self, fault: Fault) -> UnreadableFile:
        return UnreadableFile(self.path, fault, line=line_of(self.debate))

    def _parts(self, element: etree._Element) -> Iterator[Part]:
        for child in element:
            name = local(child)
            if name == "debateSection":
                yield from self._section(child)
            elif name in SPOKEN or name == "other":
                yield from self._speech(child)

    def _section(self, section: etree._Element) -> Iterator[Part]:
        name, heading = section.get("name"), first(section, "heading")
        if name == DIVISION:
            yield self._vote(section)
        elif name == LOOSE or heading is None:
            yield from self._parts(section)
        else:
            titles = self._words(heading, plain(heading))
            kind = _one_of(ITEMS, name, "other")
            yield ItemPaper(kind, titles, tuple(self._parts(section)), native_id=native_id(section))

    def _speech(self, speech: etree._Element) -> Iterator[SpeechPaper]:
        segments = tuple(self._segments(speech))
        if not segments:
            self.aside.append(LeftAside(line_of(speech), str(local(speech)), "no-words"))
            return
        provisional = speech.get(STATUS) == "provisional"
        text = TextPaper(_lang(speech, self.language), segments, self._text_kind(speech), provisional=provisional)
        if local(speech) == "other":
            kind = _one_of(UNSPOKEN, speech.get("class"), "note")
            yield SpeechPaper((text,), kind=kind, native_id=native_id(speech))
        else:
            yield self._spoken(speech, text)

    def _spoken(self, speech: etree._Element, text: TextPaper) -> SpeechPaper:
        printed, role = first(speech, "from"), self.entries.get(_to(speech, "as"))
        named = printed is not None and printed.get("class") != SUPPLIED
        person, told = self._referred(_to(speech, "by")), [KINDS[each] for each in _concepts(speech) if each in KINDS]
        labels = self._words(printed, plain(printed)) if named and printed is not None else {}
        return SpeechPaper(
            (text,),
            person=person,
            labels=labels,
            roles={} if role is None else self._words(role, _said(role, "showAs")),
            kind=(told[0] if told else str(local(speech))) if person or labels or told else "procedural",
            native_id=native_id(speech),
            started_at=_time(speech.get("startTime")),
            ended_at=_time(speech.get("endTime")),
        )

    def _text_kind(self, speech: etree._Element) -> str:
        if RECOGNISED in _concepts(speech):
            return RECOGNISED
        return TEXTS.get(_said(speech, "status"), "official")

    def _segments(self, speech: etree._Element) -> Iterator[SegmentPaper]:
        for child in speech:
            if local(child) in ("p", "block") and (words := plain(child)):
                kind = "paragraph" if local(child) == "p" else _one_of(SEGMENTS, child.get("name"), "note")
                yield SegmentPaper(words, native_id(child), kind, child.get(SPOKEN_IN) or "")

    def _vote(self, section: etree._Element) -> VotePaper:
        heading, number = first(section, "heading"), first(section, "num")
        result = next(iter(_concepts(section)), "")
        return VotePaper(
            self._counts(self.votings.get(section.get("eId") or "")),
            tuple(self._ballots(section)),
            result=result if result in RESULTS else "",
            number="" if number is None else plain(number)[:LONGEST_NUMBER],
            motions={} if heading is None else self._words(heading, plain(heading)),
            native_id=native_id(section),
            held_at=next((_time(found.get("time")) for found in within(section, "recordedTime")), None),
        )

    def _counts(self, voting: etree._Element | None) -> dict[str, int]:
        """What the House declared."""
        rows = [row for row in _held(() if voting is None else voting, "count") if row.get(KIND) != SUPPLIED]
        told = {OPTIONS.get(_to(row, "refersTo"), ""): _said(row, "value") for row in rows}
        return {option: int(value) for option, value in told.items() if option and _NUMBER.fullmatch(value)}

    def _ballots(self, section: etree._Element) -> Iterator[BallotPaper]:
        """Each voter once."""
        voted: set[Known] = set()
        for vote in within(section, "vote"):
            ballot, known = self._ballot(vote), self.names.get(_to(vote, "by"), ())
            if ballot.option and (ballot.person or ballot.label) and voted.isdisjoint(known):
                voted |= {*known}
                yield ballot

    def _ballot(self, vote: etree._Element) -> BallotPaper:
        return BallotPaper(
            OPTIONS.get(_to(vote, "choice"), ""),
            person=self._referred(_to(vote, "by")),
            label="" if vote.get("class") == SUPPLIED else plain(vote)[:LONGEST_NAME],
            teller=_to(vote, "as") == TELLER,
            group=self._referred((vote.get(GROUP) or "").removeprefix("#")),
        )

    def _referred(self, eid: str) -> Known | None:
        return next(iter(self.names.get(eid, ())), None)

    def _words(self, element: etree._Element, words: str) -> Words:
        return {_lang(element, self.language): words} if words else {}


def _held(element: etree._Element | tuple[()], name: str) -> Iterator[etree._Element]:
    return (child for child in element if local(child) == name)


def _in(element: etree._Element | None, name: str) -> Iterator[etree._Element]:
    return iter(()) if element is None else within(element, name)


def _names(entry: etree._Element) -> tuple[Known, ...]:
    return known_as(entry.get(KNOWN_AS))


def _said(element: etree._Element | None, name: str) -> str:
    return "" if element is None else (element.get(name) or "").strip()


def _to(element: etree._Element | None, name: str) -> str:
    """The eId to which an attribute leads."""
    return _said(element, name).removeprefix("#")


def _concepts(element: etree._Element) -> list[str]:
    return [each.removeprefix("#") for each in _said(element, "refersTo").split()]


def _one_of(words: tuple[str, ...], word: str | None, otherwise: str) -> str:
    return word if word in words else otherwise


def _lang(element: etree._Element, language: str) -> str:
    return languages.tag(element.get(LANG) or "") or language


def _time(moment: str | None) -> time | None:
    """What the clock of the House showed, whatever its distance from Greenwich."""
    try:
        return time.fromisoformat((moment or "").rsplit("T", 1)[-1]).replace(tzinfo=None)
    except ValueError:
        return None
