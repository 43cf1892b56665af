"""What Kannel's answers and reports mean for us."""

from __future__ import annotations

from typing import NamedTuple

from hemicycle.channels.contract import DeliveryStatus, Outcome


class Meaning(NamedTuple):
    """`code` is our word; `wait`: seconds after which it may go better."""

    outcome: Outcome
    code: str = ""
    permanent: bool = False
    wait: float | None = None


# A person has to mend the settings first; the messages wait.
_MEND_SECONDS = 600.0

ANSWERS: dict[int, Meaning] = {
    202: Meaning(Outcome.ACCEPTED),
    400: Meaning(Outcome.REFUSED, "rejected", permanent=True),
    403: Meaning(Outcome.REFUSED, "not-authorised", wait=_MEND_SECONDS),
    404: Meaning(Outcome.REFUSED, "not-kannel", wait=_MEND_SECONDS),
    405: Meaning(Outcome.REFUSED, "not-kannel", wait=_MEND_SECONDS),
    413: Meaning(Outcome.REFUSED, "too-long", permanent=True),
    429: Meaning(Outcome.REFUSED, "busy"),
    503: Meaning(Outcome.REFUSED, "busy"),
}
"""By the status of the answer (Kannel user guide 1.4.5, "Sending SMS through smsbox", and gw/smsbox.c). 503 is its
"Temporal failure, try again later"."""

NOT_ROUTABLE = Meaning(Outcome.REFUSED, "no-route", permanent=True)
"""Also said with 403: "Not routable. Do not try again."."""


def meaning(status: int, body: bytes) -> Meaning:
    """Of any other status nobody can tell: a proxy before Kannel says 502 or 504 also when Kannel has the message."""
    if status == 403 and b"Not routable" in body:
        return NOT_ROUTABLE
    return ANSWERS.get(status) or Meaning(Outcome.UNKNOWN, f"http-{status}")


_STATUSES: tuple[tuple[int, DeliveryStatus, str], ...] = (
    (16, DeliveryStatus.FAILED, "rejected"),
    (34, DeliveryStatus.EXPIRED, "expired"),
    (2, DeliveryStatus.FAILED, "undeliverable"),
    (1, DeliveryStatus.DELIVERED, ""),
    (4, DeliveryStatus.SENT, ""),
    (8, DeliveryStatus.SENT, ""),
)
"""`%d` of a report is a sum of flags (user guide, "Delivery reports"; gw/dlr.h): refused by the SMSC, expired (2 and a
flag of 32 that the guide does not name; 1.4.5 says it), not delivered, delivered, queued at the SMSC, taken by it."""


def status_of(flags: str) -> tuple[DeliveryStatus, str] | None:
    """What a report says; the gravest where it says several things, None where it says nothing we know."""
    summed = int(flags) if flags.isascii() and flags.isdigit() and len(flags) < 6 else 0
    return next(((status, code) for flag, status, code in _STATUSES if summed & flag == flag), None)
