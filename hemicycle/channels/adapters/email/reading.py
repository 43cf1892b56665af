"""A letter that came in: its words, what it answers, what it brings; or what it reports of one of ours."""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import Message
from email.utils import parsedate_to_datetime

from flufl.bounce import all_failures

from hemicycle.channels.adapters.email import replies
from hemicycle.channels.adapters.email.addressing import House, Named
from hemicycle.channels.adapters.email.authentication import is_authenticated
from hemicycle.channels.contract import AttachedFile, DeliveryStatus, InboundMessage, Report
from hemicycle.channels.text import html, mime
from hemicycle.channels.text.mime import Part
from hemicycle.channels.text.quoting import own_words

# A book of 40,000 words; what is longer is read in the original.
LONGEST_TEXT = 200_000
MOST_ATTACHED = 50
STOP = "STOP"

_TO_US = ("Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To", "To", "Cc")
_NOT_PERSONAL = ("bulk", "junk", "list", "auto_reply")
# Not List-Unsubscribe nor Feedback-ID: bulk mail services add them to what a person sends by a campaign's tool, too.
_SAYS_SO = ("X-Autoreply", "X-Autorespond", "X-Auto-Reply", "List-Id")
_ADDRESS = re.compile(r"[^\s<>(),;:\"\[\]\\@]{1,64}@[A-Za-z0-9.-]{1,253}")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{2,8}){0,2}", re.IGNORECASE)

# RFC 3464, 2.3.3; opensmtpd says "error". What is delayed is still on its way.
_STATUSES = {"failed": DeliveryStatus.FAILED, "error": DeliveryStatus.FAILED, "delivered": DeliveryStatus.DELIVERED}
_MACHINES = re.compile(r"(?:mailer-daemon|postmaster|mail-daemon|mailerdaemon|mmdf|noreply|no-reply)@", re.IGNORECASE)
# What detectors of old formats stumble over in letters that nobody's mail server writes.
_STUMBLES = (AttributeError, LookupError, RecursionError, TypeError, ValueError)
# What came back stands in the report; the key in its header is looked for so far. What is longer was written by no old
# server, whose formats are looked for with some hundred expressions in each line.
LOOKED_THROUGH = 200_000


def read(raw: bytes, house: House, *, authserv_id: str = "") -> InboundMessage | Report:
    """`authserv_id` is the name with which the server that took it marks what it has verified (authentication.py)."""
    message = mime.parsed(raw)
    found = _read(message, raw, house)
    if isinstance(found, Report):
        return found
    return replace(found, authenticated=is_authenticated(message, found.sender, authserv_id))


def _read(message: Message, raw: bytes, house: House) -> InboundMessage | Report:
    named = _named(message, house)
    if named is not None and named.stop and not is_report(message):
        # Mail programs write it for their readers, some with the signs of an automatic letter.
        return _message(message, raw, house, named, text=STOP, automatic=False)
    report = report_of(message, raw, named.key if named else "", house)
    return report or _message(message, raw, house, named, text=None, automatic=is_automatic(message))


def _named(message: Message, house: House) -> Named | None:
    return house.named_in(_recipients(message))


def _recipients(message: Message) -> list[str]:
    """Those that a server wrote first: it knows for which of them it took the letter."""
    return [value for name in _TO_US for value in mime.fields(message, name)]


def _message(
    message: Message, raw: bytes, house: House, named: Named | None, *, text: str | None, automatic: bool
) -> InboundMessage:
    parts = list(mime.parts_of(message))
    subject = mime.field(message, "Subject")
    words = (text or _text(parts) or subject)[:LONGEST_TEXT]
    return InboundMessage(
        external_id=_identity(message, words), text=words, sender=_sender(mime.field(message, "From")),
        subject=subject, lang=_language(message), sent_at=_date(message), answers=_answers(message, house, named),
        automatic=automatic, raw=raw, files=tuple(_files(parts)), to=house.topic_in(_recipients(message)),
    )  # fmt: skip


def _sender(field: str) -> str:
    """The address in a From field, the last where a name looks like one. The library's reader of such fields calls
    itself for each bracket, without an end."""
    found = _ADDRESS.findall(field)
    return found[-1] if found else ""


def is_automatic(message: Message) -> bool:
    """RFC 3834, 2 and 5.2: whatever may answer an answer, round and round."""
    if mime.field(message, "Auto-Submitted").lower().partition(";")[0].strip() not in ("", "no"):
        return True
    if mime.field(message, "Return-Path") in ("<>", "< >") or is_report(message) or _is_answered_by_nobody(message):
        return True
    precedence = mime.field(message, "Precedence").lower()
    return precedence in _NOT_PERSONAL or any(mime.field(message, name) for name in _SAYS_SO)


def _is_answered_by_nobody(message: Message) -> bool:
    """Sent from an address that no person reads, unless it names another for the answer: a campaign's tool does."""
    sender, answered = _sender(mime.field(message, "From")), _sender(mime.field(message, "Reply-To"))
    return all(_MACHINES.search(one) for one in (sender, answered or sender))


