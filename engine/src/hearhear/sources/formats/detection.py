"""Which format a file is in: what its first bytes say, and whether its name agrees."""

import re
import zipfile
from collections.abc import Callable
from pathlib import Path

from hearhear.errors import UnreadableFile
from hearhear.sources.formats import archive, delimited, documents, jsonlines, mail, parquet, text, workbook
from hearhear.sources.records import Options, Raw, Request

# How every format is read.
Load = Callable[[Path, Request], Raw]

LOADERS: dict[str, Load] = {
    "csv": delimited.load,
    "docx": documents.load,
    "eml": mail.load_eml,
    "jsonl": jsonlines.load,
    "mbox": mail.load_mbox,
    "odt": documents.load,
    "parquet": parquet.load,
    "pdf": documents.load,
    "text": text.load_letter,
    "xlsx": workbook.load,
    "zip": archive.load,
}

SUFFIXES = {
    ".csv": "csv", ".tsv": "csv", ".tab": "csv", ".eml": "eml", ".jsonl": "jsonl", ".ndjson": "jsonl",
    ".json": "jsonl", ".mbox": "mbox", ".mbx": "mbox",
    ".parquet": "parquet", ".pq": "parquet", ".txt": "text", ".text": "text",
    ".html": "text", ".htm": "text", ".md": "text", ".xlsx": "xlsx", ".xlsm": "xlsx",
    ".pdf": "pdf", ".docx": "docx", ".odt": "odt", ".zip": "zip",
}  # fmt: skip

FOREIGN = (
    (
        b"\xd0\xcf\x11\xe0",
        "an old Excel or Word file, or one with a password; save it as XLSX or DOCX without a password",
    ),
    (b"{\\rtf", "an RTF document; save it as DOCX or PDF"),
    (b"\x1f\x8b", "compressed with gzip; unpack it first"),
    (b"BZh", "compressed with bzip2; unpack it first"),
    (b"\xfd7zXZ", "compressed with xz; unpack it first"),
    (b"\x28\xb5\x2f\xfd", "compressed with zstd; unpack it first"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"SQLite format 3", "a database"),
)
# The beginning of an object with a name in it, or of an array of such.
JSON = re.compile(rb'(?:\[\s*)?\{\s*"')
BINARY = ("parquet", "xlsx", "pdf", "docx", "odt", "zip")


def detect(path: Path, options: Options = Options()) -> str:  # noqa: B008  # Frozen.
    """The format of a file, as declared or as its first bytes and its name say.

    Raises UnreadableFile when it is missing, empty, foreign, or not what its name says.
    """
    head = _head(path, options.encoding)
    if options.format:
        return options.format
    named = SUFFIXES.get(path.suffix.lower())
    seen = _seen(path, head)
    if seen in BINARY or named in BINARY:
        if seen == named or named is None:
            return str(seen)
        raise _mismatch(path, named, seen)
    if named is not None:
        if named == "csv" and seen is not None:
            raise _mismatch(path, named, seen)
        # A mailbox saved as .txt, or one mail saved as .mbox, is still read as what it is.
        return seen if seen and named in ("mbox", "eml", "text") else named
    return seen or "csv"


def _head(path: Path, declared: str | None) -> bytes:
    text.known(path, declared)
    try:
        with path.open("rb") as file:
            head = file.read(1 << 16)
    except FileNotFoundError as error:
        raise UnreadableFile(path, "missing", "there is no such file") from error
    except OSError as error:
        raise UnreadableFile(path, "missing", f"cannot be opened: {error.strerror}") from error
    if not head:
        raise UnreadableFile(path, "empty", "the file is empty")
    for mark, what in FOREIGN:
        if head.startswith(mark):
            raise UnreadableFile(path, "unsupported", f"cannot be read: it is {what}")
    return head


def _seen(path: Path, head: bytes) -> str | None:
    if head.startswith(b"PAR1"):
        return "parquet"
    if documents.PDF in head[: documents.PDF_HEAD]:
        return "pdf"
    if head.startswith(b"PK\x03\x04"):
        return _zipped(path)
    if head.startswith(b"PK\x05\x06"):
        raise UnreadableFile(path, "empty", "there is no file in the archive")
    if head.startswith(b"From "):
        return "mbox"
    if mail.is_mail(head):
        return "eml"
    text = head.removeprefix(b"\xef\xbb\xbf").replace(b"\x00", b"").lstrip()
    if not text:
        raise UnreadableFile(path, "empty", "there is nothing in the file but blanks")
    return "jsonl" if JSON.match(text) else None


def _zipped(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as packed:
            return documents.kind_of_archive(packed.namelist()) or "zip"
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise UnreadableFile(path, "truncated", f"not a whole archive: {error}") from error


def _mismatch(path: Path, named: str | None, seen: str | None) -> UnreadableFile:
    words = {
        "parquet": "a Parquet file",
        "xlsx": "an Excel workbook",
        "pdf": "a PDF",
        "docx": "a Word document",
        "odt": "an OpenDocument text",
        "zip": "an archive",
        "jsonl": "JSON",
        "mbox": "a mailbox",
        "eml": "a mail",
    }
    if named in words:
        return UnreadableFile(path, "not_what_it_says", f"its name says {words[str(named)]}, but it is none")
    return UnreadableFile(path, "not_what_it_says", f"its name says {named}, but it is {words[str(seen)]}")
