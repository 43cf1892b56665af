"""What Kannel's answers and reports mean for us."""

from __future__ import annotations

from typing import NamedTuple

from hemicycle.channels.contract import Fate, Outcome


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


_FATES: tuple[tuple[int, Fate, str], ...] = (
    (16, Fate.FAILED, "rejected"),
    (34, Fate.EXPIRED, "expired"),
    (2, Fate.FAILED, "undeliverable"),
    (1, Fate.DELIVERED, ""),
    (4, Fate.SENT, ""),
    (8, Fate.SENT, ""),
)
"""`%d` of a report is a sum of flags (user guide, "Delivery reports"; gw/dlr.h): refused by the SMSC, expired (2 and a
flag of 32 that the guide does not name; 1.4.5 says it), not delivered, delivered, queued at the SMSC, taken by it."""


def fate(told: str) -> tuple[Fate, str] | None:
    """What a report says; the gravest where it says several things, None where it says nothing we know."""
    flags = int(told) if told.isascii() and told.isdigit() and len(told) < 6 else 0
    return next(((fate, code) for flag, fate, code in _FATES if flags & flag == flag), None)
