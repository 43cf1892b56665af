"""What Akoma Ntoso documents of every kind have in common: elements, identification, references.

Source: OASIS LegalDocML, Akoma Ntoso Version 1.0 Part 2 (schema) and the Naming Convention Version 1.0 (addresses of
works and eIds). What goes beyond it is in importers/akn_extension.py.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from django.conf import settings
from django.utils import timezone
from lxml import etree

from hemicycle.record.importers import languages
from hemicycle.record.importers.akn_extension import AKOMA_NTOSO, KIND, KNOWN_AS, LANG, MAKER, OURS, spelt
from hemicycle.record.models import Organization, Person
from hemicycle.record.papers import Known
from hemicycle.record.phrases import LocalizedText, Phrase

Said = Mapping[str, str | None]
# The signs that XML 1.0 has no way to write.
# How an address ends that names the document itself and not all that belongs to it.
_MAIN = re.compile(r"/!?main$")
_UNWRITABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def root() -> etree._Element:
    # lxml-stubs want every prefix to be a str; None is the one of elements without.
    return etree.Element(f"{{{AKOMA_NTOSO}}}akomaNtoso", nsmap={None: AKOMA_NTOSO, "hemicycle": OURS})  # type: ignore[dict-item]


def put(parent: etree._Element, name: str, text: str = "", /, **said: str | None) -> etree._Element:
    """A new last child; an attribute of which nothing is said is left out. `by`, `as_`, `eId` … name attributes."""
    return say(etree.SubElement(parent, f"{{{AKOMA_NTOSO}}}{name}"), text, {n.rstrip("_"): v for n, v in said.items()})


def under_no(name: str) -> etree._Element:
    """An element that gets its place later."""
    return etree.Element(f"{{{AKOMA_NTOSO}}}{name}")


def say(element: etree._Element, text: str, said: Said) -> etree._Element:
    if text:
        element.text = writable(text)
    for name, value in said.items():
        if value:
            element.set(name, writable(value))
    return element


def writable(text: str) -> str:
    return _UNWRITABLE.sub("", text)


def lang(phrase: LocalizedText | str, document: str) -> dict[str, str]:
    """`xml:lang` where words are in another language than their document; nothing where theirs is not told."""
    tag = phrase.lang if isinstance(phrase, LocalizedText) else phrase
    return {LANG: tag} if tag != document else {}


def written(document: etree._Element) -> bytes:
    etree.indent(document)
    return etree.tostring(document, encoding="utf-8", xml_declaration=True) + b"\n"


def names(row: Any) -> tuple[Known, ...]:
    """The identifiers of a row, that of the source whose word counts first; `identifiers` are prefetched."""
    first = getattr(row, "led_by", "")
    found = sorted(row.identifiers.all(), key=lambda name: (name.scheme != first, name.scheme, name.value))
    return tuple(Known(name.scheme, name.value) for name in found)


def slug(words: str) -> str:
    """As the naming convention wants parts of an address: small letters and digits, joined by hyphens."""
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or "unnamed"


def moment(day: date, at: time | None) -> str:
    """A time of the House's clock as XML writes it; "" where none is known."""
    if at is None:
        return ""
    return datetime.combine(day, at, tzinfo=timezone.get_default_timezone()).isoformat()


