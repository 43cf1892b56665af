"""ZIP: an archive of letters, a message each: PDF, DOCX, ODT, EML, text and HTML; nothing is written to the disk."""

import re
import zipfile
import zlib
from pathlib import Path, PurePosixPath

from hearhear.errors import UnreadableFile
from hearhear.sources.formats import mail
from hearhear.sources.formats.documents import MAX_DOCUMENT, kind_of, text_of
from hearhear.sources.records import Raw, Rejected, Request

# More letters in one archive than the largest delivery of paper that a parliament counts in a day.
MAX_MEMBERS = 100_000
# A day's letters of 100,000 characters each; a bomb has more.
MAX_UNPACKED = 2 << 30
# Text packs to a fifth and blank pages to a hundredth; a bomb to a thousandth.
MAX_RATIO = 200
SMALL = 32 << 20
# A few letters show how an archive is read.
SHOWN = 20
# What systems put into archives beside what a person did.
BESIDE = re.compile(r"(?:^|/)(?:__MACOSX/|\.[^/]|~\$|Thumbs\.db$|desktop\.ini$)")
DAMAGED = (zipfile.BadZipFile, OSError, EOFError, ValueError, NotImplementedError, RuntimeError, zlib.error)


def load(path: Path, request: Request) -> Raw:
    """Read every file of an archive as a letter; one that cannot be read is set aside with its name."""
    sink = mail.Sink()
    try:
        with zipfile.ZipFile(path) as archive:
            members = _members(path, archive)
            for count, member in enumerate(members[: SHOWN if request.limit else None], 1):
                try:
                    _add(sink, path, archive, member)
                except UnreadableFile as error:
                    sink.rejected.append(Rejected(None, error.reason, error.detail, file=member.filename))
                request.progress(count, len(members))
    except DAMAGED as error:
        raise UnreadableFile(path, "truncated", f"not a whole archive: {error}") from error
    return sink.raw("zip", path)


def _members(path: Path, archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    """The files in the order of their names."""
    members = [one for one in archive.infolist() if not one.is_dir() and not BESIDE.search(one.filename)]
    if not members:
        raise UnreadableFile(path, "empty", "there is no file in the archive")
    unpacked, packed = (sum(getattr(one, size) for one in members) for size in ("file_size", "compress_size"))
    if len(members) > MAX_MEMBERS:
        raise UnreadableFile(path, "too_large", f"{len(members):,} files; at most {MAX_MEMBERS:,} are read")
    if unpacked > MAX_UNPACKED or (unpacked > SMALL and unpacked > MAX_RATIO * packed):
        raise UnreadableFile(path, "too_large", f"unpacks to {unpacked >> 20:,} MB, more than letters can be")
    return sorted(members, key=lambda one: one.filename)


def _add(sink: mail.Sink, path: Path, archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
    name = member.filename
    data = _unpacked(archive, member)
    if not data.strip():
        raise UnreadableFile(name, "empty", "the file is empty")
    if PurePosixPath(name).suffix.lower() == ".eml" or mail.is_mail(data[: 1 << 16]):
        sink.add_mail(data, None, f"{path.name}/{name}")
        return
    kind = kind_of(name, data)
    if kind == "zip":
        raise UnreadableFile(name, "unsupported", "an archive inside an archive is not read; unpack it first")
    if kind == "xlsx" or PurePosixPath(name).suffix.lower() in (".csv", ".jsonl", ".parquet", ".mbox"):
        raise UnreadableFile(name, "unsupported", "a table inside an archive is not read; unpack it first")
    text, note = text_of(name, data, kind)
    sink.notes += [f"{name}: {note}"] if note else []
    sink.add(f"{path.name}/{name}", text, channel=None)


def _unpacked(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    """The bytes of a file, no more than it says of itself."""
    if member.flag_bits & 1:
        raise UnreadableFile(member.filename, "encrypted", "it is locked with a password; ask for one without")
    if member.file_size > MAX_DOCUMENT:
        raise UnreadableFile(
            member.filename, "too_large", f"a document of more than {MAX_DOCUMENT >> 20} MB is not read"
        )
    try:
        with archive.open(member) as file:
            return file.read(MAX_DOCUMENT + 1)
    except DAMAGED as error:
        raise UnreadableFile(member.filename, "not_what_it_says", f"it is damaged: {error}") from error
