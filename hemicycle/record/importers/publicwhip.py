"""publicwhip XML: days of the House of Commons of the United Kingdom, and sittings of its bill committees.

The format of TheyWorkForYou's parser. Read as a stream: headings, speeches and divisions lie side by side under the
root, and a file may hold many days. Ids name the paper, the day and the column; paragraphs have ids of their own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, time
from pathlib import Path

from lxml import etree

from hemicycle.record.importers.coverage import Coverage, Tally
from hemicycle.record.importers.errors import Fault, UnreadableFile
from hemicycle.record.importers.safe_xml import children, line_of, local, stream, within
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
)

SCHEME = "publicwhip"
COMMONS = Known(SCHEME, "house/commons")
COMMONS_NAMES = {"en": "House of Commons of the United Kingdom"}
# "Oral answers" stands before the departments it is about, and nothing says where they end: it is a heading like them.
HEADINGS = {"oral-heading": 0, "major-heading": 0, "minor-heading": 1}
PARTS = (*HEADINGS, "speech", "division", "divisioncount", "bill", "committee")
# What leads from an old id to a new one.
REDIRECT = "gidredirect"
OPTIONS = {"aye": "yes", "no": "no", "abstain": "abstain", "both": "abstain", "absent": "absent"}
# Signs of one sitting that are kept in memory; the real day of 491 speeches and two divisions has half a million.
MOST_A_SITTING = 32 * 1024 * 1024

_PLACE = re.compile(r"uk\.org\.publicwhip/(?P<kind>\w+)/(?P<body>.*?)(?P<day>\d{4}-\d{2}-\d{2})(?P<letter>[a-z]?)\.")
_MEMBER = "uk.org.publicwhip/member/"


def read(path: Path) -> Iterator[Paper | LeftAside]:
    """Each day or committee sitting with the people who speak or vote in it. Raises UnreadableFile."""
    reader = _Reader()
    for element in stream(path):
        yield from reader.take(element)
        reader.unread.add(reader.coverage.unread_in(element))
        reader.coverage = Coverage()
        if reader.weight > MOST_A_SITTING:
            raise UnreadableFile(path, Fault.TOO_LARGE, line=line_of(element), detail=str(reader.place))
    if reader.place is None:
        raise UnreadableFile(path, Fault.NO_PROCEEDINGS)
    yield from reader.finish()
    yield from reader.unread.left_aside()


@dataclass(frozen=True, slots=True)
class _Place:
    """What an id says: debate or standing committee, which one, which day."""

    kind: str
    body: str
    day: date

    @classmethod
    def of(cls, native_id: str) -> _Place | None:
        found = _PLACE.match(native_id)
        if found is None:
            return None
        try:
            return cls(found["kind"], found["body"].strip("_"), date.fromisoformat(found["day"]))
        except ValueError:
            return None


@dataclass
class _Reader:
    """Gathers one sitting and gives it away when the next one begins."""

    place: _Place | None = None
    bill: str = ""
    people: dict[str, str] = field(default_factory=dict)
    yielded: set[str] = field(default_factory=set)
    items: list[_Open] = field(default_factory=list)
    top: list[Part] = field(default_factory=list)
    aside: list[LeftAside] = field(default_factory=list)
    weight: int = 0
    coverage: Coverage = field(default_factory=Coverage)
    unread: Tally = field(default_factory=Tally)

    def take(self, element: etree._Element) -> Iterator[Paper | LeftAside]:
        name, native_id = local(element), element.get("id") or ""
        place = _Place.of(native_id)
        if name not in PARTS:
            self.coverage.mark(element if name == REDIRECT else None)
        elif name == "bill":
            self.bill = self._words(element)
        elif name == "committee":
            for member in within(element, "mpname"):
                self._meet(member.get("memberid") or "", member.get("membername") or "")
        elif place is None:
            self.coverage.mark(element)
            self.aside.append(LeftAside(line_of(element), f"{name} {native_id}"[:80], "no-place-in-the-sitting"))
        else:
            if self.place is not None and place != self.place:
                yield from self.finish()
            self.place = place
            self.weight += len(native_id) + sum(len(words) for words in element.itertext())
            self._read(str(name), native_id, element)

    def _read(self, name: str, native_id: str, element: etree._Element) -> None:
        if name in HEADINGS:
            self._open(name, native_id, element)
        elif name in ("division", "divisioncount"):
            self._add(_division(element, self._meet, self.coverage))
        elif speech := self._speech(native_id, element):
            self._add(speech)
        else:
            self.aside.append(LeftAside(line_of(element), native_id, "no-words"))

    def _open(self, name: str, native_id: str, element: etree._Element) -> None:
        rank = HEADINGS[name]
        while self.items and self.items[-1].rank >= rank:
            self._close()
        title = self._words(element) or native_id.rsplit("/", 1)[-1]
        kind = "questions" if name == "oral-heading" else "debate"
        self.items.append(_Open(rank, ItemPaper(kind, {"en": title}, native_id=native_id)))

    def _close(self) -> None:
        done = self.items.pop()
        self._add(replace(done.paper, parts=tuple(done.parts)))

    def _add(self, part: Part) -> None:
        (self.items[-1].parts if self.items else self.top).append(part)

    def _meet(self, member: str, name: str) -> Known | None:
        """The person behind a member's number; the first name of each stays."""
        if not member.startswith(_MEMBER) or not name:
            return None
        known = Known(SCHEME, member.removeprefix("uk.org.publicwhip/"))
        self.people.setdefault(known.value, _natural(name))
        return known

    def _words(self, element: etree._Element) -> str:
        return _put_right(self.coverage.words(element))

    def _paragraphs(self, element: etree._Element) -> Iterator[SegmentPaper]:
        for paragraph in within(element, "p"):
            if words := self._words(paragraph):
                quoted = "indent" in (paragraph.get("class") or "") or paragraph.get("amendmenttext") == "true"
                yield SegmentPaper(words, paragraph.get("pid") or "", "quotation" if quoted else "paragraph")

    def _speech(self, native_id: str, element: etree._Element) -> SpeechPaper | None:
        segments = tuple(self._paragraphs(element))
        if not segments:
            return None
        paper = SpeechPaper(
            (TextPaper("en", segments),), kind="procedural", native_id=native_id, started_at=_time(element)
        )
        if element.get("nospeaker") == "true":
            return paper
        name, office = element.get("speakername") or "", element.get("speakeroffice") or ""
        person = self._meet(element.get("speakerid") or "", name)
        if not name:
            return paper
        kind = "question" if element.get("oral-qnum") else "speech"
        roles = {"en": office[:300]} if office else {}
        return replace(paper, kind=kind, person=person, labels={"en": name[:200]}, roles=roles)

    def finish(self) -> Iterator[Paper | LeftAside]:
        """The sitting gathered so far, after the bodies and people it refers to."""
        while self.items:
            self._close()
        assert self.place is not None
        body, papers = self._body(self.place)
        yield from papers
        yield from self._new_people()
        value = f"{self.place.kind}/{self.place.body}{self.place.day.isoformat()}"
        yield SittingPaper(body, 1, self.place.day, (Known(SCHEME, value),), parts=tuple(self.top))
        yield from self.aside
        self.top, self.aside, self.weight = [], [], 0

    def _body(self, place: _Place) -> tuple[Known, list[Paper]]:
        house = BodyPaper("chamber", COMMONS_NAMES, known_as=(COMMONS,))
        if place.kind != "standing":
            return COMMONS, [house]
        known = Known(SCHEME, f"committee/{self.bill or place.body}"[:400])
        names = {"en": f"{self.bill} Committee" if self.bill else place.body}
        return known, [house, BodyPaper("committee", names, known_as=(known,), parent=COMMONS)]

    def _new_people(self) -> Iterator[PersonPaper]:
        for value, name in self.people.items():
            if value not in self.yielded:
                self.yielded.add(value)
                yield PersonPaper(name, known_as=(Known(SCHEME, value),), in_passing=True)


