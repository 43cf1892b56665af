"""Text files: any encoding to UTF-8, or one error that says where it fails; and a file that is one letter."""

import codecs
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa

from hearhear.errors import UnreadableFile
from hearhear.sources.records import MAX_TEXT, Raw, Request, text_table

CHUNK = 1 << 20
MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


@dataclass(frozen=True)
class Utf8:
    """A file of UTF-8, how its original was encoded, where its text begins, how many lines are damaged."""

    path: Path
    encoding: str
    start: int = 0
    damaged: int = 0


@contextmanager
def utf8(path: Path, declared: str | None) -> Iterator[Utf8]:
    """The file itself when it is UTF-8, otherwise a temporary copy that is.

    Raises UnreadableFile when the file is in no encoding that can be known and none was declared.
    """
    encoding = declared or sniff(path)
    if codecs.lookup(encoding).name in ("utf-8", "utf-8-sig", "ascii"):
        yield _verified(path)
        return
    with tempfile.TemporaryDirectory(prefix="hearhear-") as folder:
        copy = Path(folder, "utf8")
        _transcode(path, copy, encoding)
        yield Utf8(copy, encoding)


def known(path: Path, encoding: str | None) -> None:
    """Raise UnreadableFile when no such encoding exists."""
    try:
        codecs.lookup(encoding or "utf-8").incrementaldecoder("strict")
    except (LookupError, ValueError, TypeError) as error:
        raise UnreadableFile(path, "encoding", f"no such text encoding: {encoding}") from error


def sniff(path: Path) -> str:
    """The encoding that the file's first bytes show: UTF-16 with its mark or its zero bytes, otherwise UTF-8."""
    with path.open("rb") as file:
        head = file.read(4096)
    for mark, name in MARKS:
        if head.startswith(mark):
            return name
    # Latin letters in UTF-16 have a zero as every other byte; nothing else has.
    even, odd = head[0::2], head[1::2]
    if len(odd) > 1 and odd.count(0) * 2 > len(odd) and not even.count(0):
        return "utf-16-le"
    if len(odd) > 1 and even.count(0) * 2 > len(even) and not odd.count(0):
        return "utf-16-be"
    return "utf-8"


def decoded(data: bytes, declared: str = "") -> str:
    """Bytes of a letter as text: as declared, as UTF-8, as Windows wrote Western Europe, or as ISO 8859-1, which knows
    every byte.

    Whoever declares ISO 8859-1 means the letters of Windows, and whoever declares ASCII did not look, as every mail
    program knows.
    """
    named = _plain(declared)
    asked = () if named == "ascii" else ("cp1252",) if named == "iso8859-1" else (named,)
    for encoding in (*filter(None, asked), "utf-8-sig", "cp1252"):
        try:
            return data.decode(encoding).replace("\r\n", "\n")
        except (LookupError, ValueError):
            continue
    return data.decode("latin-1").replace("\r\n", "\n")


def _plain(encoding: str) -> str:
    try:
        return codecs.lookup(encoding).name
    except (LookupError, ValueError):
        return ""


def _transcode(path: Path, copy: Path, encoding: str) -> None:
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    done = 0
    with (
        path.open("rb") as source,
        copy.open("w", encoding="utf-8", newline="", errors="surrogatepass") as target,
    ):
        try:
            while chunk := source.read(CHUNK):
                target.write(decoder.decode(chunk))
                done += len(chunk)
            target.write(decoder.decode(b"", True))
        except UnicodeError as error:
            detail = f"not {encoding} near byte {done + getattr(error, 'start', 0)}: {getattr(error, 'reason', error)}"
            raise UnreadableFile(path, "encoding", detail) from error


def _verified(path: Path) -> Utf8:
    with path.open("rb") as file:
        start = 3 if file.read(3) == codecs.BOM_UTF8 else 0
    first_bad = _first_bad(path)
    damaged = 0
    if first_bad is not None:
        damaged = _damaged(path, first_bad)
    return Utf8(path, "utf-8-sig" if start else "utf-8", start, damaged)


def _is_utf8(path: Path) -> bool:
    """Whether the whole file is UTF-8: Arrow sees it at the speed of memory, though not where it ends."""
    size = path.stat().st_size
    if not size:
        return True
    with pa.memory_map(str(path)) as file:
        offsets = pa.py_buffer(np.array([0, size], np.int64))
        try:
            pa.LargeStringArray.from_buffers(1, offsets, file.read_buffer()).validate(full=True)
        except pa.ArrowInvalid:
            return False
    return True


def _first_bad(path: Path) -> int | None:
    if _is_utf8(path):
        return None
    decoder = codecs.getincrementaldecoder("utf-8")("strict")
    done = 0
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            try:
                pending = len(decoder.getstate()[0])
                decoder.decode(chunk)
            except UnicodeDecodeError as error:
                return done - pending + error.start
            done += len(chunk)
    pending = len(decoder.getstate()[0])
    if pending:
        raise UnreadableFile(path, "truncated", f"breaks off in the middle of a character at byte {done - pending}")
    return None


def _damaged(path: Path, offset: int) -> int:
    """How many lines are not UTF-8; raises UnreadableFile when they outweigh the evidence that the file is UTF-8.

    Evidence for UTF-8 are lines with characters beyond ASCII that are valid; without any, one bad line in a hundred
    is taken for damage and more for another encoding, since Latin-1 text in EN, FR or ES has more than that.
    """
    bad = good = lines = line = 0
    position = 0
    with path.open("rb") as file:
        while chunk := file.readline(CHUNK):
            lines += 1
            line = lines if position <= offset else line
            position += len(chunk)
            if chunk.isascii():
                continue
            try:
                chunk.decode("utf-8")
                good += 1
            except UnicodeDecodeError:
                bad += 1
    if bad > good and bad * 100 > lines:
        byte = f"byte {offset} (line {line})"
        raise UnreadableFile(path, "encoding", f"not UTF-8 at {byte}; declare its encoding, for example cp1252")
    return bad


# UTF-8 has at most four bytes a character.
MAX_BYTES = 4 * MAX_TEXT


def load_letter(path: Path, request: Request) -> Raw:
    """Read the whole file as the text of one message."""
    with utf8(path, request.options.encoding) as source:
        if source.damaged:
            raise UnreadableFile(path, "encoding", "not UTF-8; declare its encoding, for example cp1252")
        if source.path.stat().st_size > MAX_BYTES:
            raise UnreadableFile(path, "too_large", f"a letter of more than {MAX_TEXT:,} characters is not read")
        text = source.path.read_bytes()[source.start :].decode("utf-8", "replace")
        return Raw("text", text_table({"id": [path.name], "text": [text]}), encoding=source.encoding)
