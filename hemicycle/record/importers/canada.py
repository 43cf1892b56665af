"""The House of Commons of Canada: debates of the House and evidence of its committees, as XML.

English and French are two files of one sitting; paragraphs and interventions bear the same ids in both, and what is
spoken on the floor is marked. Paragraphs between interventions are the clerk's words: contributions of kind note. A
written question stands with its answer under its number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, time
from pathlib import Path

from lxml import etree

from hemicycle.record.importers import languages
from hemicycle.record.importers.coverage import Coverage
from hemicycle.record.importers.errors import Fault, UnreadableFile
from hemicycle.record.importers.safe_xml import children, first, line_of, local, parse, plain, within
from hemicycle.record.papers import (
    BodyPaper,
    ItemPaper,
    Known,
    LeftAside,
    Paper,
    Part,
    PeriodPaper,
    PersonPaper,
    SegmentPaper,
    SittingPaper,
    SpeechPaper,
    TextPaper,
)

SCHEME = "ourcommons"
HOUSE = Known(SCHEME, "house")
HOUSE_NAMES = {"en": "House of Commons of Canada", "fr": "Chambre des communes du Canada"}
# What stands beside the proceedings, and the elements that only hold what they consist of.
ABOUT = ("StartPageNumber", "DocumentTitle", "DocumentName", "ExtractedInformation")
HOLDERS = (
    "HansardBody", "Intro", "OrderOfBusiness", "SubjectOfBusiness", "SubjectOfBusinessContent", "Intervention",
    "Content", "WrittenQuestionResponse", "QuestionContent", "ResponseContent",
)  # fmt: skip
# Headings without words of their own are known by their kind.
UNTITLED = {"en": "Proceedings", "fr": "Délibérations"}
_HONORIFICS = re.compile(
    r"^(?:(?:The\s+)?(?:Right\s+)?Hon(?:ourable|\.)|(?:Le|La) très hon\.|L['’]hon\.|"
    r"Mr\.|Mrs\.|Ms\.|Miss|Dr\.|MM?\.|Mme|Mlle)\s+"
)
_CHAIR = re.compile(
    r"^(?:The|Le|La|L['’])\s?(?:Acting\s|Deputy\s|Assistant\s|vice-)?(?:Chair|Speaker|présidente?)\b", re.IGNORECASE
)


def read(path: Path) -> Iterator[Paper | LeftAside]:
    """The sitting in one language with the body, the session and the people it names. Raises UnreadableFile."""
    root = parse(path)
    about = _About.of(path, root)
    people = _People(about.language)
    reader = _Reader(about.language, people)
    parts = reader.parts(_body(path, root))
    yield from about.papers()
    yield from people.papers()
    yield about.sitting(tuple(parts))
    yield from reader.aside
    yield from reader.coverage.unread(root, about=ABOUT, through=HOLDERS)


def _body(path: Path, root: etree._Element) -> etree._Element:
    body = next(children(root, "HansardBody"), None)
    if body is None or next(within(body, "Intervention", "ParaText"), None) is None:
        raise UnreadableFile(path, Fault.NO_PROCEEDINGS, line=line_of(root))
    return body


@dataclass(frozen=True, slots=True)
class _About:
    """What the head of the file says of the sitting."""

    language: str
    parliament: str
    session: str
    number: int
    date: date
    acronym: str
    names: dict[str, str]

    @classmethod
    def of(cls, path: Path, root: etree._Element) -> _About:
        values = {item.get("Name") or "": (item.text or "").strip() for item in within(root, "ExtractedItem")}
        language = (root.get("{http://www.w3.org/XML/1998/namespace}lang") or "").lower()
        if language not in UNTITLED:
            raise UnreadableFile(path, Fault.NO_LANGUAGE, line=line_of(root), detail=language[:20])
        try:
            day = date(*(int(values[f"MetaDateNum{part}"]) for part in ("Year", "Month", "Day")))
            number = _number(values["MetaNumberNumber"])
        except (KeyError, ValueError) as error:
            raise UnreadableFile(path, Fault.NO_DATE, line=line_of(root)) from error
        names = {tag: values.get(f"InstitutionDebate{tag.title()}", "") for tag in ("en", "fr")}
        parliament, session = values.get("ParliamentNumber", "")[:20], values.get("SessionNumber", "")[:20]
        acronym = values.get("Acronyme", "")[:40]
        return cls(language, parliament, session, number, day, acronym, {tag: n for tag, n in names.items() if n})

    @property
    def body(self) -> Known:
        return Known(SCHEME, f"committee/{self.acronym}") if self.acronym else HOUSE

    @property
    def _period(self) -> Known | None:
        if not (self.parliament and self.session):
            return None
        return Known(SCHEME, f"session/{self.parliament}-{self.session}")

    def papers(self) -> Iterator[Paper]:
        yield BodyPaper("chamber", HOUSE_NAMES, known_as=(HOUSE,))
        if self.acronym:
            names = self.names or {self.language: self.acronym}
            yield BodyPaper("committee", names, known_as=(self.body,), parent=HOUSE)
        if self._period is None:
            return
        term = Known(SCHEME, f"parliament/{self.parliament}")
        yield PeriodPaper(HOUSE, "term", (term,), number=self.parliament)
        yield PeriodPaper(HOUSE, "session", (self._period,), number=self.session, parent=term)

    def sitting(self, parts: tuple[Part, ...]) -> SittingPaper:
        value = f"sitting/{self.acronym or 'house'}/{self.parliament}-{self.session}/{self.number}"
        return SittingPaper(
            self.body, self.number, self.date, (Known(SCHEME, value),), period=self._period, parts=parts
        )


class _People:
    """Who speaks: an affiliation's number is one person in one mandate; the chair may bear a name only once."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.names: dict[str, str] = {}

    def meet(self, affiliation: etree._Element) -> tuple[str, str]:
        """(label, role) as printed; notes the name."""
        printed = plain(affiliation).rstrip(":").strip()
        number = affiliation.get("DbId") or ""
        name, _, role = printed.partition("(")
        if _CHAIR.match(printed):
            name, _, role = role.partition("(")
        name = _bare(name.rstrip(" )"))
        if number and name and not _CHAIR.match(name):
            self.names.setdefault(number, name)
        label = printed.partition("(")[0].strip() or printed
        return label[:200], role.rstrip(") ")[:300]

    def known(self, affiliation: etree._Element) -> Known | None:
        number = affiliation.get("DbId") or ""
        return Known(SCHEME, f"affiliation/{number}") if number in self.names else None

    def papers(self) -> Iterator[PersonPaper]:
        for number, name in self.names.items():
            yield PersonPaper(name, known_as=(Known(SCHEME, f"affiliation/{number}"),), in_passing=True)


