"""Letters that are documents: which kind a file is, and the text of it.

Said once for a file of its own, an attachment of a mail and a file in an archive.
"""

import io
import zipfile
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path, PurePosixPath

from hearhear.errors import UnreadableFile
from hearhear.sources.formats import office
from hearhear.sources.formats.text import decoded
from hearhear.sources.records import MAX_TEXT, Raw, Request, text_table
from hearhear.structure.html import to_text

# The largest that common servers let pass, and more than any letter has with its pictures.
MAX_DOCUMENT = 64 << 20
# A PDF begins within its first thousand bytes.
PDF, PDF_HEAD = b"%PDF-", 1024
TEXTS = frozenset((".txt", ".text", ".md"))
PAGES = frozenset((".html", ".htm"))


def load(path: Path, _: Request) -> Raw:
    """Read a PDF, DOCX or ODT as the text of one message."""
    if path.stat().st_size > MAX_DOCUMENT:
        raise UnreadableFile(path, "too_large", f"a document of more than {MAX_DOCUMENT >> 20} MB is not read")
    data = path.read_bytes()
    kind = kind_of(path.name, data)
    try:
        text, note = text_of(path.name, data, kind)
    except UnreadableFile as error:
        raise UnreadableFile(path, error.reason, error.detail) from error
    return Raw(kind, text_table({"id": [path.name], "text": [text]}), warnings=[note] if note else [])


def kind_of(name: str, data: bytes) -> str:
    """`pdf`, `docx`, `odt`, `zip`, `text` or `html`; blank for what is no letter."""
    if PDF in data[:PDF_HEAD]:
        return "pdf"
    if data.startswith(b"PK\x03\x04"):
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                return kind_of_archive(archive.namelist()) or "zip"
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
            return {".docx": "docx", ".odt": "odt"}.get(PurePosixPath(name).suffix.lower(), "zip")
    suffix = PurePosixPath(name).suffix.lower()
    return "text" if suffix in TEXTS else "html" if suffix in PAGES else ""


def kind_of_archive(names: Sequence[str]) -> str:
    """What an archive is that is the file of a program; blank for an archive of files."""
    there = set(names)
    if any(name.startswith("xl/") for name in names):
        return "xlsx"
    if "word/document.xml" in there:
        return "docx"
    return "odt" if {"content.xml", "mimetype"} <= there else ""


def text_of(name: str, data: bytes, kind: str) -> tuple[str, str]:
    """The text of a document, and a note about what of it was not read. Raises UnreadableFile."""
    if len(data) > MAX_DOCUMENT:
        raise UnreadableFile(name, "too_large", f"a document of more than {MAX_DOCUMENT >> 20} MB is not read")
    text, note = _text_of(name, data, kind)
    if len(text) > MAX_TEXT:
        raise UnreadableFile(name, "too_large", f"a letter of more than {MAX_TEXT:,} characters is not read")
    return text, note


def _text_of(name: str, data: bytes, kind: str) -> tuple[str, str]:
    if kind == "pdf":
        # It takes half a second to import.
        text, note = import_module("hearhear.sources.formats.pdf").text_of(name, data)
        return str(text), str(note)
    if kind == "docx":
        return office.docx_text(name, data), ""
    if kind == "odt":
        return office.odt_text(name, data), ""
    if kind == "html":
        return to_text(decoded(data)).strip(), ""
    if kind == "text":
        return decoded(data).strip(), ""
    raise UnreadableFile(name, "unsupported", "it is no PDF, DOCX, ODT, text or HTML")
