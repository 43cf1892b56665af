"""What answers mean for us: a status, and a word in `error` (atproto.com/specs/xrpc)."""

from __future__ import annotations

import time

from hemicycle.channels.contract import Outcome, Receipt
from hemicycle.channels.http.exchange import LONGEST_PATIENCE, Reply

# A person has to mend the account first; the messages wait.
_MEND_SECONDS = 3600.0

EXPIRED = frozenset({"ExpiredToken", "InvalidToken"})
NOT_LET_IN = frozenset({"AuthenticationRequired", "AuthFactorTokenRequired", "AccountTakedown", "AccountDeactivated"})
"""A person has to look: another password, an app password instead of one with a second factor, an account shut."""

_REFUSALS: dict[int, tuple[str, bool]] = {
    401: ("not-authorised", False),
    403: ("not-authorised", False),
    408: ("timed-out", False),
    413: ("too-long", True),
    429: ("too-many", False),
    503: ("busy", False),
}
"""(code, for good). Else: for good below 500; from there on nobody can tell."""


def error_in(reply: Reply) -> str:
    told = reply.json
    word = told.get("error", "") if isinstance(told, dict) else ""
    return word if isinstance(word, str) else ""


def refusal(reply: Reply) -> Receipt:
    """What came of a request that was not answered with the record."""
    if reply.status < 300 or (reply.status >= 500 and reply.status not in _REFUSALS):
        return Receipt(Outcome.UNKNOWN, code="no-answer" if reply.status < 300 else "server-failed")
    code, permanent = _REFUSALS.get(reply.status, ("refused", True))
    if error_in(reply) in EXPIRED | NOT_LET_IN:
        code, permanent = "not-authorised", False
    wait = _MEND_SECONDS if code == "not-authorised" else patience(reply)
    return Receipt(
        Outcome.REFUSED, code=code, said=f"{reply.status} {error_in(reply)}".strip(), permanent=permanent,
        retry_after=wait,
    )  # fmt: skip


def patience(reply: Reply) -> float | None:
    """Seconds until it may be tried again: Retry-After, or RateLimit-Reset, a moment in seconds since 1970."""
    reset = reply.headers.get("ratelimit-reset", "")
    if reply.retry_after is not None or reply.status != 429 or not (reset.isascii() and reset.isdigit()):
        return reply.retry_after
    return min(max(0.0, int(reset[:12]) - time.time()), LONGEST_PATIENCE)
