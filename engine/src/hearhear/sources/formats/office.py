"""DOCX and ODT: the text of a letter as it is printed, without what was struck out, comments and instructions."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator

from lxml import etree

from hearhear.errors import UnreadableFile

# A thousand pages of text are ten megabytes of XML; pictures lie beside it and are not unpacked.
MAX_XML = 64 << 20
DAMAGED = (zipfile.BadZipFile, KeyError, ValueError, OSError, EOFError, NotImplementedError, RuntimeError,
           zlib.error, etree.XMLSyntaxError)  # fmt: skip
# By local name; Word and Writer share none with another meaning.
BLOCKS = frozenset(("p", "h", "tr", "table-row"))
CELLS = frozenset(("tc", "table-cell"))
BREAKS = {"br": "\n", "cr": "\n", "line-break": "\n", "tab": "\t", "noBreakHyphen": "\u2011"}
# What was struck out, comments, instructions of fields, marks of notes, and the second spelling of a drawing.
BESIDE = frozenset(
    ("del", "moveFrom", "instrText", "delText", "Fallback", "tracked-changes", "annotation", "annotation-end",
     "note-citation", "forms", "sequence-decls", "pPr", "rPr", "tblPr", "sectPr")
)  # fmt: skip
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"


def docx_text(name: str, data: bytes) -> str:
    """The text of a Word document. Raises UnreadableFile."""
    return _text(name, data, "word/document.xml", "Word")


def odt_text(name: str, data: bytes) -> str:
    """The text of an OpenDocument text. Raises UnreadableFile."""
    return _text(name, data, "content.xml", "OpenDocument")


def _text(name: str, data: bytes, member: str, what: str) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _refuse_encrypted(name, archive)
            xml = _member(name, archive, member)
        text = _words(_body(_parsed(name, xml)))
    except DAMAGED as error:
        raise UnreadableFile(name, "not_what_it_says", f"not a whole {what} document: {error}") from error
    if not text:
        raise UnreadableFile(name, "no_text", "there is no text in it")
    return text


def _refuse_encrypted(name: str, archive: zipfile.ZipFile) -> None:
    manifest = "META-INF/manifest.xml"
    if manifest in archive.namelist() and b"encryption-data" in _member(name, archive, manifest):
        raise UnreadableFile(name, "encrypted", "it is locked with a password; ask for one without")


def _member(name: str, archive: zipfile.ZipFile, member: str) -> bytes:
    with archive.open(member) as file:
        xml = file.read(MAX_XML + 1)
    if len(xml) > MAX_XML:
        raise UnreadableFile(name, "too_large", f"unpacks to more than {MAX_XML >> 20} MB of text")
    return xml


def _parsed(name: str, xml: bytes) -> etree._Element:
    # No document of an office program declares entities; a bomb of them does.
    if b"<!DOCTYPE" in xml[:4096].upper().replace(b"\x00", b""):
        raise UnreadableFile(name, "unsupported", "a document with a document type is not read")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    return etree.fromstring(xml, parser)


def _body(root: etree._Element) -> etree._Element:
    """The text, without the styles before it, some of which have words."""
    found = (one for one in root.iter(f"{WORD}body", f"{OFFICE}text"))
    return next(found, root)


def _words(root: etree._Element) -> str:
    lines = "".join(_pieces(root)).split("\n")
    return re.sub(r"\n{3,}", "\n\n", "\n".join(line.strip() for line in lines)).strip()


def _pieces(root: etree._Element) -> Iterator[str]:
    """The text in order, a blank line after each paragraph, without recursion."""
    hidden = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        name = etree.QName(element).localname
        word = element.tag.startswith(WORD)
        if event == "start":
            hidden += name in BESIDE
            if not hidden:
                yield BREAKS.get(name, "")
                yield _spaces(element, name)
                # In Word, text stands in runs alone; in ODT, in paragraphs and spans, where blanks count once.
                yield (element.text or "") if name == "t" and word else "" if word else _blank(element.text)
        else:
            if not hidden:
                yield "\n\n" if name in BLOCKS else "\t" if name in CELLS else ""
            hidden -= name in BESIDE
        if event == "end" and not hidden and not word:
            yield _blank(element.tail)


def _blank(text: str | None) -> str:
    return re.sub(r"\s+", " ", text or "")


def _spaces(element: etree._Element, name: str) -> str:
    if name != "s" or not element.tag.startswith(TEXT):
        return ""
    count = element.get(f"{TEXT}c", "1")
    return " " * min(int(count), 100) if count.isdigit() else " "