@dataclass(slots=True)
class _Open:
    """A heading under which parts are still being gathered."""

    rank: int
    paper: ItemPaper
    parts: list[Part] = field(default_factory=list)


def _division(element: etree._Element, meet: Callable[[str, str], Known | None], coverage: Coverage) -> VotePaper:
    """A division: its counts stand in it, or it is the count itself, as in committees."""
    counted = element if local(element) == "divisioncount" else next(children(element, "divisioncount"), element)
    counts = {option: _number(counted.get(name)) for name, option in (("ayes", "yes"), ("noes", "no"))}
    known = {option: n for option, n in counts.items() if n is not None}
    ayes, noes = counts["yes"], counts["no"]
    result = "" if ayes is None or noes is None else "tied" if ayes == noes else "passed" if ayes > noes else "failed"
    return VotePaper(
        known,
        ballots=tuple(_ballots(element, meet, coverage)),
        result=result,
        number=element.get("divnumber") or "",
        native_id=element.get("id") or "",
        held_at=_time(element),
    )


def _ballots(
    element: etree._Element, meet: Callable[[str, str], Known | None], coverage: Coverage
) -> Iterator[BallotPaper]:
    """Each voter once: the first mention counts, as a teller is sometimes listed twice."""
    seen: set[Known] = set()
    for voter in within(element, "mpname"):
        label, vote = _put_right(coverage.words(voter)), voter.get("vote") or ""
        person = meet(voter.get("memberid") or voter.get("id") or "", voter.get("membername") or label)
        if vote not in OPTIONS or (person is not None and person in seen):
            continue
        if person is not None:
            seen.add(person)
        yield BallotPaper(OPTIONS[vote], person, label[:200], teller=voter.get("teller") == "yes")


def _put_right(words: str) -> str:
    """Signs of Windows-1252 that were written by their bytes."""
    return words.translate(_WINDOWS)


def _windows() -> dict[int, str]:
    signs = {byte: bytes([byte]).decode("cp1252", errors="ignore") for byte in range(0x80, 0xA0)}
    return {byte: sign for byte, sign in signs.items() if sign}


_WINDOWS = _windows()
_TITLES = re.compile(r"^(?:(?:rh|Rt\.? Hon\.?|Mr\.?|Mrs\.?|Ms\.?|Miss|Dr\.?)\s+)+")


def _natural(name: str) -> str:
    """“Ancram, rh Mr. Michael” as “Michael Ancram”; titles like Sir belong to the name."""
    last, comma, rest = name.partition(", ")
    natural = f"{_TITLES.sub('', rest)} {last}" if comma else _TITLES.sub("", name)
    return " ".join(natural.split())[:200]


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isdigit() and len(text) < 6 else None


def _time(element: etree._Element) -> time | None:
    """`11:30:00`, `015:47:00` or `13:00`; None for what is no time."""
    hour, minute, second = [*(element.get("time") or "").split(":"), "0", "0"][:3]
    try:
        return time(int(hour), int(minute), int(second))
    except ValueError:
        return None
