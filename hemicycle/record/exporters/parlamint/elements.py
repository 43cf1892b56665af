"""Elements of TEI: made with their attributes, written as bytes."""

from __future__ import annotations

import re
from collections.abc import Mapping

from lxml import etree

from hemicycle.record.importers.parlamint.vocabulary import NAMESPACE, XML

# The signs that XML 1.0 has no way to write.
_UNWRITABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_XML = {"id", "lang"}
XINCLUDE = "http://www.w3.org/2001/XInclude"

Element = etree._Element
Said = Mapping[str, str | None]


def element(name: str, attributes: Said | None = None, text: str = "") -> Element:
    """An attribute of which nothing is said is left out; `id` and `lang` are those of XML."""
    made = etree.Element(f"{{{NAMESPACE}}}{name}", nsmap={None: NAMESPACE})  # type: ignore[dict-item]
    for attribute, value in (attributes or {}).items():
        if value:
            made.set(f"{{{XML}}}{attribute}" if attribute in _XML else attribute, writable(value))
    if text:
        made.text = writable(text)
    return made


def put(parent: Element, name: str, attributes: Said | None = None, text: str = "") -> Element:
    """The same as the last child of another."""
    made = element(name, attributes, text)
    parent.append(made)
    return made


def include(parent: Element, file: str) -> None:
    parent.append(etree.Element(f"{{{XINCLUDE}}}include", {"href": file}, nsmap={"xi": XINCLUDE}))


def writable(text: str) -> str:
    """On one line, as ParlaMint wants its texts, and without signs that no XML can hold."""
    return " ".join(_UNWRITABLE.sub(" ", text).split())


def written(root: Element) -> bytes:
    etree.indent(root)
    return etree.tostring(root, encoding="utf-8", xml_declaration=True) + b"\n"
