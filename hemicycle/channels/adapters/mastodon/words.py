"""What answers of a server mean for us, by their status (docs.joinmastodon.org/methods/statuses)."""

from __future__ import annotations

import time
from datetime import UTC, datetime

from hemicycle.channels.contract import Outcome, Receipt
from hemicycle.channels.http.exchange import LONGEST_PATIENCE, Reply

# A person has to mend the account first; the messages wait.
_MEND_SECONDS = 3600.0

_REFUSALS: dict[int, tuple[str, bool]] = {
    401: ("not-authorised", False),
    403: ("not-authorised", False),
    408: ("timed-out", False),
    413: ("too-long", True),
    425: ("too-early", False),
    429: ("too-many", False),
    503: ("busy", False),
}
"""(code, for good). Else: for good below 500; from there on nobody can tell, a server that fails in the middle may
have done its work."""


def refusal(reply: Reply) -> Receipt:
    """What came of a request that was not answered with the post."""
    if reply.status < 300 or (reply.status >= 500 and reply.status not in _REFUSALS):
        return Receipt(Outcome.UNKNOWN, code="no-answer" if reply.status < 300 else "server-failed")
    code, permanent = _REFUSALS.get(reply.status, ("refused", True))
    wait = _MEND_SECONDS if code == "not-authorised" else patience(reply)
    return Receipt(Outcome.REFUSED, code=code, said=said(reply), permanent=permanent, retry_after=wait)


def said(reply: Reply) -> str:
    told = reply.json
    words = told.get("error", "") if isinstance(told, dict) else ""
    return f"{reply.status} {words}"[:120].strip() if isinstance(words, str) else str(reply.status)


def patience(reply: Reply) -> float | None:
    """Seconds until it may be tried again: Retry-After, or X-RateLimit-Reset, which is a date (API, "Rate limits")."""
    if reply.retry_after is not None or reply.status != 429:
        return reply.retry_after
    try:
        until = datetime.fromisoformat(reply.headers.get("x-ratelimit-reset", ""))
    except ValueError:
        return None
    until = until if until.tzinfo else until.replace(tzinfo=UTC)
    return min(max(0.0, until.timestamp() - time.time()), LONGEST_PATIENCE)
