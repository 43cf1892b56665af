"""Texts of the parliament, bills above all: what people may quote without being a campaign for it."""

import re
from collections.abc import Iterator
from os import PathLike
from pathlib import Path

from lxml import etree

from hearhear.errors import UnreadableFile
from hearhear.sources.formats import detect, letters
from hearhear.sources.reader import read
from hearhear.sources.reading import Request
from hearhear.structure.html import HAS_MARKUP, to_text

# Larger than any act with its annexes; more is no text to quote.
MAX_XML = 256 << 20
# Where the text of an Akoma Ntoso document begins; what stands before it describes the document.
BODIES = frozenset(
    ("body", "mainBody", "debateBody", "judgmentBody", "amendmentBody", "collectionBody", "fragmentBody")
)
BESIDE = frozenset(("meta", "head", "script", "style", "teiHeader"))
# Elements inside a sentence; every other one ends a line.
INLINE = frozenset(
    ("a", "abbr", "authorialNote", "b", "date", "def", "docDate", "docNumber", "docProponent", "docTitle", "docType",
     "em", "entity", "i", "ins", "del", "mref", "num", "organization", "person", "placeholder", "quotedText", "ref",
     "role", "rref", "s", "session", "shortTitle", "span", "strong", "sub", "sup", "term", "u")
)  # fmt: skip
# A line break in XML is a blank; only blocks make lines.
_BLANKS = re.compile(r"\s+")


def read_texts(path: str | PathLike[str]) -> list[str]:
    """The texts of a file: of XML its body, of HTML what is shown, of a table or a folder every row.

    Raises UnreadableFile.
    """
    file = Path(path)
    if file.suffix.lower() in (".xml", ".akn"):
        return [_xml(file)]
    if not file.is_dir() and detect(file) == "text":
        text = str(letters.load(file, Request()).table["text"][0].as_py())
        if text.lstrip().startswith(("<?xml", "<akomaNtoso")):
            return [_xml(file)]
        return [_shown(text)]
    return [_shown(text) for text in read(file).table["text"].to_pylist()]


def _shown(text: str) -> str:
    return to_text(text) if HAS_MARKUP.search(text) else text


def _xml(file: Path) -> str:
    root = parse_xml(file)
    bodies = [element for element in root.iter() if name_of(element) in BODIES]
    outer = [body for body in bodies if not any(name_of(above) in BODIES for above in body.iterancestors())]
    return "\n".join(words_of(body) for body in outer or [root])


def parse_xml(file: Path) -> "etree._Element":
    """The root of an XML file, entities and network off. Raises UnreadableFile."""
    if not file.is_file():
        raise UnreadableFile(file, "missing", "there is no such file")
    if file.stat().st_size > MAX_XML:
        raise UnreadableFile(file, "too_large", f"XML of more than {MAX_XML >> 20} MB is not read")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=False)
    try:
        return etree.parse(str(file), parser).getroot()
    except (etree.XMLSyntaxError, OSError) as error:
        reason = "empty" if not file.stat().st_size else "not_what_it_says"
        raise UnreadableFile(file, reason, f"not whole XML: {error}") from error


def words_of(element: "etree._Element") -> str:
    """The text inside an element, a line for each block, blanks as one."""
    lines = (" ".join(line.split()) for line in "".join(_pieces(element)).split("\n"))
    return re.sub(r"\n{2,}", "\n", "\n".join(lines)).strip()


def name_of(element: "etree._Element") -> str:
    """The name of an element without its namespace."""
    tag: object = element.tag
    # Comments and instructions have a function there.
    return etree.QName(tag).localname if isinstance(tag, str) else ""


def _pieces(body: "etree._Element") -> Iterator[str]:
    """The text inside an element in order, blocks on lines of their own, without recursion."""
    hidden = 0
    for event, element in etree.iterwalk(body, events=("start", "end", "comment", "pi")):
        name = name_of(element)
        block = "" if name in INLINE else "\n"
        if event == "start":
            hidden += name in BESIDE
            yield block + (_BLANKS.sub(" ", element.text or "") if not hidden else "")
        else:
            hidden -= event == "end" and name in BESIDE
            tail = element.tail if element is not body and not hidden else None
            yield (block if event == "end" else "") + _BLANKS.sub(" ", tail or "")
