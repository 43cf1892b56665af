"""Akoma Ntoso bills and acts (all namespaces of version 3.0 and its drafts, and version 2.0).

Source: OASIS LegalDocML, Akoma Ntoso Version 1.0 Part 2. The bill may stand alone or in a collection with
its explanatory memorandum; what is not the bill is named in `left_aside`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from lxml import etree

from hemicycle.record.importers import languages
from hemicycle.record.importers.akomantoso import passages
from hemicycle.record.importers.akomantoso.provisions import Provisions
from hemicycle.record.importers.coverage import Coverage
from hemicycle.record.importers.errors import Fault, UnreadableFile
from hemicycle.record.importers.safe_xml import children, first, line_of, local, parse, within
from hemicycle.record.importers.values import day_of
from hemicycle.record.papers import BillPaper, Known, LeftAside, Paper, Reading, VersionText

_NAMESPACE = re.compile(r"https?://(docs\.oasis-open\.org/legaldocml/ns/akn/|www\.akomantoso\.org/[123]\.0)")
_OTHER_PAPERS = frozenset(
    {
        "doc",
        "statement",
        "amendment",
        "amendmentList",
        "debate",
        "debateReport",
        "judgment",
        "officialGazette",
        "bill",
        "act",
        "attachments",
    }
)
# What describes the document, and what is named as another paper or no part of the text.
NAMED_OTHERWISE = ("meta", "attachments", "components", "conclusions")
HOLDERS = ("bill", "act", "coverPage", "preface", "preamble", "body")
# The columns of the record: an identifier, a number, a label.
LONGEST_VALUE, LONGEST_NUMBER, LONGEST_LABEL = 400, 80, 200
_ALIASES = {"celexnumber": "celex", "celex": "celex", "eli": "eli"}


def read(path: Path, *, number: str | None = None) -> Reading:
    """Read the bill or act in `path`; `number` overrides the file's. Raises UnreadableFile."""
    root = parse(path)
    _check_is_akoma_ntoso(path, root)
    paper = _find_paper(path, root)
    provisions = Provisions()
    described = _Described(path, paper, _Headers.of(paper, root), provisions.coverage)
    for preamble in children(paper, "preamble"):
        provisions.read_preamble(preamble)
    for body in children(paper, "body"):
        provisions.read_body(body)
    bill = described.bill(number, provisions)
    unread = provisions.coverage.unread(paper, about=NAMED_OTHERWISE, through=HOLDERS)
    left_aside = (*_other_papers(root, paper), *_notes(paper), *provisions.left_aside, *unread)
    return Reading(bill, left_aside)


def papers(path: Path, *, number: str | None = None) -> Iterator[Paper | LeftAside]:
    """The same as every other format gives it."""
    reading = read(path, number=number)
    yield reading.bill
    yield from reading.left_aside


def _check_is_akoma_ntoso(path: Path, root: etree._Element) -> None:
    name = etree.QName(root)
    if name.localname != "akomaNtoso" or not _NAMESPACE.match(name.namespace or ""):
        raise UnreadableFile(path, Fault.NOT_AKOMA_NTOSO, line=line_of(root), detail=name.localname[:80])


def _find_paper(path: Path, root: etree._Element) -> etree._Element:
    for wanted in ("bill", "act"):
        found = next(within(root, wanted), None)
        if found is not None:
            return found
    held = next((local(child) for child in root if local(child)), None)
    raise UnreadableFile(path, Fault.NO_BILL, line=line_of(root), detail=(held or "")[:80])


@dataclass(frozen=True, slots=True)
class _Headers:
    """The identification of the bill and of the collection around it, nearest first."""

    nearest: tuple[etree._Element, ...]

    @classmethod
    def of(cls, paper: etree._Element, root: etree._Element) -> _Headers:
        around = [paper, *(ancestor for ancestor in paper.iterancestors() if ancestor is not root), *root]
        found = (first(holder, "meta", "identification") for holder in around)
        unique = dict.fromkeys(header for header in found if header is not None)
        return cls(tuple(unique))

    def values(self, level: str, name: str, attribute: str = "value") -> Iterator[str]:
        """Every filled value of `level/name@attribute`, the bill's own first."""
        for header in self.nearest:
            for element in children(header, level):
                for found in children(element, name):
                    value = (found.get(attribute) or "").strip()
                    if 0 < len(value) <= LONGEST_VALUE:
                        yield value

    def own(self, level: str, *names: str) -> str | None:
        """Give the first filled value in the bill's own header only: an id of the collection names another paper."""
        header = _Headers(self.nearest[:1])
        return next((value for name in names for value in header.values(level, name)), None)


