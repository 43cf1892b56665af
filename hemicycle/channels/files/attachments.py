"""Files that come with a message: kept where they are what they say and no danger, told of where they are not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from hemicycle.channels.contract import AttachedFile

# What mail servers commonly let through in all is 25 MB; a message of more is not sent by a person.
LARGEST, LARGEST_IN_ALL = 10 * 1024 * 1024, 25 * 1024 * 1024
MOST = 20
# What a letter by post is scanned to, and a browser shows.
SCANS = ("application/pdf", "image/jpeg", "image/png")

_BEGINNINGS = {
    "application/pdf": (b"%PDF-",),
    "image/png": (b"\x89PNG\r\n\x1a\n",),
    "image/jpeg": (b"\xff\xd8\xff",),
    "image/gif": (b"GIF87a", b"GIF89a"),
    "image/webp": (b"RIFF",),
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": (b"PK\x03\x04",),
    "application/vnd.oasis.opendocument.text": (b"PK\x03\x04",),
    "text/plain": (),
    "text/csv": (),
}
"""Kinds that are kept, by how their content begins (their own specifications); text has no beginning and no nulls."""
_TEXT = (".txt", ".text", ".log", ".csv")
# Whoever saves a file opens it by its name: a script is text, and a program in Java begins as a document does.
_SUFFIXES = {
    "application/pdf": (".pdf",),
    "image/png": (".png",),
    "image/jpeg": (".jpg", ".jpeg", ".jpe", ".jfif"),
    "image/gif": (".gif",),
    "image/webp": (".webp",),
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": (".docx",),
    "application/vnd.oasis.opendocument.text": (".odt",),
    "text/plain": _TEXT,
    "text/csv": _TEXT,
}


@dataclass(frozen=True, slots=True)
class Checked:
    name: str
    kind: str
    size: int
    content: bytes | None = field(repr=False)
    refused: str = ""


def checked(attached: Iterable[AttachedFile]) -> list[Checked]:
    """Each file with its content, or with the reason why that was not kept: kind, empty, size, content, number."""
    found, total = list[Checked](), 0
    for number, one in enumerate(attached):
        name = _name_of(one)
        refused = "number" if number >= MOST else _refusal(one, name, total)
        total += 0 if refused else len(one.content)
        content = None if refused else one.content
        found.append(Checked(name, one.kind.lower()[:100], len(one.content), content, refused))
    return found


def _name_of(one: AttachedFile) -> str:
    """As it is saved; the end of a long one, which says what it is."""
    return "".join(c for c in one.name.replace("\\", "/").rpartition("/")[2] if c.isprintable())[-200:] or "file"


def _suffix(name: str) -> str:
    """As Windows reads it, which ignores dots and spaces at the end; "" where there is none, as after "of 3.12.2026"
    or "to Mr. Smith"."""
    _stem, dot, end = name.rstrip(". ").rpartition(".")
    return f".{end.lower()}" if dot and " " not in end and not end.isdigit() else ""


def _refusal(one: AttachedFile, name: str, total: int) -> str:
    kind = one.kind.lower()
    beginnings = _BEGINNINGS.get(kind)
    if beginnings is None:
        return "kind"
    if not one.content:
        return "empty"
    if len(one.content) > LARGEST or total + len(one.content) > LARGEST_IN_ALL:
        return "size"
    fits = any(one.content.startswith(b) for b in beginnings) if beginnings else b"\x00" not in one.content
    return "" if fits and _suffix(name) in ("", *_SUFFIXES[kind]) else "content"
