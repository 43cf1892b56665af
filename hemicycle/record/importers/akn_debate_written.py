"""Debates in Akoma Ntoso that Hemicycle wrote: read back with all that they say, and as they say it.

`akn_debate` guesses where other files leave something open (who presides, which side a vote was on); here nothing is
guessed. The bill on the agenda is named in the file but not taken from it: the record may not have it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from hemicycle.record.importers import languages
from hemicycle.record.importers.akn_extension import GROUP, KIND, SPOKEN_IN, STATUS, SUPPLIED, native_id
from hemicycle.record.importers.akn_written import (
    LONGEST_NAME,
    Written,
    clock,
    concepts,
    held,
    inside,
    lang,
    one_of,
    said,
    to,
)
from hemicycle.record.importers.errors import Fault
from hemicycle.record.importers.passages import plain
from hemicycle.record.importers.safe_xml import first, line_of, local, within
from hemicycle.record.importers.taken import Taken
from hemicycle.record.papers import (
    BallotPaper,
    ItemPaper,
    Known,
    LeftAside,
    Paper,
    Part,
    SegmentPaper,
    SittingPaper,
    SpeechPaper,
    TextPaper,
    VotePaper,
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
ITEMS = ("statement", "questions", "debate", "vote", "motion")
STATUSES = ("scheduled", "live", "provisional")
UNSPOKEN, SEGMENTS = ("procedural", "note"), ("quotation", "note")
LONGEST_NUMBER = 20
ABOUT = ("meta", "preface")
HOLDERS = ("debate", "debateReport", "debateBody", "debateSection", "other", *SPOKEN)


def read(path: Path, debate: etree._Element) -> Iterator[Paper | LeftAside]:
    """Bodies and people, then the sitting. Raises UnreadableFile."""
    reader = _Reader(path, debate)
    yield from reader.bodies()
    yield from reader.people()
    yield reader.sitting()
    yield from reader.aside
    yield from reader.unread()


class _Reader(Written):
    def __init__(self, path: Path, debate: etree._Element) -> None:
        super().__init__(path, debate)
        self.aside: list[LeftAside] = []
        self.taken = Taken()
        self.votings = {to(voting, "href"): voting for voting in within(debate, "voting")}

    def sitting(self) -> SittingPaper:
        preface, body = first(self.document, "preface"), first(self.document, "debateBody")
        house = self.referred(to(first(self.work, "FRBRauthor"), "href"))
        day, number = said(first(self.work, "FRBRdate"), "date"), said(first(self.work, "FRBRnumber"), "value")
        if house is None or body is None or not _NUMBER.fullmatch(number):
            raise self.fault(Fault.NO_PROCEEDINGS)
        status = next((found.get("class") for found in inside(preface, "docStatus")), "")
        title = next(inside(preface, "docTitle"), None)
        times = {found.get("type"): clock(found.get("time")) for found in inside(preface, "recordedTime")}
        return SittingPaper(
            house,
            int(number),
            self.day(day),
            self.aliases(self.work) or self.address(),
            status=one_of(STATUSES, status, "final"),
            opened_at=times.get("startEvent"),
            closed_at=times.get("endEvent"),
            titles={} if title is None else self.words(title, plain(title)),
            parts=tuple(self._parts(body)),
        )

    def unread(self) -> Iterator[LeftAside]:
        return self.taken.unread(self.document, about=ABOUT, through=HOLDERS)

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
            titles = self.words(heading, self.taken.words(heading))
            kind = one_of(ITEMS, name, "other")
            yield ItemPaper(kind, titles, tuple(self._parts(section)), native_id=native_id(section))

    def _speech(self, speech: etree._Element) -> Iterator[SpeechPaper]:
        segments = tuple(self._segments(speech))
        if not segments:
            self.aside.append(LeftAside(line_of(speech), str(local(speech)), "no-words"))
            return
        provisional = speech.get(STATUS) == "provisional"
        text = TextPaper(lang(speech, self.language), segments, self._text_kind(speech), provisional=provisional)
        if local(speech) == "other":
            kind = one_of(UNSPOKEN, speech.get("class"), "note")
            yield SpeechPaper((text,), kind=kind, native_id=native_id(speech))
        else:
            yield self._spoken(speech, text)

    def _spoken(self, speech: etree._Element, text: TextPaper) -> SpeechPaper:
        printed, role = first(speech, "from"), self.entries.get(to(speech, "as"))
        named = printed is not None and printed.get("class") != SUPPLIED
        person, told = self.referred(to(speech, "by")), [KINDS[each] for each in concepts(speech) if each in KINDS]
        self.taken.mark(printed)
        labels = self.words(printed, plain(printed)) if named and printed is not None else {}
        return SpeechPaper(
            (text,),
            person=person,
            labels=labels,
            roles={} if role is None else self.words(role, said(role, "showAs")),
            kind=(told[0] if told else str(local(speech))) if person or labels or told else "procedural",
            native_id=native_id(speech),
            started_at=clock(speech.get("startTime")),
            ended_at=clock(speech.get("endTime")),
        )

    def _text_kind(self, speech: etree._Element) -> str:
        if RECOGNISED in concepts(speech):
            return RECOGNISED
        return TEXTS.get(said(speech, "status"), "official")

    def _segments(self, speech: etree._Element) -> Iterator[SegmentPaper]:
        for child in speech:
            if local(child) in ("p", "block") and (words := self.taken.words(child)):
                kind = "paragraph" if local(child) == "p" else one_of(SEGMENTS, child.get("name"), "note")
                yield SegmentPaper(words, native_id(child), kind, languages.tag(child.get(SPOKEN_IN) or "") or "")

    def _vote(self, section: etree._Element) -> VotePaper:
        heading, number = first(section, "heading"), first(section, "num")
        result = next(iter(concepts(section)), "")
        self.taken.mark(heading, number, *within(section, "recordedTime", "vote"))
        return VotePaper(
            self._counts(self.votings.get(section.get("eId") or "")),
            tuple(self._ballots(section)),
            result=result if result in RESULTS else "",
            number="" if number is None else plain(number)[:LONGEST_NUMBER],
            motions={} if heading is None else self.words(heading, plain(heading)),
            native_id=native_id(section),
            held_at=next((clock(found.get("time")) for found in within(section, "recordedTime")), None),
        )

    def _counts(self, voting: etree._Element | None) -> dict[str, int]:
        """What the House declared."""
        rows = [row for row in held(voting, "count") if row.get(KIND) != SUPPLIED]
        told = {OPTIONS.get(to(row, "refersTo"), ""): said(row, "value") for row in rows}
        return {option: int(value) for option, value in told.items() if option and _NUMBER.fullmatch(value)}

    def _ballots(self, section: etree._Element) -> Iterator[BallotPaper]:
        """Each voter once."""
        voted: set[Known] = set()
        for vote in within(section, "vote"):
            ballot, known = self._ballot(vote), self.names.get(to(vote, "by"), ())
            if ballot.option and (ballot.person or ballot.label) and voted.isdisjoint(known):
                voted |= {*known}
                yield ballot

    def _ballot(self, vote: etree._Element) -> BallotPaper:
        return BallotPaper(
            OPTIONS.get(to(vote, "choice"), ""),
            person=self.referred(to(vote, "by")),
            label="" if vote.get("class") == SUPPLIED else plain(vote)[:LONGEST_NAME],
            teller=to(vote, "as") == TELLER,
            group=self.referred((vote.get(GROUP) or "").removeprefix("#")),
        )
