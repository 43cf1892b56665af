"""Mail: an mbox of messages or one message (EML), decoded to the text that a reader sees.

The subject is kept as the first line, with a blank line after it: people write in it, and an automatic reply says
there what it is. A mail whose headers declare it automatic but whose subject does not gets the words `Automatic
reply:` there, as mail programs write them, since a message has no other place for that.

Where a mail says no more than that its letter is attached, the attachment is the letter, and its name stands behind
the id. Other attachments are counted, not read.
"""

import email.errors
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
from hearhear.sources.formats.documents import kind_of, text_of
from hearhear.sources.formats.text import decoded
from hearhear.sources.records import Progress, Raw, Rejected, Request, shortened, text_table
from hearhear.structure import split
from hearhear.structure.html import to_text

# The largest mail that common servers let pass, attachments included.
MAX_MAIL = 64 << 20
MAX_PARTS = 1_000
HEADER = re.compile(rb"\A(?:[!-9;-~]+:[^\n]*\n(?:[ \t][^\n]*\n)*)+", re.MULTILINE)
SIGNS = re.compile(rb"(?im)^(from|to|subject|date|message-id|received|mime-version|return-path)[ \t]*:")
# What mail programs call the documents of office programs, where they give an attachment no name.
DOCUMENTS = frozenset((
    "application/pdf", "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/vnd.oasis.opendocument.text",
))  # fmt: skip
LETTERS = frozenset(("pdf", "docx", "odt", "text", "html"))
# What is attached may be of somebody else, whose words are not the sender's.
OF_OTHERS = re.compile(
    r"(?i)\b(?:articles?|press|newspaper|stud(?:y|ies)|journal|presse|étude|prensa|periódico|artículo|estudio)\b"
)
OWN = re.compile(r"(?i)\b(?:my|our|mon|ma|mes|notre|nos|mis?|nuestr[oa]s?)\b")
SENTENCE = re.compile(r"(?<=[.!?;])\s+|\n\s*\n")
# "See attached" is a sentence, a name or a date below it is none.
FEWEST_WORDS = 2
COURTESY = re.compile(r"(?i)\b(?:thank|grateful|regards|receipt|sincerely|merci|remerci|réception|cordial|salutations|"
                      r"gracias|agrade|recepción|saludo|atentamente)")  # fmt: skip
POINTS = re.compile(r"(?i)\b(?:attach|enclos|ci-joint|joint|joins\b|joignons|pièces? jointes?|annexe|adjunt|anex)")
SAYS_AUTOMATIC = re.compile(r"(?i)auto|out of office|absen|ausen|fuera de")


@dataclass
class Sink:
    """The letters read so far, a list a column."""

    columns: dict[str, list[str | None]] = field(
        default_factory=lambda: {name: [] for name in ("id", "text", "sender", "sent_at", "lang", "channel")}
    )
    lines: list[int] = field(default_factory=list)
    rejected: list[Rejected] = field(default_factory=list)
    attachments: int = 0
    notes: list[str] = field(default_factory=list)

    def add(
        self,
        number: str,
        text: str | None,
        *,
        sender: str | None = None,
        sent_at: str | None = None,
        lang: str | None = None,
        channel: str | None = "email",
    ) -> None:
        """One letter."""
        for column, value in zip(self.columns.values(), (number, text, sender, sent_at, lang, channel), strict=True):
            column.append(value)

    def add_mail(self, data: bytes, line: int | None, name: str) -> None:
        """One mail, or why it is none; `name` is its id where it has none."""
        _add(self, data, line, name)

    def raw(self, name: str, path: Path) -> Raw:
        """All of them as a table. Raises UnreadableFile."""
        if not self.columns["id"] and not self.rejected:
            raise UnreadableFile(path, "empty", "there is no mail in it")
        lines = np.array(self.lines, np.int64)
        warnings = [f"{self.attachments:,} attachments were not read"] if self.attachments else []
        known = len(lines) == len(self.columns["id"])
        return Raw(
            name, text_table(self.columns), lambda: lines if known else None, self.rejected, [*warnings, *self.notes]
        )


def load_mbox(path: Path, request: Request) -> Raw:
    """Read every mail of a mailbox; its line is that of its `From ` line."""
    sink = Sink()
    for count, (line, data) in enumerate(_split(path, sink, request.progress)):
        if request.limit is not None and count >= request.limit:
            break
        _add(sink, data, line, f"mail {count + 1}")
    return sink.raw("mbox", path)


def load_eml(path: Path, _: Request) -> Raw:
    """Read one mail."""
    if path.stat().st_size > MAX_MAIL:
        raise UnreadableFile(path, "too_large", f"a mail of more than {MAX_MAIL >> 20} MB is not read")
    sink = Sink()
    _add(sink, path.read_bytes(), 1, path.name)
    return sink.raw("eml", path)


def is_mail(head: bytes) -> bool:
    """Whether a file begins with the headers of a mail."""
    headers = HEADER.match(head.replace(b"\r\n", b"\n"))
    return bool(headers and len({sign.lower() for sign in SIGNS.findall(headers[0])}) >= 2)


def _split(path: Path, sink: Sink, progress: Progress) -> Iterator[tuple[int, bytes]]:
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