@dataclass(slots=True)
class References:
    """Who and what a document speaks of, each once, in the order in which it is first mentioned."""

    language: str
    entries: dict[str, tuple[str, dict[str, str]]] = field(default_factory=dict)
    roles: dict[LocalizedText, str] = field(default_factory=dict)

    def person(self, row: Person) -> str:
        return self._entry("TLCPerson", f"person-{row.address}", row.name, row)

    def body(self, row: Organization) -> str:
        name = row.names.in_language(self.language)
        own = {KIND: row.kind, **lang(name, self.language)}
        return self._entry("TLCOrganization", f"organization-{row.address}", str(name), row, own)

    def concept(self, code: str, words: str) -> str:
        return self._add("TLCConcept", code, f"/akn/ontology/concept/{code}", words)

    def unknown(self) -> str:
        """Somebody whom the record does not know; Akoma Ntoso asks of every speech and vote whose it is."""
        return self._add("TLCPerson", "unknown", "/akn/ontology/person/unknown", "?")

    def teller(self) -> str:
        return self._add("TLCRole", "teller", "/akn/ontology/role/teller", "Teller")

    def role(self, words: LocalizedText) -> str:
        """An office as printed."""
        eid = self.roles.setdefault(words, f"role-{len(self.roles) + 1}")
        own = lang(words, self.language)
        return self._add("TLCRole", eid, f"/akn/ontology/role/{slug(words.text)}", words.text, own)

    def text(self, eid: str, href: str, words: str, *, first: bool) -> str:
        """A text of the same work: the first of them, or one that amended it."""
        return self._add("original" if first else "passiveRef", eid, href, words)

    def write(self, meta: etree._Element) -> None:
        held = put(meta, "references", source=f"#{MAKER}")
        put(held, "TLCOrganization", eId=MAKER, href="/akn/ontology/organization/hemicycle", showAs="Hemicycle")
        for eid, (name, said) in self.entries.items():
            say(put(held, name, eId=eid), "", said)

    def _entry(self, name: str, eid: str, words: str, row: Any, own: Said | None = None) -> str:
        known = names(row)
        wikidata = next((each.value for each in known if each.scheme == "wikidata"), "")
        kind = name.removeprefix("TLC").lower()
        href = f"https://www.wikidata.org/entity/{wikidata}" if wikidata else f"/akn/ontology/{kind}/{eid}"
        return self._add(name, eid, href, words, {KNOWN_AS: spelt(known), **(own or {})})

    def _add(self, name: str, eid: str, href: str, words: str, own: Said | None = None) -> str:
        said = {"href": href, "showAs": words, **{n: v for n, v in (own or {}).items() if v}}
        self.entries.setdefault(eid, (name, said))
        return f"#{eid}"


@dataclass(frozen=True, slots=True)
class Identified:
    """The three levels at which a document has a name: the work, its text in a language on a day, this file."""

    work: str
    author: str
    day: date
    language: str
    version: date
    known_as: tuple[Known, ...] = ()
    number: str = ""
    label: str = ""
    authoritative: bool = True
    day_is: str = "sitting"
    version_is: str = "version"
    names: Phrase = field(default_factory=Phrase)
    # Where its source named the text, and by which identifiers.
    expression: str = ""
    expression_known_as: tuple[Known, ...] = ()

    def write(self, meta: etree._Element) -> None:
        part = put(meta, "identification", source=f"#{MAKER}")
        base = f"{_MAIN.sub('', self.work)}/{languages.code(self.language)}@{self.version.isoformat()}"
        work = self._level(part, "FRBRWork", self.work, self.known_as, (self.day, self.day_is))
        put(work, "FRBRcountry", value=country(self.work))
        if self.number:
            put(work, "FRBRnumber", value=self.number)
        for tag, name in sorted(self.names.items()):
            say(put(work, "FRBRname", value=name), "", lang(tag, self.language))
        version = (self.version, self.version_is)
        text = self._level(part, "FRBRExpression", self.expression or base, self.expression_known_as, version)
        if self.label:
            put(text, "FRBRversionNumber", value=self.label)
        put(text, "FRBRauthoritative", value="true" if self.authoritative else "false")
        put(text, "FRBRlanguage", language=languages.code(self.language))
        self._level(part, "FRBRManifestation", f"{base}.akn", (), version)

    def _level(
        self, part: etree._Element, name: str, uri: str, known_as: Iterable[Known], dated: tuple[date, str]
    ) -> etree._Element:
        level, (day, day_is) = put(part, name), dated
        put(level, "FRBRthis", value=uri if _MAIN.search(uri) or name == "FRBRManifestation" else f"{uri}/!main")
        put(level, "FRBRuri", value=_MAIN.sub("", uri))
        for known in known_as:
            put(level, "FRBRalias", name=known.scheme, value=known.value)
        put(level, "FRBRdate", date=day.isoformat(), name=day_is)
        put(level, "FRBRauthor", href=self.author)
        return level


def country(work: str = "") -> str:
    """That of an address that a source gave, else that of the House."""
    told = re.match(r"(?:/akn)?/([a-z]{2})/", work)
    return told[1] if told else settings.COUNTRY.lower()


def said_of(names: Iterable[Known], scheme: str) -> str:
    return next((known.value for known in names if known.scheme == scheme), "")
