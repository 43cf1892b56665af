"""ParlaMint TEI: sittings, people and organizations of comparable parliamentary corpora.

A corpus is many files: the lists of organizations and of people go in before the sittings that refer to them. Ids are
those of one corpus, so each is kept with the corpus's code: `ES/CD`. Guidelines: https://clarin-eric.github.io/ParlaMint/
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from lxml import etree

from hemicycle.record.importers.coverage import Coverage
from hemicycle.record.importers.errors import Fault, UnreadableFile
from hemicycle.record.importers.parlamint.debate import Debate, tag_of
from hemicycle.record.importers.parlamint.vocabulary import (
    BODIES,
    CHAIR,
    EXISTENCE,
    ID,
    LINKS,
    ROLES,
    SCHEME,
    SEXES,
    WIKIDATA,
)
from hemicycle.record.importers.safe_xml import children, first, line_of, local, parse, plain, within
from hemicycle.record.importers.values import day_of, partial_date, web_address
from hemicycle.record.papers import (
    BodyPaper,
    Known,
    LeftAside,
    MembershipPaper,
    Paper,
    PeriodPaper,
    PersonPaper,
    SittingPaper,
    Words,
)

# What describes a file or a corpus, and what its makers counted in it; the lists of a corpus stand amid these.
ABOUT = ("teiHeader", "standOff")
HOLDERS = ("TEI", "text", "front", "body", "back", "div", "u", "listOrg", "org", "listPerson", "person")
ROOTS = ("TEI", "listPerson", "listOrg", "teiCorpus")
RANKS = {"listOrg": 0, "teiCorpus": 0, "listPerson": 1}

_CORPUS = re.compile(r"ParlaMint-([A-Z]{2}(?:-[A-Z]{2,3})?)(?![A-Za-z])")
_ITEM = re.compile(re.escape(WIKIDATA) + r"(Q\d{1,12})")
_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
_WHOLE_DATE = re.compile(rf"({_DATE.pattern})([TZ+].*)?")


def read(path: Path) -> Iterator[Paper | LeftAside]:
    """One file of a corpus. Raises UnreadableFile."""
    root = parse(path)
    corpus = _CORPUS.match(root.get(ID) or "")
    if corpus is None:
        raise UnreadableFile(path, Fault.NO_IDENTIFICATION, line=line_of(root), detail=(root.get(ID) or "")[:80])
    reader = _Reader(path, root, corpus[1], tag_of(root, "und"))
    match local(root):
        case "listOrg":
            yield from reader.organizations(root)
        case "listPerson":
            yield from reader.people(root)
        case "TEI":
            yield from reader.sitting()
        case _:
            yield from reader.corpus_root()


def licence(path: Path) -> str:
    """What the header of a file says about reuse: an address, or words; "" where there is none."""
    found = next(within(parse(path), "licence"), None)
    return (found.get("target") or plain(found))[:120] if found is not None else ""


class _Reader:
    def __init__(self, path: Path, root: etree._Element, corpus: str, language: str) -> None:
        self.path, self.root, self.corpus, self.language = path, root, corpus, language
        self.coverage, self.aside = Coverage(), list[LeftAside]()
        self.words = self.coverage.words

    def known(self, reference: str) -> Known:
        return Known(SCHEME, f"{self.corpus}/{reference.strip().removeprefix('#')}")

    def corpus_root(self) -> Iterator[Paper | LeftAside]:
        """The lists and sittings that the root holds itself; what it only points to is another file."""
        for element in within(self.root, "listOrg"):
            yield from self.organizations(element)
        for element in within(self.root, "listPerson"):
            yield from self.people(element)
        for element in children(self.root, "TEI"):
            yield from _Reader(self.path, element, self.corpus, tag_of(element, self.language)).sitting()
        for element in within(self.root, "include"):
            yield LeftAside(line_of(element), (element.get("href") or "")[:80], "another-file")

    def organizations(self, listed: etree._Element) -> Iterator[Paper | LeftAside]:
        self._entitled(listed)
        for org in children(listed, "org"):
            if paper := self._organization(org):
                yield paper
                yield from self._periods(org)
            else:
                self.coverage.mark(org)
                yield LeftAside(line_of(org), org.get(ID) or "org", "no-name")
        yield from self._unread(listed)

    def _entitled(self, listed: etree._Element) -> None:
        """“People”, “Legislative period”: the title of a list says what the list is."""
        for each in (listed, *within(listed, "listEvent")):
            self.coverage.mark(*children(each, "head"))

    def _unread(self, root: etree._Element) -> Iterator[LeftAside]:
        return self.coverage.unread(root, about=ABOUT, through=HOLDERS)

    def _organization(self, org: etree._Element) -> BodyPaper | None:
        names, short = self._names(org, "yes"), self._names(org, "abb")
        if not org.get(ID) or not (names or short):
            return None
        kind = BODIES.get(org.get("role") or "", "other")
        first_address = next((self.words(found) for found in children(org, "idno") if found.get("type") == "URI"), "")
        known, links = self._web(org)
        exists = next((one for one in children(org, "event") if _says(one, EXISTENCE)), None)
        self.coverage.mark(exists)
        return BodyPaper(
            kind,
            names or short,
            known,
            short_names=short,
            links=links or ({"web": first_address} if first_address and len(known) == 1 else {}),
            since=partial_date(exists.get("from")) if exists is not None else "",
            until=partial_date(exists.get("to")) if exists is not None else "",
        )

    def _names(self, org: etree._Element, full: str) -> Words:
        found = {self._tag(name): self.words(name) for name in children(org, "orgName") if name.get("full") == full}
        return {tag: words for tag, words in found.items() if words}

    def _tag(self, element: etree._Element) -> str:
        return tag_of(element, self.language)

    def _periods(self, org: etree._Element) -> Iterator[PeriodPaper]:
        """The terms of a parliament; the cabinets of a government are no periods of the House."""
        if org.get("role") != "parliament":
            return
        for event in within(org, "event"):
            if name := event.get(ID):
                number = name.rsplit(".", 1)[-1][:20]
                found = {self._tag(label): self.words(label) for label in children(event, "label")}
                # An event has to have a label; the number alone is no name.
                labels = {tag: words for tag, words in found.items() if words not in ("", number)}
                since, until = (partial_date(event.get(side)) for side in ("from", "to"))
                known = (self.known(name),)
                yield PeriodPaper(
                    self.known(org.get(ID) or ""), "term", known, number, labels, since=since, until=until
                )

    def people(self, listed: etree._Element) -> Iterator[Paper | LeftAside]:
        self._entitled(listed)
        for person in children(listed, "person"):
            if paper := self._person(person):
                yield paper
            else:
                self.coverage.mark(person)
                yield LeftAside(line_of(person), person.get(ID) or "person", "no-name")
        yield from self.aside
        yield from self._unread(listed)

    def _person(self, person: etree._Element) -> PersonPaper | None:
        name = first(person, "persName")
        forenames, surnames = self._parts(name, "forename"), self._parts(name, "surname", "nameLink")
        full = " ".join((*forenames, *surnames)) or " ".join(self._parts(name, "term"))
        if not person.get(ID) or not full:
            return None
        sex, birth = first(person, "sex"), first(person, "birth")
        known, links = self._web(person)
        picture = first(person, "figure", "graphic")
        return PersonPaper(
            full[:200],
            known,
            sort_name=", ".join(filter(None, (" ".join(surnames), " ".join(forenames))))[:200],
            gender=SEXES.get((sex.get("value") or "") if sex is not None else "", ""),
            born=partial_date(birth.get("when")) if birth is not None else "",
            other_names=tuple(self._parts(name, "addName")),
            links=links,
            image=web_address(picture.get("url") or "") if picture is not None else "",
            memberships=tuple(self._memberships(person)),
            line=line_of(person),
        )

    def _parts(self, name: etree._Element | None, *kinds: str) -> list[str]:
        return [words for part in children(name, *kinds) if (words := self.words(part))] if name is not None else []

    def _web(self, element: etree._Element) -> tuple[tuple[Known, ...], dict[str, str]]:
        """Its identifiers, and its addresses by what they are."""
        links = dict.fromkeys(LINKS, "")
        known = [self.known(element.get(ID) or "")]
        for found in children(element, "idno"):
            kind, address = found.get("subtype") or "", web_address(plain(found))
            if kind == "wikidata" and (item := _ITEM.fullmatch(address)):
                known.append(Known("wikidata", item[1]))
            elif kind in links:
                links[kind] = address
            else:
                continue
            self.coverage.mark(found)
        return tuple(known), {kind: address for kind, address in links.items() if address}

    def _memberships(self, person: etree._Element) -> Iterator[MembershipPaper]:
        """Each once: a corpus sometimes says the same twice."""
        seen: set[tuple[str, str, str]] = set()
        for found in children(person, "affiliation"):
            role, since = ROLES.get(found.get("role") or "", "office_holder"), _date_or_text(found.get("from"))
            role = "chair" if CHAIR in (found.get("ana") or "").split() else role
            key = found.get("ref") or "", role, since
            if not key[0]:
                self.coverage.mark(found)
                self.aside.append(LeftAside(line_of(found), f"{person.get(ID)}: affiliation"[:80], "no-reference"))
            if not key[0] or key in seen:
                self.coverage.mark(found)
                continue
            seen.add(key)
            labels = {self._tag(name): plain(name) for name in children(found, "roleName") if self.words(name)}
            until = _date_or_text(found.get("to"))
            yield MembershipPaper(self.known(key[0]), role, labels, since=since, until=until, line=line_of(found))

    def sitting(self) -> Iterator[Paper | LeftAside]:
        debate = Debate(self.root, self.language, self.known, self.coverage)
        if not debate.parts:
            raise UnreadableFile(self.path, Fault.NO_PROCEEDINGS, line=line_of(self.root))
        meetings = list(within(self.root, "meeting"))
        body = next((meeting.get("corresp") for meeting in meetings if meeting.get("corresp")), None)
        if body is None:
            raise UnreadableFile(self.path, Fault.NO_IDENTIFICATION, line=line_of(self.root), detail="meeting")
        titles = {
            self._tag(title): plain(title)
            for title in within(self.root, "title")
            if title.get("type") == "sub" and plain(title)
        }
        identity = Known(SCHEME, (self.root.get(ID) or "")[:400])
        number = next((int(m.get("n") or "") for m in meetings if (m.get("n") or "").isdigit()), 1)
        yield SittingPaper(
            self.known(body),
            number if number < 100_000 else 1,
            self._date(),
            (identity,),
            period=self._period(meetings),
            titles=titles,
            parts=tuple(debate.parts),
            recordings=debate.times.recordings(),
        )
        yield from debate.aside
        yield from self._unread(self.root)

    def _date(self) -> date:
        for found in within(self.root, "setting"):
            for day in within(found, "date"):
                if when := day_of(day.get("when")):
                    return when
        raise UnreadableFile(self.path, Fault.NO_DATE, line=line_of(self.root))

    def _period(self, meetings: list[etree._Element]) -> Known | None:
        """The term: of the classes of a meeting the one that names a place in the list of organizations."""
        for meeting in meetings:
            classes = (meeting.get("ana") or "").split()
            if "#parla.term" in classes:
                return next((self.known(name) for name in classes if not name.startswith("#parla.")), None)
        return None


def _date_or_text(text: str | None) -> str:
    """The same; but a value that is not a date is kept, so that the row is left aside with it."""
    found = _WHOLE_DATE.fullmatch((text or "").strip())
    return found[1] if found else (text or "").strip()[:20]


def _says(event: etree._Element, word: str) -> bool:
    return any(plain(label) == word for label in children(event, "label"))
