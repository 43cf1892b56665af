"""When something is tried again after it went wrong."""

from __future__ import annotations

import random
from datetime import timedelta

# Half a minute, doubled each time up to an hour, a fifth more or less, so that not all come back at once (AWS
# Architecture Blog, "Exponential backoff and jitter", 2015).
FIRST_WAIT, LONGEST_WAIT, JITTER = 30.0, 3_600.0, 0.2
# Until a person has looked, trying the same password again makes it worse.
NOT_AUTHORISED_WAIT = timedelta(hours=1)


def wait_before(attempt: int, retry_after: float | None = None) -> timedelta:
    """How long until the next attempt; what the other side says is honoured, and a little added."""
    doubled = min(FIRST_WAIT * 2.0 ** max(0, min(attempt, 20) - 1), LONGEST_WAIT)
    wait, least = (doubled, -JITTER) if retry_after is None else (retry_after, 0.0)
    spread = random.uniform(least, JITTER)  # noqa: S311  # no secret depends on it
    return timedelta(seconds=wait * (1 + spread))
