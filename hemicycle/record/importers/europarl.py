"""The European Parliament’s Open Data Portal: meetings, items, speeches as JSON-LD, as Open Parliament TV keeps them.

An answer holds some activities of one day or of several; each says what kind it is. A speech has its times to the
millisecond, its words in up to 24 languages as pieces of Akoma Ntoso, and its number in the sitting, so that answers
page by page, in whichever order, make one sitting. Documented at https://data.europarl.europa.eu/en/developer-corner
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from lxml import etree

from hemicycle.record.importers import languages
from hemicycle.record.importers.coverage import Coverage, Tally
from hemicycle.record.importers.errors import Fault, UnreadableFile
from hemicycle.record.importers.safe_json import Fields, Text, expect_object, objects, text_of, unread
from hemicycle.record.importers.safe_xml import fragment, local, plain, within
from hemicycle.record.importers.values import day_of, timestamp_of
from hemicycle.record.papers import (
    BodyPaper,
    ItemPaper,
    Known,
    LeftAside,
    Paper,
    PeriodPaper,
    PersonPaper,
    RecordingPaper,
    SegmentPaper,
    SittingPaper,
    SpanPaper,
    SpeechPaper,
    TextPaper,
    Words,
)

SCHEME = "europarl"
# https://www.wikidata.org/wiki/Q8889
PARLIAMENT = Known("wikidata", "Q8889")
NAMES = {"en": "European Parliament", "fr": "Parlement européen", "es": "Parlamento Europeo"}
MEETINGS = ("PLENARY_SITTING",)
ITEMS = ("PLENARY_DEBATE", "PLENARY_VOTE", "PLENARY_VOTE_RESULTS")
SPEECHES = ("PLENARY_DEBATE_SPEECH", "PROCEEDING_ACTIVITY")
CHAIR = "CHAIRPERSON"
# Who speaks, as printed before the words.
SPEAKING = ("person", "role", "organization")
# What is read of an activity, and what links it to others.
_READ = """
id type activity_id activity_date activity_start_date activity_end_date activity_label had_activity_type
had_participation recorded_in_a_realization_of inverse_consists_of consists_of parliamentary_term
"""
READ = frozenset(_READ.split())
# More speeches than any day has; what is beyond is no number of one.
MOST_PARTS = 100_000

_MEETING = re.compile(r"eli/dl/event/(?P<meeting>MTG-PL-(?P<day>\d{4}-\d{2}-\d{2}))(?:-|$)")
_NUMBER = re.compile(r"^\d{1,3}(?:\.\d{1,3})*\.\s+")
_PERSON = re.compile(r"person/(\d{1,12})$")


def is_answer(fields: Fields) -> bool:
    """Whether a JSON object is one of the portal's."""
    return any(_MEETING.match(text_of(row, "id")) for row in objects(fields.get("data"))[:1])


def read(path: Path) -> Iterator[Paper | LeftAside]:
    """The sittings in an answer, with the people who speak. Raises UnreadableFile."""
    text = Text.of(path)
    rows = objects(expect_object(path, text.value()).get("data"))
    days = _Days(text)
    for row in rows:
        days.take(row)
    if not days.days:
        raise UnreadableFile(path, Fault.NO_PROCEEDINGS)
    yield BodyPaper("chamber", NAMES, (PARLIAMENT,))
    for day in days.days.values():
        yield from day.papers()
    yield from days.aside
    yield from days.unread.left_aside()


@dataclass
class _Days:
    text: Text
    days: dict[str, _Day] = field(default_factory=dict)
    aside: list[LeftAside] = field(default_factory=list)
    unread: Tally = field(default_factory=Tally)

    def take(self, row: Fields) -> None:
        kind, found = _last(text_of(row, "had_activity_type")), _MEETING.match(text_of(row, "id"))
        day = day_of(found["day"]) if found else None
        if found is None or day is None:
            self.leave(row, "no-place-in-the-sitting")
        elif kind not in (*MEETINGS, *ITEMS, *SPEECHES):
            self.leave(row, "another-paper")
        else:
            meeting = self.days.setdefault(found["meeting"], _Day(found["meeting"], day))
            if not meeting.take(kind, row):
                self.leave(row, "no-words")
            self.unread.add((name, self._line_of(row)) for name, _ in unread(kind, [row], READ))
            self.unread.add((name, self._line_of(row)) for name in meeting.unread)
            meeting.unread.clear()

    def _line_of(self, row: Fields) -> int:
        return self.text.line_of(text_of(row, "id"))

    def leave(self, row: Fields, reason: str) -> None:
        name = text_of(row, "id") or "?"
        self.aside.append(LeftAside(self.text.line_of(name), name.rsplit("/", 1)[-1][:80], reason))


