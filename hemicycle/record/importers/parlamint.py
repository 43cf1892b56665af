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

from hemicycle.record.importers.errors import Fault, UnreadableFile
from hemicycle.record.importers.passages import plain
from hemicycle.record.importers.safe_xml import children, first, line_of, local, parse, within
from hemicycle.record.papers import (
    BodyPaper,
    ItemPaper,
    Known,
    LeftAside,
    MembershipPaper,
    Paper,
    Part,
    PeriodPaper,
    PersonPaper,
    SegmentPaper,
    SittingPaper,
    SpeechPaper,
    TextPaper,
    Words,
)

SCHEME = "parlamint"
ROOTS = ("TEI", "listPerson", "listOrg", "teiCorpus")
RANKS = {"listOrg": 0, "teiCorpus": 0, "listPerson": 1}
NAMESPACE = "http://www.tei-c.org/ns/1.0"

# ParlaMint's words for bodies and for what somebody is in one.
BODIES = {
    "parliament": "chamber",
    "government": "government",
    "ministry": "government",
    "politicalParty": "party",
    "parliamentaryGroup": "group",
    "politicalGroup": "group",
    "committee": "committee",
}
ROLES = {
    "member": "member",
    "head": "leader",
    "deputyHead": "vice_chair",
    "minister": "office_holder",
    "primeMinister": "office_holder",
    "secretary": "office_holder",
}
SEXES = {"F": "female", "M": "male"}

_ID = "{http://www.w3.org/XML/1998/namespace}id"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_CORPUS = re.compile(r"ParlaMint-([A-Z]{2}(?:-[A-Z]{2,3})?)(?![A-Za-z])")
_NOTES = ("note", "kinesic", "incident", "vocal", "gap")
_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")


def read(path: Path) -> Iterator[Paper | LeftAside]:
    """One file of a corpus. Raises UnreadableFile."""
    root = parse(path)
    corpus = _CORPUS.match(root.get(_ID) or "")
    if corpus is None:
        raise UnreadableFile(path, Fault.NO_IDENTIFICATION, line=line_of(root), detail=(root.get(_ID) or "")[:80])
    reader = _Reader(path, root, corpus[1], (root.get(_LANG) or "und").lower())
    match local(root):
        case "listOrg":
            yield from reader.organizations(root)
        case "listPerson":
            yield from reader.people(root)
        case "TEI":
            yield reader.sitting()
            yield from reader.aside
        case _:
            yield from reader.corpus_root()


def licence(path: Path) -> str:
    """What the header of a file says of reuse: an address, or words; "" where there is none."""
    found = next(within(parse(path), "licence"), None)
    return (found.get("target") or plain(found))[:120] if found is not None else ""