def _add(sink: Sink, data: bytes, line: int | None, name: str) -> None:
    if not data.strip():
        if not sink.rejected or sink.rejected[-1].line != line:
            sink.rejected.append(Rejected(line, "no_text", "an empty mail"))
        return
    try:
        mail = BytesParser(policy=compat32).parsebytes(data)
        body, attached = _parts(mail)
        letter = _letter(body, attached, sink)
    except UnreadableFile as error:
        detail = f"its letter is the attachment {error.path}, but {error.detail}"
        sink.rejected.append(Rejected(line, error.reason, detail, shortened(repr(data[:200]))))
        return
    except RecursionError:
        sink.rejected.append(
            Rejected(line, "not_a_mail", "parts inside parts without end", shortened(repr(data[:200])))
        )
        return
    sender = email.utils.parseaddr(_header(mail, "From"))[1].lower() or _header(mail, "From") or None
    number = _header(mail, "Message-ID").strip("<> ") or name
    sink.add(
        f"{number}/{letter.name}" if letter else number,
        _with_subject(mail, letter.text if letter else body),
        sender=sender,
        sent_at=_date(mail),
        lang=_header(mail, "Content-Language").split(",")[0] or None,
    )
    if line is not None:
        sink.lines.append(line)


def _header(mail: email.message.Message, name: str) -> str:
    # As it stands in the mail: `get` has replaced what is beyond ASCII.
    raw = next((value for key, value in mail.raw_items() if key.lower() == name.lower()), None)
    return "" if raw is None else _shown(raw)


def _shown(raw: object) -> str:
    """The value of a header as a reader sees it."""
    written = decoded(str(raw).encode("ascii", "surrogateescape")) if not str(raw).isascii() else str(raw)
    try:
        shown = str(email.header.make_header(email.header.decode_header(written)))
    except (ValueError, LookupError, email.errors.MessageError):
        shown = written
    return " ".join(shown.encode("utf-8", "replace").decode().split())


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


@dataclass(frozen=True)
class Attachment:
    """A file that came with a mail."""

    name: str
    part: email.message.Message

    @property
    def data(self) -> bytes:
        payload = self.part.get_payload(decode=True)
        return payload if isinstance(payload, bytes) else b""


@dataclass(frozen=True)
class Letter:
    """The text of an attachment that is the letter."""

    name: str
    text: str


def _parts(mail: email.message.Message) -> tuple[str, list[Attachment]]:
    """The plain text of a mail, or what its HTML says where there is none; and its attachments."""
    plain: list[str] = []
    html: list[str] = []
    attached: list[Attachment] = []
    for count, part in enumerate(mail.walk()):
        if count > MAX_PARTS:
            break
        kind = part.get_content_type()
        if part.is_multipart():
            continue
        if part.get_filename() or "attachment" in str(part.get("Content-Disposition", "")).lower():
            attached.append(Attachment(_name(part), part))
        elif kind == "text/plain":
            plain.append(_payload(part))
        elif kind == "text/html":
            html.append(_payload(part))
        elif kind in DOCUMENTS:
            attached.append(Attachment(_name(part), part))
    if any(text.strip() for text in plain):
        return "\n\n".join(text.strip("\n") for text in plain if text.strip()), attached
    return "\n\n".join(to_text(text).strip() for text in html), attached


def _name(part: email.message.Message) -> str:
    given = _shown(part.get_filename() or "")
    return given.replace("/", "_") or "attachment"


def _letter(body: str, attached: list[Attachment], sink: Sink) -> Letter | None:
    """The attachments that are the letter, as one; None where the mail is. Raises UnreadableFile if none is read."""
    sink.attachments += len(attached)
    if not attached or not _only_points(body):
        return None
    texts: list[tuple[str, str]] = []
    failed: list[UnreadableFile] = []
    for one in attached:
        data = one.data
        kind = kind_of(one.name, data)
        if kind not in LETTERS:
            continue
        try:
            text, note = text_of(one.name, data, kind)
        except UnreadableFile as error:
            failed.append(error)
            continue
        texts.append((one.name, text))
        sink.notes += [f"attachment {one.name}: {note}"] if note else []
    sink.attachments -= len(texts) + len(failed)
    if not texts and failed:
        raise failed[0]
    sink.notes += [f"attachment {error.path} was not read: {error.detail}" for error in failed]
    return Letter(texts[0][0], "\n\n".join(text for _, text in texts)) if texts else None


def _only_points(body: str) -> bool:
    """Nothing, or no sentence but those that say that something is attached, and thanks."""
    if not body.strip():
        return True
    said = [one for one in SENTENCE.split(split(body).body.text) if len(one.split()) >= FEWEST_WORDS]
    pointing = [bool(POINTS.search(one)) and (OWN.search(one) or not OF_OTHERS.search(one)) for one in said]
    return any(pointing) and all(points or COURTESY.search(one) for one, points in zip(said, pointing, strict=True))


def _payload(part: email.message.Message) -> str:
    data = part.get_payload(decode=True)
    return decoded(data, (part.get_content_charset() or "").strip("\"' ")) if isinstance(data, bytes) else ""