@dataclass
class _Day:
    """One sitting, as far as an answer has it."""

    meeting: str
    date: date
    titles: Words = field(default_factory=dict)
    term: str = ""
    headings: dict[str, Words] = field(default_factory=dict)
    numbers: dict[str, int | None] = field(default_factory=dict)
    speeches: dict[str, list[SpeechPaper]] = field(default_factory=lambda: defaultdict(list))
    spans: list[SpanPaper] = field(default_factory=list)
    begun: datetime | None = None
    names: dict[str, str] = field(default_factory=dict)
    unread: list[str] = field(default_factory=list)

    def take(self, kind: str, row: Fields) -> bool:
        """Whether there was something in it."""
        titles, name = _words(row, "activity_label"), text_of(row, "id")
        if kind in MEETINGS:
            self.titles, self.term = titles, text_of(row, "parliamentary_term")
            return True
        if kind in ITEMS:
            self.headings[name] = {tag: _NUMBER.sub("", words) for tag, words in titles.items()}
            self.numbers[name] = _number(titles)
            return bool(titles)
        spoken_row = _SpeechRow.of(row)
        if spoken_row is None:
            return False
        item = next((each for each in row.get("inverse_consists_of") or () if isinstance(each, str)), "")
        self.headings.setdefault(item, titles)
        self.speeches[item].append(spoken_row.paper)
        self.names.update(spoken_row.people)
        self.unread += spoken_row.unread
        self._time(row, spoken_row.paper)
        return True

    def _time(self, row: Fields, paper: SpeechPaper) -> None:
        """Where the speech lies in a recording that begins at midnight, where the House sits, of the day."""
        start, end = (timestamp_of(text_of(row, f"activity_{side}_date")) for side in ("start", "end"))
        if start is None or end is None or end <= start:
            return
        self.begun = datetime.combine(self.date, datetime.min.time(), start.tzinfo)
        first, last = (round((timestamp - self.begun).total_seconds() * 1000) for timestamp in (start, end))
        if 0 <= first < last:
            self.spans.append(SpanPaper(paper.native_id, first, last, "official"))

    def papers(self) -> Iterator[Paper]:
        period = Known(SCHEME, self.term) if self.term else None
        if period:
            yield PeriodPaper(PARLIAMENT, "term", (period,), number=self.term.rsplit("-", 1)[-1][:20])
        for reference, name in self.names.items():
            yield PersonPaper(name, (Known(SCHEME, reference),), in_passing=True)
        yield SittingPaper(
            PARLIAMENT,
            1,
            self.date,
            (Known("eli", f"eli/dl/event/{self.meeting}"),),
            period=period,
            titles=self.titles,
            parts=tuple(self._items()),
            recordings=self._recordings(),
            whole=False,
        )

    def _items(self) -> Iterator[ItemPaper | SpeechPaper]:
        """Headings by the first of their speeches; those without a speech yet come last, by their number."""
        for item in sorted(self.headings, key=lambda item: self._place(item) or MOST_PARTS):
            speeches = tuple(sorted(self.speeches[item], key=_place))
            if titles := self.headings[item]:
                native_id = item.removeprefix("eli/dl/event/")
                yield ItemPaper("debate", titles, speeches, native_id=native_id, place=self._place(item))
            else:
                yield from speeches

    def _place(self, item: str) -> int | None:
        first = min((paper.place for paper in self.speeches[item] if paper.place), default=None)
        number = self.numbers.get(item)
        return first - 1 if first else number and MOST_PARTS + number

    def _recordings(self) -> tuple[RecordingPaper, ...]:
        """The recording of the day, of which the portal gives times but no address."""
        if not self.spans:
            return ()
        return (RecordingPaper("video", f"{self.meeting}/floor", started_at=self.begun, spans=tuple(self.spans)),)


