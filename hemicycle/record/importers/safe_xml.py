"""Opens an XML file from outside without trusting it: no entities, no network, no huge trees.

Limits: 16 MiB a file and libxml2's own 256 levels of nesting. Measured: a file made to be as costly as possible
(10 MB of empty articles) takes 47 times its size in memory, so that the limit keeps a reading under 1 GiB.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO, cast

from lxml import etree

from hemicycle.record.importers.errors import Fault, UnreadableFile

Events = Iterator[tuple[str, etree._Element]]

LIMIT_BYTES = 16 * 1024 * 1024
CHUNK_BYTES = 64 * 1024
# One speech or one division of a stream; the longest of a day of debates is a fiftieth of it.
LIMIT_CHILD_BYTES = 4 * 1024 * 1024

_ERRORS = etree.ErrorTypes
_ENCODING = {
    _ERRORS.ERR_INVALID_ENCODING,
    _ERRORS.ERR_UNKNOWN_ENCODING,
    _ERRORS.ERR_UNSUPPORTED_ENCODING,
    _ERRORS.I18N_CONV_FAILED,
    _ERRORS.I18N_NO_HANDLER,
    _ERRORS.I18N_NO_OUTPUT,
    _ERRORS.I18N_EXCESS_HANDLER,
    _ERRORS.I18N_NO_NAME,
}
_ENTITIES = {_ERRORS.ERR_ENTITY_LOOP, _ERRORS.ERR_UNDECLARED_ENTITY, _ERRORS.ERR_ENTITY_BOUNDARY}
_SIGNS_ONLY = re.compile(
    rb"""<!DOCTYPE\s+[\w.-]+\s*\[\s*(<!ENTITY\s+\w+\s+"&\#\d{1,7};"\s*>\s*|<!--[^<>]*-->\s*)*\]\s*>"""
)
_DECLARED = re.compile(rb"""^<\?xml[^>]*encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")


def parse(path: Path) -> etree._Element:
    """Give the root of the XML in `path`, or raise UnreadableFile with the line and the reason."""
    data = _bytes(path)
    _check_encoding(path, data)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False, recover=False
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise _unreadable(path, data, error) from error
    _refuse_document_type(path, data, root)
    return root


def fragment(words: str) -> etree._Element | None:
    """The root of a piece of XML that stands within another file; None for what is not XML or has a document type."""
    if "<!DOCTYPE" in words or len(words) > LIMIT_BYTES // 4:
        return None
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=False)
    try:
        return etree.fromstring(words.encode(errors="replace"), parser)
    except etree.XMLSyntaxError:
        return None


def stream(path: Path, *names: str) -> Iterator[etree._Element]:
    """Each child of the root, or those of these names, as it is read, then released: memory does not grow with
    the file.

    A document type may declare signs by number (`<!ENTITY mdash "&#8212;">`), as older British files do, and nothing
    else. Raises UnreadableFile.
    """
    with opened(path) as file:
        head = file.read(CHUNK_BYTES)
        if not head.strip():
            raise UnreadableFile(path, Fault.EMPTY)
        _refuse_other_entities(path, head)
        _check_encoding(path, head)
        yield from _fed(path, head, file, names)


def _fed(path: Path, head: bytes, file: BinaryIO, names: tuple[str, ...]) -> Iterator[etree._Element]:
    parser = etree.XMLPullParser(
        ("start", "end"),
        resolve_entities="internal",  # type: ignore[arg-type]  # lxml-stubs are older than the word
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        recover=False,
    )
    depth, found, line, chunk = 0, 0, 1, head
    try:
        while chunk:
            parser.feed(chunk)
            found, line = found + len(chunk), line + chunk.count(b"\n")
            for event, element in cast("Events", parser.read_events()):
                depth += 1 if event == "start" else -1
                if event == "end" and depth == 1:
                    found = 0
                    if local(element) in names or not names:
                        yield element
                    _release(element)
            if found > LIMIT_CHILD_BYTES:
                detail = f"{LIMIT_CHILD_BYTES // 1024 // 1024} MiB"
                raise UnreadableFile(path, Fault.TOO_LARGE, line=line, detail=detail)
            chunk = file.read(CHUNK_BYTES)
    except etree.XMLSyntaxError as error:
        raise _unreadable(path, b"", error) from error
    try:
        parser.close()
    except etree.XMLSyntaxError as error:
        raise UnreadableFile(
            path, Fault.TRUNCATED, line=error.lineno or 1, detail=_one_line(error.msg or "")
        ) from error


def _release(element: etree._Element) -> None:
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]


def _refuse_other_entities(path: Path, head: bytes) -> None:
    """Refuse every document type that does more than name signs by their numbers, or that is longer than a head."""
    start = head.find(b"<!DOCTYPE")
    if start < 0:
        return
    if not _SIGNS_ONLY.match(head, start):
        line = head.count(b"\n", 0, start) + 1
        raise UnreadableFile(path, Fault.ENTITIES, line=line, detail="DOCTYPE")


def root_name(path: Path) -> tuple[str, str]:
    """(namespace, local name) of the root; ("", "") where the beginning of the file is no XML.

    Raises UnreadableFile where there is no file or nothing in it.
    """
    begun = _beginning(path)
    namespace, _brace, name = str(begun[0].tag).rpartition("}") if begun else ("", "", "")
    return namespace.removeprefix("{"), name


