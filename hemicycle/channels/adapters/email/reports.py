"""What mail servers tell us of letters sent: delivery reports, bounces of old servers, complaints."""

from __future__ import annotations

import re
from dataclasses import replace
from email.message import Message

from flufl.bounce import all_failures

from hemicycle.channels.adapters.email import words
from hemicycle.channels.adapters.email.addressing import House
from hemicycle.channels.contract import DeliveryStatus, Report
from hemicycle.channels.text import mime

# RFC 3464, 2.3.3; opensmtpd says "error". What is delayed is still on its way.
_STATUSES = {"failed": DeliveryStatus.FAILED, "error": DeliveryStatus.FAILED, "delivered": DeliveryStatus.DELIVERED}
_MACHINES = re.compile(r"(?:mailer-daemon|postmaster|mail-daemon|mailerdaemon|mmdf|noreply|no-reply)@", re.IGNORECASE)
# What detectors of old formats stumble over in letters that nobody's mail server writes.
_STUMBLES = (AttributeError, LookupError, RecursionError, TypeError, ValueError)
# What came back stands in the report; the key in its header is looked for so far. What is longer was written by no old
# server, whose formats are looked for with some hundred expressions in each line.
LOOKED_THROUGH = 200_000


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
            meant, permanent = words.of_status(code), code.startswith("5")
            return Report(status, code=meant.code, permanent=permanent, suppress=permanent and meant.gone)
    return None


def _of_complaint(message: Message) -> Report | None:
    """RFC 5965: somebody has called it spam; they have it, and want no more."""
    for part in message.walk():
        if part.get_content_type() == "message/feedback-report":
            said = str(part.get_payload())[:2_000].lower()
            if "not-spam" not in said:
                return Report(DeliveryStatus.DELIVERED, code="complained", suppress=True)
    return None


def _of_old_servers(message: Message) -> Report | None:
    try:
        _, permanent = all_failures(message)
    except _STUMBLES:
        return None
    return Report(DeliveryStatus.FAILED, code="returned", permanent=True) if permanent else None