def _number(text: str) -> int:
    """The number of a sitting, raises ValueError; the record keeps up to five digits."""
    if not text.isdigit() or len(text) > 5:
        raise ValueError(text)
    return int(text)


def _bare(name: str) -> str:
    """The name without what is said to it: Right Hon., M., Ms."""
    name = name.strip()
    while (stripped := _HONORIFICS.sub("", name)) != name:
        name = stripped
    return name[:200]


@dataclass
class _Reader:
    """Goes through the body in reading order and keeps the time and the language of the floor."""

    language: str
    people: _People
    floor: str = ""
    clock: time | None = None
    loose: list[SegmentPaper] = field(default_factory=list)
    aside: list[LeftAside] = field(default_factory=list)
    coverage: Coverage = field(default_factory=Coverage)

    def parts(self, body: etree._Element) -> list[Part]:
        # Affiliations within the words only mention somebody; those who speak stand apart.
        for speaking in within(body, "PersonSpeaking", "Questioner", "Responder"):
            for affiliation in within(speaking, "Affiliation"):
                self.people.meet(affiliation)
        return self._within(body)

    def _within(self, element: etree._Element) -> list[Part]:
        parts: list[Part] = []
        for child in element:
            match local(child):
                case "Intro" | "OrderOfBusiness" | "SubjectOfBusinessContent" if self._title(child) is None:
                    parts += [*self._notes(), *self._within(child)]
                case "SubjectOfBusiness" | "OrderOfBusiness":
                    parts += [*self._notes(), self._item(child)]
                case "Intervention":
                    parts += [*self._notes(), *self._speech(child)]
                case "WrittenQuestionResponse":
                    parts += [*self._notes(), *self._written(child)]
                case _:
                    self._mark(child)
        return [*parts, *self._notes()]

    def _title(self, element: etree._Element) -> str | None:
        """The heading with what qualifies it; a catch line that says the same is no loss."""
        for name in (f"{local(element)}Title", "CatchLine"):
            found = next(children(element, name), None)
            if found is not None and (words := self.coverage.words(found)):
                self.coverage.mark(*(line for line in children(element, "CatchLine") if plain(line) == words))
                qualifiers = map(self.coverage.words, children(element, f"{local(element)}Qualifier"))
                return " – ".join(filter(None, (words, *qualifiers)))
        return None

    def _item(self, element: etree._Element) -> ItemPaper:
        title = self._title(element) or UNTITLED[self.language]
        parts = tuple(self._within(element))
        native_id = element.get("id") or ""
        return ItemPaper("debate", {self.language: title}, parts=parts, native_id=native_id)

    def _mark(self, element: etree._Element) -> None:
        """What stands between speeches: the time, the language of the floor, a paragraph of the clerk's."""
        match local(element):
            case "Timestamp":
                self.clock = _time(element)
                self.coverage.mark(element)
            case "FloorLanguage":
                self.floor = languages.tag(element.get("language") or "") or ""
                self.coverage.mark(element)
            case "ParaText" | "ProceduralText" | "Prayer":
                self.loose += self._segment(element, "paragraph", "")
            case _:
                pass

    def _notes(self) -> Iterator[SpeechPaper]:
        """The clerk's paragraphs so far as one contribution, known by the first of them."""
        if self.loose:
            segments, self.loose = tuple(self.loose), []
            native_id = next((f"note/{s.native_id}" for s in segments if s.native_id), "")
            yield SpeechPaper((TextPaper(self.language, segments),), kind="note", native_id=native_id)

    def _speech(self, element: etree._Element) -> Iterator[SpeechPaper]:
        started, self.clock = self.clock, None
        segments = tuple(self._segments(element))
        if segments:
            yield self._paper(element, segments, started)
        else:
            self.aside.append(LeftAside(line_of(element), f"Intervention {element.get('id') or ''}"[:80], "no-words"))

    def _paper(self, element: etree._Element, segments: tuple[SegmentPaper, ...], started: time | None) -> SpeechPaper:
        kind = "interjection" if element.get("Type") == "Interjection" else "speech"
        paper = SpeechPaper(
            (TextPaper(self.language, segments),), kind=kind, native_id=element.get("id") or "", started_at=started
        )
        return self._by(next(within(element, "PersonSpeaking"), None), paper)

    def _by(self, speaking: etree._Element | None, paper: SpeechPaper) -> SpeechPaper:
        affiliation = next(within(speaking, "Affiliation"), None) if speaking is not None else None
        self.coverage.mark(affiliation)
        label, role = self.people.meet(affiliation) if affiliation is not None else ("", "")
        if affiliation is None or not label:
            return replace(paper, kind="procedural")
        kind = "chair" if _CHAIR.match(label) else paper.kind
        roles = {self.language: role} if role else {}
        return replace(
            paper, kind=kind, person=self.people.known(affiliation), labels={self.language: label}, roles=roles
        )

    def _written(self, element: etree._Element) -> Iterator[Part]:
        """A question on the order paper with its answer, under its number where it has one."""
        number, native_id = first(element, "QuestionID"), element.get("id") or ""
        title = self.coverage.words(number).strip("() ") if number is not None else ""
        parts: list[Part] = []
        for kind, content, by in (
            ("question", "QuestionContent", "Questioner"), ("answer", "ResponseContent", "Responder"),
        ):  # fmt: skip
            found = first(element, content)
            if found is not None and (segments := tuple(self._segments(found))):
                named = f"{native_id}/{kind}" if native_id else ""
                text = (TextPaper(self.language, segments),)
                parts.append(self._by(first(element, by), SpeechPaper(text, kind=kind, native_id=named)))
        if title and parts:
            yield ItemPaper("questions", {self.language: title}, tuple(parts), native_id=native_id)
        else:
            yield from parts

    def _segments(self, element: etree._Element) -> Iterator[SegmentPaper]:
        """The paragraphs of a speech, a row of a table each one; marks inside it move the clock and the floor for what
        follows."""
        for child in element:
            match local(child):
                case "Timestamp" | "FloorLanguage":
                    self._mark(child)
                case "ProceduralText":
                    yield from self._segment(child, "note", "")
                case "ParaText":
                    quoted = next(within(child, "Quote", "LegislationQuote"), None) is not None
                    yield from self._segment(child, "quotation" if quoted else "paragraph", self.floor)
                case "row":
                    if words := " | ".join(filter(None, map(self.coverage.words, children(child, "entry")))):
                        yield SegmentPaper(words, "", "paragraph", self.floor)
                case None:
                    pass
                case _:
                    yield from self._segments(child)

    def _segment(self, element: etree._Element, kind: str, floor: str) -> Iterator[SegmentPaper]:
        if words := self.coverage.words(element):
            native_id = (element.get("id") or "") if local(element) == "ParaText" else ""
            yield SegmentPaper(words, native_id, kind, floor)


def _time(element: etree._Element) -> time | None:
    try:
        return time(int(element.get("Hr") or ""), int(element.get("Mn") or ""))
    except ValueError:
        return None
