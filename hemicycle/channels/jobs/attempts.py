"""Which worker attempts a row that is due, and when it is attempted again after it went wrong."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from hemicycle.channels.contract import ChannelError, NotAuthorised
from hemicycle.rules import work

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


def wait_after(error: ChannelError, failures: int) -> timedelta:
    """How long an account is left alone after so many failures in a row, of which this is the last."""
    return NOT_AUTHORISED_WAIT if isinstance(error, NotAuthorised) else wait_before(failures, error.retry_after)


def claim(rows: QuerySet[Any], **due_at: datetime | None) -> datetime | None:
    """Claim a row by setting when it is due to the end of a lease, so that it is due again if this worker dies.

    The new moment, or None where another worker was first: the row is not due at that moment any more.
    """
    until = timezone.now() + work.lease()
    return until if rows.filter(**due_at).update(**dict.fromkeys(due_at, until)) else None
