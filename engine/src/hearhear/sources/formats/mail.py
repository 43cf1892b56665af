"""Mail: an mbox of messages or one message (EML), decoded to the text that a reader sees.

The subject is kept as the first line, with a blank line after it: people write in it, and an automatic reply says
there what it is. A mail whose headers declare it automatic but whose subject does not gets the words `Automatic
reply:` there, as mail programs write them, since a message has no other place for that. Attachments are counted,
not read.
"""

import email.header
import email.message
import email.utils
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC
from email.parser import BytesParser
from email.policy import compat32
from pathlib import Path

import numpy as np

from hearhear.errors import UnreadableFile
from hearhear.sources.records import Progress, Raw, Rejected, Request, shortened, text_table
from hearhear.structure.html import to_text

# The largest mail that common servers let pass, attachments included.
MAX_MAIL = 64 << 20
MAX_PARTS = 1_000
HEADER = re.compile(rb"\A(?:[!-9;-~]+:[^\n]*\n(?:[ \t][^\n]*\n)*)+", re.MULTILINE)
SIGNS = re.compile(rb"(?im)^(from|to|subject|date|message-id|received|mime-version|return-path)[ \t]*:")
SAYS_AUTOMATIC = re.compile(r"(?i)auto|out of office|absen|ausen|fuera de")


@dataclass
class _Sink:
    """The mails read so far, a list a column."""

    columns: dict[str, list[str | None]] = field(
        default_factory=lambda: {name: [] for name in ("id", "text", "sender", "sent_at", "lang")}
    )
    lines: list[int] = field(default_factory=list)
    rejected: list[Rejected] = field(default_factory=list)
    attachments: int = 0


def load_mbox(path: Path, request: Request) -> Raw:
    """Read every mail of a mailbox; its line is that of its `From ` line."""
    sink = _Sink()
    for count, (line, data) in enumerate(_split(path, sink, request.progress)):
        if request.limit is not None and count >= request.limit:
            break
        _add(sink, data, line, f"mail {count + 1}")
    return _raw("mbox", path, sink)


def load_eml(path: Path, _: Request) -> Raw:
    """Read one mail."""
    if path.stat().st_size > MAX_MAIL:
        raise UnreadableFile(path, "too_large", f"a mail of more than {MAX_MAIL >> 20} MB is not read")
    sink = _Sink()
    _add(sink, path.read_bytes(), 1, path.name)
    return _raw("eml", path, sink)


def is_mail(head: bytes) -> bool:
    """Whether a file begins with the headers of a mail."""
    headers = HEADER.match(head.replace(b"\r\n", b"\n"))
    return bool(headers and len({sign.lower() for sign in SIGNS.findall(headers[0])}) >= 2)


def _raw(name: str, path: Path, sink: _Sink) -> Raw:
    if not sink.lines and not sink.rejected:
        raise UnreadableFile(path, "empty", "there is no mail in it")
    lines = np.array(sink.lines, np.int64)
    warnings = [f"{sink.attachments:,} attachments were not read"] if sink.attachments else []
    return Raw(name, text_table(sink.columns), lambda: lines, sink.rejected, warnings, channel="email")


def _split(path: Path, sink: _Sink, progress: Progress) -> Iterator[tuple[int, bytes]]:
    """Mails of a mailbox with their line; a line `From ` after a blank one begins the next."""
    total, line, start = path.stat().st_size, 0, 0
    mail: list[bytes] = []
    size, blank = 0, True
    with path.open("rb") as file:
        for row in iter(lambda: file.readline(1 << 20), b""):
            line += row.endswith(b"\n")
            if blank and row.startswith(b"From "):
                if start:
                    yield start, b"".join(mail)
                mail, size, start = [], 0, max(1, line)
                progress(file.tell(), total)
            elif start and size < MAX_MAIL:
                mail.append(row[1:] if re.match(rb">+From ", row) else row)
                size += len(row)
                if size >= MAX_MAIL:
                    mail = []
                    sink.rejected.append(Rejected(start, "mail_too_large", f"larger than {MAX_MAIL >> 20} MB"))
            blank = not row.strip()
    if start:
        yield start, b"".join(mail)


def _add(sink: _Sink, data: bytes, line: int, name: str) -> None:
    if not data.strip():
        if not sink.rejected or sink.rejected[-1].line != line:
            sink.rejected.append(Rejected(line, "no_text", "an empty mail"))
        return
    try:
        mail = BytesParser(policy=compat32).parsebytes(data)
        text = _text(mail, sink)
    except RecursionError:
        sink.rejected.append(
            Rejected(line, "not_a_mail", "parts inside parts without end", shortened(repr(data[:200])))
        )
        return
    sender = email.utils.parseaddr(_header(mail, "From"))[1].lower() or _header(mail, "From") or None
    values = (_header(mail, "Message-ID").strip("<> ") or name, _with_subject(mail, text), sender, _date(mail),
              _header(mail, "Content-Language").split(",")[0] or None)  # fmt: skip
    for column, value in zip(sink.columns.values(), values, strict=True):
        column.append(value)
    sink.lines.append(line)


def _header(mail: email.message.Message, name: str) -> str:
    raw = mail.get(name)
    if raw is None:
        return ""
    try:
        decoded = str(email.header.make_header(email.header.decode_header(raw)))
    except (ValueError, LookupError, UnicodeError):
        decoded = str(raw)
    return " ".join(decoded.encode("utf-8", "replace").decode().split())


def _with_subject(mail: email.message.Message, text: str) -> str | None:
    subject = _header(mail, "Subject")
    declared = _header(mail, "Auto-Submitted").lower() not in ("", "no") or mail.get("X-Autoreply") is not None
    if declared and not SAYS_AUTOMATIC.search(subject):
        subject = f"Automatic reply: {subject}"
    if not text.strip():
        return subject or None
    return f"{subject}\n\n{text}" if subject and not text.startswith(subject) else text


def _date(mail: email.message.Message) -> str | None:
    try:
        sent = email.utils.parsedate_to_datetime(_header(mail, "Date"))
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
    zoned = sent if sent.tzinfo else sent.replace(tzinfo=UTC)
    try:
        return zoned.astimezone(UTC).isoformat()
    except OverflowError:
        return None


def _text(mail: email.message.Message, sink: _Sink) -> str:
    """The plain text of a mail, or what its HTML says where there is none."""
    plain: list[str] = []
    html: list[str] = []
    for count, part in enumerate(mail.walk()):
        if count > MAX_PARTS:
            break
        kind = part.get_content_type()
        if part.is_multipart():
            continue
        if part.get_filename() or "attachment" in str(part.get("Content-Disposition", "")).lower():
            sink.attachments += 1
        elif kind == "text/plain":
            plain.append(_payload(part))
        elif kind == "text/html":
            html.append(_payload(part))
    if any(text.strip() for text in plain):
        return "\n\n".join(text.strip("\n") for text in plain if text.strip())
    return "\n\n".join(to_text(text).strip() for text in html)


def _payload(part: email.message.Message) -> str:
    data = part.get_payload(decode=True)
    if not isinstance(data, bytes):
        return ""
    charset = (part.get_content_charset() or "utf-8").strip("\"' ")
    for encoding in (charset, "utf-8"):
        try:
            return data.decode(encoding).replace("\r\n", "\n")
        except (LookupError, ValueError):
            continue
    # Every byte means something in cp1252's elder brother, so the mail is never lost.
    return data.decode("latin-1").replace("\r\n", "\n")
