"""What an SMSC's numbers mean for us: statuses of answers, states of messages."""

from __future__ import annotations

from typing import NamedTuple

from hemicycle.channels.contract import DeliveryStatus


class Meaning(NamedTuple):
    """`code` is our word. `permanent`: asking again brings the same. `wait`: seconds after which it may go better."""

    code: str
    permanent: bool = False
    wait: float | None = None


STATUSES: dict[int, Meaning] = {
    0x01: Meaning("bad-length", permanent=True),
    0x02: Meaning("bad-command", permanent=True),
    0x03: Meaning("bad-command", permanent=True),
    0x04: Meaning("not-bound", wait=1),
    0x05: Meaning("bound-already", wait=30),
    0x06: Meaning("bad-priority", permanent=True),
    0x07: Meaning("bad-receipt-flag", permanent=True),
    0x08: Meaning("their-fault", wait=30),
    0x0A: Meaning("bad-sender", permanent=True),
    0x0B: Meaning("no-such-number", permanent=True),
    0x0C: Meaning("bad-message-id", permanent=True),
    0x0D: Meaning("bind-failed", wait=30),
    0x0E: Meaning("not-authorised", permanent=True),
    0x0F: Meaning("not-authorised", permanent=True),
    0x11: Meaning("cancel-failed"),
    0x13: Meaning("replace-failed"),
    0x14: Meaning("queue-full", wait=10),
    0x15: Meaning("bad-service-type", permanent=True),
    0x33: Meaning("bad-list", permanent=True),
    0x34: Meaning("bad-list", permanent=True),
    0x40: Meaning("bad-number-type", permanent=True),
    0x42: Meaning("bad-esm-class", permanent=True),
    0x43: Meaning("bad-list", permanent=True),
    0x44: Meaning("bad-list", permanent=True),
    0x45: Meaning("submit-failed"),
    0x48: Meaning("bad-sender", permanent=True),
    0x49: Meaning("bad-sender", permanent=True),
    0x50: Meaning("bad-number-type", permanent=True),
    0x51: Meaning("bad-number-type", permanent=True),
    0x53: Meaning("bad-system-type", permanent=True),
    0x54: Meaning("bad-replace-flag", permanent=True),
    0x55: Meaning("bad-count", permanent=True),
    0x58: Meaning("busy", wait=1),
    0x61: Meaning("bad-time", permanent=True),
    0x62: Meaning("bad-validity", permanent=True),
    0x63: Meaning("bad-default-message", permanent=True),
    0x64: Meaning("their-fault", wait=30),
    0x65: Meaning("refused", permanent=True),
    0x66: Meaning("refused", permanent=True),
    0x67: Meaning("query-failed"),
    0xC0: Meaning("bad-parameter", permanent=True),
    0xC1: Meaning("bad-parameter", permanent=True),
    0xC2: Meaning("bad-parameter", permanent=True),
    0xC3: Meaning("bad-parameter", permanent=True),
    0xC4: Meaning("bad-parameter", permanent=True),
    0xFE: Meaning("delivery-failed", permanent=True),
    0xFF: Meaning("their-fault", wait=30),
}
"""SMPP 3.4, 5.1.3, table 5-2: every status. 0x45 (submit_sm failed) is what SMSCs say of anything, so it is tried
again."""


def meaning(status: int) -> Meaning:
    """Of a status of their own (0x400 to 0x4FF) nobody but they know what it means: it is tried again, as often as
    anything, and a person sees its number."""
    return STATUSES.get(status) or Meaning(f"status-{status:#06x}")


STATES: dict[int, DeliveryStatus | None] = {
    1: None,
    2: DeliveryStatus.DELIVERED,
    3: DeliveryStatus.EXPIRED,
    4: DeliveryStatus.FAILED,
    5: DeliveryStatus.FAILED,
    6: DeliveryStatus.DELIVERED,
    7: None,
    8: DeliveryStatus.FAILED,
}
"""message_state (5.2.28): under way, delivered, expired, deleted, undeliverable, accepted (somebody read it for the
subscriber), unknown, rejected. None: nothing that is final."""

STAT_WORDS: dict[str, int] = {
    "ENROUTE": 1, "BUFFERED": 1, "QUEUED": 1, "SUBMITD": 1, "SENT": 1, "DELIVRD": 2, "DELIVERED": 2, "EXPIRED": 3,
    "DELETED": 4, "UNDELIV": 5, "UNDELIVERABLE": 5, "UNDELIVERED": 5, "FAILED": 5, "ACCEPTD": 6, "ACCEPTED": 6,
    "UNKNOWN": 7, "REJECTD": 8, "REJECTED": 8, "BLOCKED": 8, "SKIPPED": 8,
}  # fmt: skip
"""`stat:` in the text of a receipt (appendix B), and the spellings that are met beside it."""

CODES = {3: "expired", 4: "deleted", 5: "undeliverable", 8: "rejected"}
"""What is written beside a message that failed."""