def first_child(path: Path) -> str | None:
    """The local name of the first element within the root."""
    begun = _beginning(path)
    return local(begun[1]) if len(begun) > 1 else None


def _beginning(path: Path) -> list[etree._Element]:
    """The elements that begin in the first chunk; the reader of the format reports what is wrong further down."""
    with opened(path) as file:
        head = file.read(CHUNK_BYTES)
    if not head.strip():
        raise UnreadableFile(path, Fault.EMPTY)
    parser = etree.XMLPullParser(("start",), resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    with suppress(etree.XMLSyntaxError):
        parser.feed(head)
    return [element for _event, element in cast("Events", parser.read_events())]


def local(element: etree._Element) -> str | None:
    """The element's name without its namespace; None for comments and processing instructions."""
    tag: object = element.tag
    # No QName: that refuses names of the beginning of a file, of which the whole will be refused in words.
    return tag.rpartition("}")[2] if isinstance(tag, str) else None


def children(element: etree._Element, *names: str) -> Iterator[etree._Element]:
    """Children of these local names, whatever their namespace."""
    return (child for child in element if local(child) in names)


def first(element: etree._Element | None, *path: str) -> etree._Element | None:
    """The first element down this path of local names."""
    for name in path:
        if element is None:
            return None
        element = next(children(element, name), None)
    return element


def within(element: etree._Element, *names: str) -> Iterator[etree._Element]:
    """Every descendant of these local names, in reading order."""
    return (found for found in element.iterdescendants() if local(found) in names)


def plain(element: etree._Element) -> str:
    """Every word in the element, white space folded, whatever the elements in it are."""
    return " ".join("".join(map(str, element.itertext())).split())


def line_of(element: etree._Element) -> int:
    """Where the element begins in its file; libxml2 counts no further than 65,535 in old builds."""
    line: Any = element.sourceline
    return int(line or 1)


def opened(path: Path) -> BinaryIO:
    """The file, or UnreadableFile with what keeps it shut."""
    try:
        return path.open("rb")
    except FileNotFoundError as error:
        raise UnreadableFile(path, Fault.MISSING) from error
    except IsADirectoryError as error:
        raise UnreadableFile(path, Fault.NOT_A_FILE) from error
    except OSError as error:
        raise UnreadableFile(path, Fault.NOT_ALLOWED, detail=error.strerror or "") from error


def _bytes(path: Path) -> bytes:
    with opened(path) as file:
        data = file.read(LIMIT_BYTES + 1)
    if len(data) > LIMIT_BYTES:
        raise UnreadableFile(path, Fault.TOO_LARGE, detail=f"{LIMIT_BYTES // 1024 // 1024} MiB")
    if not data.strip():
        raise UnreadableFile(path, Fault.EMPTY)
    return data


def _check_encoding(path: Path, data: bytes) -> None:
    """Refuse single-byte labels on UTF-8 text: libxml2 would read them into garbled words without a complaint."""
    declared = _DECLARED.match(data.removeprefix(b"\xef\xbb\xbf"))
    if declared is None or not declared[1].lower().startswith((b"iso-8859", b"windows-125", b"latin")):
        return
    if data.isascii():
        return
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return
    raise UnreadableFile(path, Fault.WRONG_ENCODING, detail=f"{declared[1].decode()} / UTF-8")


def _refuse_document_type(path: Path, data: bytes, root: etree._Element) -> None:
    """Refuse declared entities and external document types: no bill needs one, and nothing was expanded."""
    about: Any = root.getroottree().docinfo
    inside = about.internalDTD
    if about.system_url or about.public_id or (inside is not None and any(inside.iterentities())):
        raise UnreadableFile(path, Fault.ENTITIES, line=_line_of_bytes(data, b"<!DOCTYPE"), detail="DOCTYPE")


def _line_of_bytes(data: bytes, words: bytes) -> int:
    return data.count(b"\n", 0, max(data.find(words), 0)) + 1


def _unreadable(path: Path, data: bytes, error: etree.XMLSyntaxError) -> UnreadableFile:
    line = error.lineno or 1
    fault = _fault(data, error, line)
    return UnreadableFile(path, fault, line=line, detail=_one_line(error.msg or ""))


def _fault(data: bytes, error: etree.XMLSyntaxError, line: int) -> Fault:
    code: Any = error.code  # type: ignore[attr-defined]  # lxml-stubs lack it
    if code == _ERRORS.ERR_TAG_NOT_FINISHED or _stops_in_the_middle(data, line):
        return Fault.TRUNCATED
    if code in _ENCODING:
        return Fault.WRONG_ENCODING
    if code == _ERRORS.ERR_RESOURCE_LIMIT:
        return _limit(error.msg or "")
    return Fault.ENTITIES if code in _ENTITIES else Fault.MALFORMED


def _stops_in_the_middle(data: bytes, line: int) -> bool:
    text = data.rstrip()
    return data.lstrip().startswith(b"<") and not text.endswith(b">") and line >= text.count(b"\n") + 1


def _limit(words: str) -> Fault:
    """libxml2 has one code for three limits and tells them apart only in words."""
    if "entity" in words:
        return Fault.ENTITIES
    return Fault.TOO_DEEP if "depth" in words else Fault.TOO_LARGE


def _one_line(words: str) -> str:
    return " ".join(words.split())[:200]