@dataclass
class _SpeechRow:
    """A speech, and the names of those who speak in it by their numbers."""

    paper: SpeechPaper
    people: dict[str, str]
    unread: list[str]

    @classmethod
    def of(cls, row: Fields) -> _SpeechRow | None:
        work = next(iter(objects(row.get("recorded_in_a_realization_of"))), {})
        spoken = _language(next(iter(_strings(work.get("originalLanguage"))), ""))
        fragments = {tag: root for tag, root in _fragments(work) if root is not None}
        coverage = Coverage()
        texts = tuple(text for tag in sorted(fragments) if (text := _text(tag, fragments[tag], spoken, coverage)))
        if not texts:
            return None
        heads = dict(sorted(fragments.items(), key=lambda pair: pair[0] != spoken))
        labels, roles, people = (
            _printed_once(heads, "person"),
            _printed_once(heads, "role", "organization"),
            _people(heads),
        )
        for root in fragments.values():
            coverage.mark(*(each for printed in within(root, "from") for each in within(printed, *SPEAKING)))
        unread_in = [name for root in fragments.values() for name, _line in coverage.unread_in(root)]
        native_id = text_of(row, "id").removeprefix("eli/dl/event/")
        start, end = (timestamp_of(text_of(row, f"activity_{side}_date")) for side in ("start", "end"))
        person = _person(row, people)
        return cls(
            SpeechPaper(
                texts,
                person=Known(SCHEME, person) if person else None,
                labels={tag: words[:200] for tag, words in labels.items()},
                roles={tag: words[:300] for tag, words in roles.items()},
                kind=_kind(row, speaks=bool(labels)),
                native_id=native_id,
                started_at=start.time() if start else None,
                ended_at=end.time() if end else None,
                place=_numbered(work),
            ),
            people,
            unread_in,
        )


def _kind(row: Fields, *, speaks: bool) -> str:
    if not speaks:
        return "note"
    role = row.get("had_participation")
    return "chair" if isinstance(role, dict) and CHAIR in text_of(role, "participation_role") else "speech"


def _person(row: Fields, people: dict[str, str]) -> str:
    """The speaker's number, where the words before the speech name who it is."""
    role = row.get("had_participation")
    named = _strings(role.get("had_participant_person")) if isinstance(role, dict) else ()
    return next((each for each in named if each in people), "")


def _numbered(work: Fields) -> int | None:
    """The place of a speech; that of its heading, which comes just before, lies between two speeches."""
    number = work.get("numbering")
    return 2 * number if isinstance(number, int) and 0 < number < MOST_PARTS // 2 else None


def _number(titles: Words) -> int | None:
    """“17.2. Lighthouses” is the second part of item 17: after item 17, before item 18."""
    found = next((found for words in titles.values() if (found := _NUMBER.match(words))), None)
    if found is None:
        return None
    item, part = [*map(int, found[0].strip(". ").split(".")), 0][:2]
    return item * 1000 + part


def _place(paper: SpeechPaper) -> int:
    return paper.place or MOST_PARTS


def _fragments(work: Fields) -> Iterator[tuple[str, etree._Element | None]]:
    fragments = work.get("api:xmlFragment")
    for code, words in fragments.items() if isinstance(fragments, dict) else ():
        if isinstance(words, str) and (tag := languages.tag(code)):
            yield tag, fragment(words)


def _text(tag: str, root: etree._Element, spoken: str, coverage: Coverage) -> TextPaper | None:
    """The paragraphs of one language; all but what was spoken is translated."""
    found = (
        ("note" if local(each) == "narrative" else "paragraph", coverage.words(each))
        for each in within(root, "p", "narrative")
    )
    segments = tuple(SegmentPaper(words, "", kind, spoken) for kind, words in found if words)
    kind = "official" if not spoken or tag == spoken else "translation"
    return TextPaper(tag, segments, kind) if segments else None


def _printed_once(heads: dict[str, etree._Element], *names: str) -> dict[str, str]:
    """What stands before the words, in the language spoken, and in others where it is written otherwise."""
    found: dict[str, str] = {}
    for tag, root in heads.items():
        printed = next(within(root, "from"), None)
        words = next((plain(each) for each in within(printed, *names)), "") if printed is not None else ""
        if words and words not in found.values():
            found[tag] = words
    return found


def _people(heads: dict[str, etree._Element]) -> dict[str, str]:
    """The names before the words by the numbers of their persons."""
    people: dict[str, str] = {}
    for root in heads.values():
        for printed in within(root, "from"):
            for each in within(printed, "person"):
                found = _PERSON.search(each.get("refersTo") or "")
                if found and plain(each):
                    people.setdefault(found[0], plain(each)[:200])
    return people


def _words(row: Fields, name: str) -> Words:
    labels = row.get(name)
    pairs = labels.items() if isinstance(labels, dict) else ()
    return {tag: " ".join(words.split()) for code, words in pairs if (tag := languages.tag(code)) and _is_said(words)}


def _is_said(words: object) -> bool:
    return isinstance(words, str) and bool(words.strip())


def _strings(value: object) -> tuple[str, ...]:
    return tuple(each for each in value if isinstance(each, str)) if isinstance(value, list) else ()


def _language(address: str) -> str:
    """`http://publications.europa.eu/resource/authority/language/ITA` as `it`; "" for what is no language."""
    return languages.tag(_last(address)) or ""


def _last(address: str) -> str:
    return address.rsplit("/", 1)[-1]