def _identity(message: Message, words: str) -> str:
    """A letter delivered twice is one letter. A Message-ID does not say so alone: some machines give all the same."""
    seen = (mime.field(message, name) for name in ("Message-ID", "From", "Date", "Subject"))
    return hashlib.sha256("\n".join((*seen, words)).encode()).hexdigest()[:40]


# RFC 5322, 3.6.4; longer ones, and what could end a line, would break our own head.
_MESSAGE_ID = re.compile(r"<[\x21-\x3b\x3d\x3f-\x7e]{3,200}>")


def message_id(raw: bytes) -> str:
    """The name of a letter, in angle brackets; "" where it has none that can be repeated."""
    found = _MESSAGE_ID.search(mime.field(message_from_bytes(raw), "Message-ID")) if raw else None
    return found[0] if found else ""


def _answers(message: Message, house: House, named: Named | None) -> tuple[str, ...]:
    """Surest first: the address it was written to, then what it refers to, the last first (RFC 5322, 3.6.4)."""
    references = house.ids_in(mime.field(message, "References"))
    found = [*([named.key] if named else []), *references, *house.ids_in(mime.field(message, "In-Reply-To"))]
    return tuple(dict.fromkeys(found))


def _text(parts: list[Part]) -> str:
    """What it says in plain text; in HTML where there is none. Without what it quotes."""
    shown = [part for part in parts if not part.attached]
    plain = "\n\n".join(part.text for part in shown if part.kind == "text/plain")[:LONGEST_TEXT]
    if not plain.strip():
        plain = "\n\n".join(html.text_of(part.text) for part in shown[:5] if part.kind == "text/html")[:LONGEST_TEXT]
    return own_words(plain)


def _files(parts: list[Part]) -> list[AttachedFile]:
    """Pictures within the letter too, whose content identifies them."""
    files = [part for part in parts if part.attached][:MOST_ATTACHED]
    return [AttachedFile(part.name or "file", part.kind[:100], part.octets) for part in files]


def _date(message: Message) -> datetime | None:
    try:
        at = parsedate_to_datetime(mime.field(message, "Date"))
        return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)
    except (ValueError, OverflowError, TypeError, IndexError):
        return None


def _language(message: Message) -> str:
    found = mime.field(message, "Content-Language").partition(",")[0].strip()
    return found if _LANGUAGE.fullmatch(found) else ""


# ── Delivery reports, bounces of old servers, complaints ──


def report_of(message: Message, raw: bytes, key: str, house: House) -> Report | None:
    """What it says of the message of ours with this key, "" where that must be found in it; None: it is no report, or
    says nothing for good."""
    kind = message.get_content_type()
    found = None
    if kind == "multipart/report" or _is_from_a_machine(message):
        found = _of_status(message) or _of_complaint(message)
        if found is None and len(raw) <= LOOKED_THROUGH:
            found = _of_old_servers(message)
    if found is None:
        return None
    key = key or next(iter(house.ids_in(raw[:LOOKED_THROUGH].decode("latin-1"))), "")
    return replace(found, key=key) if key else None


def is_report(message: Message) -> bool:
    """Written by a mail server about another message."""
    return message.get_content_type() == "multipart/report"


def _is_from_a_machine(message: Message) -> bool:
    empty = mime.field(message, "Return-Path") in ("<>", "< >")
    return empty or _MACHINES.search(mime.field(message, "From")) is not None


def _blocks(message: Message, kind: str) -> list[Message]:
    """The groups of fields within parts of a kind."""
    return [block for part in message.walk() if part.get_content_type() == kind for block in mime.within(part)]


def _of_status(message: Message) -> Report | None:
    for block in _blocks(message, "message/delivery-status"):
        action, code = mime.field(block, "Action").lower().partition(" ")[0], mime.field(block, "Status")
        status = _STATUSES.get(action.strip(";,("))
        if status == DeliveryStatus.DELIVERED:
            return Report(status)
        if status is not None:
            meant, permanent = replies.of_status(code), code.startswith("5")
            return Report(status, code=meant.code, permanent=permanent, suppress=permanent and meant.gone)
    return None


def _of_complaint(message: Message) -> Report | None:
    """RFC 5965: somebody has called it spam; they have it, and want no more."""
    for part in message.walk():
        is_feedback = part.get_content_type() == "message/feedback-report"
        if is_feedback and "not-spam" not in str(part.get_payload())[:2_000].lower():
            return Report(DeliveryStatus.DELIVERED, code="complained", suppress=True)
    return None


def _of_old_servers(message: Message) -> Report | None:
    try:
        _, permanent = all_failures(message)
    except _STUMBLES:
        return None
    return Report(DeliveryStatus.FAILED, code="returned", permanent=True) if permanent else None
