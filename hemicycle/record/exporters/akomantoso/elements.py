"""What Akoma Ntoso documents of every kind have in common: elements, identification, references.

Source: OASIS LegalDocML, Akoma Ntoso Version 1.0 Part 2 (schema) and the Naming Convention Version 1.0 (addresses of
works and eIds).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.utils import timezone
from lxml import etree

from hemicycle.record.importers import languages
from hemicycle.record.models import Organization, Person
from hemicycle.record.papers import Known
from hemicycle.record.phrases import LocalizedText, Phrase

Attributes = Mapping[str, str | None]
AKOMA_NTOSO = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
# Who made the file, as its identification says; it is an eId of the list of references.
MAKER = "hemicycle"
_SPACE = re.compile(r"[\s%]")
# How an address ends that names the document itself and not all that belongs to it.
_MAIN = re.compile(r"/!?main$")
# The signs that XML 1.0 has no way to write.
_UNWRITABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def root() -> etree._Element:
    # lxml-stubs want every prefix to be a str; None is the one of elements without.
    return etree.Element(f"{{{AKOMA_NTOSO}}}akomaNtoso", nsmap={None: AKOMA_NTOSO})  # type: ignore[dict-item]


def put(parent: etree._Element, name: str, text: str = "", /, **attributes: str | None) -> etree._Element:
    """A new last child; empty attributes are left out, and a trailing `_` is no part of a name (`as_`, `class_`)."""
    element = etree.SubElement(parent, f"{{{AKOMA_NTOSO}}}{name}")
    if text:
        element.text = writable(text)
    return set_attributes(element, {n.rstrip("_"): value for n, value in attributes.items()})


def detached(name: str) -> etree._Element:
    """An element that gets its place later."""
    return etree.Element(f"{{{AKOMA_NTOSO}}}{name}")


def set_attributes(element: etree._Element, attributes: Attributes) -> etree._Element:
    for name, value in attributes.items():
        if value:
            element.set(name, writable(value))
    return element


def writable(text: str) -> str:
    return _UNWRITABLE.sub("", text)


def lang(phrase: LocalizedText | str, document: str) -> dict[str, str]:
    """`xml:lang` where words are in another language than their document."""
    tag = phrase.lang if isinstance(phrase, LocalizedText) else phrase
    return {LANG: tag} if tag != document else {}


def written(document: etree._Element) -> bytes:
    etree.indent(document)
    return etree.tostring(document, encoding="utf-8", xml_declaration=True) + b"\n"


def without_space(native_id: str) -> str:
    """An id as `wId` can hold it."""
    return _SPACE.sub(lambda sign: quote(sign[0]), native_id)


def names(row: Any) -> tuple[Known, ...]:
    """The identifiers of a row, that of the source whose word counts first; `identifiers` are prefetched."""
    first = getattr(row, "led_by", "")
    found = sorted(row.identifiers.all(), key=lambda name: (name.scheme != first, name.scheme, name.value))
    return tuple(Known(name.scheme, name.value) for name in found)


def slug(words: str) -> str:
    """As the naming convention wants parts of an address: small letters and digits, joined by hyphens."""
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or "unnamed"


def timestamp(day: date, at: time | None) -> str:
    """A time of the House's clock as XML writes it; "" where none is known."""
    if at is None:
        return ""
    return datetime.combine(day, at, tzinfo=timezone.get_default_timezone()).isoformat()


@dataclass(slots=True)
class References:
    """The people, bodies and concepts a document refers to, each once, in the order of first mention."""

    language: str
    entries: dict[str, tuple[str, dict[str, str]]] = field(default_factory=dict)
    roles: dict[LocalizedText, str] = field(default_factory=dict)

    def person(self, row: Person) -> str:
        return self._entry("TLCPerson", f"person-{row.address}", row.name, row)

    def body(self, row: Organization) -> str:
        name = row.names.in_language(self.language)
        eid = f"organization-{row.address}"
        return self._entry("TLCOrganization", eid, str(name), row, lang(name, self.language))

    def named_body(self, words: str) -> str:
        """One of which only the name is known."""
        eid = f"organization-{slug(words)}"
        return self._add("TLCOrganization", eid, f"/akn/ontology/organization/{slug(words)}", words)

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
        references = put(meta, "references", source=f"#{MAKER}")
        put(references, "TLCOrganization", eId=MAKER, href="/akn/ontology/organization/hemicycle", showAs="Hemicycle")
        for eid, (name, attributes) in self.entries.items():
            set_attributes(put(references, name, eId=eid), attributes)

    def _entry(self, name: str, eid: str, words: str, row: Any, own: Attributes | None = None) -> str:
        wikidata = identifier(names(row), "wikidata")
        kind = name.removeprefix("TLC").lower()
        href = f"https://www.wikidata.org/entity/{wikidata}" if wikidata else f"/akn/ontology/{kind}/{eid}"
        return self._add(name, eid, href, words, own)

    def _add(self, name: str, eid: str, href: str, words: str, own: Attributes | None = None) -> str:
        attributes = {"href": href, "showAs": words, **{n: v for n, v in (own or {}).items() if v}}
        self.entries.setdefault(eid, (name, attributes))
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
            put(work, "FRBRname", value=name, **lang(tag, self.language))
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
    given = re.match(r"(?:/akn)?/([a-z]{2})/", work)
    return given[1] if given else settings.COUNTRY.lower()


def identifier(names: Iterable[Known], scheme: str) -> str:
    return next((known.value for known in names if known.scheme == scheme), "")