class _Reader:
    def __init__(self, path: Path, root: etree._Element, corpus: str, language: str) -> None:
        self.path, self.root, self.corpus, self.language = path, root, corpus, language
        self.aside: list[LeftAside] = []

    def known(self, reference: str) -> Known:
        return Known(SCHEME, f"{self.corpus}/{reference.strip().removeprefix('#')}")

    def corpus_root(self) -> Iterator[Paper | LeftAside]:
        """The lists where the root holds them itself; what it only points to is another file."""
        for element in within(self.root, "listOrg"):
            yield from self.organizations(element)
        for element in within(self.root, "listPerson"):
            yield from self.people(element)
        for element in within(self.root, "include"):
            yield LeftAside(line_of(element), (element.get("href") or "")[:80], "another-file")

    def organizations(self, listed: etree._Element) -> Iterator[Paper | LeftAside]:
        for org in children(listed, "org"):
            if paper := self._organization(org):
                yield paper
                yield from self._periods(org)
            else:
                yield LeftAside(line_of(org), org.get(_ID) or "org", "no-name")

    def _organization(self, org: etree._Element) -> BodyPaper | None:
        names, short = self._names(org, "yes"), self._names(org, "abb")
        if not org.get(_ID) or not (names or short):
            return None
        kind = BODIES.get(org.get("role") or "", "other")
        web = next((plain(found) for found in children(org, "idno") if found.get("type") == "URI"), "")
        known = (self.known(org.get(_ID) or ""),)
        return BodyPaper(kind, names or short, known, short_names=short, links={"web": web} if web else {})

    def _names(self, org: etree._Element, full: str) -> Words:
        found = {self._tag(name): plain(name) for name in children(org, "orgName") if name.get("full") == full}
        return {tag: words for tag, words in found.items() if words}

    def _tag(self, element: etree._Element) -> str:
        return (element.get(_LANG) or self.language).lower()

    def _periods(self, org: etree._Element) -> Iterator[PeriodPaper]:
        """The terms of a parliament; the cabinets of a government are no periods of the House."""
        if org.get("role") != "parliament":
            return
        for event in within(org, "event"):
            if name := event.get(_ID):
                labels = {self._tag(label): plain(label) for label in children(event, "label") if plain(label)}
                since, until = (_partial(event.get(side)) for side in ("from", "to"))
                number = name.rsplit(".", 1)[-1][:20]
                known = (self.known(name),)
                yield PeriodPaper(
                    self.known(org.get(_ID) or ""), "term", known, number, labels, since=since, until=until
                )

    def people(self, listed: etree._Element) -> Iterator[Paper | LeftAside]:
        for person in children(listed, "person"):
            if paper := self._person(person):
                yield paper
            else:
                yield LeftAside(line_of(person), person.get(_ID) or "person", "no-name")

    def _person(self, person: etree._Element) -> PersonPaper | None:
        name = first(person, "persName")
        forenames, surnames = _parts(name, "forename"), _parts(name, "surname", "nameLink")
        if not person.get(_ID) or not (forenames or surnames):
            return None
        sex, birth = first(person, "sex"), first(person, "birth")
        return PersonPaper(
            " ".join((*forenames, *surnames))[:200],
            (self.known(person.get(_ID) or ""),),
            sort_name=", ".join(filter(None, (" ".join(surnames), " ".join(forenames))))[:200],
            gender=SEXES.get((sex.get("value") or "") if sex is not None else "", ""),
            born=_partial(birth.get("when")) if birth is not None else "",
            memberships=tuple(self._memberships(person)),
        )

    def _memberships(self, person: etree._Element) -> Iterator[MembershipPaper]:
        """Each once: a corpus sometimes says the same twice."""
        seen: set[tuple[str, str, str]] = set()
        for found in children(person, "affiliation"):
            role, since = ROLES.get(found.get("role") or "", "office_holder"), _partial(found.get("from"))
            key = found.get("ref") or "", role, since
            if not key[0] or key in seen:
                continue
            seen.add(key)
            labels = {self._tag(name): plain(name) for name in children(found, "roleName") if plain(name)}
            until = _partial(found.get("to"))
            yield MembershipPaper(self.known(key[0]), role, labels, since=since, until=until)

    def sitting(self) -> SittingPaper:
        parts = tuple(self._parts(self.root))
        if not parts:
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
        identity = Known(SCHEME, (self.root.get(_ID) or "")[:400])
        number = next((int(m.get("n") or "") for m in meetings if (m.get("n") or "").isdigit()), 1)
        return SittingPaper(
            self.known(body),
            number if number < 100_000 else 1,
            self._date(),
            (identity,),
            period=self._period(meetings),
            titles=titles,
            parts=parts,
        )

    def _date(self) -> date:
        for found in within(self.root, "setting"):
            for day in within(found, "date"):
                try:
                    return date.fromisoformat((day.get("when") or "")[:10])
                except ValueError:
                    continue
        raise UnreadableFile(self.path, Fault.NO_DATE, line=line_of(self.root))

    def _period(self, meetings: list[etree._Element]) -> Known | None:
        """The term: of the classes of a meeting the one that names a place in the list of organizations."""
        for meeting in meetings:
            classes = (meeting.get("ana") or "").split()
            if "#parla.term" in classes:
                return next((self.known(name) for name in classes if not name.startswith("#parla.")), None)
        return None

    def _parts(self, element: etree._Element) -> Iterator[Part]:
        for div in within(element, "div"):
            inner: list[Part] = [*self._said(div)]
            head = first(div, "head")
            title = plain(head) if head is not None else ""
            if title and inner:
                yield ItemPaper("debate", {self.language: title}, tuple(inner))
            else:
                yield from inner

    def _said(self, div: etree._Element) -> Iterator[SpeechPaper]:
        for child in div:
            if local(child) == "u":
                yield from self._speech(child)
            elif local(child) in _NOTES and (words := plain(child)):
                segment = SegmentPaper(words, child.get(_ID) or "", "note")
                yield SpeechPaper((TextPaper(self._tag(child), (segment,)),), kind="note")

    def _speech(self, u: etree._Element) -> Iterator[SpeechPaper]:
        segments = tuple(self._segments(u))
        if not segments:
            self.aside.append(LeftAside(line_of(u), f"u {u.get(_ID) or ''}"[:80], "no-words"))
            return
        who = (u.get("who") or "").removeprefix("#")
        spoken = next((self._tag(seg) for seg in children(u, "seg") if seg.get(_LANG)), self._tag(u))
        kind = "chair" if "#chair" in (u.get("ana") or "").split() else "speech"
        yield SpeechPaper(
            (TextPaper(spoken, segments),),
            person=self.known(who) if who else None,
            labels={self.language: _apart(who)} if who else {},
            kind=kind if who else "procedural",
            native_id=u.get(_ID) or "",
        )

    def _segments(self, u: etree._Element) -> Iterator[SegmentPaper]:
        for child in u:
            if words := plain(child):
                kind = "paragraph" if local(child) == "seg" else "note"
                yield SegmentPaper(words, child.get(_ID) or "", kind)


def _parts(name: etree._Element | None, *kinds: str) -> list[str]:
    return [plain(part) for part in children(name, *kinds) if plain(part)] if name is not None else []


def _partial(text: str | None) -> str:
    """A partial date, "" for none or for what is none."""
    found = _DATE.match(text or "")
    return found[0] if found else ""


def _apart(reference: str) -> str:
    """“MaríaSuchPalomares” as “María Such Palomares”: what a reader sees until the person is known."""
    return re.sub(r"(?<=[a-zà-ÿ])(?=[A-ZÀ-Þ])", " ", reference)[:200]
