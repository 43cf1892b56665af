"""The parts of a letter from outside, whoever wrote it: never more work than its length is worth, never an exception.

The standard library's parser does the reading. It needs time for each line by how deep that is nested, and for the
parameters of a field by the square of their length; what would cost too much is not taken apart, and read as text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email import policy
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.parser import BytesParser
from typing import TypeVar

# Mail servers commonly take 25 MB of files, which base64 makes 34 of.
LARGEST = 36 * 1024 * 1024
# A letter forwarded five times with a picture has some ten parts within parts.
DEEPEST, MOST_LINES, MOST_STEPS, MOST_PARTS = 30, 1_000_000, 4_000_000, 200
LONGEST_FIELD, LONGEST_HEADER = 8_000, 1_000_000

_DEEPER = re.compile(rb"boundary\s*(?:\*\d*)*\s*=|message/", re.IGNORECASE)
_CONTENT_FIELD = re.compile(rb"^content-[a-z-]{1,30}:[^\r\n]*(?:\r?\n[ \t][^\r\n]*)*", re.IGNORECASE | re.MULTILINE)
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Part:
    """One that holds something itself. `name` is "" where it is no file."""

    kind: str
    octets: bytes
    charset: str = "utf-8"
    name: str = ""
    attached: bool = False

    @property
    def text(self) -> str:
        return decoded(self.octets, self.charset)


T = TypeVar("T")


def parsed(raw: bytes) -> Message:
    """Taken apart, or only its header where that would cost too much."""
    raw = raw[:LARGEST]
    parser = BytesParser(policy=policy.compat32)
    return parser.parsebytes(raw) if _is_plain_enough(raw) else _unparsed(raw)


def _is_plain_enough(raw: bytes) -> bool:
    depth = sum(1 for _ in _DEEPER.finditer(raw))
    lines = raw.count(b"\n") + raw.count(b"\r")
    if depth > DEEPEST or lines > MOST_LINES or lines * (depth + 1) > MOST_STEPS:
        return False
    return all(len(field[0]) <= LONGEST_FIELD for field in _CONTENT_FIELD.finditer(raw))


def _unparsed(raw: bytes) -> Message:
    """The fields that are short enough, and everything below them as text."""
    head, _, body = raw.replace(b"\r\n", b"\n").partition(b"\n\n")
    written = re.split(rb"\n(?![ \t])", head[:LONGEST_HEADER])
    kept = [one for one in written if len(one) <= LONGEST_FIELD and one[:8].lower() != b"content-"]
    message = BytesParser(policy=policy.compat32).parsebytes(b"\n".join(kept) + b"\n\n", headersonly=True)
    message.set_payload(body.decode("ascii", "surrogateescape"))
    return message


def parts_of(message: Message) -> Iterator[Part]:
    """Up to a number that no person reaches; a letter within a letter is one part."""
    waiting, found = [message], 0
    while waiting and found < MOST_PARTS:
        part = waiting.pop()
        if part.get_content_maintype() == "multipart" and part.is_multipart():
            waiting += reversed(within(part))
            continue
        found += 1
        yield _part(part)


def within(part: Message) -> list[Message]:
    """The parts of a part, as many as a person's letter may have."""
    payload = part.get_payload()
    return [one for one in payload[:MOST_PARTS] if isinstance(one, Message)] if isinstance(payload, list) else []


def _part(part: Message) -> Part:
    kind = part.get_content_type()
    name = words(_or_default(lambda: part.get_filename(""), ""))
    octets: object = b"" if part.is_multipart() else _or_default(lambda: part.get_payload(decode=True), None)
    charset = _or_default(lambda: part.get_content_charset("utf-8"), "utf-8")
    attachment = _or_default(part.get_content_disposition, None) == "attachment"
    attached = bool(name) or attachment or not kind.startswith("text/")
    return Part(kind, octets if isinstance(octets, bytes) else b"", charset, name, attached)


def _or_default(read: Callable[[], T], default: T) -> T:
    """The library's readers of parameters raise for names of encodings, and numbers, that are none."""
    try:
        return read()
    except (ValueError, LookupError, TypeError):
        return default


def field(message: Message, name: str) -> str:
    """The words of a field, the first where there are several, "" where there is none."""
    return next(iter(fields(message, name)), "")


def fields(message: Message, name: str) -> list[str]:
    wanted = name.lower()
    return [words(value) for known, value in message.raw_items() if known.lower() == wanted][:20]


def words(value: str) -> str:
    """What a field says, in one line: encoded words read (RFC 2047), bare octets as UTF-8 (RFC 6532)."""
    raw = decoded(_octets(value[:LONGEST_FIELD]), "utf-8")
    try:
        segments = [_decoded_word(one, charset) for one, charset in decode_header(raw)]
    except (HeaderParseError, ValueError):
        segments = [raw]
    return " ".join(clean("".join(segments)).split())


def _octets(value: str) -> bytes:
    """The parser keeps octets that are not ASCII as halves of characters; others come of names in odd encodings."""
    try:
        return value.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return value.encode("utf-8", "replace")


def _decoded_word(one: bytes | str, charset: str | None) -> str:
    """Beside encoded words, the library gives what is not encoded as octets with escapes."""
    if isinstance(one, str):
        return one
    return decoded(one, charset) if charset else one.decode("raw-unicode-escape", "replace")


def decoded(octets: bytes, charset: str) -> str:
    """Text in whatever it says it is in; where that is not so, in what is most common."""
    for name in (charset, "utf-8", "windows-1252"):
        try:
            return clean(octets.decode(name))
        except (LookupError, ValueError):
            continue
    return clean(octets.decode("latin-1"))


def clean(text: str) -> str:
    """Without what no text holds: controls, halves of characters."""
    return _CONTROLS.sub("", text).encode("utf-8", "replace").decode("utf-8")
