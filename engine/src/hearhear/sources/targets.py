"""What messages may speak of or quote, from files: bills clause by clause, tables of proposals, plain texts.

Akoma Ntoso (OASIS LegalDocML, version 3.0 and its drafts) gives the bill and every provision that people cite; a text
with headings such as `Article 3` or `Section 3` is split at these; every row of a table is a proposal.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from os import PathLike
from pathlib import Path

import pyarrow as pa
from lxml import etree

from hearhear.errors import UnreadableFile, WhichText
from hearhear.linking import Target
from hearhear.sources.columns import TITLE, language_code, plain_name
from hearhear.sources.formats import detect
from hearhear.sources.formats.text import load_letter
from hearhear.sources.reader import guess, read
from hearhear.sources.records import Request
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
        return [_text_of_xml(file)]
    if not file.is_dir() and detect(file) == "text":
        content = str(load_letter(file, Request()).table["text"][0].as_py())
        if content.lstrip().startswith(("<?xml", "<akomaNtoso")):
            return [_text_of_xml(file)]
        return [_shown(content)]
    return [_shown(text) for text in _table(file)["text"].to_pylist()]


def _table(file: Path, columns: Mapping[str, str] | None = None) -> pa.Table:
    """The rows of a file; where several columns could be the text, all of them: any may be quoted or spoken of."""
    try:
        return read(file, columns=columns).table
    except WhichText as unsure:
        return read(file, columns={"text": "+".join(name for name, _ in unsure.candidates)}).table


def _shown(text: str) -> str:
    return to_text(text) if HAS_MARKUP.search(text) else text


def _text_of_xml(file: Path) -> str:
    root = parse_xml(file)
    bodies = [element for element in root.iter() if name_of(element) in BODIES]
    outer = [body for body in bodies if not any(name_of(above) in BODIES for above in body.iterancestors())]
    return "\n".join(words_of(body) for body in outer or [root])


def parse_xml(file: Path) -> etree._Element:
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


def words_of(element: etree._Element) -> str:
    """The text inside an element, a line for each block, blanks as one."""
    lines = (" ".join(line.split()) for line in "".join(_pieces(element)).split("\n"))
    return re.sub(r"\n{2,}", "\n", "\n".join(lines)).strip()


def name_of(element: etree._Element) -> str:
    """The name of an element without its namespace."""
    tag: object = element.tag
    # Comments and instructions have a function there.
    return etree.QName(tag).localname if isinstance(tag, str) else ""


def _pieces(body: etree._Element) -> Iterator[str]:
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


_CITED = frozenset(("article", "section", "clause", "rule", "hcontainer"))
"""A section is cited in one tradition and gathers articles in another: the innermost of these is what is cited."""
_OF_ANOTHER_LAW = frozenset(("quotedStructure", "quotedText", "embeddedStructure"))
_BESIDE_THE_TEXT = frozenset(("num", "heading", "subheading", "meta"))
_BEFORE_THE_BODY = ("preface", "coverPage", "preamble")
_PAPERS = ("bill", "act")
_TITLES = ("shortTitle", "docTitle", "longTitle")
_HEADING = re.compile(
    r"(?im)^\W*(?:article|art\.?|clause|section|artículo|sección)\s+"
    r"(?P<number>\d+(?:\s?(?:bis|ter|quater))?[a-z]?|premier|primero|[ivxl]+)\b[ \t.:–—-]*(?P<heading>.*)$"
)
LONGEST_TITLE = 300
"""Characters of a first paragraph that may still be a title: titles of petitions have 80, of acts up to 250."""


def read_targets(path: str | PathLike[str]) -> list[Target]:
    """What can be written about in a file; a language that the file does not name is the empty string.

    Raises UnreadableFile.
    """
    file = Path(path)
    if file.suffix.lower() in (".xml", ".akn"):
        return _xml(file)
    if file.is_dir():
        return [target for inside in sorted(file.iterdir()) if inside.is_file() for target in read_targets(inside)]
    kind = detect(file)
    if kind not in ("text", "pdf", "docx", "odt"):
        return _rows(file)
    return _xml(file) if kind == "text" and _is_xml(file) else _plain(file.stem, "\n\n".join(read_texts(file)))


def _is_xml(file: Path) -> bool:
    with file.open("rb") as opened:
        return opened.read(200).lstrip(b"\xef\xbb\xbf \r\n\t").startswith((b"<?xml", b"<akomaNtoso"))


def _rows(file: Path) -> list[Target]:
    """A proposal for each row of a table, its first paragraph the title where that is short."""
    found = guess(file)
    columns = {}
    title = next((one.name for one in found.found if plain_name(one.name) in TITLE), None)
    if title and title not in found.columns.get("text", "").replace("|", "+").split("+") and not found.export:
        columns = {"text": f"{title}+{found.columns['text']}"} if "text" in found.columns else {"text": title}
    rows = _table(file, columns).select(["id", "text", "lang"]).to_pylist()
    return [_proposal(row["id"], row["text"], row["lang"] or "") for row in rows]


def _proposal(name: str, text: str, lang: str) -> Target:
    shown = to_text(text) if HAS_MARKUP.search(text) else text
    title, body = _titled(shown)
    return Target(id=name, kind="proposal", lang=lang, title=title, text=body)


def _titled(text: str) -> tuple[str, str]:
    """The first paragraph, or line, as the title, and the rest; a text without a short one has none."""
    first, _, body = text.strip().partition("\n")
    title = " ".join(first.split())
    return (title, body.strip()) if len(title) <= LONGEST_TITLE else ("", text.strip())


def _plain(name: str, text: str) -> list[Target]:
    """A text: the whole, and its provisions where it has at least two headings."""
    headings = list(_HEADING.finditer(text))
    if len(headings) < 2:
        title, body = _titled(text)
        return [Target(id=name, kind="bill", lang="", title=title or name, text=body)]
    title, body = _titled(text[: headings[0].start()])
    bill = Target(id=name, kind="bill", lang="", title=title or name, text=body)
    ends = [heading.start() for heading in headings[1:]] + [len(text)]
    return [
        bill,
        *(_provision(bill, heading, text[heading.end() : end]) for heading, end in zip(headings, ends, strict=True)),
    ]


def _provision(bill: Target, heading: re.Match[str], text: str) -> Target:
    number = " ".join(heading["number"].split())
    written = heading["heading"].strip()
    title, body = (written, text) if len(written) <= LONGEST_TITLE / 2 else ("", f"{written}\n{text}")
    return Target(
        id=f"{bill.id}#{number}", kind="clause", lang="", number=number, title=title, text=body.strip(), parent=bill.id
    )


def _xml(file: Path) -> list[Target]:
    root = parse_xml(file)
    paper = next((found for name in _PAPERS for found in _named(root, name)), None)
    if paper is None:
        kind = "sitting" if any(True for _ in _named(root, "debate")) else "bill"
        title = next((words_of(found) for name in _TITLES for found in _named(root, name)), "")
        lang = _language(_Header(root, root))
        return [Target(id=file.stem, kind=kind, lang=lang, title=_line(title) or file.stem, text=read_texts(file)[0])]
    header = _Header(paper, root)
    bill = _bill(file, paper, header)
    bodies = [child for child in paper if name_of(child) == "body"]
    return [bill, *(_cited(bill, element) for body in bodies for element in _provisions(body))]


class _Header:
    """The identification of the paper and of what it stands in, nearest first."""

    def __init__(self, paper: etree._Element, root: etree._Element) -> None:
        holders = dict.fromkeys([paper, *paper.iterancestors(), *root])
        found = (one for holder in holders for meta in _named_children(holder, "meta") for one in meta)
        self._headers = [one for one in found if name_of(one) == "identification"]

    def values(self, level: str, name: str, attribute: str = "value") -> Iterator[str]:
        """Every filled value of `level/name@attribute`."""
        for header in self._headers:
            for part in _named_children(header, level):
                for element in _named_children(part, name):
                    value = _line(element.get(attribute) or "")
                    if value:
                        yield value


def _bill(file: Path, paper: etree._Element, header: _Header) -> Target:
    before = [child for child in paper if name_of(child) in _BEFORE_THE_BODY]
    titles = [_line(words_of(found)) for name in _TITLES for part in before for found in _named(part, name)]
    titles = [title for title in [*titles, *header.values("FRBRWork", "FRBRname"), file.stem] if title]
    numbers = [_line(words_of(found)) for part in before for found in _named(part, "docNumber")]
    aliases = header.values("FRBRWork", "FRBRalias")
    return Target(
        id=next(header.values("FRBRWork", "FRBRthis"), file.stem),
        kind="bill",
        lang=_language(header),
        number=next(iter([*header.values("FRBRWork", "FRBRnumber"), *filter(None, numbers)]), ""),
        title=titles[0],
        names=_names([*titles[1:-1], *aliases], titles[0]),
        text="\n".join(filter(None, map(words_of, before))),
    )


def _names(known: Sequence[str], title: str) -> tuple[str, ...]:
    """What else it is called, each once; a name as long as a paragraph is what nobody calls it."""
    found = {name.casefold(): name for name in known if name and len(name) <= LONGEST_TITLE}
    found.pop(title.casefold(), None)
    return tuple(found.values())


def _language(header: _Header) -> str:
    return language_code(next(header.values("FRBRExpression", "FRBRlanguage", "language"), ""))


def _provisions(body: etree._Element) -> Iterator[etree._Element]:
    """What people cite, in order: the innermost provisions that are not of another law, quoted here to amend it."""
    for element in body.iter():
        if name_of(element) in _CITED and not _quoted(element, body):
            within = (inner for inner in element.iterdescendants() if name_of(inner) in _CITED)
            if all(_quoted(inner, element) for inner in within):
                yield element


def _quoted(element: etree._Element, body: etree._Element) -> bool:
    for above in element.iterancestors():
        if above is body:
            return False
        if name_of(above) in _OF_ANOTHER_LAW:
            return True
    return False


def _cited(bill: Target, element: etree._Element) -> Target:
    number = _number("".join(_line(words_of(one)) for one in _named_children(element, "num")))
    heading = " ".join(
        _line(words_of(one)) for name in ("heading", "subheading") for one in _named_children(element, name)
    )
    text = "\n".join(filter(None, map(words_of, (one for one in element if name_of(one) not in _BESIDE_THE_TEXT))))
    name = element.get("eId") or element.get("id") or f"{name_of(element)}_{number}"
    return Target(
        id=f"{bill.id}#{name}", kind="clause", lang=bill.lang, number=number, title=heading, text=text, parent=bill.id
    )


def _number(words: str) -> str:
    """`Article 3.` as `3`, `Art. 1er` as `1er`: the word before the number is the language's, not the number's."""
    return re.sub(r"^(?:[^\W\d]{3,}\.?|§)\s+(?=\S)", "", words).strip(" .:–—-)(")


def _named(root: etree._Element, name: str) -> Iterator[etree._Element]:
    return (element for element in root.iter() if name_of(element) == name)


def _named_children(element: etree._Element, name: str) -> Sequence[etree._Element]:
    return [child for child in element if name_of(child) == name]


def _line(words: str) -> str:
    return " ".join(words.split())
