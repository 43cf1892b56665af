"""What Hemicycle says in Akoma Ntoso files of its own beyond the standard: attributes in a namespace of ours.

Akoma Ntoso allows attributes of other namespaces on every element (attribute group `core`), so that such a file stays
valid, and whoever does not know these attributes loses none of what the standard has words for. The writers are in
`record/exporters`, the readers beside this module.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import quote, unquote

from lxml import etree

from hemicycle.record.importers.safe_xml import first
from hemicycle.record.papers import Known

AKOMA_NTOSO = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
OURS = "urn:hemicycle:record"
# Who made the file, as its identification says; it is an eId of the list of references.
MAKER = "hemicycle"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
KNOWN_AS, KIND, STATUS, SPOKEN_IN, GROUP, LEVEL, ELEMENT = (
    f"{{{OURS}}}{name}" for name in ("known-as", "kind", "status", "spoken-in", "group", "level", "element")
)
# What is written where the record has no words of its own, such as the name of a speaker who was printed without one.
SUPPLIED = "supplied"
# The columns of the record.
LONGEST_SCHEME, LONGEST_VALUE = 40, 400
_SPACE = re.compile(r"[\s%]")


def is_ours(document: etree._Element) -> bool:
    """Whether Hemicycle wrote this debate or bill."""
    identification = first(document, "meta", "identification")
    return identification is not None and identification.get("source") == f"#{MAKER}"


def spelt(known_as: Iterable[Known]) -> str:
    """Identifiers as one attribute: `wikidata:Q1 native:a%20b`."""
    return " ".join(f"{quote(known.scheme, safe='')}:{quote(known.value, safe='/:')}" for known in known_as)


def known_as(words: str | None) -> tuple[Known, ...]:
    """What `spelt` made of them."""
    pairs = (each.partition(":") for each in (words or "").split())
    found = (Known(unquote(scheme), unquote(value)) for scheme, _, value in pairs if scheme and value)
    return tuple(known for known in found if len(known.scheme) <= LONGEST_SCHEME and len(known.value) <= LONGEST_VALUE)


def without_space(native_id: str) -> str:
    """An id as `wId` can hold it."""
    return _SPACE.sub(lambda sign: quote(sign[0]), native_id)


def native_id(element: etree._Element) -> str:
    """What the source called it; the eId is only its place."""
    return unquote(element.get("wId") or "")


def eid(element: etree._Element) -> str:
    """The eId of a clause, which is that of the file it came from."""
    return unquote(element.get("eId") or "")