@dataclass(frozen=True, slots=True)
class _Described:
    path: Path
    paper: etree._Element
    headers: _Headers
    coverage: Coverage

    def bill(self, number: str | None, provisions: Provisions) -> BillPaper:
        known_as, language = self._known_as(), self._language()
        title, long_title = self._titles()
        return BillPaper(
            kind=local(self.paper) or "bill",
            number=(number or self._number()).strip(),
            titles={language: title},
            long_titles={language: long_title} if long_title else {},
            known_as=known_as,
            introduced_on=self._date("FRBRWork"),
            versions=(self._version(language, provisions),),
        )

    def _version(self, language: str, provisions: Provisions) -> VersionText:
        clauses = provisions.segments()
        if not clauses:
            raise self._fault(Fault.NO_CLAUSES)
        valid_from = self._date("FRBRExpression") or self._date("FRBRWork")
        uri = self.headers.own("FRBRExpression", "FRBRthis", "FRBRuri")
        label = next(self.headers.values("FRBRExpression", "FRBRversionNumber"), "")
        return VersionText(
            language=language,
            label=label[:LONGEST_LABEL] or (valid_from.isoformat() if valid_from else ""),
            clauses=clauses,
            valid_from=valid_from,
            provisional=next(self.headers.values("FRBRExpression", "FRBRauthoritative"), "") == "false",
            known_as=(Known("akn", uri),) if uri else (),
        )

    def _known_as(self) -> tuple[Known, ...]:
        work = self.headers.own("FRBRWork", "FRBRthis", "FRBRuri")
        if work is None:
            raise self._fault(Fault.NO_IDENTIFICATION)
        return (Known("akn", work), *dict.fromkeys(self._aliases()))

    def _aliases(self) -> Iterator[Known]:
        for header in self.headers.nearest:
            for alias in within(header, "FRBRalias"):
                scheme = _ALIASES.get((alias.get("name") or "").rsplit("/", 1)[-1].lower())
                value = (alias.get("value") or "").strip()
                if scheme and 0 < len(value) <= LONGEST_VALUE:
                    yield Known(scheme, value)

    def _language(self) -> str:
        found = next(self.headers.values("FRBRExpression", "FRBRlanguage", "language"), None)
        tag = languages.tag(found) if found else None
        if tag is None:
            raise self._fault(Fault.NO_LANGUAGE, found or "")
        return tag

    def _number(self) -> str:
        in_meta = next(self.headers.values("FRBRWork", "FRBRnumber"), "")
        for found in (in_meta, self._words("docNumber"), self._number_in_uri()):
            if 0 < len(found) <= LONGEST_NUMBER:
                return found
        raise self._fault(Fault.NO_NUMBER)

    def _number_in_uri(self) -> str:
        uri = self.headers.own("FRBRWork", "FRBRuri", "FRBRthis") or ""
        numbers = [part for part in re.split(r"[/!]", uri) if part.isdigit()]
        return numbers[-1] if numbers else ""

    def _titles(self) -> tuple[str, str]:
        """Give the short title when there is one, and the long title; a paper with one title has that."""
        short, main, full = (self._words(name) for name in ("shortTitle", "docTitle", "longTitle"))
        title = short or main or full or next(self.headers.values("FRBRWork", "FRBRname"), "")
        if not title:
            raise self._fault(Fault.NO_TITLE)
        long_title = full or main
        return title, long_title if long_title != title else ""

    def _words(self, name: str) -> str:
        for part in children(self.paper, "preface", "coverPage", "preamble"):
            found = next(within(part, name), None)
            if found is not None and (words := passages.line(found)):
                self.coverage.mark(found)
                return words
        return ""

    def _date(self, level: str) -> date | None:
        return next(filter(None, map(day_of, self.headers.values(level, "FRBRdate", "date"))), None)

    def _fault(self, fault: Fault, detail: str = "") -> UnreadableFile:
        return UnreadableFile(self.path, fault, line=line_of(self.paper), detail=detail[:80])


def _other_papers(root: etree._Element, paper: etree._Element) -> Iterator[LeftAside]:
    """Name every paper beside or attached to the bill, the outermost only."""
    walk = etree.iterwalk(root, events=("start",))
    for _event, element in walk:
        name = local(element) or ""
        if element is paper:
            yield from _attached(paper)
            walk.skip_subtree()
        elif name in _OTHER_PAPERS:
            yield LeftAside(line=line_of(element), what=element.get("name") or name, reason="another-paper")
            walk.skip_subtree()


def _attached(paper: etree._Element) -> Iterator[LeftAside]:
    for part in children(paper, "attachments", "components"):
        for element in children(part, "attachment", "component"):
            held = next((child for child in element if local(child) in _OTHER_PAPERS), element)
            yield LeftAside(line=line_of(held), what=held.get("name") or local(held) or "", reason="another-paper")


def _notes(paper: etree._Element) -> Iterator[LeftAside]:
    """Count what stands in the text but is not read with it, and say where the first of each stands."""
    parts = [part for part in paper if local(part) in ("preamble", "body")]
    counts: Counter[str] = Counter()
    lines: dict[str, int] = {}
    for element in (
        found for part in parts for found in within(part, "authorialNote", "img", "remark", "foreign", "toc")
    ):
        name = local(element) or ""
        counts[name] += 1
        lines.setdefault(name, line_of(element))
    for name, count in counts.items():
        yield LeftAside(line=lines[name], what=f"{name} × {count}", reason="not-the-text")
    for part in children(paper, "conclusions"):
        yield LeftAside(line=line_of(part), what="conclusions", reason="not-the-text")
